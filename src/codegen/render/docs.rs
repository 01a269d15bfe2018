//! `docs/**`: one page a tool, the error catalogue and the type catalogue, in Markdown.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde_json::Value;

use super::super::hints;
use super::super::model::{Example, Kind, Param, Rule, Spec, Tool, TypeRef};
use super::tests;

pub(super) fn render(spec: &Spec) -> BTreeMap<String, String> {
    let mut pages = BTreeMap::new();
    for tool in &spec.tools {
        pages.insert(format!("tools/{}.md", tool.name.value), tool_page(spec, tool));
    }
    pages.insert("errors.md".to_owned(), errors_page(spec));
    pages.insert("types.md".to_owned(), catalog_page(spec));
    pages.insert("operations.md".to_owned(), operations_page(spec));
    pages
}

fn header(source: &str) -> String {
    format!("<!-- Source: {source}. Written by build.rs (src/codegen/render/docs.rs); edit the spec. -->\n\n")
}

fn tool_page(spec: &Spec, tool: &Tool) -> String {
    let name = &tool.name.value;
    let mut page = header(&format!("spec/tools/{name}.yaml"));
    let _ = writeln!(page, "# {name}\n\n{}\n", tool.summary.value);
    if !tool.docs.is_empty() {
        let _ = writeln!(page, "{}\n", tool.docs.trim());
    }
    annotations(&mut page, spec, tool);
    parameters(&mut page, spec, tool);
    actions(&mut page, tool);
    errors(&mut page, spec, tool);
    result(&mut page, spec, tool);
    let _ = writeln!(page, "## Examples\n\nEach one is executed by the tests; the answers are their snapshots.\n");
    for example in &tool.examples {
        example_section(&mut page, tool, example);
    }
    page.trim_end().to_owned() + "\n"
}

fn annotations(page: &mut String, spec: &Spec, tool: &Tool) {
    let hints = hints::of_tool(spec, tool);
    let yes = |flag: bool| if flag { "yes" } else { "no" };
    let _ = writeln!(page, "| Read-only | Destructive | Idempotent | Group |\n|---|---|---|---|");
    let _ = writeln!(
        page,
        "| {} | {} | {} | {} |\n",
        yes(hints.read_only),
        yes(hints.destructive),
        yes(hints.idempotent),
        tool.group.value
    );
}

