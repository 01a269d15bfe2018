//! Readiness and health checks.

use super::super::codes;
use super::super::probe_time::{self, ProbeTime, RANGE};
use super::super::read::record::Record;
use super::super::read::sink::Sink;
use super::super::report::Finding;
use super::super::spanned::Spanned;
use super::super::zerops_yaml::{ExecProbe, HealthCheck, HttpProbe, ReadinessCheck};
use super::ranges;

/// The largest port of a probe: it may ask for one that the service does not publish.
const LAST_PORT: i64 = 65_535;

pub(crate) fn readiness(sink: &Sink, check: &Spanned<ReadinessCheck>) {
    probe(sink, check, check.http_get.as_ref(), check.exec.as_ref());
    for time in [&check.failure_timeout, &check.retry_period] {
        within(sink, time.as_ref());
    }
}

pub(crate) fn health(sink: &Sink, check: &Spanned<HealthCheck>) {
    probe(sink, check, check.http_get.as_ref(), check.exec.as_ref());
    for time in [&check.failure_timeout, &check.disconnect_timeout, &check.recovery_timeout, &check.exec_period] {
        within(sink, time.as_ref());
    }
}

/// A number without a unit has been reported, and its fix is within the range.
fn within(sink: &Sink, time: Option<&Spanned<ProbeTime>>) {
    let Some(time) = time.filter(|time| probe_time::parse(&time.raw).is_some()) else { return };
    let (least, most) = RANGE;
    if *time.value < least || *time.value > most {
        let message = format!("`{}` must be 10s to 1h", time.path.last_key().unwrap_or_default());
        let nearest = if *time.value < least { "10s" } else { "1h" };
        let finding = Finding::error(codes::OUT_OF_RANGE, &time.path, &time.span, message);
        sink.push(finding.fix(format!("write `{nearest}`")));
    }
}

fn probe<T: Record>(
    sink: &Sink,
    check: &Spanned<T>,
    http: Option<&Spanned<HttpProbe>>,
    exec: Option<&Spanned<ExecProbe>>,
) {
    let unread = check.is_unread("httpGet") || check.is_unread("exec");
    let message = match (http, exec) {
        (Some(_), Some(_)) => Some("a check has one probe, `httpGet` or `exec`; both are given"),
        (None, None) if !unread => Some("a check needs a probe: `httpGet` or `exec`"),
        _ => None,
    };
    if let Some(message) = message {
        sink.push(
            Finding::error(codes::INVALID_PROBE, &check.path, &check.key, message)
                .fix("give one of `httpGet` and `exec`"),
        );
    }
    ranges::within(sink, http.and_then(|http| http.port.as_ref()), 1, LAST_PORT, "");
}
