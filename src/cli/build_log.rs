//! The log of a build while a deploy is awaited, above the line that is kept up to date.

use std::collections::BTreeSet;
use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use serde_json::{Map, Value, json};

use super::client::Client;
use super::output;
use super::people::{Called, log_line};
use super::progress::Display;

/// Time between looks.
const PAUSE: Duration = Duration::from_secs(2);

/// Shows each line of the newest build as it comes. It never ends: the deploy does. Where nobody watches a line,
/// nothing is shown; a log that cannot be read is no trouble of the deploy.
pub(super) async fn stream(client: &Client, called: Called<'_>, display: &Arc<Display>) -> Infallible {
    let target = called.arguments.get("targetService").and_then(Value::as_str);
    let (Some(target), "zerops_deploy", true) = (target, called.spec.name, display.is_live()) else {
        return std::future::pending().await;
    };
    let arguments = json!({ "serviceHostname": target, "buildId": "latest", "limit": 1000 });
    let arguments = arguments.as_object().cloned().unwrap_or_default();
    // What is there before is of an earlier build.
    let mut build = read(client, &arguments).await["buildId"].as_str().map(str::to_owned);
    let (mut is_own, mut seen) = (false, BTreeSet::new());
    loop {
        tokio::time::sleep(PAUSE).await;
        let log = read(client, &arguments).await;
        let Some(of) = log["buildId"].as_str() else { continue };
        if build.as_deref() != Some(of) {
            (is_own, build) = (true, Some(of.to_owned()));
        }
        if !is_own {
            continue;
        }
        for line in log["lines"].as_array().into_iter().flatten() {
            if seen.insert(line.to_string()) {
                display.above(|| output::error_line(&log_line(line)));
            }
        }
    }
}

async fn read(client: &Client, arguments: &Map<String, Value>) -> Value {
    let answer = client.call("zerops_logs", arguments.clone()).await;
    answer.ok().and_then(|result| result.structured_content).unwrap_or_default()
}
