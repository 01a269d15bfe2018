//! Parameters, the conditions between them, and what the actions take of them.

use serde_json::Map;

use super::super::diagnostics::{At, Diagnostic, Report};
use super::super::model::{Action, Param, Rule, Spec, Tool, TypeRef};
use super::super::tables;
use super::{lookup, types, words};
use crate::domain::decode;
use crate::domain::params::Params;

pub(super) fn check(spec: &Spec, tool: &Tool, report: &Report) {
    for param in tool.spec_params() {
        let before = report.count();
        words::check(report, "parameter", &param.name, &param.doc);
        kind(spec, report, param);
        if report.count() == before && spec.knows("spec/types.yaml") {
            default(spec, tool, report, param);
        }
        let takers = tool.actions.iter().filter(|action| has(&action.takes, &param.name)).count();
        if param.required && takers > 0 && takers < tool.actions.len() {
            let message = format!("`{}` is required and only some actions take it", param.name.value);
            let label = "name it under `needs` of those actions instead of `required: true`";
            report.fault(&param.name.place, message, label);
        }
    }
    for rule in &tool.rules {
        check_rule(tool, report, rule);
    }
    if let Some(record) = &tool.carries {
        carries(spec, tool, report, record);
    }
    for action in &tool.actions {
        if !action.name.is_empty() {
            words::check(report, "action", &action.name, &action.doc);
        }
        takes(tool, report, action);
    }
}

/// What is said of a parameter that no client could be expected to write.
const FLAT: &str = "arguments are flat: use plain types, lists of them, or a list of one record";

/// Arguments are flat: plain values, lists of them, and lists of records of plain values.
fn kind(spec: &Spec, report: &Report, param: &Param) {
    let Some(name) = types::named(&param.kind) else {
        let what = match &param.kind {
            TypeRef::Call => "a call",
            TypeRef::List(item) if matches!(**item, TypeRef::List(_)) => "a list of lists",
            TypeRef::List(item) if matches!(**item, TypeRef::Call) => "a list of calls",
            _ => return,
        };
        let message = format!("parameter `{}` cannot be {what}", param.name.value);
        report.fault(&param.name.place, message, FLAT);
        return;
    };
    let is_list = matches!(param.kind, TypeRef::List(_));
    types::known(spec, report, name, is_list);
    let nested = matches!(&param.kind, TypeRef::List(item) if matches!(**item, TypeRef::List(_)));
    let is_plain = spec.types.scalar(name).is_some() || spec.types.enumeration(name).is_some();
    let record = spec.types.record(name).filter(|_| !is_plain);
    if nested || (record.is_some() && !is_list) {
        let what = if nested { "a list of lists" } else { "a record" };
        let message = format!("parameter `{}` cannot be {what}", param.name.value);
        report.fault(&name.place, message, FLAT);
    }
    for field in record.into_iter().flat_map(|record| &record.fields) {
        let fits = match &field.kind {
            TypeRef::List(_) | TypeRef::Call => false,
            TypeRef::Named(name) => spec.types.record(name).is_none(),
            _ => true,
        };
        if !fits {
            let message =
                format!("`{}` of parameter `{}` is neither plain nor an enum", field.name.value, param.name.value);
            let fault = Diagnostic::new(&field.name.place, message, "a record in arguments has plain fields");
            report.add(fault.related(&name.place, "it is a parameter here"));
        }
    }
}

/// A default is a value that the decoder would take as it stands.
fn default(spec: &Spec, tool: &Tool, report: &Report, param: &Param) {
    let Some(default) = &param.default else { return };
    let is_scalar = matches!(&param.kind, TypeRef::Named(name) if spec.types.scalar(name).is_some());
    if is_scalar || matches!(param.kind, TypeRef::List(_)) {
        let message = format!("parameter `{}` cannot have a default", param.name.value);
        report.fault(&default.place, message, "only a boolean, a number, a `string` or an enum can");
        return;
    }
    let table = Params {
        fields: vec![tables::field(spec, tool, param)].leak(),
        rules: &[],
        actions: &[],
        default_action: None,
    };
    let name = param.name.value.clone();
    let arguments = Map::from_iter([(name.clone(), default.value.clone())]);
    let mut faults = Vec::new();
    let decoded = decode::decode_fields(&table, arguments, &mut faults);
    let label = match (faults.first(), decoded.get(&name)) {
        (Some(fault), _) => fault.to_string(),
        (None, Some(value)) if std::mem::discriminant(value) == std::mem::discriminant(&default.value) => return,
        (None, Some(_)) => "write it without quotes".to_owned(),
        (None, None) => "nothing is given here: take it out".to_owned(),
    };
    report.fault(&default.place, format!("the default of `{name}` does not fit its type"), label);
}

