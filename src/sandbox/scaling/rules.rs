//! Which limits the platform takes.

use jiff::{SignedDuration, Timestamp};

use super::limits::{defaults, overlaid};
use crate::domain::scaling::{Least, Limit, Scaling, Wrong};
use crate::domain::status::Category;
use crate::sandbox::catalog::{Mode, TypeInfo};
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
    field: &dyn Fn(&Limit) -> String,
) -> Result<(), ApiError> {
    let family = kind.family;
    if change.is_vertical() && family.category == Category::ObjectStorage {
        return Err(ApiError::new("verticalAutoscalingNotSupported", "Vertical autoscaling is not supported."));
    }
    let exact = |count: Option<i64>| count.is_none() || count == family.exact_containers(mode);
    let is_exact = exact(change.min_containers) && exact(change.max_containers);
    if change.is_horizontal() && family.category != Category::User && !is_exact {
        return Err(ApiError::new(
            "customHorizontalAutoscalingForbiddenForThisStackCategory",
            "Custom horizontal autoscaling is forbidden for this stack category.",
        ));
    }
    let all = overlaid(&overlaid(&defaults(kind, mode), custom), change);
    let fixed = (all.min_cpu, all.min_ram, all.min_disk) == (all.max_cpu, all.max_ram, all.max_disk);
    if change.is_vertical() && family.traits.fixed && !fixed {
        return Err(ApiError::new(
            "customVerticalAutoscalingForbiddenForThisStackCategory",
            "Custom vertical autoscaling is forbidden for this stack category.",
        ));
    }
    let least = Least { ram: family.min_ram(mode), disk: family.min_disk };
    let Some((limit, wrong)) = all.faults(change, least).into_iter().next() else { return Ok(()) };
    let reason = match wrong {
        Wrong::Outside(range) => format!("must be between {} and {}", range.least, range.most),
        Wrong::Above { low, high, .. } => format!("the minimum {low} is above the maximum {high}"),
        Wrong::Shared => "free CPU is only for dedicated cores".to_owned(),
        Wrong::NothingFree => "one threshold of free RAM must be above 0".to_owned(),
    };
    let error = ApiError::new("invalidCustomAutoscalingValue", "Invalid custom autoscaling value.");
    Err(error.reason(field(limit), reason))
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sandbox::catalog;
    use crate::sandbox::platform_date::PlatformDate;

    fn code(kind: &str, change: &Scaling) -> String {
        let kind = catalog::find(PlatformDate::October2026, kind).expect("type");
        match check(&kind, Mode::NonHa, &Scaling::default(), change, &|limit| limit.key.to_owned()) {
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
            Scaling { min_free_ram_gb: Some(0.0), ..Scaling::default() },
            Scaling { min_free_cpu_cores: Some(0.5), ..Scaling::default() },
        ] {
            assert_eq!(code("nodejs@22", &change), invalid, "{change:?}");
        }
        let dedicated =
            Scaling { cpu_mode: Some("DEDICATED".to_owned()), min_free_cpu_cores: Some(0.5), ..Scaling::default() };
        assert_eq!(code("nodejs@22", &dedicated), "ok");
    }
}
