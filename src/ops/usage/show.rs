//! What services use, as the tool shows it.

use super::amounts::{Bucket, Gauge, Gauges};
use crate::generated::types::{BucketView, GaugeView, UsageView};
use crate::ops::support::scaling;
use crate::platform::wire::Service;

/// Buckets that are shown.
const MOST: usize = 62;

/// A service.
pub(super) fn service(
    service: &Service,
    gauges: &Gauges,
    buckets: &[Bucket],
    verdict: String,
    per_day: Option<f64>,
    step: Option<&str>,
) -> UsageView {
    let newest = &buckets[buckets.len().saturating_sub(MOST)..];
    UsageView {
        service: service.name.clone(),
        status: service.status.clone(),
        containers: gauges.containers.map(rounded),
        cpu_mode: scaling::in_force(service).cpu_mode,
        cpu: gauge(gauges.cpu),
        ram: gauge(gauges.ram),
        disk: gauge(gauges.disk),
        per_day: per_day.map(rounded),
        verdict,
        step: step.map(str::to_owned),
        buckets: newest.iter().filter(|_| step.is_some()).map(bucket).collect(),
    }
}

fn gauge(gauge: Gauge) -> Option<GaugeView> {
    let view = GaugeView {
        used: gauge.now.used.map(rounded),
        limit: gauge.now.limit.map(rounded),
        most: gauge.most.map(rounded),
    };
    (view != GaugeView::default()).then_some(view)
}

fn bucket(bucket: &Bucket) -> BucketView {
    BucketView {
        from: bucket.from.map(|from| from.strftime("%Y-%m-%dT%H:%MZ").to_string()),
        containers: bucket.containers.map(rounded),
        cpu: bucket.cpu.used.map(rounded),
        ram: bucket.ram.used.map(rounded),
        disk: bucket.disk.used.map(rounded),
    }
}

/// Three digits behind the point.
pub(super) fn rounded(number: f64) -> f64 {
    (number * 1000.0).round() / 1000.0
}

/// An amount as a person says it: three digits behind the point, none that say nothing.
pub(super) fn amount(number: f64) -> String {
    let text = format!("{number:.3}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// How long the buckets go back.
pub(super) fn span(buckets: &[Bucket]) -> String {
    let begun = buckets.iter().filter_map(|bucket| bucket.from).min();
    let ended = buckets.iter().filter_map(|bucket| bucket.till.or(bucket.from)).max();
    let minutes = begun.zip(ended).map_or(0, |(begun, ended)| ended.duration_since(begun).as_mins());
    match minutes {
        ..=119 => format!("{minutes} min"),
        120..=4320 => format!("{} h", minutes / 60),
        _ => format!("{} days", minutes / 1440),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_have_no_digit_that_says_nothing() {
        let said: Vec<String> = [0.0, 0.125, 0.5, 2.0, 12.346].map(amount).into_iter().collect();
        assert_eq!(said, ["0", "0.125", "0.5", "2", "12.346"]);
        assert_eq!((rounded(0.123_456), rounded(2.0)), (0.123, 2.0));
    }
}
