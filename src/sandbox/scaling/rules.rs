//! Which limits the platform takes.

use jiff::{SignedDuration, Timestamp};

use super::limits::{Scaling, defaults};
use crate::sandbox::catalog::{Category, Mode, TypeInfo};
use crate::sandbox::wire::error::ApiError;

/// Checks a change of limits against a type and the limits set so far. `field` says how the
/// caller names a limit: a service document and a request spell them differently.
///
/// Derived: the ranges, the floors, the codes for the categories, at least one RAM threshold.
/// Guessed: the field names in `meta`, that free CPU needs dedicated cores, and the code for a
/// range on a virtual machine, whose resources are fixed.
pub(crate) fn check(
    kind: &TypeInfo,
    mode: Mode,
    custom: &Scaling,
    change: &Scaling,
    field: &dyn Fn(Limit) -> String,
) -> Result<(), ApiError> {
    let family = kind.family;
    if change.is_vertical() && family.category == Category::ObjectStorage {
        return Err(ApiError::new("verticalAutoscalingNotSupported", "Vertical autoscaling is not supported."));
    }
    let exact = |count: Option<u64>| count.is_none() || count == family.exact_containers(mode);
    let is_exact = exact(change.min_containers) && exact(change.max_containers);
    if change.is_horizontal() && family.category != Category::User && !is_exact {
        return Err(ApiError::new(
            "customHorizontalAutoscalingForbiddenForThisStackCategory",
            "Custom horizontal autoscaling is forbidden for this stack category.",
        ));
    }
    let all = defaults(kind, mode).overlaid(custom).overlaid(change);
    let fixed = (all.min_cpu, all.min_ram, all.min_disk) == (all.max_cpu, all.max_ram, all.max_disk);
    if change.is_vertical() && !family.vertical && !fixed {
        return Err(ApiError::new(
            "customVerticalAutoscalingForbiddenForThisStackCategory",
            "Custom vertical autoscaling is forbidden for this stack category.",
        ));
    }
    let bad = |limit: Limit, reason: String| Err(invalid(&field(limit), reason));
    for (limit, value, low, high) in [
        (Limit::MinCpu, whole(change.min_cpu), 1.0, 8.0),
        (Limit::MaxCpu, whole(change.max_cpu), 1.0, 8.0),
        (Limit::MinRam, change.min_ram, family.min_ram(mode), 48.0),
        (Limit::MaxRam, change.max_ram, family.min_ram(mode), 48.0),
        (Limit::MinDisk, change.min_disk, family.min_disk, 250.0),
        (Limit::MaxDisk, change.max_disk, family.min_disk, 250.0),
        (Limit::StartCpu, whole(change.start_cpu), 1.0, 8.0),
        (Limit::FreeCpuCores, change.free_cpu_cores, 0.0, 8.0),
        (Limit::FreeCpuPercent, change.free_cpu_percent, 0.0, 100.0),
        (Limit::FreeRam, change.free_ram, 0.0, 48.0),
        (Limit::FreeRamPercent, change.free_ram_percent, 0.0, 100.0),
        (Limit::MinContainers, whole(change.min_containers), 1.0, 10.0),
        (Limit::MaxContainers, whole(change.max_containers), 1.0, 10.0),
    ] {
        if value.is_some_and(|value| !(low..=high).contains(&value)) {
            return bad(limit, format!("must be between {low} and {high}"));
        }
    }
    for (limit, low, high) in [
        (Limit::MinCpu, whole(all.min_cpu), whole(all.max_cpu)),
        (Limit::MinRam, all.min_ram, all.max_ram),
        (Limit::MinDisk, all.min_disk, all.max_disk),
        (Limit::MinContainers, whole(all.min_containers), whole(all.max_containers)),
    ] {
        if let (Some(low), Some(high)) = (low, high)
            && low > high
        {
            return bad(limit, format!("the minimum {low} is above the maximum {high}"));
        }
    }
    if is_zero(all.free_ram) && is_zero(all.free_ram_percent) {
        return bad(Limit::FreeRam, "one threshold of free RAM must be above 0".into());
    }
    let dedicated = all.cpu_mode == Some(super::limits::CpuMode::Dedicated);
    if !dedicated && (change.free_cpu_cores.is_some() || change.free_cpu_percent.is_some()) {
        return bad(Limit::FreeCpuCores, "free CPU is only for dedicated cores".into());
    }
    Ok(())
}

