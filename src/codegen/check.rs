//! What no single file can get wrong: names that must exist elsewhere, and what must be covered.

use super::diagnostics::{At, Report};
use super::model::{CallDef, Effect, Render, Spec, Tool, TypeRef};
use super::reader::Reader;
use super::{examples, ops};

/// The longest name that stays under 64 characters behind a client's `mcp__server__`.
const MAX_TOOL_NAME: usize = 40;
const MAX_SUMMARY: usize = 400;

/// Checks the spec as a whole.
pub(crate) fn check(spec: &Spec, op_sources: &ops::OpSources, report: &Report) {
    duplicates(spec, report);
    types(spec, report);
    errors(spec, report);
    for ambient in &spec.server.ambient {
        operation(spec, report, ambient);
    }
    for tool in &spec.tools {
        check_tool(spec, tool, report);
        examples::check(spec, tool, report);
    }
    ops::check(spec, op_sources, report);
}

fn duplicates(spec: &Spec, report: &Report) {
    let tools: Vec<&At<String>> = spec.tools.iter().map(|tool| &tool.name).collect();
    unique(report, "tool", &tools);
    let types = &spec.types;
    let names = types.scalars.iter().map(|scalar| &scalar.name).chain(types.enums.iter().map(|def| &def.name));
    let names: Vec<&At<String>> = names.chain(types.records.iter().map(|record| &record.name)).collect();
    unique(report, "type", &names);
    for tool in &spec.tools {
        unique(report, "parameter", &tool.params.iter().map(|param| &param.name).collect::<Vec<_>>());
    }
}

fn unique(report: &Report, what: &str, names: &[&At<String>]) {
    for (index, name) in names.iter().enumerate() {
        if names[..index].iter().any(|earlier| earlier.value == name.value) {
            report.fault(&name.place, format!("duplicate {what} `{}`", name.value), "another one has this name");
        }
    }
}

fn types(spec: &Spec, report: &Report) {
    for record in &spec.types.records {
        for field in &record.fields {
            type_ref(spec, report, &field.kind, true);
        }
    }
    for scalar in &spec.types.scalars {
        for code in scalar.error.iter().chain(&scalar.missing) {
            known_code(spec, report, code);
        }
    }
}

fn type_ref(spec: &Spec, report: &Report, kind: &TypeRef, in_record: bool) {
    match kind {
        TypeRef::List(item) => type_ref(spec, report, item, in_record),
        TypeRef::Named(name) if name.value == "Action" && !in_record => {}
        TypeRef::Named(name) if !spec.types.names().contains(&name.value.as_str()) => {
            let mut known = vec!["string", "integer", "number", "boolean"];
            known.extend(spec.types.names());
            unknown(report, name, "type", &known);
        }
        TypeRef::Named(name) if !in_record && spec.types.record(name).is_some() => {
            report.fault(&name.place, "a parameter cannot be a record", "arguments are flat: use scalars and lists");
        }
        _ => {}
    }
}

fn errors(spec: &Spec, report: &Report) {
    for error in &spec.errors {
        let declared = spec.tools.iter().any(|tool| spec.codes_of(tool).contains(&error.code.as_str()));
        let of_server = spec.groups.iter().any(|group| group.server && has_code(group, &error.code));
        if !declared && !of_server {
            let message = format!("no tool declares `{}`", error.code.value);
            report.fault(&error.code.place, message, "a code enters with the first tool that can produce it");
        }
        if let Some(call) = &error.next {
            check_call(spec, report, call);
        }
    }
    for group in &spec.groups {
        for code in &group.codes {
            known_code(spec, report, &code.code);
            if code.recipe.is_none() && !group.server {
                let message = format!("`{}` has no recipe", code.code.value);
                report.fault(&code.code.place, message, "say what provokes it: `{ given: …, args: … }`");
            }
        }
    }
}

fn has_code(group: &super::model::ErrorGroup, code: &str) -> bool {
    group.codes.iter().any(|member| *member.code == *code)
}

fn known_code(spec: &Spec, report: &Report, code: &At<String>) {
    if spec.error(code).is_none() {
        let known: Vec<&str> = spec.errors.iter().map(|error| error.code.as_str()).collect();
        unknown(report, code, "error code", &known);
    }
}

/// A suggested call must name a tool, an action and parameters that exist.
fn check_call(spec: &Spec, report: &Report, call: &CallDef) {
    let Some(tool) = spec.tool(&call.tool) else {
        let known: Vec<&str> = spec.tools.iter().map(|tool| tool.name.as_str()).collect();
        unknown(report, &call.tool, "tool in a suggested call", &known);
        return;
    };
    let mut faults = Vec::new();
    let tables = super::tables::params(spec, tool);
    crate::domain::decode::decode_fields(&tables, call.args.clone(), &mut faults);
    for fault in faults {
        let message = format!("the suggested call of `{}` would be refused", call.tool.value);
        report.fault(&call.tool.place, message, fault.to_string());
    }
}

fn operation(spec: &Spec, report: &Report, name: &At<String>) {
    if spec.effect(name).is_none() {
        let names = spec.operations.iter().map(|operation| operation.name.as_str());
        let known: Vec<&str> = names.chain(spec.effects.iter().map(|effect| effect.name.as_str())).collect();
        unknown(report, name, "platform operation", &known);
    }
}

