//! A log that goes on until Ctrl-C: the newest lines, then each as it comes.
//!
//! The log is read again every two seconds from a moment before its last line on; what was there is known by
//! all of it, since lines have no lasting ids.

use std::collections::BTreeMap;
use std::process::ExitCode;
use std::time::Duration;

use serde_json::{Map, Value, json};

use super::answer::{self, Form};
use super::client::{Client, Handler, Human};
use super::people::{Called, log_line, log_records};
use super::problem::Problem;
use super::{output, terminal};
use crate::mcp::server::Server;
use crate::process::runtime;

/// Time between looks.
const PAUSE: Duration = Duration::from_secs(2);
/// How many looks in a row may fail.
const MOST_FAILURES: usize = 5;
/// The most lines of a look.
const LOOK: u64 = 1000;

/// Follows it. Only a signal ends it, and a log that cannot be read.
pub(super) async fn follow(server: Server, called: Called<'_>, form: Form) -> Result<ExitCode, Problem> {
    let signal = runtime::signal()?;
    let client = Client::in_process(server, Handler::new(Human::Absent, std::sync::Arc::new(|_| {}))).await;
    let client = client.map_err(Problem::Failed)?;
    let ended = tokio::select! {
        ended = look_on(&client, called, form) => ended,
        // Ctrl-C is how it is meant to end.
        _ = signal => Ok(ExitCode::SUCCESS),
    };
    client.close().await;
    ended
}

async fn look_on(client: &Client, called: Called<'_>, form: Form) -> Result<ExitCode, Problem> {
    let (mut arguments, mut known, mut failures) = (called.arguments.clone(), Known::default(), 0);
    loop {
        let answer = client.call(called.spec.name, arguments.clone()).await;
        match answer {
            Ok(result) if result.is_error != Some(true) => {
                failures = 0;
                let value = result.structured_content.unwrap_or_default();
                for line in known.fresh(&value) {
                    output::line(&if form == Form::Json {
                        output::json(&line)
                    } else {
                        log_line(&line, terminal::width())
                    })?;
                }
                arguments = known.after(called.arguments);
            }
            // What fails at first, and what goes on failing, is told.
            Ok(result) if !known.has_looked || failures >= MOST_FAILURES => return answer::show(called, &result, form),
            Err(error) if failures >= MOST_FAILURES => {
                return Err(Problem::Failed(format!("the log was not read: {error}")));
            }
            _ => failures += 1,
        }
        tokio::time::sleep(PAUSE).await;
    }
}

/// What was shown of the last moments.
#[derive(Debug, Default)]
struct Known {
    has_looked: bool,
    /// The time of the newest line.
    last: Option<String>,
    lines: BTreeMap<String, usize>,
}

impl Known {
    /// The lines of an answer that were not there before.
    fn fresh(&mut self, value: &Value) -> Vec<Value> {
        let all = log_records(value);
        let mut counts: BTreeMap<String, usize> = BTreeMap::new();
        let mut fresh = Vec::new();
        for line in all {
            let key = line.to_string();
            let count = counts.entry(key.clone()).or_default();
            *count += 1;
            if *count > self.lines.get(&key).copied().unwrap_or_default() {
                self.last = line["time"].as_str().map(str::to_owned).or(self.last.take());
                fresh.push(line);
            }
        }
        if !counts.is_empty() {
            self.lines = counts;
        }
        self.has_looked = true;
        fresh
    }

    /// The next look: from the newest line on, with all of its moment.
    fn after(&self, arguments: &Map<String, Value>) -> Map<String, Value> {
        let mut next = arguments.clone();
        if let Some(last) = &self.last {
            next.insert("since".to_owned(), json!(last));
            next.insert("limit".to_owned(), json!(LOOK));
        }
        next
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(lines: &[(&str, &str)]) -> Value {
        let lines: Vec<String> = lines.iter().map(|(time, message)| format!("{time} info {message}")).collect();
        json!({ "day": "d", "lines": lines })
    }

    #[test]
    fn each_line_is_shown_once_however_often_it_is_read() {
        let mut known = Known::default();
        let messages = |lines: Vec<Value>| {
            lines.iter().map(|line| line["message"].as_str().unwrap_or_default().to_owned()).collect::<Vec<_>>()
        };
        assert_eq!(messages(known.fresh(&answer(&[("t1", "a"), ("t2", "b")]))), ["a", "b"]);
        assert_eq!(known.after(&Map::new())["since"], "dTt2Z");
        assert_eq!(messages(known.fresh(&answer(&[("t2", "b")]))), [""; 0]);
        // The same text of the same moment, twice: it was written again.
        assert_eq!(messages(known.fresh(&answer(&[("t2", "b"), ("t2", "b"), ("t3", "c")]))), ["b", "c"]);
        assert_eq!(messages(known.fresh(&answer(&[]))), [""; 0]);
        assert_eq!(known.after(&Map::new())["since"], "dTt3Z");
    }
}
