//! Examples are executed later; what can be known before is checked here.

use serde_json::{Map, Value};

use super::diagnostics::Report;
use super::model::{Spec, Tool};
use super::tables;
use crate::domain::decode;

/// Checks the examples of a tool: their arguments, their errors, and that every code of the tool's
/// own has one.
pub(crate) fn check(spec: &Spec, tool: &Tool, report: &Report) {
    let codes = spec.codes_of(tool);
    let params = tables::params(spec, tool);
    let mut titles: Vec<&str> = Vec::new();
    for example in &tool.examples {
        if titles.contains(&example.title.as_str()) {
            report.fault(&example.title.place, "another example has this title", "titles name the snapshots");
        }
        titles.push(&example.title);
        if let Some(error) = &example.error
            && !codes.contains(&error.value.as_str())
        {
            let message = format!("`{}` does not declare `{}`", tool.name.value, error.value);
            report.fault(&error.place, message, "declare it under `errors`, or expect another");
        }
        let refused = decode::decode(&params, filled(&example.args)).err();
        match (&example.error, refused) {
            (None, Some(faults)) => {
                let reasons: Vec<String> = faults.iter().map(ToString::to_string).collect();
                let message = "the arguments of this example do not decode";
                report.fault(&example.args_place, message, reasons.join("; "));
            }
            (Some(error), Some(faults)) => {
                let code = faults.first().and_then(|fault| fault.code).unwrap_or("INVALID_PARAMETER");
                if faults.iter().all(|fault| fault.code == faults[0].code) && code != error.value {
                    let message = format!("the arguments of this example are refused with `{code}`");
                    report.fault(&error.place, message, "so this error cannot be its answer");
                }
            }
            _ => {}
        }
    }
    for declared in tool.errors.iter().filter(|declared| spec.group(declared).is_none()) {
        let shown = |example: &super::model::Example| example.error.as_ref().is_some_and(|e| e.value == declared.value);
        if spec.error(declared).is_some() && !tool.examples.iter().any(shown) {
            let message = format!("no example of `{}` produces `{}`", tool.name.value, declared.value);
            report.fault(&declared.place, message, "an error of the tool's own needs an example");
        }
    }
    for action in tool.actions.iter().filter(|action| !action.name.is_empty()) {
        let of_action = |example: &&super::model::Example| {
            example.error.is_none() && example.args.get("action").and_then(|v| v.as_str()) == Some(action.name.as_str())
        };
        if !tool.examples.iter().any(|example| of_action(&example)) {
            let message = format!("action `{}` has no example that succeeds", action.name.value);
            report.fault(&action.name.place, message, "write one");
        }
    }
    if !tool.examples.iter().any(|example| example.error.is_none()) {
        report.fault(&tool.name.place, "no example of this tool succeeds", "the first one is the base of the recipes");
    }
}

/// The arguments with an id in place of every `${name}`, which the harness fills in.
fn filled(args: &Map<String, Value>) -> Map<String, Value> {
    const ID: &str = "AAAAAAAAAAAAAAAAAAAAAA";
    let is_name = |value: &Value| value.as_str().is_some_and(|text| text.starts_with("${") && text.ends_with('}'));
    args.iter()
        .map(|(name, value)| (name.clone(), if is_name(value) { Value::String(ID.to_owned()) } else { value.clone() }))
        .collect()
}
