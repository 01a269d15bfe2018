//! The page of a tool.

use std::fmt::Write as _;

use serde_json::Value;

use super::super::super::diagnostics::At;
use super::super::super::hints;
use super::super::super::model::{Action, ErrorDef, Example, Kind, Param, Render, Rule, Spec, Tool, TypeRef};
use super::super::tests;
use super::text::{call, cell, finished, header, type_of};
use crate::domain::hints::Hints;

/// From the page of a tool to the folder of the pages.
const UP: &str = "../";

pub(super) fn page(spec: &Spec, tool: &Tool) -> String {
    let name = &tool.name.value;
    let mut page = header(&format!("spec/tools/{name}.yaml"), "tool");
    let _ = writeln!(page, "# {name}\n\n{}\n", tool.summary.value);
    if !tool.docs.is_empty() {
        let _ = writeln!(page, "{}\n", tool.docs.trim());
    }
    annotations(&mut page, spec, tool);
    parameters(&mut page, spec, tool);
    calls(&mut page, tool);
    errors(&mut page, spec, tool);
    result(&mut page, spec, tool);
    page.push_str("## Examples\n\nEach one is executed by the tests, as a call of a real client on the sandbox; what it answered stands below \
         it. `${…}` is something that was made before the call.\n\n");
    for example in &tool.examples {
        example_section(&mut page, tool, example);
    }
    finished(&page)
}

fn annotations(page: &mut String, spec: &Spec, tool: &Tool) {
    let how = if tool.has_actions() { "" } else { tool.actions.first().map_or("", runs) };
    let _ = writeln!(
        page,
        "| | Read-only | Destructive | Idempotent | Open world | Runs |\n|---|---|---|---|---|---|\n{}",
        annotation_row("the tool", hints::of_tool(spec, tool), how)
    );
    for action in tool.actions.iter().filter(|action| !action.name.is_empty()) {
        let name = format!("`{}`", action.name.value);
        let _ = writeln!(page, "{}", annotation_row(&name, hints::of_action(spec, action), runs(action)));
    }
    let group = &tool.group.value;
    let (tokens, bytes) = (tool.budget, tool.budget_bytes);
    let _ = writeln!(
        page,
        "\nGroup [{group}](../tools.md#{group}). In the list of tools it costs a model {{{{tokens {}}}}} tokens of the \
         {tokens} that it may cost; an answer has at most {bytes} bytes.\n",
        tool.name.value
    );
    if let Some(reason) = &tool.unconfirmed {
        let _ = writeln!(page, "What it deletes needs no confirmation: {}\n", reason.value);
    }
}

fn annotation_row(name: &str, hints: Hints, runs: &str) -> String {
    let yes = |flag: bool| if flag { "yes" } else { "no" };
    format!(
        "| {name} | {} | {} | {} | {} | {runs} |",
        yes(hints.read_only),
        yes(hints.destructive),
        yes(hints.idempotent),
        yes(hints.open_world)
    )
}

fn runs(action: &Action) -> &'static str {
    match action.kind {
        Kind::Sync => "answers when it is done",
        Kind::Async => "starts a process",
    }
}

fn parameters(page: &mut String, spec: &Spec, tool: &Tool) {
    page.push_str("## Parameters\n\n");
    if tool.params.is_empty() {
        page.push_str("None.\n\n");
        return;
    }
    page.push_str("| Name | Type | Required | Meaning |\n|---|---|---|---|\n");
    for param in &tool.params {
        let mut doc = param.doc_with_unit();
        if let Some(default) = &param.default {
            let _ = write!(doc, " Default: `{}`.", default.value);
        }
        if param.unlisted {
            doc.push_str(" Taken, and not published.");
        }
        let (kind, required) = (type_text(spec, tool, param), required(tool, param));
        let _ = writeln!(page, "| `{}` | {kind} | {required} | {} |", param.name.value, cell(&doc));
    }
    page.push('\n');
    for rule in &tool.rules {
        let names = |fields: &[At<String>]| fields.iter().map(|field| format!("`{}`", field.value)).collect::<Vec<_>>();
        let _ = match rule {
            Rule::AtLeastOne { fields, error } => {
                writeln!(page, "- At least one of {} is given, else `{}`.", names(fields).join(", "), error.value)
            }
            Rule::Ordered { fields, error } => {
                writeln!(page, "- {} are in order, else `{}`.", names(fields).join(" and "), error.value)
            }
        };
    }
    if !tool.rules.is_empty() {
        page.push('\n');
    }
    if tool.has_actions() {
        page.push_str("| Action | Takes |\n|---|---|\n");
        for action in &tool.actions {
            let takes = tool.params_of(action).into_iter().filter(|param| param.name.value != "action");
            let takes: Vec<String> = takes.map(|param| format!("`{}`", param.name.value)).collect();
            let takes = if takes.is_empty() { "nothing else".to_owned() } else { takes.join(", ") };
            let _ = writeln!(page, "| `{}` | {takes} |", action.name.value);
        }
        page.push('\n');
    }
}

