//! Everything about one tool, for a person: made from the same tables that the server publishes.

use std::fmt::Write as _;

use serde_json::Value;

use super::output::{self, DIM, HEADING, NAME, painted};
use super::{examples, words, wrap};
use crate::domain::failure::ErrorInfo;
use crate::domain::hints::Hints;
use crate::domain::tool::ToolSpec;
use crate::generated::registry::TOOLS;

/// The page of a tool in this width, with its first examples or with all of every one.
pub(super) fn page(spec: &ToolSpec, full: bool, width: Option<usize>) -> String {
    let mut text = format!("{}  {}\n", painted(NAME, spec.name), spec.title);
    let _ = writeln!(text, "\n{}", spec.description);
    let _ = writeln!(text, "\nGroup {}; {}.", spec.group, facts(spec.hints).join(", "));
    if let Some(word) = words::find(spec.name) {
        let usage = format!("zcp {} {}", word.text, words::usage(&word));
        let _ = writeln!(
            text,
            "\n{}\n  {} [--PARAMETER VALUE]...",
            painted(HEADING, "Usage"),
            painted(NAME, usage.trim_end())
        );
    }
    parameters(&mut text, spec);
    actions(&mut text, spec);
    if let Some(examples) = examples::of(spec.name, full, width) {
        let _ = writeln!(text, "\n{}\n{examples}", painted(HEADING, "Examples, as they were executed"));
    }
    errors(&mut text, spec, full);
    let calls = if spec.calls.is_empty() { "nothing".to_owned() } else { spec.calls.join(", ") };
    let _ = write!(text, "\n{}\n  {calls}", painted(HEADING, "Calls of the platform"));
    wrap::page(&text, width)
}

/// The errors of a tool; those that most tools have are only named, unless all of it is asked for.
fn errors(text: &mut String, spec: &ToolSpec, full: bool) {
    let is_usual = |code: &str| TOOLS.iter().filter(|tool| tool.spec.error(code).is_some()).count() * 2 > TOOLS.len();
    let (usual, own): (Vec<&ErrorInfo>, Vec<&ErrorInfo>) =
        spec.errors.iter().copied().partition(|info: &&ErrorInfo| !full && is_usual(info.code));
    let _ = writeln!(text, "\n{}", painted(HEADING, "Errors"));
    for info in own {
        let retry = if info.retryable { " A retry can help." } else { "" };
        let _ = writeln!(text, "  {}  {}", painted(NAME, info.code), info.meaning);
        let _ = writeln!(text, "      {}{retry}", info.suggestion);
    }
    if !usual.is_empty() {
        let codes: Vec<&str> = usual.iter().map(|info| info.code).collect();
        let _ = writeln!(text, "  As most tools: {}.", codes.join(", "));
    }
}

/// In a word, what a tool may do.
pub(super) fn effect(hints: Hints) -> &'static str {
    match hints {
        Hints { destructive: true, .. } => "deletes",
        Hints { read_only: true, .. } => "reads",
        _ => "writes",
    }
}

/// The hints in words.
fn facts(hints: Hints) -> Vec<&'static str> {
    let mut facts = vec![effect(hints)];
    if !hints.read_only {
        facts.push(if hints.idempotent { "can be repeated" } else { "has an effect each time" });
    }
    facts.push(if hints.open_world { "reaches the platform" } else { "reaches nothing outside zcp" });
    facts
}

fn parameters(text: &mut String, spec: &ToolSpec) {
    let schema: Value = serde_json::from_str(spec.input_schema).unwrap_or_default();
    let Some(properties) = schema["properties"].as_object().filter(|map| !map.is_empty()) else {
        let _ = writeln!(text, "\n{}\n  none", painted(HEADING, "Parameters"));
        return;
    };
    let _ = writeln!(text, "\n{}", painted(HEADING, "Parameters"));
    let width = properties.keys().map(String::len).max().unwrap_or_default() + 2;
    for (name, property) in properties {
        let is_required = spec.params.field(name).is_some_and(|field| field.required);
        let gap = " ".repeat(width.saturating_sub(name.len()));
        let required = if is_required { ", required" } else { "" };
        let shape = painted(DIM, format!("{}{required}", shape(property)));
        let _ = writeln!(text, "  {}{gap}{shape}", painted(NAME, format!("--{name}")));
        let doc = property["description"].as_str().unwrap_or_default();
        let _ = writeln!(text, "      {}", output::printable(doc));
    }
}

/// The type of a parameter with its bounds.
fn shape(property: &Value) -> String {
    if let Some(variants) = property["enum"].as_array() {
        let names: Vec<&str> = variants.iter().filter_map(Value::as_str).collect();
        return names.join(" | ");
    }
    let kind = property["type"].as_str().unwrap_or("any value");
    if let Some(fields) = property["properties"].as_object() {
        return format!("{{{}}}", fields.keys().map(String::as_str).collect::<Vec<_>>().join(", "));
    }
    if kind == "array" {
        return format!("list of {}", shape(&property["items"]));
    }
    let mut shape = kind.to_owned();
    match (property.get("minimum"), property.get("maximum")) {
        (Some(min), Some(max)) => {
            let _ = write!(shape, " from {min} to {max}");
        }
        (Some(min), None) => {
            let _ = write!(shape, " of at least {min}");
        }
        (None, Some(max)) => {
            let _ = write!(shape, " of at most {max}");
        }
        (None, None) => {}
    }
    if let Some(default) = property.get("default") {
        let _ = write!(shape, ", default {default}");
    }
    shape
}

fn actions(text: &mut String, spec: &ToolSpec) {
    if spec.params.actions.is_empty() {
        return;
    }
    let _ = writeln!(text, "\n{}", painted(HEADING, "Actions"));
    let width = spec.params.actions.iter().map(|action| action.name.len()).max().unwrap_or_default() + 2;
    for action in spec.params.actions {
        let gap = " ".repeat(width.saturating_sub(action.name.len()));
        let takes: Vec<String> = action
            .fields
            .iter()
            .filter(|name| **name != "action")
            .map(|name| if action.required.contains(name) { format!("{name} (required)") } else { (*name).to_owned() })
            .collect();
        let _ = writeln!(
            text,
            "  {}{gap}{}  {}",
            painted(NAME, action.name),
            painted(DIM, effect(action.hints)),
            takes.join(", ")
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::generated::registry::TOOLS;

    #[test]
    fn every_parameter_action_and_error_is_on_the_page() {
        for tool in TOOLS {
            let spec = tool.spec;
            let page = anstream::adapter::strip_str(&page(spec, false, None)).to_string();
            let published = |name: &str| spec.input_schema.contains(&format!("\"{name}\":"));
            for field in spec.params.fields.iter().filter(|field| published(field.name)) {
                assert!(page.contains(&format!("--{} ", field.name)), "{} of {page}", field.name);
            }
            let names = spec.params.actions.iter().map(|action| action.name);
            for name in names.chain(spec.errors.iter().map(|info| info.code)) {
                assert!(page.contains(name), "{name} of {page}");
            }
        }
    }
}
