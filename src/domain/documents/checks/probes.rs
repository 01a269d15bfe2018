//! Readiness and health checks.

use super::super::codes;
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
    for seconds in [&check.failure_timeout, &check.retry_period] {
        ranges::at_least(sink, seconds.as_ref(), 1);
    }
}

pub(crate) fn health(sink: &Sink, check: &Spanned<HealthCheck>) {
    probe(sink, check, check.http_get.as_ref(), check.exec.as_ref());
    for seconds in [&check.failure_timeout, &check.disconnect_timeout, &check.recovery_timeout, &check.exec_period] {
        ranges::at_least(sink, seconds.as_ref(), 1);
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
