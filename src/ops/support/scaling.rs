//! Scaling limits: what is in force, what a call makes of it, and whether that can be.

use crate::domain::scaling::{self, Limit, Scaling, Wrong};
use crate::platform::wire::{Autoscaling, Service};

/// The limits of a service as the platform applies them: its own, where the service has none.
pub(crate) fn in_force(service: &Service) -> Scaling {
    let mut limits = service.current_autoscaling.as_ref().map(Autoscaling::limits).unwrap_or_default();
    limits.overlay(&service.custom_autoscaling.as_ref().map(Autoscaling::limits).unwrap_or_default());
    without_free_cpu_of_shared_cores(&mut limits);
    limits
}

/// The limits that its owner has set.
pub(crate) fn own(service: &Service) -> Scaling {
    let mut limits = service.custom_autoscaling.as_ref().map(Autoscaling::limits).unwrap_or_default();
    without_free_cpu_of_shared_cores(&mut limits);
    limits
}

/// Free CPU is kept on dedicated cores only; elsewhere the platform names it and refuses it.
fn without_free_cpu_of_shared_cores(limits: &mut Scaling) {
    if !limits.is_dedicated() {
        limits.min_free_cpu_cores = None;
        limits.min_free_cpu_percent = None;
    }
}

/// The limits after a change: what it names replaces what is there.
pub(crate) fn after(before: &Scaling, change: &Scaling) -> Scaling {
    let mut limits = before.clone();
    limits.overlay(change);
    // What the call itself sets there is a fault, which is told by its arguments.
    without_free_cpu_of_shared_cores(&mut limits);
    limits
}

/// Whether what a change names is in force.
pub(crate) fn holds(now: &Scaling, change: &Scaling) -> bool {
    after(now, change) == *now
}

/// Everything that is wrong with limits, as a parameter and a reason.
pub(crate) fn faults(after: &Scaling, change: &Scaling, is_runtime: bool) -> Vec<(&'static str, String)> {
    let mut faults: Vec<(&'static str, String)> =
        after.faults(change, scaling::ANY).into_iter().map(|(limit, wrong)| told(limit, wrong)).collect();
    if !is_runtime && change.is_horizontal() {
        let reason = "cannot be set: the number of containers of a managed service follows from its mode".to_owned();
        let given = change.given().map(|(limit, _)| limit).filter(|limit| limit.is_horizontal());
        faults.extend(given.map(|limit| (limit.key, reason.clone())));
    }
    faults
}

fn told(limit: &'static Limit, wrong: Wrong) -> (&'static str, String) {
    let reason = match wrong {
        Wrong::Outside(range) => format!("must be {} to {}", range.least, range.most),
        Wrong::Above { low, than, high } => {
            format!("({low}) would exceed `{than}` ({high}), counting the limits in force")
        }
        Wrong::Shared => "needs cpuMode DEDICATED".to_owned(),
        Wrong::NothingFree => "and minFreeRamPercent cannot both be 0".to_owned(),
    };
    (limit.key, reason)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scaling(json: serde_json::Value) -> Scaling {
        serde_json::from_value(json).expect("limits")
    }

    #[test]
    fn shared_cores_end_the_free_cpu_of_dedicated_ones() {
        let dedicated = serde_json::json!({"cpuMode": "DEDICATED", "minFreeCpuCores": 0.5, "minFreeCpuPercent": 20});
        let before = scaling(dedicated);
        let shared = scaling(serde_json::json!({"cpuMode": "SHARED"}));
        let limits = after(&before, &shared);
        assert_eq!((limits.min_free_cpu_cores, limits.min_free_cpu_percent), (None, None));
        assert_eq!(faults(&limits, &shared, true), []);
        let both = scaling(serde_json::json!({"cpuMode": "SHARED", "minFreeCpuCores": 1}));
        let told: Vec<_> = faults(&after(&before, &both), &both, true).into_iter().map(|(field, _)| field).collect();
        assert_eq!(told, ["minFreeCpuCores"]);
    }

    #[test]
    fn the_limit_that_was_given_is_the_one_that_cannot_be_set() {
        let most = scaling(serde_json::json!({"maxContainers": 3}));
        let told: Vec<_> = faults(&most, &most, false).into_iter().map(|(field, _)| field).collect();
        assert_eq!(told, ["maxContainers"]);
    }
}
