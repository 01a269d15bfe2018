//! `/metrics`, as Prometheus reads it.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use hyper::StatusCode;

use super::reply::{self, Reply};
use crate::mcp::metrics::Metrics;

/// The type of the page, with the version of its format.
const TYPE: &str = "text/plain; version=0.0.4; charset=utf-8";

/// Requests by the status of their answers.
#[derive(Debug, Default)]
pub(super) struct Requests(Mutex<BTreeMap<u16, u64>>);

impl Requests {
    /// Counts an answer.
    pub(super) fn count(&self, status: StatusCode) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner).entry(status.as_u16()).or_default() += 1;
    }
}

/// The page: what calls came to, and what the server holds now.
pub(super) fn page(metrics: &Metrics, requests: &Requests, connections: usize, running: usize) -> Reply {
    let mut page = metrics.page();
    page.push_str("# HELP zcp_http_requests_total Requests by the status of their answers.\n");
    page.push_str("# TYPE zcp_http_requests_total counter\n");
    for (status, count) in &*requests.0.lock().unwrap_or_else(PoisonError::into_inner) {
        page.push_str(&format!("zcp_http_requests_total{{status=\"{status}\"}} {count}\n"));
    }
    page.push_str("# HELP zcp_http_connections Open connections.\n# TYPE zcp_http_connections gauge\n");
    page.push_str(&format!("zcp_http_connections {connections}\n"));
    page.push_str("# HELP zcp_http_requests_in_flight Requests of MCP that are being answered.\n");
    page.push_str(&format!("# TYPE zcp_http_requests_in_flight gauge\nzcp_http_requests_in_flight {running}\n"));
    reply::of(StatusCode::OK, TYPE, page.into_bytes())
}
