//! Whether the scaling limits of a service fit what it used.
//!
//! Limits are of one container, so what was used is divided by the containers of its bucket.

use super::amounts::{Bucket, most};
use super::show::{amount, span};
use crate::domain::call::{Arguments, NextCall};
use crate::domain::documents::types::Types;
use crate::domain::ranges;
use crate::domain::service_type::TypeName;
use crate::domain::status::Category;
use crate::generated::catalog::CATALOG;
use crate::generated::tools::zerops_scale;
use crate::generated::types::{Hostname, ScalingView};
use crate::ops::support::scaling;
use crate::platform::wire::Service;

/// A maximum is too low where so much of it was used.
const TIGHT: f64 = 0.9;
const TIGHT_DISK: f64 = 0.85;
/// A minimum is too high where so much of it was never used.
const LOOSE: f64 = 2.0 / 3.0;
/// What is proposed has so much more than what was used.
const ROOM: f64 = 1.25;
/// The steps of RAM, and what any type takes at least.
const RAM_STEP: f64 = ranges::RAM.least;
/// Hours that have to be measured before less is proposed.
const ENOUGH: f64 = 6.0;
/// What is said of a service, and the call that follows.
#[derive(Debug)]
pub(super) struct Verdict {
    pub(super) text: String,
    pub(super) next: Option<NextCall>,
}

/// The verdict on a service.
pub(super) fn of(service: &Service, buckets: &[Bucket]) -> Verdict {
    if buckets.is_empty() {
        let text = if service.kind() == Category::ObjectStorage {
            "An object storage has no limits of this kind."
        } else {
            "Nothing was measured in this time."
        };
        return Verdict { text: text.to_owned(), next: None };
    }
    let limits = scaling::in_force(service);
    judged(&service.name, &limits, least_ram(service), buckets)
}

/// The least RAM that the type takes in GB: what its profile holds, else what its family does.
fn least_ram(service: &Service) -> f64 {
    let name = TypeName::parse(service.type_name());
    let types = Types::from_sections(CATALOG);
    let Some(family) = types.family(&name) else { return RAM_STEP };
    let profile = service.autoscaling_profile_id.as_deref();
    let floor = family.floors.iter().find(|(name, ..)| Some(*name) == profile).map(|(_, _, ram)| *ram);
    floor.unwrap_or_else(|| family.limits(name.variant).ram).max(RAM_STEP)
}

fn judged(hostname: &str, limits: &ScalingView, floor: f64, buckets: &[Bucket]) -> Verdict {
    let each = |of: fn(&Bucket) -> Option<f64>| most(buckets.iter().map(|bucket| bucket.each(of(bucket))));
    let ram = each(|bucket| bucket.ram.used);
    let cpu = each(|bucket| bucket.cpu.used);
    let disk = each(|bucket| bucket.disk.used);
    let (hours, span) = (hours(buckets), span(buckets));
    let mut said = Vec::new();
    let mut change = zerops_scale::Args::new(Hostname(hostname.to_owned()));
    if let (Some(used), Some(limit)) = (ram, limits.max_ram) {
        if used >= TIGHT * limit && limit < ranges::RAM.most {
            change.max_ram = Some((limit * 2.0).min(ranges::RAM.most));
            said.push(format!("RAM came to {} of at most {} GB: raise the maximum", amount(used), amount(limit)));
        } else if let Some(least) = limits.min_ram
            && hours >= ENOUGH
            && used < LOOSE * least
        {
            let enough = up(used * ROOM, RAM_STEP).max(floor);
            // Less than that is not worth a change.
            if enough <= LOOSE * least {
                change.min_ram = Some(enough);
                said.push(format!(
                    "RAM was never above {} GB of the {} GB that it always has: {} GB are enough",
                    amount(used),
                    amount(least),
                    amount(enough)
                ));
            }
        }
    }
    if let (Some(used), Some(limit)) = (cpu, limits.max_cpu) {
        let (limit, least) = (whole(limit), limits.min_cpu.unwrap_or(1));
        if used >= TIGHT * limit && limit < ranges::CORES.most {
            change.max_cpu = limits.max_cpu.map(doubled);
            said.push(format!("CPU came to {} of at most {} cores: raise the maximum", amount(used), amount(limit)));
        } else if hours >= ENOUGH && least > 1 && used < LOOSE * whole(least) {
            let enough = (1..least).find(|cores| whole(*cores) >= used * ROOM);
            if let Some(enough) = enough {
                change.min_cpu = Some(enough);
                said.push(format!(
                    "CPU was never above {} of the {least} cores that it always has: {enough} are enough",
                    amount(used)
                ));
            }
        }
    }
    if let (Some(used), Some(limit)) = (disk, limits.max_disk)
        && used >= TIGHT_DISK * limit
        && limit < ranges::DISK.most
    {
        change.max_disk = Some((limit * 2.0).min(ranges::DISK.most));
        said.push(format!("disk came to {} of at most {} GB: raise the maximum", amount(used), amount(limit)));
    }
    if said.is_empty() {
        return Verdict {
            text: fits(&[("RAM", ram, "GB"), ("CPU", cpu, "cores"), ("disk", disk, "GB")], &span),
            next: None,
        };
    }
    Verdict { text: format!("In {span}, for each container: {}.", said.join("; ")), next: Some(change.to_call()) }
}