/// Whether the CPU mode may change now.
///
/// Derived: once an hour.
pub(crate) fn check_cpu_mode(last: Option<Timestamp>, now: Timestamp) -> Result<(), ApiError> {
    match last {
        Some(last) if now.duration_since(last) < SignedDuration::from_hours(1) => {
            Err(ApiError::new("lastCpuModeChangeTooRecent", "The CPU mode can be changed once an hour."))
        }
        _ => Ok(()),
    }
}

/// A limit that can be wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Limit {
    MinCpu,
    MaxCpu,
    MinRam,
    MaxRam,
    MinDisk,
    MaxDisk,
    StartCpu,
    FreeCpuCores,
    FreeCpuPercent,
    FreeRam,
    FreeRamPercent,
    MinContainers,
    MaxContainers,
}

#[expect(clippy::cast_precision_loss, reason = "the limits are far below 2^52")]
fn whole(value: Option<u64>) -> Option<f64> {
    value.map(|value| value as f64)
}

fn is_zero(value: Option<f64>) -> bool {
    value.is_some_and(|value| value <= 0.0)
}

fn invalid(field: &str, reason: String) -> ApiError {
    ApiError::new("invalidCustomAutoscalingValue", "Invalid custom autoscaling value.").reason(field, reason)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sandbox::catalog;
    use crate::sandbox::platform_date::PlatformDate;
    use crate::sandbox::scaling::limits::CpuMode;

    fn code(kind: &str, change: &Scaling) -> String {
        let kind = catalog::find(PlatformDate::October2026, kind).expect("type");
        match check(&kind, Mode::NonHa, &Scaling::default(), change, &|limit| format!("{limit:?}")) {
            Ok(()) => "ok".to_owned(),
            Err(error) => error.code.to_string(),
        }
    }

    #[test]
    fn each_kind_has_its_own_rules() {
        let containers = Scaling { max_containers: Some(3), ..Scaling::default() };
        let ram = Scaling { min_ram: Some(0.125), ..Scaling::default() };
        assert_eq!(code("nodejs@22", &containers), "ok");
        assert_eq!(code("postgresql@16", &containers), "customHorizontalAutoscalingForbiddenForThisStackCategory");
        assert_eq!(code("nodejs@22", &ram), "ok");
        assert_eq!(code("postgresql@16", &ram), "invalidCustomAutoscalingValue");
        assert_eq!(code("docker@26", &ram), "customVerticalAutoscalingForbiddenForThisStackCategory");
        assert_eq!(code("object-storage", &ram), "verticalAutoscalingNotSupported");
    }

    #[test]
    fn ranges_hold_alone_and_together() {
        let invalid = "invalidCustomAutoscalingValue";
        for change in [
            Scaling { min_ram: Some(-1.0), ..Scaling::default() },
            Scaling { max_ram: Some(64.0), ..Scaling::default() },
            Scaling { min_cpu: Some(9), ..Scaling::default() },
            Scaling { min_ram: Some(4.0), max_ram: Some(2.0), ..Scaling::default() },
            Scaling { max_containers: Some(11), ..Scaling::default() },
            Scaling { free_ram: Some(0.0), ..Scaling::default() },
            Scaling { free_cpu_cores: Some(0.5), ..Scaling::default() },
        ] {
            assert_eq!(code("nodejs@22", &change), invalid, "{change:?}");
        }
        let dedicated = Scaling { cpu_mode: Some(CpuMode::Dedicated), free_cpu_cores: Some(0.5), ..Scaling::default() };
        assert_eq!(code("nodejs@22", &dedicated), "ok");
    }
}