fn parameters(page: &mut String, spec: &Spec, tool: &Tool) {
    page.push_str("## Parameters\n\n");
    if tool.params.is_empty() {
        page.push_str("None.\n\n");
        return;
    }
    page.push_str("| Name | Type | Required | Meaning |\n|---|---|---|---|\n");
    for param in &tool.params {
        let needed: Vec<&str> = tool
            .actions
            .iter()
            .filter(|action| action.needs.iter().any(|need| need.value == param.name.value))
            .map(|action| action.name.as_str())
            .collect();
        let required = match (param.required, needed.is_empty()) {
            (true, _) => "yes".to_owned(),
            (false, true) => "no".to_owned(),
            (false, false) => format!("for {}", needed.join(", ")),
        };
        let mut doc = param.doc_with_unit();
        if let Some(default) = &param.default {
            let _ = write!(doc, " Default: {}.", default.value);
        }
        let kind = type_text(spec, tool, param);
        let _ = writeln!(page, "| `{}` | {kind} | {required} | {doc} |", param.name.value);
    }
    page.push('\n');
    for rule in &tool.rules {
        let names = |fields: &[super::super::diagnostics::At<String>]| {
            fields.iter().map(|field| format!("`{}`", field.value)).collect::<Vec<_>>()
        };
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
}

fn type_text(spec: &Spec, tool: &Tool, param: &Param) -> String {
    let range = match (param.min, param.max) {
        (Some(min), Some(max)) => format!(", {min} to {max}"),
        (Some(min), None) => format!(", at least {min}"),
        (None, Some(max)) => format!(", at most {max}"),
        (None, None) => String::new(),
    };
    match &param.kind {
        TypeRef::Text => "string".to_owned(),
        TypeRef::Integer => format!("integer{range}"),
        TypeRef::Number => format!("number{range}"),
        TypeRef::Boolean => "boolean".to_owned(),
        TypeRef::Call => "call".to_owned(),
        TypeRef::List(_) => format!("list of at most {}", param.max_items),
        TypeRef::Named(name) if name.value == "Action" => {
            tool.actions.iter().map(|action| format!("`{}`", action.name.value)).collect::<Vec<_>>().join(", ")
        }
        TypeRef::Named(name) => match (spec.types.scalar(name), spec.types.enumeration(name)) {
            (Some(scalar), _) => scalar.rule.clone(),
            (_, Some(def)) => {
                def.values.iter().map(|(value, _)| format!("`{}`", value.value)).collect::<Vec<_>>().join(", ")
            }
            _ => name.value.clone(),
        },
    }
}

fn actions(page: &mut String, tool: &Tool) {
    page.push_str("## What it does on the platform\n\n");
    for action in &tool.actions {
        let calls: Vec<String> = action.calls.iter().map(|call| format!("`{}`", call.value)).collect();
        let calls = if calls.is_empty() { "nothing".to_owned() } else { calls.join(", ") };
        let kind = match action.kind {
            Kind::Sync => "answers when it is done",
            Kind::Async => "starts a process",
        };
        let _ = if action.name.is_empty() {
            writeln!(page, "It calls {calls} and {kind}.")
        } else {
            writeln!(page, "- `{}`: {} It calls {calls} and {kind}.", action.name.value, action.doc)
        };
    }
    page.push('\n');
}

fn errors(page: &mut String, spec: &Spec, tool: &Tool) {
    page.push_str("## Errors\n\n| Code | Meaning | What to do | Retry |\n|---|---|---|---|\n");
    for code in spec.codes_of(tool) {
        if let Some(error) = spec.error(code) {
            let retry = if error.retryable { "yes" } else { "no" };
            let _ = writeln!(
                page,
                "| [`{code}`](../errors.md#{}) | {} | {} | {retry} |",
                code.to_lowercase(),
                error.meaning,
                error.suggestion.value
            );
        }
    }
    page.push('\n');
}

fn result(page: &mut String, spec: &Spec, tool: &Tool) {
    let Some(record) = spec.types.record(&tool.output) else { return };
    let _ = writeln!(page, "## Result\n\n{} At most {} bytes.\n", record.doc, tool.budget_bytes);
    page.push_str("| Field | Meaning |\n|---|---|\n");
    for field in &record.fields {
        let optional = if field.optional { " May be absent." } else { "" };
        let _ = writeln!(page, "| `{}` | {}{optional} |", field.name.value, field.doc);
    }
    page.push('\n');
}

fn example_section(page: &mut String, tool: &Tool, example: &Example) {
    let args = serde_json::to_string_pretty(&Value::Object(example.args.clone())).unwrap_or_default();
    let _ = writeln!(page, "### {}\n\n```json\n{args}\n```\n", example.title.value);
    if let Some(error) = &example.error {
        let _ = writeln!(page, "Answers `{}`.\n", error.value);
    }
    let _ = writeln!(page, "{{{{snapshot {}}}}}\n", tests::snapshot_name(tool, example));
}

fn errors_page(spec: &Spec) -> String {
    let mut page = header("spec/errors.yaml");
    page.push_str("# Error codes\n\nEvery code that a tool can answer, with its cause and what to do next.\n\n");
    for error in &spec.errors {
        let code = &error.code.value;
        let tools: Vec<String> = spec
            .tools
            .iter()
            .filter(|tool| spec.codes_of(tool).contains(&code.as_str()))
            .map(|tool| format!("[`{0}`](tools/{0}.md)", tool.name.value))
            .collect();
        let by = if tools.is_empty() { "the server itself".to_owned() } else { tools.join(", ") };
        let retry = if error.retryable { "A retry can help." } else { "A retry does not help." };
        let _ = writeln!(page, "## {code}\n\n{}\n\n- Cause: {}", error.meaning, error.cause);
        let _ = writeln!(page, "- What to do: {}\n- {retry}\n- Answered by: {by}", error.suggestion.value);
        if let Some(next) = &error.next {
            let args = Value::Object(next.args.clone());
            let _ = writeln!(page, "- Next call: `{} {args}`", next.tool.value);
        }
        page.push('\n');
    }
    page.trim_end().to_owned() + "\n"
}

fn catalog_page(spec: &Spec) -> String {
    let mut page = header("spec/catalog.yaml");
    page.push_str("# Service types\n\nWhat `type` may be in an import.\n\n");
    for section in &spec.catalog {
        let _ = writeln!(page, "## {}\n\n| Type | Name | Versions | Note |\n|---|---|---|---|", section.title);
        for family in &section.families {
            let versions: Vec<String> =
                family.versions.iter().map(|version| format!("`{}@{}`", family.name.value, version.value)).collect();
            let versions = if versions.is_empty() { format!("`{}`", family.name.value) } else { versions.join(", ") };
            let note = family.note.as_deref().unwrap_or("");
            let _ = writeln!(page, "| `{}` | {} | {versions} | {note} |", family.name.value, family.title);
        }
        page.push('\n');
    }
    page.trim_end().to_owned() + "\n"
}

fn operations_page(spec: &Spec) -> String {
    let mut page = header("spec/platform.yaml");
    page.push_str("# Platform operations\n\nEvery call that zcp makes to the platform.\n\n");
    page.push_str("| Operation | Call | Effect | Meaning |\n|---|---|---|---|\n");
    for operation in &spec.operations {
        let _ = writeln!(
            page,
            "| `{}` | `{} {}` | {:?} | {} |",
            operation.name.value, operation.method, operation.path, operation.effect, operation.doc
        );
    }
    if !spec.effects.is_empty() {
        page.push_str("\n# Other effects\n\n| Name | Effect | Meaning |\n|---|---|---|\n");
    }
    for effect in &spec.effects {
        let _ = writeln!(page, "| `{}` | {:?} | {} |", effect.name.value, effect.effect, effect.doc);
    }
    page
}