fn fits(most: &[(&str, Option<f64>, &str)], span: &str) -> String {
    let known = most.iter().filter_map(|(name, most, unit)| Some(format!("{name} {} {unit}", amount((*most)?))));
    let known: Vec<String> = known.collect();
    if known.is_empty() {
        return "Nothing was measured in this time.".to_owned();
    }
    format!("The limits fit. At most, for each container, in {span}: {}.", known.join(", "))
}

/// Twice as many cores, or as many as there can be.
fn doubled(cores: i64) -> i64 {
    (1..=cores * 2).take_while(|cores| whole(*cores) <= ranges::CORES.most).last().unwrap_or(cores)
}

/// How many hours the buckets are about.
fn hours(buckets: &[Bucket]) -> f64 {
    let begun = buckets.iter().filter_map(|bucket| bucket.from).min();
    let ended = buckets.iter().filter_map(|bucket| bucket.till.or(bucket.from)).max();
    begun.zip(ended).map_or(0.0, |(begun, ended)| ended.duration_since(begun).as_secs_f64() / 3600.0)
}

/// The next multiple of a step.
fn up(number: f64, step: f64) -> f64 {
    (number / step).ceil() * step
}

#[expect(clippy::cast_precision_loss, reason = "counts of cores are small")]
fn whole(number: i64) -> f64 {
    number as f64
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::ops::usage::amounts::Used;

    fn limits() -> ScalingView {
        ScalingView {
            min_cpu: Some(1),
            max_cpu: Some(8),
            min_ram: Some(0.25),
            max_ram: Some(4.0),
            min_disk: Some(1.0),
            max_disk: Some(10.0),
            ..ScalingView::default()
        }
    }

    fn buckets(hours: i64, containers: f64, [cpu, ram, disk]: [f64; 3]) -> Vec<Bucket> {
        let begin: jiff::Timestamp = "2026-01-02T00:00:00Z".parse().expect("a moment");
        let at = |hour: i64| Some(begin + jiff::SignedDuration::from_hours(hour));
        let used = |used: f64| Used { used: Some(used), limit: None };
        let bucket = |hour| Bucket {
            from: at(hour),
            till: at(hour + 1),
            containers: Some(containers),
            cpu: used(cpu),
            ram: used(ram),
            disk: used(disk),
        };
        (0..hours).map(bucket).collect()
    }

    fn proposed(limits: &ScalingView, floor: f64, buckets: &[Bucket]) -> serde_json::Value {
        judged("api", limits, floor, buckets).next.map(|call| json!(call.args)).unwrap_or_default()
    }

    #[test]
    fn limits_that_fit_are_left() {
        let verdict = judged("api", &limits(), 0.125, &buckets(24, 1.0, [0.3, 0.2, 2.0]));
        assert!(verdict.next.is_none());
        assert_eq!(
            verdict.text,
            "The limits fit. At most, for each container, in 24 h: RAM 0.2 GB, CPU 0.3 cores, disk 2 GB."
        );
    }

    #[test]
    fn a_maximum_that_was_nearly_reached_is_raised_by_container() {
        let args = proposed(&limits(), 0.125, &buckets(1, 1.0, [7.5, 3.7, 9.0]));
        assert_eq!(args, json!({ "serviceHostname": "api", "maxRam": 8.0, "maxDisk": 20.0 }), "8 cores are the most");
        assert_eq!(proposed(&limits(), 0.125, &buckets(1, 2.0, [7.5, 3.7, 9.0])), json!(null), "of two containers");
        let small = ScalingView { max_cpu: Some(1), max_ram: Some(40.0), ..limits() };
        let args = proposed(&small, 0.125, &buckets(1, 1.0, [0.95, 39.0, 1.0]));
        assert_eq!(args, json!({ "serviceHostname": "api", "maxCpu": 2, "maxRam": 48.0 }));
    }

    #[test]
    fn a_minimum_that_was_never_needed_is_lowered_to_what_the_type_takes_at_least() {
        let much = ScalingView { min_cpu: Some(4), min_ram: Some(2.0), ..limits() };
        let idle = buckets(24, 1.0, [0.2, 0.6, 1.0]);
        assert_eq!(proposed(&much, 0.125, &idle), json!({ "serviceHostname": "api", "minCpu": 1, "minRam": 0.75 }));
        assert_eq!(proposed(&much, 1.0, &idle)["minRam"], json!(1.0));
        assert!(proposed(&much, 2.0, &idle).get("minRam").is_none(), "the type takes so much");
        assert_eq!(proposed(&much, 0.125, &buckets(5, 1.0, [0.2, 0.6, 1.0])), json!(null), "too little was measured");
        assert_eq!(proposed(&much, 0.125, &buckets(24, 1.0, [3.0, 1.5, 1.0])), json!(null), "it is used");
    }
}