fn check_tool(spec: &Spec, tool: &Tool, report: &Report) {
    names(spec, tool, report);
    for param in &tool.params {
        type_ref(spec, report, &param.kind, false);
        if let TypeRef::Named(name) = &param.kind
            && let Some(scalar) = spec.types.scalar(name)
        {
            let needed = param.required || tool.actions.iter().any(|action| has(&action.needs, &param.name));
            let missing = scalar.missing.iter().filter(|_| needed);
            for code in scalar.error.iter().chain(missing) {
                declared(spec, tool, report, &param.name, code);
            }
        }
    }
    let invalid = At { value: "INVALID_PARAMETER".to_owned(), place: tool.name.place.clone() };
    declared(spec, tool, report, &tool.name, &invalid);
    for rule in &tool.rules {
        let (super::model::Rule::AtLeastOne { fields, error } | super::model::Rule::Ordered { fields, error }) = rule;
        for field in fields {
            known_param(tool, report, field);
        }
        declared(spec, tool, report, error, error);
    }
    for action in &tool.actions {
        for call in &action.calls {
            operation(spec, report, call);
        }
        for name in action.takes.iter().chain(&action.needs) {
            known_param(tool, report, name);
        }
        if action.op.split("::").count() < 2 {
            report.fault(&action.op.place, "an op is `module::function`", "below src/ops");
        }
    }
    if spec.types.record(&tool.output).is_none() {
        let known: Vec<&str> = spec.types.records.iter().map(|record| record.name.as_str()).collect();
        unknown(report, &tool.output, "record", &known);
    }
    for declared in &tool.errors {
        match spec.group(declared) {
            Some(group) if group.server => {
                report.fault(&declared.place, "this group is answered by the server itself", "take it out");
            }
            Some(_) => {}
            None if spec.error(declared).is_some() => {}
            None => {
                let mut known: Vec<&str> = spec.errors.iter().map(|error| error.code.as_str()).collect();
                known.extend(spec.groups.iter().filter(|group| !group.server).map(|group| group.name.as_str()));
                unknown(report, declared, "error code or group", &known);
            }
        }
    }
}

fn names(spec: &Spec, tool: &Tool, report: &Report) {
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
    if tool.name.len() > MAX_TOOL_NAME {
        let message = format!("the name has {} characters", tool.name.len());
        report.fault(&tool.name.place, message, format!("at most {MAX_TOOL_NAME}, clients put a prefix before it"));
    } else if !tool.name.chars().all(plain) || tool.name.is_empty() {
        report.fault(&tool.name.place, "a tool name is snake_case", "letters a-z, digits and `_`");
    }
    if tool.summary.chars().count() > MAX_SUMMARY {
        report.fault(
            &tool.summary.place,
            "the summary is too long",
            format!("at most {MAX_SUMMARY} characters; put the rest in `docs`"),
        );
    }
    if !spec.server.groups.iter().any(|(name, _)| name.value == tool.group.value) {
        let known: Vec<&str> = spec.server.groups.iter().map(|(name, _)| name.as_str()).collect();
        unknown(report, &tool.group, "tool group", &known);
    }
    for param in &tool.params {
        let camel = param.name.chars().all(|c| c.is_ascii_alphanumeric())
            && param.name.chars().next().is_some_and(|c| c.is_ascii_lowercase());
        if !camel {
            report.fault(&param.name.place, "a parameter name is camelCase", "letters and digits");
        }
        if let (Some(min), Some(max)) = (param.min, param.max)
            && min > max
        {
            report.fault(&param.name.place, "`min` exceeds `max`", "nothing is within these bounds");
        }
    }
    if tool.actions.is_empty() {
        report.fault(&tool.name.place, "`actions` is empty", "a tool without actions has `op` and `kind` of its own");
    }
    let destroys = |name: &At<String>| spec.effect(name).is_some_and(|(effect, _)| effect == Effect::Destroy);
    let confirms = tool.params.iter().any(|param| *param.name == "confirm");
    let destroys = tool.actions.iter().any(|action| action.calls.iter().any(destroys));
    match &tool.unconfirmed {
        None if destroys && !confirms => report.fault(
            &tool.name.place,
            "this tool destroys and asks for no confirmation",
            "give it a `confirm` parameter, or say under `unconfirmed` why it needs none",
        ),
        Some(reason) if !destroys || confirms => {
            report.fault(&reason.place, "there is nothing to excuse here", "take `unconfirmed` out");
        }
        _ => {}
    }
    if tool.render == Render::Lines && tool.is_async() {
        report.fault(&tool.output.place, "an asynchronous tool cannot write lines", "its text is JSON");
    }
}

fn declared(spec: &Spec, tool: &Tool, report: &Report, at: &At<String>, code: &At<String>) {
    if !spec.codes_of(tool).contains(&code.value.as_str()) {
        let message = format!("`{}` can answer `{}` and does not declare it", tool.name.value, code.value);
        report.fault(&at.place, message, "add the code, or a group that has it, to `errors`");
    }
}

fn known_param(tool: &Tool, report: &Report, name: &At<String>) {
    if !has_param(tool, name) {
        let known: Vec<&str> = tool.params.iter().map(|param| param.name.as_str()).collect();
        unknown(report, name, "parameter", &known);
    }
}

fn has_param(tool: &Tool, name: &str) -> bool {
    tool.params.iter().any(|param| *param.name == *name)
}

fn has(names: &[At<String>], name: &str) -> bool {
    names.iter().any(|one| *one.value == *name)
}

fn unknown(report: &Report, name: &At<String>, what: &str, known: &[&str]) {
    Reader::new(report, name.place.file).unknown(name, what, known.to_vec());
}
