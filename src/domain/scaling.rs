//! The limits between which a service scales, each declared once: its name, its range, and where the API has it.
//!
//! The record is what tools show and take, what a document says under `verticalAutoscaling`, and what the sandbox
//! keeps. The nested form of the API is written by whoever speaks it.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize, Serializer};
use serde_json::Value;

use super::documents::read::record::choice;
use super::number;
use super::ranges::{self, Range};

choice! {
    /// How CPU cores are given out.
    CpuMode {
        /// Cores are shared with others.
        Shared = "SHARED",
        /// Cores of its own.
        Dedicated = "DEDICATED",
    }
}

/// Hands every limit to a macro: those of a container, those of their number, and the rest of those of a container.
/// A limit has a type, the type that a document takes it as, its name, its range and its place in the API.
macro_rules! with_limits {
    ($then:ident) => {
        $then! {
            {
                /// How CPU cores are given out.
                cpu_mode: (String, $crate::domain::scaling::CpuMode) = "cpuMode", None, "verticalAutoscaling.cpuMode";
                /// The fewest CPU cores.
                min_cpu: (i64, i64) = "minCpu", Some(ranges::CORES), "verticalAutoscaling.minResource.cpuCoreCount";
                /// The most CPU cores.
                max_cpu: (i64, i64) = "maxCpu", Some(ranges::CORES), "verticalAutoscaling.maxResource.cpuCoreCount";
                /// The least RAM in GB.
                min_ram: (f64, f64) = "minRam", Some(ranges::RAM), "verticalAutoscaling.minResource.memoryGBytes";
                /// The most RAM in GB.
                max_ram: (f64, f64) = "maxRam", Some(ranges::RAM), "verticalAutoscaling.maxResource.memoryGBytes";
                /// The least disk in GB.
                min_disk: (f64, f64) = "minDisk", Some(ranges::DISK), "verticalAutoscaling.minResource.diskGBytes";
                /// The most disk in GB.
                max_disk: (f64, f64) = "maxDisk", Some(ranges::DISK), "verticalAutoscaling.maxResource.diskGBytes";
            }
            {
                /// The fewest containers.
                min_containers: (i64, i64) = "minContainers", Some(ranges::CONTAINERS), "horizontalAutoscaling.minContainerCount";
                /// The most containers.
                max_containers: (i64, i64) = "maxContainers", Some(ranges::CONTAINERS), "horizontalAutoscaling.maxContainerCount";
            }
            {
                /// The free RAM in GB below which RAM is added.
                min_free_ram_gb: (f64, f64) = "minFreeRamGB", Some(ranges::FREE_RAM), "verticalAutoscaling.minFreeResource.memoryGBytes";
                /// The free percentage of RAM below which RAM is added.
                min_free_ram_percent: (f64, f64) = "minFreeRamPercent", Some(ranges::PERCENT), "verticalAutoscaling.minFreeResource.memoryPercent";
                /// The free part of a core below which cores are added; dedicated cores only.
                min_free_cpu_cores: (f64, f64) = "minFreeCpuCores", Some(ranges::FREE_CORES), "verticalAutoscaling.minFreeResource.cpuCoreCount";
                /// The free percentage of all cores below which cores are added; dedicated cores only.
                min_free_cpu_percent: (f64, f64) = "minFreeCpuPercent", Some(ranges::PERCENT), "verticalAutoscaling.minFreeResource.cpuCorePercent";
                /// CPU cores at the start of a container.
                start_cpu_core_count: (i64, i64) = "startCpuCoreCount", Some(ranges::CORES), "verticalAutoscaling.startCpuCoreCount";
                /// Whether there is swap.
                swap_enabled: (bool, bool) = "swapEnabled", None, "verticalAutoscaling.swapEnabled";
            }
        }
    };
}
pub(crate) use with_limits;

/// A limit.
#[derive(Debug)]
pub struct Limit {
    /// Its name in tools and documents.
    pub key: &'static str,
    /// What it may be, where it is a number.
    pub range: Option<Range>,
    /// What it is given as.
    pub form: Form,
    /// Where the API has it.
    pub path: &'static str,
}

/// What a limit is given as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// One of the words of [`CpuMode`].
    Mode,
    /// A whole number.
    Count,
    /// A number.
    Amount,
    /// True or false.
    Switch,
}

impl Limit {
    /// Whether it is about the number of containers; the others are about each container.
    #[must_use]
    pub fn is_horizontal(&self) -> bool {
        self.path.starts_with("horizontalAutoscaling.")
    }

    /// What it may be for a type that takes so many GB at least.
    #[must_use]
    pub fn range_of(&self, least: Least) -> Option<Range> {
        let range = self.range?;
        Some(if range == ranges::RAM {
            range.from(least.ram)
        } else if range == ranges::DISK {
            range.from(least.disk)
        } else {
            range
        })
    }
}

