//! Amounts as the platform measured them, made comparable.

use jiff::Timestamp;

use crate::platform::wire::{Amount, LiveUsage, UsageBucket};

/// A number that can be one of an amount.
fn sane(number: Option<f64>) -> Option<f64> {
    number.filter(|number| number.is_finite() && *number >= 0.0)
}

/// An amount that is used, and what there is of it.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Used {
    pub(super) used: Option<f64>,
    pub(super) limit: Option<f64>,
}

impl Used {
    fn new(used: Option<f64>, limit: Option<f64>) -> Self {
        Self { used: sane(used), limit: sane(limit) }
    }

    fn of(amount: Option<Amount>) -> Self {
        amount.map_or_else(Self::default, |amount| Self::new(amount.used, amount.limit))
    }
}

/// Cores are either shared or dedicated, and the other kind is 0 of 0.
fn cores(shared: Used, dedicated: Used) -> Used {
    if dedicated.limit.is_some_and(|limit| limit > 0.0) { dedicated } else { shared }
}

/// What a service used in a while, all containers together.
#[derive(Clone, Debug, Default)]
pub(super) struct Bucket {
    pub(super) from: Option<Timestamp>,
    pub(super) till: Option<Timestamp>,
    pub(super) containers: Option<f64>,
    pub(super) cpu: Used,
    pub(super) ram: Used,
    pub(super) disk: Used,
}

impl Bucket {
    pub(super) fn of(bucket: &UsageBucket) -> Self {
        let shared = Used::new(bucket.v_cpu_used, bucket.v_cpu_limit);
        Self {
            from: bucket.from,
            till: bucket.till,
            containers: sane(bucket.container_count),
            cpu: cores(shared, Used::new(bucket.cpu_used, bucket.cpu_limit)),
            ram: Used::new(bucket.ram_used, bucket.ram_limit),
            disk: Used::new(bucket.disk_used, bucket.disk_limit),
        }
    }

    /// An amount of one of its containers.
    pub(super) fn each(&self, amount: Option<f64>) -> Option<f64> {
        Some(amount? / self.containers.unwrap_or(1.0).max(1.0))
    }
}

/// An amount now, and the most that it was.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Gauge {
    pub(super) now: Used,
    pub(super) most: Option<f64>,
}

/// What a service uses now and used at most.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Gauges {
    pub(super) containers: Option<f64>,
    pub(super) cpu: Gauge,
    pub(super) ram: Gauge,
    pub(super) disk: Gauge,
}

impl Gauges {
    /// From what is measured now, and from the buckets; the newest one where now is not known.
    pub(super) fn of(live: Option<&LiveUsage>, buckets: &[Bucket]) -> Self {
        let last = buckets.last().cloned().unwrap_or_default();
        let gauge = |now: Used, last: Used, amount: fn(&Bucket) -> Used| Gauge {
            now: if now.used.is_some() { now } else { last },
            most: most(buckets.iter().map(|bucket| amount(bucket).used)),
        };
        let cpu = live.map_or_else(Used::default, |live| cores(Used::of(live.v_cpu), Used::of(live.cpu)));
        Self {
            containers: last.containers,
            cpu: gauge(cpu, last.cpu, |bucket| bucket.cpu),
            ram: gauge(Used::of(live.and_then(|live| live.ram)), last.ram, |bucket| bucket.ram),
            disk: gauge(Used::of(live.and_then(|live| live.disk)), last.disk, |bucket| bucket.disk),
        }
    }
}

/// The largest of those that are known.
pub(super) fn most(amounts: impl Iterator<Item = Option<f64>>) -> Option<f64> {
    amounts.flatten().reduce(f64::max)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn shared_and_dedicated_cores_are_one_amount_and_odd_numbers_are_none() {
        let bucket = |value| Bucket::of(&serde_json::from_value::<UsageBucket>(value).expect("a bucket"));
        let shared =
            bucket(json!({ "serviceStackId": "s", "cpuLimit": 0, "cpuUsed": 0, "vCpuLimit": 2, "vCpuUsed": 0.5 }));
        assert_eq!(shared.cpu, Used { used: Some(0.5), limit: Some(2.0) });
        let dedicated = bucket(json!({ "serviceStackId": "s", "cpuLimit": 1, "cpuUsed": 0.25, "containerCount": 2 }));
        assert_eq!((dedicated.cpu.used, dedicated.each(dedicated.cpu.used)), (Some(0.25), Some(0.125)));
        let odd = bucket(json!({ "serviceStackId": "s", "ramUsed": -1, "ramLimit": "much", "diskUsed": 1 }));
        assert_eq!((odd.ram, odd.disk.used, odd.each(None)), (Used::default(), Some(1.0), None));
    }
}
