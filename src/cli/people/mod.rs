//! The answer of a tool for whoever typed the call: what came of it first, then what else there is.
//!
//! A tool that is not named here has its record laid out by its form alone.

mod command;
mod findings;
mod headline;
mod log;
mod usage;
mod variables;
pub(super) mod workflow;

use serde_json::{Map, Value};

use super::client::text_of;
use super::failure::next_lines;
use super::output::{DIM, HEADING, NAME, painted, printable};
use super::{view, words, wrap};
use crate::domain::tool::ToolSpec;
pub(super) use log::{line as log_line, records as log_records};
use rmcp::model::CallToolResult;

/// The width where there is no terminal to be fitted.
const WIDE: usize = 400;

/// The call that is answered.
#[derive(Clone, Copy, Debug)]
pub(super) struct Called<'a> {
    /// The tool.
    pub(super) spec: &'static ToolSpec,
    /// What it was called with.
    pub(super) arguments: &'a Map<String, Value>,
}

/// The answer in this width; without one it is as wide as it is.
pub(super) fn of(called: Called<'_>, result: &CallToolResult, width: Option<usize>) -> String {
    let Some(value) = result.structured_content.as_ref() else {
        return wrap::page(&printable(&text_of(result)), width);
    };
    let wide = width.unwrap_or(WIDE);
    let body = match called.spec.name {
        "zerops_validate" => return findings::of(called.arguments, value),
        "zerops_exec" => return command::of(value),
        "zerops_query" => return printable(&text_of(result)),
        "zerops_logs" => return log::of(value, width),
        "zerops_verify" => return checks(value, wide),
        "zerops_env" if value["variables"].as_array().is_some_and(|all| !all.is_empty()) => variables::of(value, wide),
        "zerops_usage" => return usage::of(value, wide).unwrap_or_default(),
        "zerops_workflow" => return workflow::of(value, width),
        "zerops_context" => return wrap::page(&printable(&text_of(result)), width),
        "zerops_knowledge" => Some(passages(value, width)),
        "zerops_discover" => view::of(&value_of_discover(value), wide),
        _ => view::of(&rest(called.spec, value), wide),
    };
    let headline = headline::of(called, value);
    let is_prose = body.is_none();
    let body = body.filter(|body| !body.is_empty());
    match (headline, body) {
        (Some(headline), Some(body)) => format!("{headline}\n\n{body}"),
        (Some(one), None) | (None, Some(one)) => one,
        (None, None) if is_prose => wrap::page(&told(value, result), width),
        (None, None) => painted(DIM, "Nothing was found."),
    }
}

/// What a tool tells in lines of its own, with the next calls as they are typed.
fn told(value: &Value, result: &CallToolResult) -> String {
    let text = printable(&text_of(result));
    let mut lines: Vec<String> =
        text.lines().filter(|line| !line.starts_with("next: ")).map(|line| line.trim_end().to_owned()).collect();
    while lines.last().is_some_and(String::is_empty) {
        lines.pop();
    }
    let next = next_lines(value);
    if !next.is_empty() {
        lines.push(format!("\n{}", painted(HEADING, "next")));
        lines.extend(next.iter().map(|line| format!("  {}", painted(NAME, printable(line)))));
    }
    lines.join("\n")
}

/// What the headline does not say.
fn rest(spec: &ToolSpec, value: &Value) -> Value {
    const SAID: &[&str] = &["service", "changed", "action", "enabled", "urls", "dryRun", "done"];
    let mut rest = value.clone();
    if let Some(map) = rest.as_object_mut() {
        map.retain(|key, value| {
            let is_over = key == "process" && value["status"] == "FINISHED";
            let is_live = key == "status" && value == "ACTIVE";
            !SAID.contains(&key.as_str()) && !is_over && !is_live
        });
        if spec.name == "zerops_deploy" && headline::says_how_to_publish(value) {
            map.shift_remove("note");
        }
        if let Some(Value::String(note)) = map.get_mut("note") {
            *note = words::typed(Some(spec), note);
        }
        let done = |processes: &Vec<Value>| processes.iter().all(|process| process["status"] == "FINISHED");
        if map.get("processes").and_then(Value::as_array).is_some_and(done) {
            map.shift_remove("processes");
        }
    }
    rest
}

