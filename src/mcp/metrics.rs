//! What calls came to, in numbers: how many, how they ended, how long they took. Names of tools and codes of
//! errors are all that is kept of a call.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// The upper bounds of the buckets of times, in seconds: a look is over in milliseconds, a deploy takes minutes.
const BOUNDS: [f64; 12] = [0.001, 0.005, 0.025, 0.1, 0.25, 0.5, 1.0, 5.0, 15.0, 60.0, 300.0, 900.0];

/// How a call ended that did what it was asked.
pub(super) const OK: &str = "ok";
/// How a call ended that asks the human first.
pub(super) const ASKED: &str = "asked";
/// How a call ended that nobody waited for.
const LEFT: &str = "left";

/// Counts calls.
#[derive(Debug, Default)]
pub struct Metrics(Mutex<State>);

/// A call that runs; it has ended when this is dropped.
pub(super) struct Counted<'a> {
    metrics: &'a Metrics,
    tool: &'static str,
    begun: Instant,
    /// How it ended.
    pub(super) code: Cow<'static, str>,
}

impl Drop for Counted<'_> {
    fn drop(&mut self) {
        self.metrics.end(self.tool, std::mem::take(&mut self.code), self.begun.elapsed());
    }
}

#[derive(Debug, Default)]
struct State {
    running: u64,
    ended: BTreeMap<(&'static str, Cow<'static, str>), u64>,
    times: BTreeMap<&'static str, Times>,
}

#[derive(Debug, Default)]
struct Times {
    buckets: [u64; BOUNDS.len()],
    count: u64,
    seconds: f64,
}

impl Metrics {
    /// A call of a tool has begun.
    pub(super) fn begin(&self, tool: &'static str) -> Counted<'_> {
        self.lock().running += 1;
        Counted { metrics: self, tool, begun: Instant::now(), code: Cow::Borrowed(LEFT) }
    }

    fn end(&self, tool: &'static str, code: Cow<'static, str>, took: Duration) {
        let mut state = self.lock();
        state.running = state.running.saturating_sub(1);
        *state.ended.entry((tool, code)).or_default() += 1;
        let times = state.times.entry(tool).or_default();
        let seconds = took.as_secs_f64();
        times.count += 1;
        times.seconds += seconds;
        for (bucket, _) in times.buckets.iter_mut().zip(BOUNDS).filter(|(_, bound)| seconds <= *bound) {
            *bucket += 1;
        }
    }

    /// The numbers as Prometheus reads them.
    pub(super) fn page(&self) -> String {
        let state = self.lock();
        let mut page = String::from("# HELP zcp_calls_total Calls of tools by how they ended.\n");
        page.push_str("# TYPE zcp_calls_total counter\n");
        for ((tool, code), count) in &state.ended {
            page.push_str(&format!("zcp_calls_total{{tool=\"{tool}\",code=\"{code}\"}} {count}\n"));
        }
        page.push_str("# HELP zcp_calls_in_flight Calls of tools that run.\n# TYPE zcp_calls_in_flight gauge\n");
        page.push_str(&format!("zcp_calls_in_flight {}\n", state.running));
        page.push_str("# HELP zcp_call_seconds How long calls of tools took.\n# TYPE zcp_call_seconds histogram\n");
        for (tool, times) in &state.times {
            for (bound, count) in BOUNDS.iter().zip(times.buckets) {
                page.push_str(&format!("zcp_call_seconds_bucket{{tool=\"{tool}\",le=\"{bound}\"}} {count}\n"));
            }
            let Times { count, seconds, .. } = times;
            page.push_str(&format!("zcp_call_seconds_bucket{{tool=\"{tool}\",le=\"+Inf\"}} {count}\n"));
            page.push_str(&format!("zcp_call_seconds_sum{{tool=\"{tool}\"}} {seconds}\n"));
            page.push_str(&format!("zcp_call_seconds_count{{tool=\"{tool}\"}} {count}\n"));
        }
        page
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_call_is_counted_by_how_it_ended_and_how_long_it_took() {
        let metrics = Metrics::default();
        for (code, millis) in [(OK, 3), (OK, 30), ("SERVICE_NOT_FOUND", 2)] {
            metrics.lock().running += 1;
            metrics.end("t_read", code.into(), Duration::from_millis(millis));
        }
        let _running = metrics.begin("t_read");
        let page = metrics.page();
        for line in [
            "zcp_calls_total{tool=\"t_read\",code=\"ok\"} 2",
            "zcp_calls_total{tool=\"t_read\",code=\"SERVICE_NOT_FOUND\"} 1",
            "zcp_calls_in_flight 1",
            "zcp_call_seconds_bucket{tool=\"t_read\",le=\"0.001\"} 0",
            "zcp_call_seconds_bucket{tool=\"t_read\",le=\"0.005\"} 2",
            "zcp_call_seconds_bucket{tool=\"t_read\",le=\"0.1\"} 3",
            "zcp_call_seconds_bucket{tool=\"t_read\",le=\"+Inf\"} 3",
            "zcp_call_seconds_count{tool=\"t_read\"} 3",
        ] {
            assert!(page.lines().any(|found| found == line), "{line} is not in\n{page}");
        }
    }
}
