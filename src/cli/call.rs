//! `zcp call`: one tool call through a real client and a real server, printed for a person or a
//! script.

use std::io::Read;
use std::process::ExitCode;

use rmcp::model::CallToolResult;
use rmcp::service::ServiceError;
use serde_json::{Map, Value};

use super::args::{CallArgs, call_help};
use super::arguments::{self, Parsed};
use super::client::{Client, Handler, text_of};
use super::problem::Problem;
use super::progress::Display;
use super::{human, json, output, page, setup};
use crate::domain::call::NextCall;
use crate::generated::registry::TOOLS;
use crate::mcp::runtime;
use crate::mcp::server::Server;

/// Calls the tool.
pub(super) fn call(args: &CallArgs) -> Result<ExitCode, Problem> {
    let Some(tool) = &args.tool else {
        output::line(call_help().trim_end())?;
        return Ok(ExitCode::SUCCESS);
    };
    // The arguments of a tool that does not exist cannot be read; the server says so in its words.
    let spec = TOOLS.iter().map(|tool| tool.spec).find(|spec| spec.name == tool);
    let parsed = match spec {
        Some(spec) => arguments::parse(&spec.params, &args.arguments, read_input).map_err(|problem| {
            Problem::Usage(format!("{problem}\n\n`zcp tools {}` shows its parameters.", spec.name))
        })?,
        None => Parsed::default(),
    };
    if let (true, Some(spec)) = (args.help || parsed.help, spec) {
        output::line(&page::page(spec))?;
        return Ok(ExitCode::SUCCESS);
    }
    let mut offer = args.offer.clone();
    offer.read_only |= parsed.read_only;
    let seed = parsed.sandbox.as_deref().or(args.sandbox.as_deref());
    let server = setup::server(&offer, seed)?;
    let result = runtime::run(make(server, tool, parsed.arguments))??;
    if args.json || parsed.json { show_json(&result) } else { show(&result) }
}

fn read_input() -> Result<String, String> {
    let mut text = String::new();
    match std::io::stdin().read_to_string(&mut text) {
        Ok(_) => Ok(text),
        Err(error) => Err(format!("standard input cannot be read: {error}")),
    }
}

/// Makes the call. The client asks for progress, so that a change is awaited.
async fn make(server: Server, tool: &str, arguments: Map<String, Value>) -> Result<CallToolResult, Problem> {
    let display = Display::new();
    let handler = Handler::new(human::at_terminal(), display.reports());
    let client = Client::in_process(server, handler).await.map_err(Problem::Failed)?;
    let result = client.call(tool, arguments).await;
    display.close();
    client.close().await;
    result.map_err(|error| match error {
        // The request itself was refused: there is no such tool.
        ServiceError::McpError(error) => {
            Problem::Usage(format!("{}\n\n`zcp tools` lists the tools.", output::printable(&error.message)))
        }
        other => Problem::Failed(format!("the call was not answered: {other}")),
    })
}

fn code_of(result: &CallToolResult) -> ExitCode {
    if result.is_error == Some(true) { ExitCode::FAILURE } else { ExitCode::SUCCESS }
}

/// The structured result, or the failure, which is the text itself.
fn show_json(result: &CallToolResult) -> Result<ExitCode, Problem> {
    let text = result.structured_content.as_ref().map_or_else(|| text_of(result), Value::to_string);
    output::line(&text)?;
    Ok(code_of(result))
}

fn show(result: &CallToolResult) -> Result<ExitCode, Problem> {
    let text = text_of(result);
    let value = serde_json::from_str::<Value>(&text).ok();
    if result.is_error == Some(true) {
        output::error_line(&value.map_or_else(|| output::printable(&text), |failure| failure_text(&failure)));
    } else {
        output::line(&value.map_or_else(|| output::printable(&text), |value| json::pretty(&value)))?;
    }
    Ok(code_of(result))
}

/// A failure for a person: what happened, why field by field, and what to type next.
pub(super) fn failure_text(failure: &Value) -> String {
    let text = |key: &str| output::printable(failure[key].as_str().unwrap_or_default());
    let message = text("error");
    let mut lines = vec![format!("{} {message}", output::painted(output::BAD, format!("error {}:", text("code"))))];
    if let Some(code) = failure["apiCode"].as_str() {
        lines.push(format!("  the API's code: {}", output::printable(code)));
    }
    for entry in failure["fields"].as_array().into_iter().flatten() {
        let reasons: Vec<&str> = entry["reasons"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
        // The decoder's reasons are all in the message already.
        if !reasons.iter().all(|reason| message.contains(reason)) {
            let field = entry["field"].as_str().unwrap_or_default();
            lines.push(output::printable(&format!("  {field}: {}", reasons.join("; "))));
        }
    }
    if !text("suggestion").is_empty() {
        lines.push(text("suggestion"));
    }
    for line in next_lines(failure) {
        lines.push(format!("  {}", output::painted(output::NAME, output::printable(&line))));
    }
    lines.join("\n")
}

/// The suggested calls as command lines, whether or not the server offers them.
fn next_lines(failure: &Value) -> Vec<String> {
    let entries = failure["next"].as_array().into_iter().flatten();
    let line = |entry: &Value| match entry["cli"].as_str() {
        Some(line) => Some(line.to_owned()),
        None => serde_json::from_value::<NextCall>(entry.clone()).ok().map(|call| call.command_line()),
    };
    entries.filter_map(line).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::failure_text;

    #[test]
    fn a_failure_says_what_to_type_next() {
        let failure = json!({
            "code": "SERVICE_NOT_FOUND", "error": "no `apii`; `x` is wrong", "suggestion": "Look.", "retryable": false,
            "next": [{ "tool": "zerops_discover", "args": { "limit": 1 } }, { "cli": "zcp call other" }],
            "apiCode": "notFound",
            "fields": [{ "field": "x", "reasons": ["is wrong"] }, { "field": "a.b", "reasons": ["too\u{7} long", "bad"] }],
        });
        let text = anstream::adapter::strip_str(&failure_text(&failure)).to_string();
        assert_eq!(
            text,
            "error SERVICE_NOT_FOUND: no `apii`; `x` is wrong\n  the API's code: notFound\n  a.b: too\\u{7} long; bad\n\
             Look.\n  zcp call zerops_discover --limit 1\n  zcp call other"
        );
    }
}