fn required(tool: &Tool, param: &Param) -> String {
    let needs = |action: &&Action| action.needs.iter().any(|need| need.value == param.name.value);
    let needed: Vec<&str> = tool.actions.iter().filter(needs).map(|action| action.name.as_str()).collect();
    match (param.required, needed.is_empty()) {
        (true, _) => "yes".to_owned(),
        (false, true) => "no".to_owned(),
        (false, false) => format!("for {}", needed.join(", ")),
    }
}

fn type_text(spec: &Spec, tool: &Tool, param: &Param) -> String {
    let range = match (param.min, param.max) {
        (Some(min), Some(max)) => format!(", {min} to {max}"),
        (Some(min), None) => format!(", at least {min}"),
        (None, Some(max)) => format!(", at most {max}"),
        (None, None) => String::new(),
    };
    match &param.kind {
        TypeRef::Named(name) if name.value == "Action" => {
            tool.actions.iter().map(|action| format!("`{}`", action.name.value)).collect::<Vec<_>>().join(", ")
        }
        TypeRef::Named(name) => {
            let link = type_of(spec, &param.kind, UP);
            match (spec.types.scalar(name), spec.types.enumeration(name)) {
                (Some(scalar), _) => format!("{link}: {}", cell(&scalar.rule)),
                (_, Some(set)) => {
                    let values: Vec<String> =
                        set.values.iter().map(|(value, _)| format!("`{}`", value.value)).collect();
                    format!("{link}: {}", values.join(", "))
                }
                _ => link,
            }
        }
        TypeRef::List(_) => format!("{}, at most {}", type_of(spec, &param.kind, UP), param.max_items),
        kind => type_of(spec, kind, UP) + &range,
    }
}

fn calls(page: &mut String, tool: &Tool) {
    page.push_str("## What it does on the platform\n\n");
    for action in &tool.actions {
        let calls: Vec<String> =
            action.calls.iter().map(|call| format!("[`{0}`](../operations.md#{0})", call.value)).collect();
        let calls = if calls.is_empty() { "nothing".to_owned() } else { calls.join(", ") };
        let _ = if action.name.is_empty() {
            writeln!(page, "It calls {calls} and {}.", runs(action))
        } else {
            writeln!(page, "- `{}`: {} It calls {calls}.", action.name.value, action.doc)
        };
    }
    page.push('\n');
}

fn errors(page: &mut String, spec: &Spec, tool: &Tool) {
    page.push_str("## Errors\n\n");
    let groups = spec.groups_of(tool);
    let codes = spec.codes_of(tool);
    let own: Vec<&ErrorDef> = codes
        .iter()
        .filter(|code| !groups.iter().any(|group| group.has(code)))
        .filter_map(|code| spec.error(code))
        .collect();
    error_table(page, spec, &own);
    for group in groups {
        let _ = writeln!(page, "{}\n", group.doc);
        let of_group: Vec<&ErrorDef> = group.codes.iter().filter_map(|code| spec.error(&code.code)).collect();
        error_table(page, spec, &of_group);
    }
}

fn error_table(page: &mut String, spec: &Spec, errors: &[&ErrorDef]) {
    if errors.is_empty() {
        return;
    }
    page.push_str("| Code | Meaning and cause | What to do |\n|---|---|---|\n");
    for error in errors {
        let code = &error.code.value;
        let mut advice = error.suggestion.value.clone();
        if let Some(next) = error.next.as_ref().filter(|next| spec.tool(&next.tool).is_some()) {
            let _ = write!(advice, " Next: {}.", call(next));
        }
        if error.retryable {
            advice.push_str(" A retry can help.");
        }
        let _ = writeln!(
            page,
            "| [`{code}`](../errors.md#{}) | {} {} | {} |",
            code.to_lowercase(),
            cell(&error.meaning),
            cell(&error.cause),
            cell(&advice)
        );
    }
    page.push('\n');
}

fn result(page: &mut String, spec: &Spec, tool: &Tool) {
    let Some(record) = spec.types.record(&tool.output) else { return };
    let text = match tool.render {
        Render::Json => "The text is the record as JSON.",
        Render::Text => "The text is its field `text`.",
        Render::Lines => "The text has a line for each entry; the record stands beside it.",
    };
    let name = &record.name.value;
    let _ = writeln!(
        page,
        "## Result\n\nA [{name}](../records.md#{}). {} {text}\n\n| Field | Type | Meaning |\n|---|---|---|",
        name.to_lowercase(),
        record.doc
    );
    for field in &record.fields {
        let optional = if field.optional { ", optional" } else { "" };
        let kind = type_of(spec, &field.kind, UP);
        let _ = writeln!(page, "| `{}` | {kind}{optional} | {} |", field.name.value, cell(&field.doc));
    }
    page.push('\n');
}

fn example_section(page: &mut String, tool: &Tool, example: &Example) {
    let args = serde_json::to_string_pretty(&Value::Object(example.args.clone())).unwrap_or_default();
    let _ = writeln!(page, "### {}\n\n```json\n{args}\n```\n", example.title.value);
    if let Some(human) = &example.given.human {
        let _ = writeln!(page, "The human is asked, and the answer is: {human}.\n");
    }
    if let Some(error) = &example.error {
        let _ = writeln!(page, "It answers [`{0}`](../errors.md#{1}).\n", error.value, error.value.to_lowercase());
    }
    let _ = writeln!(page, "{{{{snapshot {}}}}}\n", tests::snapshot_name(tool, example));
}
