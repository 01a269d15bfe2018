//! Everything about one tool, for a person: made from the same tables that the server publishes.

use std::fmt::Write as _;

use serde_json::Value;

use super::output::{self, DIM, HEADING, NAME, painted};
use super::words::{self, Word};
use super::{examples, out, wrap};
use crate::domain::failure::ErrorInfo;
use crate::domain::hints::Hints;
use crate::domain::tool::ToolSpec;
use crate::generated::registry::TOOLS;

/// The page of a word in this width, with its first examples or with all of every one, and all that is known of its tool.
pub(super) fn page(word: &Word, full: bool, width: Option<usize>) -> String {
    let spec = word.spec;
    let mut text = match word.action {
        None => format!("{}  {}\n\n{}\n", painted(NAME, spec.name), spec.title, spec.description),
        Some(action) => format!("{}  {}: {action}\n\n{}.\n", painted(NAME, spec.name), spec.title, word.about),
    };
    let hints = word.action.and_then(|name| spec.params.action(name)).map_or(spec.hints, |action| action.hints);
    let _ = writeln!(text, "\nGroup {}; {}.", spec.group, facts(hints).join(", "));
    usage(&mut text, word);
    parameters(&mut text, word);
    if word.action.is_none() {
        actions(&mut text, spec);
    }
    if let Some(examples) = examples::of(word, full, width) {
        let _ = writeln!(text, "\n{}\n{examples}", painted(HEADING, "Examples, as they were executed"));
    }
    errors(&mut text, spec, full);
    let calls = if spec.calls.is_empty() { "nothing".to_owned() } else { spec.calls.join(", ") };
    let _ = write!(text, "\n{}\n  {calls}", painted(HEADING, "What it calls"));
    if full && !spec.docs.is_empty() {
        let _ = write!(text, "\n\n{}\n{}", painted(HEADING, "In detail"), spec.docs);
    }
    wrap::page(&text, width)
}

fn usage(text: &mut String, word: &Word) {
    let usage = format!("zcp {} {}", word.text, words::usage(word));
    let usage = painted(NAME, usage.trim_end());
    let out = if out::has_files(word.spec) { " [--out PATH]" } else { "" };
    let _ = writeln!(text, "\n{}\n  {usage} [--PARAMETER VALUE]...{out}", painted(HEADING, "Usage"));
    if !out.is_empty() {
        let _ = writeln!(text, "  `--out` writes the files of the answer: one to this path, several below it.");
    }
    let waits = if words::has(word.spec, word.action, "wait") {
        " Changes are awaited; `--wait false` returns at once."
    } else {
        ""
    };
    let _ = writeln!(text, "  `zcp call --help` has the options that all take, such as --json.{waits}");
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
        Hints { destructive: true, .. } => "can delete",
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

fn parameters(text: &mut String, word: &Word) {
    let spec = word.spec;
    let schema: Value = serde_json::from_str(spec.input_schema).unwrap_or_default();
    let properties = schema["properties"].as_object().into_iter().flatten();
    let properties: Vec<(&String, &Value)> =
        properties.filter(|(name, _)| words::has(spec, word.action, name)).collect();
    if properties.is_empty() {
        let _ = writeln!(text, "\n{}\n  none", painted(HEADING, "Parameters"));
        return;
    }
    let _ = writeln!(text, "\n{}", painted(HEADING, "Parameters"));
    let width = properties.iter().map(|(name, _)| name.len()).max().unwrap_or_default() + 2;
    for (name, property) in properties {
        let gap = " ".repeat(width.saturating_sub(name.len()));
        let shape = painted(DIM, format!("{}{}", shape(property), need(word, name)));
        let _ = writeln!(text, "  {}{gap}{shape}", painted(NAME, format!("--{name}")));
        let doc = match name.as_str() {
            // Who types a change awaits it, so what the schema says of a client is not so.
            "wait" => "Wait until it is done; that is the default here.",
            _ => property["description"].as_str().unwrap_or_default(),
        };
        let also = if name == "follow" { " `-f` goes on until Ctrl-C." } else { "" };
        let _ = writeln!(text, "      {}{also}", output::printable(doc));
    }
}

/// Whether a parameter has to be typed.
fn need(word: &Word, name: &str) -> String {
    let usual = words::usual_action(word.spec).filter(|_| name == "action");
    let of_action = word.action.and_then(|action| word.spec.params.action(action));
    let is_required = word.spec.params.field(name).is_some_and(|field| field.required)
        || of_action.is_some_and(|action| action.required.contains(&name));
    match usual {
        Some(action) => format!(", {action} where none is typed"),
        None if is_required => ", required".to_owned(),
        None => String::new(),
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
            let word = words::find(spec.name).expect("a word");
            let page = anstream::adapter::strip_str(&page(&word, false, None)).to_string();
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

    #[test]
    fn a_word_has_the_page_of_what_it_does() {
        let shown = |text: &str, full: bool| {
            let word = words::find(text).unwrap_or_else(|| panic!("no {text}"));
            anstream::adapter::strip_str(&page(&word, full, None)).to_string()
        };
        let export = shown("export", false);
        assert!(export.contains("zcp export [--PARAMETER VALUE]... [--out PATH]"), "{export}");
        assert!(
            export.contains("--scope") && !export.contains("--closeMode") && !export.contains("--action"),
            "{export}"
        );
        let rollback = shown("rollback", false);
        assert!(rollback.contains("zcp rollback SERVICE [VERSION]") && !rollback.contains("\nActions"), "{rollback}");
        assert!(shown("logs", false).contains("`-f` goes on until Ctrl-C"));
        for (text, action) in [("backup", "list"), ("mount", "status"), ("env", "get"), ("process", "status")] {
            let page = shown(text, false);
            assert!(page.contains(&format!(", {action} where none is typed")), "{page}");
        }
        assert!(shown("manage", false).contains("start | stop | restart | reload, required"));
        assert!(shown("dev", true).contains("| `silent` |") && !shown("dev", false).contains("| `silent` |"));
    }
}
