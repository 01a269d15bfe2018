//! One tool against the rest of the spec.

use super::super::diagnostics::{At, Diagnostic, Report};
use super::super::forms;
use super::super::model::{Effect, Kind, Render, Rule, Spec, Tool, TypeRef};
use super::{lookup, params, types};

const MAX_SUMMARY: usize = 400;

/// Checks a tool and says whether its arguments can be decoded.
pub(super) fn check(spec: &Spec, tool: &Tool, report: &Report) -> bool {
    let before = report.count();
    params::check(spec, tool, report);
    let is_empty = |name: &At<String>| spec.types.enumeration(name).is_some_and(|def| def.values.is_empty());
    let no_value = tool.spec_params().any(|param| types::named(&param.kind).is_some_and(is_empty));
    let decodes = tool.decodes && report.count() == before && spec.knows("spec/types.yaml") && !no_value;
    if tool.summary.chars().count() > MAX_SUMMARY {
        let message = format!("the summary has {} characters", tool.summary.chars().count());
        let label = format!("at most {MAX_SUMMARY}: put the rest into `docs`");
        report.fault(&tool.summary.place, message, label);
    }
    let groups: Vec<&str> = spec.server.groups.iter().map(|(name, _)| name.as_str()).collect();
    if spec.knows("spec/server.yaml") && !tool.group.is_empty() && !groups.contains(&tool.group.as_str()) {
        report.unknown(&tool.group, "tool group", &groups);
    }
    for action in &tool.actions {
        for call in &action.calls {
            lookup::call(spec, report, call);
        }
        if !action.op.is_empty() && !forms::op(&action.op) {
            report.fault(&action.op.place, "an op is `module::function`", "the function is below src/ops");
        }
    }
    confirmed(spec, tool, report);
    output(spec, tool, report);
    errors(spec, tool, report);
    decodes
}

/// What cannot be undone is confirmed.
fn confirmed(spec: &Spec, tool: &Tool, report: &Report) {
    let destroys = |call: &&At<String>| spec.effect(call).is_some_and(|(effect, _)| effect == Effect::Destroy);
    let by_call = tool.actions.iter().flat_map(|action| &action.calls).find(destroys);
    let by_word = tool.actions.iter().find(|action| action.destroys).map(|action| &action.op);
    let destroying = by_call.or(by_word);
    let confirms = tool.params.iter().any(|param| param.name.value == "confirm");
    if let Some(reason) = &tool.unconfirmed {
        if destroying.is_none() || confirms {
            report.fault(&reason.place, "there is nothing to excuse here", "take `unconfirmed` out");
        }
        return;
    }
    let Some(call) = destroying else { return };
    match tool.params.iter().find(|param| param.name.value == "confirm") {
        Some(param) if matches!(param.kind, TypeRef::Boolean) => {}
        Some(param) => report.fault(&param.name.place, "`confirm` is true or false", "say `type: boolean`"),
        None => {
            let message = format!("`{}` destroys and asks for no confirmation", tool.name.value);
            let fault = Diagnostic::new(&call.place, message, "this cannot be undone");
            report
                .add(fault.help("give it the parameter\nconfirm: { type: boolean, doc: true once the human agreed. }"));
        }
    }
}

fn output(spec: &Spec, tool: &Tool, report: &Report) {
    if tool.output.is_empty() || !spec.knows("spec/types.yaml") {
        return;
    }
    let Some(record) = spec.types.record(&tool.output) else {
        let known: Vec<&str> = spec.types.records.iter().map(|record| record.name.as_str()).collect();
        report.unknown(&tool.output, "record", &known);
        return;
    };
    let waits = tool.actions.iter().any(|action| action.kind == Kind::Async);
    if waits && !types::has_process(record) {
        let message = format!("`{}` starts a process and its result has none", tool.name.value);
        let fault = Diagnostic::new(&tool.output.place, message, "the output of an async tool");
        let fault = fault.related(&record.name.place, "this record has no optional `process`");
        report.add(fault.help("give the record the field\nprocess: { type: ProcessView, optional: true, doc: … }"));
    }
    if waits && tool.render == Render::Lines {
        let message = format!("`{}` starts a process and writes lines", tool.name.value);
        report.fault(&tool.output.place, message, "the text of an async tool is JSON");
    }
    let is_text = |field: &super::super::model::RecordField| {
        field.name.value == "text" && matches!(field.kind, TypeRef::Text) && !field.optional
    };
    if tool.render == Render::Text && !record.fields.iter().any(is_text) {
        let message = format!("`{}` answers text and its result has none", tool.name.value);
        let fault = Diagnostic::new(&tool.output.place, message, "the output of a tool with `render: text`");
        report.add(fault.related(&record.name.place, "this record has no `text: { type: string }`"));
    }
}

fn errors(spec: &Spec, tool: &Tool, report: &Report) {
    if !spec.knows("spec/errors.yaml") {
        return;
    }
    for declared in &tool.errors {
        match (spec.group(declared), spec.error(declared)) {
            (Some(group), _) if group.server => {
                let message = format!("the codes of group `{}` are answered by the server itself", group.name.value);
                report.fault(&declared.place, message, "take it out");
            }
            (Some(_), _) => {}
            (None, Some(_)) => {
                let has = |name: &&At<String>| spec.group(name).is_some_and(|group| group.has(declared));
                if let Some(group) = tool.errors.iter().find(has) {
                    let message = format!("`{}` comes with group `{}`", declared.value, group.value);
                    report.add(Diagnostic::new(&declared.place, message, "take it out").related(&group.place, "here"));
                }
            }
            (None, None) => report.unknown(declared, "error code or group", &lookup::codes_and_groups(spec)),
        }
    }
    for rule in &tool.rules {
        let (Rule::AtLeastOne { error, .. } | Rule::Ordered { error, .. }) = rule;
        lookup::code(spec, report, error);
    }
    if lookup::errors_known(spec, tool) {
        if !spec.codes_of(tool).contains(&"INVALID_PARAMETER") {
            let message = format!("`{}` can answer `INVALID_PARAMETER` and does not declare it", tool.name.value);
            report.fault(
                &tool.errors_place,
                message,
                "every tool can: add the code or a group that has it to `errors`",
            );
        }
        params::codes(spec, tool, report);
    }
}
