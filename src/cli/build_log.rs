//! The log of a build while a deploy is awaited, above the line that is kept up to date.

use std::collections::BTreeSet;
use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use serde_json::{Map, Value, json};

use super::client::Client;
use super::people::{Called, log_line, log_records};
use super::progress::Display;
use super::{output, terminal};

/// Time between looks.
const PAUSE: Duration = Duration::from_secs(2);

/// The log of the build that a deploy makes. A log that cannot be read is no trouble of the deploy.
pub(super) struct BuildLog {
    arguments: Map<String, Value>,
    /// The newest build of the service, where it has one.
    build: Option<String>,
    /// Whether that was looked at.
    is_known: bool,
    /// Whether that is the one that is awaited.
    is_own: bool,
    seen: BTreeSet<String>,
}

impl BuildLog {
    /// That of a call, where it is a deploy and somebody watches.
    pub(super) fn of(called: Called<'_>, display: &Display) -> Option<Self> {
        let target = called.arguments.get("targetService").and_then(Value::as_str)?;
        if called.spec.name != "zerops_deploy" || !display.is_live() {
            return None;
        }
        let arguments = json!({ "serviceHostname": target, "buildId": "latest", "limit": 1000 });
        let arguments = arguments.as_object().cloned().unwrap_or_default();
        Some(Self { arguments, build: None, is_known: false, is_own: false, seen: BTreeSet::new() })
    }

    /// Shows each line as it comes, until the deploy is over. It never ends.
    pub(super) async fn stream(log: &mut Option<Self>, client: &Client, display: &Arc<Display>) -> Infallible {
        let Some(log) = log else { return std::future::pending().await };
        loop {
            log.look(client, display).await;
            tokio::time::sleep(PAUSE).await;
        }
    }

    /// Shows what came since the last look. Answers whether all of it was shown.
    pub(super) async fn rest(log: &mut Option<Self>, client: &Client, display: &Arc<Display>) -> bool {
        let Some(log) = log.as_mut().filter(|log| log.is_known) else { return false };
        log.look(client, display).await;
        log.is_own && !log.seen.is_empty()
    }

    async fn look(&mut self, client: &Client, display: &Arc<Display>) {
        let answer = client.call("zerops_logs", self.arguments.clone()).await;
        let log = answer.ok().and_then(|result| result.structured_content).unwrap_or_default();
        let of = log["buildId"].as_str().map(str::to_owned);
        if !self.is_known {
            // What is there before is of an earlier build.
            (self.is_known, self.build) = (true, of.clone());
        } else if of.is_some() && self.build != of {
            (self.is_own, self.build) = (true, of.clone());
        }
        if !self.is_own || of.is_none() {
            return;
        }
        for line in log_records(&log) {
            if self.seen.insert(line.to_string()) {
                display.above(|| output::error_line(&log_line(&line, terminal::error_width())));
            }
        }
    }
}