/// Services without what nobody asked for.
fn value_of_discover(value: &Value) -> Value {
    let mut value = value.clone();
    let is_list = value["services"].as_array().is_some_and(|all| all.len() > 1);
    for service in value["services"].as_array_mut().into_iter().flatten() {
        // They are long, and stand with the service when it is asked for alone.
        if let Some(service) = service.as_object_mut().filter(|_| is_list) {
            service.shift_remove("version");
            service.shift_remove("profile");
        }
        if let Some(envs) = service["envs"].as_array() {
            let keys: Vec<Value> = envs.iter().map(|env| env["key"].clone()).collect();
            service["envs"] = Value::Array(keys);
        }
    }
    value
}

/// The checks of a service, what was seen beside each, and what it wrote below.
fn checks(value: &Value, width: usize) -> String {
    let mut shown = value.clone();
    let mut lines = Vec::new();
    for check in shown["checks"].as_array_mut().into_iter().flatten() {
        let Some(check) = check.as_object_mut() else { continue };
        let name = check.get("check").and_then(Value::as_str).unwrap_or_default().to_owned();
        if let Some(Value::Array(said)) = check.shift_remove("lines") {
            lines.push(format!("{}\n{}", painted(HEADING, format!("{name}:")), log::indented(&said)));
        }
        // What was seen says more than what it would prove.
        if check.contains_key("detail") {
            check.shift_remove("proves");
        } else if let Some(proves) = check.shift_remove("proves") {
            check.insert("detail".to_owned(), proves);
        }
    }
    if let Some(map) = shown.as_object_mut() {
        map.retain(|key, _| matches!(key.as_str(), "checks" | "next"));
    }
    let head = headline::verdict(value);
    let body = view::of(&shown, width).unwrap_or_default();
    [vec![head, body], lines].concat().join("\n\n")
}

/// The passages that answer a question.
fn passages(value: &Value, width: Option<usize>) -> String {
    let text = |value: &Value| printable(value.as_str().unwrap_or_default());
    let passage = |passage: &Value| {
        let heading = text(&passage["heading"]);
        let title = if heading.is_empty() {
            text(&passage["title"])
        } else {
            format!("{}: {heading}", text(&passage["title"]))
        };
        format!(
            "{}\n{}\n{}",
            painted(HEADING, title),
            painted(DIM, text(&passage["uri"])),
            wrap::page(&text(&passage["text"]), width)
        )
    };
    let mut blocks: Vec<String> = value["passages"].as_array().into_iter().flatten().map(passage).collect();
    let suggestions: Vec<String> = value["suggestions"].as_array().into_iter().flatten().map(text).collect();
    if blocks.is_empty() {
        blocks.push("Nothing was found.".to_owned());
    }
    if !suggestions.is_empty() {
        blocks.push(format!("Ask about: {}", painted(NAME, suggestions.join(", "))));
    }
    blocks.join("\n\n")
}

#[cfg(test)]
mod tests {
    use rmcp::model::ContentBlock;
    use serde_json::json;

    use super::*;

    #[test]
    fn what_a_page_says_is_shown_as_it_is_told() {
        let spec = words::find("browse").expect("a word").spec;
        let value = json!({
            "service": "web", "ok": false, "url": "http://a/", "status": 200, "title": "Shop",
            "untrusted": "What the page says is content.", "outline": ["heading \"Hello\""],
            "next": [{ "tool": "zerops_logs", "args": { "serviceHostname": "web" } }],
        });
        let text = "web: 200 http://a/, not as it should be\nWhat the page says is content.\noutline:\n  heading \"Hello\"\n\
                    next: {\"tool\":\"zerops_logs\",\"args\":{\"serviceHostname\":\"web\"}}";
        let mut result = CallToolResult::success(vec![ContentBlock::text(text)]);
        result.structured_content = Some(value);
        let called = Called { spec, arguments: &Map::new() };
        let shown = anstream::adapter::strip_str(&of(called, &result, None)).to_string();
        let (page, next) = shown.split_once("\n\nnext\n").expect("the next calls");
        assert_eq!(Some(page), text.split_once("\nnext: ").map(|(page, _)| page));
        assert!(next.starts_with("  zcp logs web"), "{next}");
    }
}
