//! Examples are executed later; what can be known before is checked here.

use serde_json::{Map, Value};

use super::check::call;
use super::diagnostics::{At, Diagnostic, Report};
use super::model::{Example, Spec, Tool};
use super::names::{ident, is_name, snake};
use super::tables;
use crate::domain::decode::{self, Fault};
use crate::domain::nearest::nearest;
use crate::domain::params::Params;

/// Checks the examples of a tool: their surroundings, their arguments, their errors, that every
/// code of the tool's own has one, and that the recipes of its groups work with the first of them.
pub(crate) fn check(spec: &Spec, tool: &Tool, decodes: bool, report: &Report) {
    titles(spec, tool, report);
    for example in &tool.examples {
        surroundings(spec, example, report);
        expected(spec, tool, example, report);
    }
    own_codes(spec, tool, report);
    successes(tool, report);
    if decodes {
        let params = tables::params(spec, tool);
        for example in tool.examples.iter().filter(|example| example.decodes) {
            arguments(spec, &params, example, report);
        }
        recipes(spec, tool, &params, report);
    }
}

/// Titles name tests and snapshots.
fn titles(spec: &Spec, tool: &Tool, report: &Report) {
    const TAKEN: &[&str] = &["run_example", "run_recipe"];
    let codes = spec.codes_of(tool);
    let mut seen: Vec<&At<String>> = Vec::new();
    for title in tool.examples.iter().map(|example| &example.title).filter(|title| !title.is_empty()) {
        let name = snake(title);
        let of_recipe = codes.iter().any(|code| name == format!("answers_{}", snake(code)));
        if !is_name(&name) {
            let label = "it names a test: begin with a letter";
            report.fault(&title.place, "this title is no name of a test", label);
        } else if of_recipe || TAKEN.contains(&name.as_str()) {
            report.fault(&title.place, format!("another test is called `{}`", ident(&name)), "give another title");
        } else if let Some(earlier) = seen.iter().find(|earlier| snake(earlier) == name) {
            let message = format!("another example has the title `{}`", earlier.value);
            let label = format!("titles name snapshots, and both become `{name}`");
            report.add(Diagnostic::new(&title.place, message, label).related(&earlier.place, "here"));
        }
        seen.push(title);
    }
}

fn surroundings(spec: &Spec, example: &Example, report: &Report) {
    for name in example.given.operations.iter().filter(|name| name.value != "*") {
        call(spec, report, name);
    }
    let steps = example.given.control.iter().filter_map(Value::as_object).flat_map(Map::values);
    let named: Vec<&str> = steps.filter_map(|step| step.get("as")).filter_map(Value::as_str).collect();
    for (key, name) in placeholders(&example.args).filter(|(_, name)| !named.contains(name)) {
        let label = match nearest(name, named.iter().copied()) {
            Some(near) => format!("did you mean `${{{near}}}`?"),
            None => format!("name it by `as: {name}` of a control step"),
        };
        report.fault(example.places.value(key), format!("nothing in `given` is called `{name}`"), label);
    }
}

fn expected(spec: &Spec, tool: &Tool, example: &Example, report: &Report) {
    let Some(error) = &example.error else { return };
    let codes = spec.codes_of(tool);
    if !spec.knows("spec/errors.yaml") || codes.contains(&error.value.as_str()) {
        return;
    }
    let unknown = |name: &At<String>| spec.error(name).is_none() && spec.group(name).is_none();
    if spec.error(error).is_none() {
        report.unknown(error, "error code", &codes);
    } else if !tool.errors.iter().any(unknown) {
        let message = format!("`{}` does not declare `{}`", tool.name.value, error.value);
        let fault = Diagnostic::new(&error.place, message, "expected here");
        report.add(fault.related(&tool.errors_place, "declare it here, or expect another"));
    }
}

fn arguments(spec: &Spec, params: &Params, example: &Example, report: &Report) {
    let Err(mut faults) = decode::decode(params, filled(&example.args)) else { return };
    let code = code_of(&faults);
    match &example.error {
        None => {
            // A name in place of a value is spoken of elsewhere, or fits nothing but an id.
            faults.retain(|fault| !placeholders(&example.args).any(|(key, _)| key == fault.field));
            for fault in faults {
                let message = "the arguments of this example do not decode";
                report.fault(example.places.of(&fault, params), message, fault.to_string());
            }
        }
        Some(error) if code.is_some_and(|code| code != error.value) && spec.error(error).is_some() => {
            let message = format!("this example is refused with `{}`", code.unwrap_or_default());
            let mut shown = Diagnostic::new(&error.place, message, "so this error cannot be its answer");
            for fault in faults {
                shown = shown.related(example.places.of(&fault, params), fault.to_string());
            }
            report.add(shown);
        }
        Some(_) => {}
    }
}

/// The one code that all faults lead to.
fn code_of(faults: &[Fault]) -> Option<&'static str> {
    let code = |fault: &Fault| fault.code.unwrap_or("INVALID_PARAMETER");
    let first = code(faults.first()?);
    faults.iter().all(|fault| code(fault) == first).then_some(first)
}

