//! Scaling limits: what is in force, what a call makes of it, and whether that can be.

use crate::generated::tools::zerops_scale::Args;
use crate::generated::types::ScalingView;
use crate::platform::wire::Service;
use crate::platform::wire::{Autoscaling, HorizontalAutoscaling, MinFreeResource, Resource, VerticalAutoscaling};

const DEDICATED: &str = "DEDICATED";

/// The limits of a service as the platform applies them: its own, where the service has none.
pub(super) fn in_force(service: &Service) -> ScalingView {
    let mut view = service.current_autoscaling.as_ref().map(view).unwrap_or_default();
    overlay(&mut view, service.custom_autoscaling.as_ref().map(self::view).unwrap_or_default());
    without_free_cpu_of_shared_cores(&mut view);
    view
}

/// The limits that its owner has set.
pub(super) fn own(service: &Service) -> ScalingView {
    let mut view = service.custom_autoscaling.as_ref().map(view).unwrap_or_default();
    without_free_cpu_of_shared_cores(&mut view);
    view
}

/// Free CPU is kept on dedicated cores only; elsewhere the platform names it and refuses it.
fn without_free_cpu_of_shared_cores(view: &mut ScalingView) {
    if view.cpu_mode.as_deref() != Some(DEDICATED) {
        view.min_free_cpu_cores = None;
        view.min_free_cpu_percent = None;
    }
}

/// The limits after a call: what it names replaces what is there.
pub(super) fn after(before: &ScalingView, args: &Args) -> ScalingView {
    let mut view = before.clone();
    overlay(
        &mut view,
        ScalingView {
            cpu_mode: args.cpu_mode.map(|mode| mode.as_str().to_owned()),
            min_cpu: args.min_cpu,
            max_cpu: args.max_cpu,
            min_ram: args.min_ram,
            max_ram: args.max_ram,
            min_disk: args.min_disk,
            max_disk: args.max_disk,
            min_containers: args.min_containers,
            max_containers: args.max_containers,
            min_free_ram_gb: args.min_free_ram_gb,
            min_free_ram_percent: args.min_free_ram_percent,
            min_free_cpu_cores: args.min_free_cpu_cores,
            min_free_cpu_percent: args.min_free_cpu_percent,
            start_cpu_core_count: args.start_cpu_core_count,
            swap_enabled: args.swap_enabled,
        },
    );
    // What the call itself sets there is a fault, which is told by its arguments.
    without_free_cpu_of_shared_cores(&mut view);
    view
}

/// Whether what a call names is in force.
pub(super) fn holds(now: &ScalingView, args: &Args) -> bool {
    after(now, args) == *now
}

/// The body of the request. Whether null keeps or clears a limit is not known, so every limit that
/// is known is sent: either reading of null then leads to the same.
pub(super) fn request(after: &ScalingView, horizontal: bool) -> Autoscaling {
    Autoscaling {
        vertical_autoscaling: Some(VerticalAutoscaling {
            cpu_mode: after.cpu_mode.clone(),
            start_cpu_core_count: after.start_cpu_core_count,
            swap_enabled: after.swap_enabled,
            min_resource: Some(resource(after.min_cpu, after.min_ram, after.min_disk)),
            max_resource: Some(resource(after.max_cpu, after.max_ram, after.max_disk)),
            min_free_resource: Some(MinFreeResource {
                cpu_core_count: after.min_free_cpu_cores,
                cpu_core_percent: after.min_free_cpu_percent,
                memory_gbytes: after.min_free_ram_gb,
                memory_percent: after.min_free_ram_percent,
            }),
        }),
        horizontal_autoscaling: horizontal.then_some(HorizontalAutoscaling {
            min_container_count: after.min_containers,
            max_container_count: after.max_containers,
        }),
    }
}

