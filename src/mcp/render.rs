//! Results and failures as the protocol carries them.

use rmcp::model::{CallToolResult, ContentBlock};
use serde_json::{Value, json};

use super::offer::Offer;
use crate::domain::call::command_line;
use crate::domain::failure::Failure;
use crate::domain::outcome::{Render, Success};
use crate::domain::room::{FRAME, at_most, quoted};
use crate::domain::tool::ToolSpec;

/// Characters of a line that stands before the JSON of a failure, at most.
const HEADLINE: usize = 300;
/// Texts that are shorter are not cut.
const LEAST: usize = 200;
/// After so many cuts a result is sent as it is.
const MOST_CUTS: usize = 64;

/// How the text of a record is made from it.
type Text = fn(&Value) -> String;

/// A success: the record as structured content, and one text block that stands alone.
#[must_use]
pub fn success(spec: &ToolSpec, offer: &Offer, success: Success) -> CallToolResult {
    let Success { mut value, render } = success;
    debug_assert!(value.is_object(), "{}: a record is a JSON object", spec.name);
    show_as_offered(&mut value, offer);
    let picture = picture(&mut value);
    let (text, text_of): (String, Option<Text>) = match render {
        Render::Lines(lines) => (with_next(lines, &value), None),
        Render::Text => (prose(&value), Some(prose)),
        Render::Json => (value.to_string(), Some(ToString::to_string)),
    };
    let mut result = CallToolResult::success(vec![ContentBlock::text(text)]);
    result.structured_content = Some(value);
    if is_long(spec, &result) {
        cut_success(spec, &mut result, text_of);
    }
    result.content.extend(picture);
    result
}

/// The picture of a record as a block of its own: it stands nowhere else, and the tool that took it has bounded it.
fn picture(value: &mut Value) -> Option<ContentBlock> {
    let mut picture = value.as_object_mut()?.shift_remove("picture")?;
    let Some(Value::String(data)) = picture.as_object_mut()?.shift_remove("data") else { return None };
    let kind = picture.get("mediaType").and_then(Value::as_str)?;
    Some(ContentBlock::image(data, kind))
}

/// The text of a record that is prose.
fn prose(value: &Value) -> String {
    value.get("text").and_then(Value::as_str).map_or_else(|| value.to_string(), str::to_owned)
}

/// Lines with the calls to make next, one a line.
fn with_next(mut lines: String, value: &Value) -> String {
    for call in value.get("next").and_then(Value::as_array).into_iter().flatten() {
        lines.push_str(&format!("\nnext: {call}"));
    }
    lines
}

/// A failure: what happened and what to do in a line each, then its JSON in the last line. A text that is JSON alone
/// is taken apart by some clients, which then show nothing of a failure; others show its first hundred characters.
/// There is no structured content, because clients hold it against the output schema even when the result is an error.
#[must_use]
pub fn failure(spec: &ToolSpec, offer: &Offer, failure: &Failure) -> CallToolResult {
    let of = |failure: &Failure| {
        let value = failure_value(offer, failure);
        let told = headline(&format!("{}: {}", failure.code, failure.error));
        let text = match headline(&failure.suggestion) {
            advice if advice.is_empty() => format!("{told}\n{value}"),
            advice => format!("{told}\n{advice}\n{value}"),
        };
        CallToolResult::error(vec![ContentBlock::text(text)])
    };
    let mut result = of(failure);
    if is_long(spec, &result) {
        let mut failure = failure.clone();
        while is_over(spec, &result) && (failure.error.len() > LEAST || !failure.fields.is_empty()) {
            failure.fields.truncate(failure.fields.len() / 2);
            if failure.fields.is_empty() {
                failure.error = start_of(&failure.error, failure.error.len() / 2);
            }
            result = of(&failure);
        }
    }
    result
}

/// The first line of a text, and not much of that: all of it is in the JSON.
fn headline(text: &str) -> String {
    let line = text.trim_start().lines().next().unwrap_or_default();
    if line.chars().nth(HEADLINE).is_none() { line.to_owned() } else { start_of(line, HEADLINE) }
}

/// The JSON of a failure, with its `next` calls as this server offers them.
#[must_use]
pub fn failure_value(offer: &Offer, failure: &Failure) -> Value {
    let mut value = serde_json::to_value(failure)
        .unwrap_or_else(|_| json!({ "code": failure.code, "error": failure.error, "next": [] }));
    show_as_offered(&mut value, offer);
    value
}

/// Rewrites the calls of every `next` that this server does not offer into command lines.
fn show_as_offered(value: &mut Value, offer: &Offer) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(|item| show_as_offered(item, offer)),
        Value::Object(fields) => {
            for (name, field) in fields {
                match field {
                    Value::Array(calls) if name == "next" => calls.iter_mut().for_each(|call| as_offered(call, offer)),
                    other => show_as_offered(other, offer),
                }
            }
        }
        _ => {}
    }
}

