//! The limits between which a service scales.

use super::super::codes;
use super::super::import_yaml::{Mode, Service, VerticalAutoscaling};
use super::super::read::sink::Sink;
use super::super::report::Finding;
use super::super::spanned::Spanned;
use super::super::types::ServiceType;
use super::ranges::{at_least, ordered, within};
use crate::domain::catalog::Limits;
use crate::domain::ranges::{self, Range};
use crate::domain::scaling::{self, CpuMode, Least};
use crate::domain::service_type::Variant;
use crate::domain::status::Category;

/// The limits of a type that is not known.
const ANY: Limits =
    Limits { ram: scaling::ANY.ram, disk: scaling::ANY.disk, containers: Some((0, 10)), profiles: &[], profile: None };

pub(crate) fn check(sink: &Sink, service: &Spanned<Service>, kind: Option<&ServiceType>) {
    let variant = kind.and_then(|kind| kind.variant).or_else(|| {
        let mode = service.mode.as_ref()?;
        Some(if mode.value == Mode::Ha { Variant::Ha } else { Variant::Single })
    });
    let limits = kind.and_then(|kind| kind.limits(variant)).unwrap_or(&ANY);
    containers(sink, service, kind, variant, limits);
    let Some(given) = &service.vertical_autoscaling else { return };
    if kind.is_none_or(|kind| kind.category != Category::ObjectStorage) {
        vertical(sink, given, limits);
        profile(sink, service, given, kind);
    }
}

fn containers(
    sink: &Sink,
    service: &Spanned<Service>,
    kind: Option<&ServiceType>,
    variant: Option<Variant>,
    limits: &Limits,
) {
    let (least, most) = (service.min_containers.as_ref(), service.max_containers.as_ref());
    let Some(range) = limits.containers else {
        let who = kind.map_or("it", |kind| kind.category.words());
        for field in [least, most].into_iter().flatten() {
            let message = format!("{who} cannot have `{}`", field.path.last_key().unwrap_or_default());
            let finding = Finding::error(codes::FIELD_NOT_FOR_TYPE, &field.path, &field.key, message);
            let has_modes = kind.and_then(|kind| kind.known).is_some_and(|known| known.modes.len() > 1);
            let fix = if has_modes { "remove it; the mode in `type` decides how many there are" } else { "remove it" };
            sink.push(finding.fix(fix));
        }
        return;
    };
    // Without a mode it may be either.
    let range = match kind.and_then(|kind| kind.known).filter(|_| variant.is_none()) {
        Some(known) => known.limits[1].containers.map_or(range, |ha| (range.0.min(ha.0), range.1.max(ha.1))),
        None => range,
    };
    within(sink, least, range.0, range.1, "");
    within(sink, most, range.0, range.1, "");
    ordered(sink, least, most);
}

/// A profile holds a size of its own: a lower ceiling contradicts it. Of the profile that is taken where none is
/// written nobody has measured whether a ceiling wins.
fn profile(sink: &Sink, service: &Spanned<Service>, given: &Spanned<VerticalAutoscaling>, kind: Option<&ServiceType>) {
    let Some(known) = kind.and_then(|kind| kind.known) else { return };
    let chosen = service.profile.as_ref().map(|profile| profile.as_str());
    let Some((name, _, ram)) = known.floors.iter().find(|(name, ..)| chosen == Some(name)) else { return };
    if let Some(most) = given.max_ram.as_ref().filter(|most| most.value < *ram) {
        let message = format!("the profile `{name}` holds {ram} GB per container, which is above this");
        let finding = Finding::warning(codes::OUT_OF_RANGE, &most.path, &most.span, message);
        sink.push(finding.fix("choose a smaller profile, or raise it"));
    }
}

fn vertical(sink: &Sink, limits: &Spanned<VerticalAutoscaling>, of_type: &Limits) {
    let least = Least { ram: of_type.ram, disk: of_type.disk };
    for (limit, number) in limits.numbers() {
        match limit.range_of(least) {
            // The schema has nothing that they end at.
            Some(ranges::FREE_CORES | ranges::FREE_RAM) => at_least(sink, Some(&number), 0.0),
            Some(range) => in_range(sink, Some(&number), range),
            None => {}
        }
    }
    // Of a virtual machine. The schema has no range for the old `minVCpu` and `maxVCpu`.
    within(sink, limits.cpu.as_ref(), 1, 8, " cores");
    in_range(sink, limits.ram.as_ref(), ranges::RAM.from(least.ram));
    in_range(sink, limits.disk.as_ref(), ranges::DISK.from(least.disk));
    ordered(sink, limits.min_cpu.as_ref(), limits.max_cpu.as_ref());
    ordered(sink, limits.min_vcpu.as_ref(), limits.max_vcpu.as_ref());
    ordered(sink, limits.min_ram.as_ref(), limits.max_ram.as_ref());
    ordered(sink, limits.min_disk.as_ref(), limits.max_disk.as_ref());
    thresholds(sink, limits);
    for (field, old, new) in [(&limits.min_vcpu, "minVCpu", "minCpu"), (&limits.max_vcpu, "maxVCpu", "maxCpu")] {
        if let Some(field) = field {
            let message = format!("`{old}` is the old name of `{new}`");
            let finding = Finding::warning(codes::DEPRECATED_FIELD, &field.path, &field.key, message);
            let (most, unit) = (ranges::CORES.most, ranges::CORES.unit);
            let fits = i32::try_from(field.value).is_ok_and(|cores| ranges::CORES.holds(f64::from(cores)));
            sink.push(finding.fix(if fits {
                format!("rename it to `{new}`")
            } else {
                format!("rename it to `{new}`, which takes {} to {most} {unit}", ranges::CORES.least)
            }));
        }
    }
}

fn in_range(sink: &Sink, field: Option<&Spanned<f64>>, range: Range) {
    within(sink, field, range.least, range.most, &format!(" {}", range.unit));
}

fn thresholds(sink: &Sink, limits: &Spanned<VerticalAutoscaling>) {
    let zero = |field: &Option<Spanned<f64>>| field.as_ref().is_some_and(|field| field.value == 0.0);
    if let Some(field) = limits.min_free_ram_gb.as_ref().filter(|_| zero(&limits.min_free_ram_gb))
        && zero(&limits.min_free_ram_percent)
    {
        let message = "`minFreeRamGB` and `minFreeRamPercent` cannot both be 0: nothing would ever add RAM";
        let finding = Finding::error(codes::OUT_OF_RANGE, &field.path, &field.span, message);
        sink.push(finding.fix("give one of them a value, such as `minFreeRamGB: 0.0625`"));
    }
    if limits.cpu_mode.as_ref().is_none_or(|mode| mode.value == CpuMode::Dedicated) {
        return;
    }
    for field in [&limits.min_free_cpu_cores, &limits.min_free_cpu_percent].into_iter().flatten() {
        let message = "thresholds of free CPU have no effect with shared cores";
        let finding = Finding::warning(codes::CONFLICTING_FIELDS, &field.path, &field.key, message);
        sink.push(finding.fix("use `cpuMode: DEDICATED`, or remove it"));
    }
}