/// Everything that is wrong with limits, as a parameter and a reason.
pub(super) fn faults(after: &ScalingView, args: &Args, category: &str) -> Vec<(&'static str, String)> {
    let mut faults = Vec::new();
    let mut order = |low_name, low: Option<f64>, high_name: &str, high: Option<f64>| {
        if let (Some(low), Some(high)) = (low, high)
            && low > high
        {
            faults
                .push((low_name, format!("({low}) would exceed `{high_name}` ({high}), counting the limits in force")));
        }
    };
    order("minCpu", after.min_cpu.map(whole), "maxCpu", after.max_cpu.map(whole));
    order("minRam", after.min_ram, "maxRam", after.max_ram);
    order("minDisk", after.min_disk, "maxDisk", after.max_disk);
    order("minContainers", after.min_containers.map(whole), "maxContainers", after.max_containers.map(whole));
    if category != "USER" && (args.min_containers.is_some() || args.max_containers.is_some()) {
        let reason = "cannot be set: the number of containers of a managed service follows from its mode".to_owned();
        faults.push(("minContainers", reason));
    }
    if after.cpu_mode.as_deref() != Some(DEDICATED) {
        for (name, given) in
            [("minFreeCpuCores", args.min_free_cpu_cores), ("minFreeCpuPercent", args.min_free_cpu_percent)]
        {
            if given.is_some_and(|value| value > 0.0) {
                faults.push((name, "needs cpuMode DEDICATED".to_owned()));
            }
        }
    }
    if after.min_free_ram_gb == Some(0.0) && after.min_free_ram_percent.unwrap_or(0.0) == 0.0 {
        faults.push(("minFreeRamGB", "and minFreeRamPercent cannot both be 0".to_owned()));
    }
    faults
}

fn view(autoscaling: &Autoscaling) -> ScalingView {
    let vertical = autoscaling.vertical_autoscaling.clone().unwrap_or_default();
    let horizontal = autoscaling.horizontal_autoscaling.clone().unwrap_or_default();
    let least = vertical.min_resource.unwrap_or_default();
    let most = vertical.max_resource.unwrap_or_default();
    let free = vertical.min_free_resource.unwrap_or_default();
    ScalingView {
        cpu_mode: vertical.cpu_mode,
        min_cpu: least.cpu_core_count,
        max_cpu: most.cpu_core_count,
        min_ram: least.memory_gbytes,
        max_ram: most.memory_gbytes,
        min_disk: least.disk_gbytes,
        max_disk: most.disk_gbytes,
        min_containers: horizontal.min_container_count,
        max_containers: horizontal.max_container_count,
        min_free_ram_gb: free.memory_gbytes,
        min_free_ram_percent: free.memory_percent,
        min_free_cpu_cores: free.cpu_core_count,
        min_free_cpu_percent: free.cpu_core_percent,
        start_cpu_core_count: vertical.start_cpu_core_count,
        swap_enabled: vertical.swap_enabled,
    }
}

/// Replaces in `under` what `over` has.
fn overlay(under: &mut ScalingView, over: ScalingView) {
    macro_rules! put {
        ($($field:ident),+ $(,)?) => {$(
            if over.$field.is_some() {
                under.$field = over.$field;
            }
        )+};
    }
    put!(
        cpu_mode,
        min_cpu,
        max_cpu,
        min_ram,
        max_ram,
        min_disk,
        max_disk,
        min_containers,
        max_containers,
        min_free_ram_gb,
        min_free_ram_percent,
        min_free_cpu_cores,
        min_free_cpu_percent,
        start_cpu_core_count,
        swap_enabled,
    );
}

fn resource(cores: Option<i64>, ram: Option<f64>, disk: Option<f64>) -> Resource {
    Resource { cpu_core_count: cores, memory_gbytes: ram, disk_gbytes: disk }
}

fn whole(number: i64) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "counts of cores and containers are small")]
    {
        number as f64
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn args(json: serde_json::Value) -> Args {
        serde_json::from_value(json).expect("arguments")
    }

    #[test]
    fn shared_cores_end_the_free_cpu_of_dedicated_ones() {
        let before = ScalingView {
            cpu_mode: Some(DEDICATED.to_owned()),
            min_free_cpu_cores: Some(0.5),
            min_free_cpu_percent: Some(20.0),
            ..ScalingView::default()
        };
        let shared = args(serde_json::json!({"serviceHostname": "api", "cpuMode": "SHARED"}));
        let view = after(&before, &shared);
        assert_eq!((view.min_free_cpu_cores, view.min_free_cpu_percent), (None, None));
        assert_eq!(faults(&view, &shared, "USER"), []);
        let both = args(serde_json::json!({"serviceHostname": "api", "cpuMode": "SHARED", "minFreeCpuCores": 1}));
        let told: Vec<_> = faults(&after(&before, &both), &both, "USER").into_iter().map(|(field, _)| field).collect();
        assert_eq!(told, ["minFreeCpuCores"]);
    }
}