fn check_rule(tool: &Tool, report: &Report, rule: &Rule) {
    let (Rule::AtLeastOne { fields, .. } | Rule::Ordered { fields, .. }) = rule;
    for field in fields {
        if !lookup::param(tool, report, field) {
            continue;
        }
        let Some(param) = tool.params.iter().find(|param| param.name.value == field.value) else { continue };
        let is_number = matches!(param.kind, TypeRef::Integer | TypeRef::Number);
        if matches!(rule, Rule::Ordered { .. }) && !is_number {
            let fault = Diagnostic::new(&field.place, "`ordered` compares numbers", "this parameter is none");
            report.add(fault.related(&param.name.place, "declared here"));
        }
        if matches!(rule, Rule::AtLeastOne { .. }) && param.required {
            let message = format!("`{}` is required, so one is always given", field.value);
            let fault = Diagnostic::new(&field.place, message, "take it out of the rule");
            report.add(fault.related(&param.name.place, "declared here"));
        }
    }
}

/// Every field of the record that arguments are had as is a parameter which can be left out like it.
fn carries(spec: &Spec, tool: &Tool, report: &Report, name: &At<String>) {
    if !spec.knows("spec/types.yaml") {
        return;
    }
    let Some(record) = spec.types.record(name) else {
        let known: Vec<&str> = spec.types.records.iter().map(|record| record.name.as_str()).collect();
        report.unknown(name, "record", &known);
        return;
    };
    if tool.has_actions() {
        let message = format!("`{}` has actions, each with arguments of its own", tool.name.value);
        report.fault(&name.place, message, "`carries` is for a tool without actions: take it out");
    }
    for field in &record.fields {
        let param = tool.params.iter().find(|param| param.name.value == field.name.value);
        let fits = param.is_some_and(|param| {
            let is_same = match (&field.kind, &param.kind) {
                (TypeRef::Text, TypeRef::Text)
                | (TypeRef::Integer, TypeRef::Integer)
                | (TypeRef::Number, TypeRef::Number)
                | (TypeRef::Boolean, TypeRef::Boolean) => true,
                (TypeRef::Text, TypeRef::Named(name)) => spec.types.enumeration(name).is_some(),
                _ => false,
            };
            is_same && field.optional && !param.required && param.default.is_none()
        });
        if !fits {
            let message = format!("no parameter is `{}` of `{}`", field.name.value, name.value);
            let label = "a parameter of this name and type that may be left out is missing";
            let fault = Diagnostic::new(&name.place, message, label);
            report.add(fault.related(&field.name.place, "this field"));
        }
    }
}

fn takes(tool: &Tool, report: &Report, action: &Action) {
    for name in &action.takes {
        lookup::param(tool, report, name);
    }
    for name in &action.needs {
        let others = tool.actions.iter().any(|other| has(&other.takes, name));
        if !has(&action.takes, name) && lookup::param(tool, report, name) && others {
            let message = format!("action `{}` needs `{}` and does not take it", action.name.value, name.value);
            report.fault(&name.place, message, "name it under `takes` too: other actions take it for themselves");
        }
    }
}

/// A code that the decoder answers by itself.
pub(super) struct Answer<'a> {
    pub(super) code: &'a str,
    at: &'a At<String>,
    when: String,
}

/// The codes that the decoder answers by itself.
pub(super) fn answers<'a>(spec: &'a Spec, tool: &'a Tool) -> Vec<Answer<'a>> {
    let mut answers = Vec::new();
    for param in tool.spec_params() {
        let (at, name) = (&param.name, &param.name.value);
        let record = types::named(&param.kind).and_then(|name| spec.types.record(name));
        for field in record.into_iter().flat_map(|record| &record.fields) {
            let code =
                types::named(&field.kind).and_then(|name| spec.types.scalar(name)).and_then(|it| it.error.as_ref());
            let when = || format!("where `{}` of `{name}` is wrong", field.name.value);
            answers.extend(code.map(|code| Answer { code, at, when: when() }));
        }
        let Some(scalar) = types::named(&param.kind).and_then(|name| spec.types.scalar(name)) else { continue };
        let wrong = |code: &'a At<String>| Answer { code, at, when: format!("where `{name}` is wrong") };
        answers.extend(scalar.error.iter().map(wrong));
        let needed = param.required || tool.actions.iter().any(|action| has(&action.needs, name));
        if needed && matches!(param.kind, TypeRef::Named(_)) {
            let missing = |code: &'a At<String>| Answer { code, at, when: format!("where `{name}` is missing") };
            answers.extend(scalar.missing.iter().map(missing));
        }
    }
    for rule in &tool.rules {
        let (Rule::AtLeastOne { error, .. } | Rule::Ordered { error, .. }) = rule;
        answers.push(Answer { code: error, at: error, when: "by this rule".to_owned() });
    }
    answers.retain(|answer| spec.error(answer.code).is_some());
    answers
}

/// Reports codes that the decoder answers and the tool does not declare, each once.
pub(super) fn codes(spec: &Spec, tool: &Tool, report: &Report) {
    let mut reported = Vec::new();
    let declared = spec.codes_of(tool);
    for Answer { code, at, when } in answers(spec, tool) {
        if !declared.contains(&code) && !reported.contains(&code) {
            reported.push(code);
            let message = format!("`{}` can answer `{code}` and does not declare it", tool.name.value);
            let fault = Diagnostic::new(&at.place, message, when);
            report.add(fault.related(&tool.errors_place, "add it here, or a group that has it"));
        }
    }
}

fn has(names: &[At<String>], name: &str) -> bool {
    names.iter().any(|one| one.value == name)
}