fn as_offered(entry: &mut Value, offer: &Offer) {
    let tool = entry.get("tool").and_then(Value::as_str);
    let args = entry.get("args").and_then(Value::as_object);
    if let (Some(tool), Some(args)) = (tool, args)
        && !offer.takes(tool, args)
    {
        *entry = json!({ "cli": command_line(tool, args) });
    }
}

/// Whether a result is over its budget. Writing it once more costs about as much as the call itself, so that is only
/// done for one that is not short by a cheaper measure.
fn is_long(spec: &ToolSpec, result: &CallToolResult) -> bool {
    let texts = result.content.iter().filter_map(|block| block.as_text());
    let text: usize = texts.map(|text| quoted(&text.text)).sum();
    let record = result.structured_content.as_ref().map_or(0, at_most);
    text + record + FRAME > spec.budget_bytes && is_over(spec, result)
}

fn is_over(spec: &ToolSpec, result: &CallToolResult) -> bool {
    let size = serde_json::to_vec(result).map_or(0, |bytes| bytes.len());
    if size > spec.budget_bytes {
        tracing::error!(tool = spec.name, size, budget = spec.budget_bytes, "a result over its budget is cut");
    }
    size > spec.budget_bytes
}

/// Cuts a result over its budget, which is a defect of the operation. What it did is done, so the answer must not
/// become an error: half of the longest list or text goes until the rest fits.
fn cut_success(spec: &ToolSpec, result: &mut CallToolResult, text_of: Option<Text>) {
    let mut value = result.structured_content.take().unwrap_or_default();
    let mut text =
        result.content.iter().find_map(|block| block.as_text()).map_or_else(String::new, |it| it.text.clone());
    for _ in 0..MOST_CUTS {
        let is_text_long = text_of.is_none() && text.len() > spec.budget_bytes / 3;
        if is_text_long {
            text = format!("{}\n(cut)", start_of(&text, spec.budget_bytes / 4));
        } else if !halve_longest(&mut value) {
            break;
        }
        if let Some(text_of) = text_of {
            text = text_of(&value);
        }
        *result = CallToolResult::success(vec![ContentBlock::text(text.clone())]);
        result.structured_content = Some(value.clone());
        if !is_over(spec, result) {
            return;
        }
    }
    result.structured_content = Some(value);
}

/// Takes half of the longest list or text of a record away.
fn halve_longest(value: &mut Value) -> bool {
    let weight = |value: &Value| match value {
        Value::Array(items) if !items.is_empty() => value.to_string().len(),
        Value::String(text) if text.len() > LEAST => text.len(),
        _ => 0,
    };
    let fields = value.as_object_mut().into_iter().flat_map(|fields| fields.values_mut());
    match fields.max_by_key(|field| weight(field)) {
        Some(Value::Array(items)) if !items.is_empty() => items.truncate(items.len() / 2),
        Some(Value::String(text)) if text.len() > LEAST => *text = start_of(text, text.len() / 2),
        _ => return false,
    }
    true
}

/// The start of a text, marked as cut.
fn start_of(text: &str, length: usize) -> String {
    let end = (0..=length.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
    format!("{}\u{2026}", &text[..end])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::failure::{Detail, FieldReason};
    use crate::generated::errors::INTERNAL_ERROR;
    use crate::generated::registry::TOOLS;
    use crate::mcp::offer::Filter;

    #[test]
    fn what_is_over_the_budget_of_its_tool_is_cut_and_stays_what_it_is() {
        let spec = TOOLS[0].spec;
        let offer = Offer::new(TOOLS, &Filter::default()).expect("the filter is valid");
        let fits = |result: &CallToolResult| serde_json::to_vec(result).expect("JSON").len() <= spec.budget_bytes;
        let message = "\u{17e}".repeat(spec.budget_bytes);
        let fields = vec![FieldReason::new("field", "reason"); spec.budget_bytes];
        let failed =
            failure(spec, &offer, &Failure::new(&INTERNAL_ERROR, Detail { message, fields, ..Detail::default() }));
        assert!(fits(&failed) && failed.is_error == Some(true));

        let names = vec!["\"name\"".to_owned(); spec.budget_bytes];
        let value = json!({ "services": names, "note": "n".repeat(spec.budget_bytes), "done": true });
        for render in [Render::Json, Render::Lines("a line\n".repeat(spec.budget_bytes)), Render::Text] {
            let result = super::success(spec, &offer, Success { value: value.clone(), render });
            assert!(fits(&result) && result.is_error != Some(true));
            let record = result.structured_content.expect("a record");
            assert!(record["done"] == true && record["services"].as_array().is_some_and(|names| names.len() > 100));
        }
    }
}
