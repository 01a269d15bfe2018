//! `zcp status`: where the project stands and what to do next, for people. It is the answer of the same tool
//! that agents ask.

use std::process::ExitCode;
use std::time::Duration;

use anstyle::Style;
use rmcp::model::CallToolResult;
use serde_json::{Map, Value, json};

use super::answer::Form;
use super::args::StatusArgs;
use super::client::{Client, Handler};
use super::offer_args::OfferArgs;
use super::people::{self, Called};
use super::problem::Problem;
use super::table::{Cell, Table};
use super::{answer, failure, human, output, setup, terminal, words, wrap};
use crate::process::runtime;

/// The tool that is asked.
const TOOL: &str = "zerops_status";
/// The pause between two looks.
const PAUSE: Duration = Duration::from_secs(5);
/// What stands of a service beside its hostname and type.
const COLUMNS: usize = 3;

/// Prints it, once or again whenever it changes.
pub(super) fn status(args: &StatusArgs) -> Result<ExitCode, Problem> {
    let server = setup::server(&OfferArgs::default(), args.sandbox.as_deref())?;
    runtime::run(async {
        let quiet = std::sync::Arc::new(|_: &super::client::Report<'_>| {});
        let client = Client::in_process(server, Handler::new(human::at_terminal(), quiet)).await;
        let client = client.map_err(Problem::Failed)?;
        let asked = Asked { arguments: arguments(args), is_json: args.json };
        let ended = if args.watch { asked.watch(&client).await } else { asked.once(&client).await };
        client.close().await;
        ended
    })?
}

fn arguments(args: &StatusArgs) -> Map<String, Value> {
    let named = [("serviceHostname", &args.service), ("processId", &args.process_id)];
    named.into_iter().filter_map(|(name, value)| Some((name.to_owned(), json!(value.as_ref()?)))).collect()
}

/// What is asked, and how it is shown.
struct Asked {
    arguments: Map<String, Value>,
    is_json: bool,
}

impl Asked {
    async fn ask(&self, client: &Client) -> Result<CallToolResult, Problem> {
        let answer = client.call(TOOL, self.arguments.clone()).await;
        answer.map_err(|error| Problem::Failed(format!("the call was not answered: {error}")))
    }

    async fn once(&self, client: &Client) -> Result<ExitCode, Problem> {
        self.show(&self.ask(client).await?)
    }

    /// Looks again until a signal comes; what has not changed is not printed again.
    async fn watch(&self, client: &Client) -> Result<ExitCode, Problem> {
        let mut signal = std::pin::pin!(runtime::signal()?);
        let mut shown = None;
        loop {
            let result = self.ask(client).await?;
            let record = result.structured_content.clone();
            if record.is_none() || record != shown {
                self.show(&result)?;
                if !self.is_json {
                    output::line("")?;
                }
            }
            shown = record;
            tokio::select! {
                _ = &mut signal => return Ok(ExitCode::SUCCESS),
                () = tokio::time::sleep(PAUSE) => {}
            }
        }
    }

    fn show(&self, result: &CallToolResult) -> Result<ExitCode, Problem> {
        match &result.structured_content {
            Some(record) if !self.is_json && self.arguments.is_empty() => {
                output::line(&block(record, terminal::width()))?;
                Ok(ExitCode::SUCCESS)
            }
            _ => {
                let Some(word) = words::find(TOOL) else { return Err(Problem::Failed(format!("there is no {TOOL}"))) };
                let called = Called { spec: word.spec, arguments: &self.arguments };
                answer::show(called, result, if self.is_json { Form::Json } else { Form::People })
            }
        }
    }
}

/// The whole of it, what to do first.
fn block(record: &Value, width: Option<usize>) -> String {
    let text = |key: &str| people::workflow::said(record[key].as_str().unwrap_or_default());
    let texts = |key: &str| -> Vec<String> {
        let entries = record[key].as_array().into_iter().flatten().filter_map(Value::as_str);
        entries.map(people::workflow::said).collect()
    };
    let mut lines = vec![output::painted(output::HEADING, text("phase")), text("now")];
    if let Some(call) = failure::next_lines(record).first() {
        lines.push(format!("  {}", output::painted(output::NAME, output::printable(call))));
    }
    lines.extend(texts("then").into_iter().map(|line| output::painted(output::DIM, line)));
    let (several, rows): (Vec<String>, Vec<String>) =
        texts("services").into_iter().partition(|line| is_of_several(line));
    let rows: Vec<Vec<Cell>> = rows.iter().map(|line| row(line)).collect();
    if !rows.is_empty() {
        lines.push(String::new());
        let table = Table { header: Vec::new(), rows };
        lines.extend(table.lines(width).or_else(|| table.lines(None)).unwrap_or_default());
    }
    lines.extend(several.into_iter().map(|line| output::painted(output::DIM, line)));
    for (heading, key) in [("Not closed by itself:", "blocked"), ("To know:", "notes")] {
        let entries = texts(key);
        if !entries.is_empty() {
            lines.push(String::new());
            lines.push(output::painted(output::HEADING, heading));
            lines.extend(entries.into_iter().map(|entry| format!("  {entry}")));
        }
    }
    wrap::page(&lines.join("\n"), width)
}

/// Whether a line is about several services, such as `3 more, 3 of them at rest`: a column for it would be as wide.
fn is_of_several(line: &str) -> bool {
    line.split(' ').next().is_some_and(|word| word.parse::<u32>().is_ok())
}

/// `appdev nodejs@22 ACTIVE, unproven: …` as cells.
fn row(line: &str) -> Vec<Cell> {
    let parts: Vec<&str> = line.splitn(COLUMNS, ' ').collect();
    let [hostname, kind, standing] = parts.as_slice() else { return vec![Cell::new(output::DIM, line)] };
    vec![Cell::new(output::NAME, *hostname), Cell::new(output::DIM, *kind), Cell::new(style(standing), *standing)]
}

/// How a standing looks: by what needs to be done.
fn style(standing: &str) -> Style {
    const BAD: [&str; 5] = ["deploy-failed", "proof-failed", "broken", "stop", "FAILED"];
    const GOOD: [&str; 2] = ["proven", "ACTIVE"];
    let words: Vec<&str> = standing.split([' ', ',', ':']).collect();
    let has = |any: &[&str]| any.iter().any(|word| words.contains(word));
    if has(&BAD) {
        output::BAD
    } else if words.contains(&"proven") || (has(&GOOD) && !standing.contains(',')) {
        output::GOOD
    } else {
        output::WARN
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_to_do_comes_first_and_services_are_a_table() {
        let record = json!({
            "phase": "demo: idle", "now": "Prove appdev. It is live, so call `action: close`.", "then": ["Then: Start db."],
            "services": ["appdev ubuntu/nodejs@22 ACTIVE, unproven: 0a1b serves", "db postgresql@18 ACTIVE", "3 more, 3 of them at rest"],
            "blocked": ["app: close mode not chosen"], "notes": ["the notebook\u{7} forgets"],
            "next": [{ "tool": "zerops_verify", "args": { "serviceHostname": "appdev" } }],
        });
        let text = anstream::adapter::strip_str(&block(&record, Some(100))).to_string();
        let lines: Vec<&str> = text.lines().map(str::trim_end).collect();
        assert_eq!(
            lines[..3],
            ["demo: idle", "Prove appdev. It is live, so run `zcp workflow --action close`.", "  zcp verify appdev"]
        );
        assert!(text.contains("db      postgresql@18"), "{text}");
        assert!(text.contains("  app: close mode not chosen") && text.contains("notebook\\u{7}"), "{text}");
        assert_eq!(style("ACTIVE, proven: 0a1b serves"), output::GOOD);
        assert_eq!(style("ACTIVE, unproven: 0a1b serves"), output::WARN);
        assert_eq!(style("ACTIVE, deploy-failed: newest"), output::BAD);
    }
}