/// The least GB that a type takes.
#[derive(Clone, Copy, Debug)]
pub struct Least {
    /// Of RAM.
    pub ram: f64,
    /// Of disk.
    pub disk: f64,
}

/// What no type takes less than.
pub const ANY: Least = Least { ram: ranges::RAM.least, disk: ranges::DISK.least };

/// Limits of which the first is not above the second.
pub const ORDERED: &[(&str, &str)] =
    &[("minCpu", "maxCpu"), ("minRam", "maxRam"), ("minDisk", "maxDisk"), ("minContainers", "maxContainers")];

/// What is wrong with a limit.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Wrong {
    /// It is outside of its range.
    Outside(Range),
    /// It is above the limit of this name.
    Above {
        /// It.
        low: f64,
        /// The name of the other.
        than: &'static str,
        /// The other.
        high: f64,
    },
    /// Neither it nor the percentage keeps any RAM free.
    NothingFree,
    /// It is for dedicated cores.
    Shared,
}

/// A value of a limit.
trait Held: Sized {
    const FORM: Form;

    fn of(value: &Value) -> Option<Self>;

    fn value(&self) -> Value;

    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error>;

    fn number(&self) -> Option<f64> {
        None
    }
}

impl Held for String {
    const FORM: Form = Form::Mode;

    fn of(value: &Value) -> Option<Self> {
        value.as_str().map(str::to_owned)
    }

    fn value(&self) -> Value {
        Value::from(self.as_str())
    }

    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.serialize(serializer)
    }
}

impl Held for i64 {
    const FORM: Form = Form::Count;

    fn of(value: &Value) -> Option<Self> {
        value.as_i64()
    }

    fn value(&self) -> Value {
        Value::from(*self)
    }

    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.serialize(serializer)
    }

    #[expect(clippy::cast_precision_loss, reason = "counts of cores and containers are small")]
    fn number(&self) -> Option<f64> {
        Some(*self as f64)
    }
}

impl Held for f64 {
    const FORM: Form = Form::Amount;

    fn of(value: &Value) -> Option<Self> {
        value.as_f64()
    }

    fn value(&self) -> Value {
        Value::from(*self)
    }

    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        number::plain(self, serializer)
    }

    fn number(&self) -> Option<f64> {
        Some(*self)
    }
}

impl Held for bool {
    const FORM: Form = Form::Switch;

    fn of(value: &Value) -> Option<Self> {
        value.as_bool()
    }

    fn value(&self) -> Value {
        Value::from(*self)
    }

    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.serialize(serializer)
    }
}

#[expect(clippy::ref_option, reason = "serde gives a reference")]
fn written<T: Held, S: Serializer>(value: &Option<T>, serializer: S) -> Result<S::Ok, S::Error> {
    match value {
        Some(value) => value.write(serializer),
        None => serializer.serialize_none(),
    }
}

macro_rules! scaling {
    ($({$(
        #[doc = $doc:literal]
        $field:ident: ($kind:ty, $given:ty) = $key:literal, $range:expr, $path:literal;
    )+})+) => {
        /// Limits of a service, of which any may be absent: those in force, those its owner set, or a change.
        #[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
        pub struct Scaling {
            $($(
                #[doc = $doc]
                #[serde(rename = $key, default, skip_serializing_if = "Option::is_none", serialize_with = "written")]
                pub $field: Option<$kind>,
            )+)+
        }

        /// Every limit.
        pub static LIMITS: &[Limit] = &[$($(
            Limit { key: $key, range: $range, form: <$kind as Held>::FORM, path: $path },
        )+)+];

        impl Scaling {
            /// Puts over these limits what a change has.
            pub fn overlay(&mut self, change: &Self) {
                $($(
                    if change.$field.is_some() {
                        self.$field.clone_from(&change.$field);
                    }
                )+)+
            }

            /// The value of a limit, where there is one.
            #[must_use]
            pub fn get(&self, limit: &Limit) -> Option<Value> {
                match limit.key {
                    $($($key => self.$field.as_ref().map(Held::value),)+)+
                    _ => None,
                }
            }

            /// The number that a limit is, where there is one.
            #[must_use]
            pub fn number(&self, key: &str) -> Option<f64> {
                match key {
                    $($($key => self.$field.as_ref().and_then(Held::number),)+)+
                    _ => None,
                }
            }

            /// Sets a limit; whether it can have this value is answered.
            pub fn set(&mut self, limit: &Limit, value: &Value) -> bool {
                match limit.key {
                    $($($key => {
                        self.$field = Held::of(value);
                        self.$field.is_some()
                    })+)+
                    _ => false,
                }
            }
        }
    };
}
with_limits!(scaling);

/// The limit of this name.
#[must_use]
pub fn limit(key: &str) -> Option<&'static Limit> {
    LIMITS.iter().find(|limit| limit.key == key)
}