fn own_codes(spec: &Spec, tool: &Tool, report: &Report) {
    let in_group = |code: &str| spec.groups_of(tool).iter().any(|group| group.has(code));
    let shown: Vec<&str> =
        tool.examples.iter().filter_map(|example| example.error.as_ref()).map(|e| e.as_str()).collect();
    let own: Vec<&str> = tool.errors.iter().map(|declared| declared.as_str()).collect();
    let unknown = shown.iter().filter(|code| spec.error(code).is_none());
    let meant: Vec<&str> = unknown.filter_map(|code| nearest(code, own.iter().copied())).collect();
    for declared in tool.errors.iter().filter(|declared| spec.group(declared).is_none()) {
        let covered = shown.contains(&declared.as_str()) || meant.contains(&declared.as_str());
        if spec.error(declared).is_some() && !covered && !in_group(declared) {
            let message = format!("no example of `{}` produces `{}`", tool.name.value, declared.value);
            report.fault(&declared.place, message, "an error of the tool's own needs an example");
        }
    }
}

/// Every action has an example that succeeds; a tool without actions has one.
fn successes(tool: &Tool, report: &Report) {
    if !tool.examples_known {
        return;
    }
    let action_of = |example: &Example| tool.action_of(&example.args).map(str::to_owned);
    let succeeding: Vec<Option<String>> =
        tool.examples.iter().filter(|example| example.error.is_none()).map(action_of).collect();
    if !tool.has_actions() {
        if succeeding.is_empty() {
            let label = "the first that does is the base of the recipes";
            report.fault(&tool.name.place, format!("no example of `{}` succeeds", tool.name.value), label);
        }
        return;
    }
    let is_action = |name: &str| tool.actions.iter().any(|action| action.name.value == name);
    if succeeding.iter().any(|name| !name.as_deref().is_some_and(is_action)) {
        return;
    }
    for action in &tool.actions {
        if !succeeding.iter().any(|name| name.as_deref() == Some(action.name.as_str())) {
            let message = format!("action `{}` has no example that succeeds", action.name.value);
            report.fault(&action.name.place, message, "write one");
        }
    }
}

/// A recipe changes the first example that succeeds; the decoder must let it come to its code.
fn recipes(spec: &Spec, tool: &Tool, params: &Params, report: &Report) {
    let Some(base) = tool.examples.iter().find(|example| example.error.is_none() && example.decodes) else { return };
    if decode::decode(params, filled(&base.args)).is_err() {
        return;
    }
    for declared in &tool.errors {
        let Some(group) = spec.group(declared) else { continue };
        let message = format!("`{}` cannot answer every code of group `{}`", tool.name.value, group.name.value);
        let mut fault = Diagnostic::new(&declared.place, message, "so it cannot declare the group");
        let mut refused = false;
        for member in &group.codes {
            let Some(reason) = member.recipe.as_ref().and_then(|recipe| {
                let args = merged(base.args.clone(), &recipe.args);
                if !recipe.args.is_empty() && args == base.args {
                    return Some("this changes nothing of its first example".to_owned());
                }
                let faults = decode::decode(params, filled(&args)).err()?;
                let code = code_of(&faults);
                let fits = code == Some(member.code.as_str()) || code.is_some_and(|code| spec.error(code).is_none());
                let reasons: Vec<String> = faults.iter().map(ToString::to_string).collect();
                (!fits).then(|| format!("this is refused: {}", reasons.join("; ")))
            }) else {
                continue;
            };
            refused = true;
            fault = fault.related(&member.code.place, reason);
        }
        if refused {
            report.add(fault);
        }
    }
}

/// Arguments with changes: null takes one away.
pub(crate) fn merged(mut args: Map<String, Value>, changes: &Map<String, Value>) -> Map<String, Value> {
    for (name, value) in changes {
        if value.is_null() {
            args.remove(name);
        } else {
            args.insert(name.clone(), value.clone());
        }
    }
    args
}

/// The name in `${name}`.
fn placeholder(value: &Value) -> Option<&str> {
    value.as_str().and_then(|text| text.strip_prefix("${")).and_then(|text| text.strip_suffix('}'))
}

/// The arguments that are names of control steps.
fn placeholders(args: &Map<String, Value>) -> impl Iterator<Item = (&str, &str)> {
    args.iter().filter_map(|(key, value)| Some((key.as_str(), placeholder(value)?)))
}

/// The arguments with an id in place of every `${name}`, which the harness fills in.
fn filled(args: &Map<String, Value>) -> Map<String, Value> {
    const ID: &str = "AAAAAAAAAAAAAAAAAAAAAA";
    let fill = |value: &Value| if placeholder(value).is_some() { Value::String(ID.to_owned()) } else { value.clone() };
    args.iter().map(|(name, value)| (name.clone(), fill(value))).collect()
}