impl Scaling {
    /// The limits that are there, in order.
    pub fn given(&self) -> impl Iterator<Item = (&'static Limit, Value)> + '_ {
        LIMITS.iter().filter_map(|limit| Some((limit, self.get(limit)?)))
    }

    /// Whether it names a number of containers.
    #[must_use]
    pub fn is_horizontal(&self) -> bool {
        self.given().any(|(limit, _)| limit.is_horizontal())
    }

    /// Whether it names anything of each container.
    #[must_use]
    pub fn is_vertical(&self) -> bool {
        self.given().any(|(limit, _)| !limit.is_horizontal())
    }

    /// Whether cores are its own.
    #[must_use]
    pub fn is_dedicated(&self) -> bool {
        self.cpu_mode.as_deref() == Some(CpuMode::Dedicated.word())
    }

    /// What is wrong with limits that a change has led to, of a type that takes so much at least.
    #[must_use]
    pub fn faults(&self, change: &Self, least: Least) -> Vec<(&'static Limit, Wrong)> {
        let mut faults = Vec::new();
        let mut add = |key: &str, wrong| faults.extend(limit(key).map(|limit| (limit, wrong)));
        for limit in LIMITS {
            let range = limit.range_of(least);
            if let (Some(range), Some(number)) = (range, change.number(limit.key))
                && !range.holds(number)
            {
                add(limit.key, Wrong::Outside(range));
            }
        }
        for &(lower, upper) in ORDERED {
            if let (Some(low), Some(high)) = (self.number(lower), self.number(upper))
                && low > high
            {
                add(lower, Wrong::Above { low, than: upper, high });
            }
        }
        if !self.is_dedicated() {
            for key in ["minFreeCpuCores", "minFreeCpuPercent"] {
                if change.number(key).is_some_and(|number| number > 0.0) {
                    add(key, Wrong::Shared);
                }
            }
        }
        let is_free = |percent: f64| percent > 0.0;
        if self.min_free_ram_gb == Some(0.0) && !self.min_free_ram_percent.is_some_and(is_free) {
            add("minFreeRamGB", Wrong::NothingFree);
        }
        faults
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn scaling(json: Value) -> Scaling {
        serde_json::from_value(json).expect("limits")
    }

    fn keys(faults: &[(&'static Limit, Wrong)]) -> Vec<&'static str> {
        faults.iter().map(|(limit, _)| limit.key).collect()
    }

    #[test]
    fn a_change_stands_over_what_was_there() {
        let mut limits = scaling(json!({ "cpuMode": "SHARED", "minRam": 1, "swapEnabled": true }));
        limits.overlay(&scaling(json!({ "minRam": 2, "maxContainers": 3, "swapEnabled": false })));
        assert_eq!(
            json!(limits),
            json!({ "cpuMode": "SHARED", "minRam": 2, "maxContainers": 3, "swapEnabled": false })
        );
        assert!(limits.is_horizontal() && limits.is_vertical() && !limits.is_dedicated());
    }

    #[test]
    fn a_limit_takes_what_it_is_of() {
        for (key, value, is_taken) in [
            ("minCpu", json!(2), true),
            ("minCpu", json!(2.5), false),
            ("minRam", json!(2), true),
            ("minRam", json!("2"), false),
            ("swapEnabled", json!(true), true),
            ("cpuMode", json!(1), false),
        ] {
            let mut limits = Scaling::default();
            let limit = limit(key).expect("a limit");
            assert_eq!(limits.set(limit, &value), is_taken, "{key}: {value}");
            assert_eq!(limits.get(limit).is_some(), is_taken, "{key}: {value}");
        }
    }

    #[test]
    fn ranges_hold_alone_and_together() {
        let wrong = |change: Value, least| {
            let change = scaling(change);
            let mut after = scaling(json!({ "maxRam": 4, "minFreeRamGB": 0.0625, "cpuMode": "SHARED" }));
            after.overlay(&change);
            keys(&after.faults(&change, least))
        };
        let large = Least { ram: 0.5, disk: 5.0 };
        assert!(wrong(json!({ "minRam": 0.25, "minDisk": 1 }), ANY).is_empty());
        assert_eq!(wrong(json!({ "minRam": 0.25, "minDisk": 1 }), large), ["minRam", "minDisk"]);
        assert_eq!(wrong(json!({ "minRam": 8, "minCpu": 9 }), ANY), ["minCpu", "minRam"]);
        assert_eq!(wrong(json!({ "minFreeRamGB": 0 }), ANY), ["minFreeRamGB"]);
        assert!(wrong(json!({ "minFreeRamGB": 0, "minFreeRamPercent": 10 }), ANY).is_empty());
        assert_eq!(wrong(json!({ "minFreeCpuCores": 1 }), ANY), ["minFreeCpuCores"]);
        assert!(wrong(json!({ "minFreeCpuCores": 1, "cpuMode": "DEDICATED" }), ANY).is_empty());
    }
}
