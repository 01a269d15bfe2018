//! What `spec/types.yaml` declares: the types of parameters, and the records of results.

use std::fmt::Write as _;

use super::super::super::model::{Spec, TypeRef};
use super::text::{cell, finished, header, type_of};

/// Strings with a rule, and closed sets.
pub(super) fn types(spec: &Spec) -> String {
    let mut page = header("spec/types.yaml", "records");
    page.push_str("# Types\n\nThe types of parameters. Booleans and numbers are also taken as strings.\n\n");
    page.push_str("## Strings with a rule\n");
    for scalar in &spec.types.scalars {
        let _ = writeln!(page, "\n### {}\n\n{} It is {}.\n", scalar.name.value, scalar.doc, scalar.rule);
        if let Some(pattern) = &scalar.pattern {
            let _ = writeln!(page, "- Pattern: `{pattern}`");
        }
        for (code, when) in [(&scalar.error, "Anything else"), (&scalar.missing, "Its absence where it is required")] {
            if let Some(code) = code {
                let _ = writeln!(page, "- {when}: [`{0}`](errors.md#{1})", code.value, code.value.to_lowercase());
            }
        }
        users(&mut page, spec, &scalar.name);
    }
    page.push_str("\n## Closed sets\n");
    for set in &spec.types.enums {
        let _ = writeln!(page, "\n### {}\n\n{}\n\n| Value | Meaning |\n|---|---|", set.name.value, set.doc);
        for (value, doc) in &set.values {
            let _ = writeln!(page, "| `{}` | {} |", value.value, cell(doc));
        }
        page.push('\n');
        users(&mut page, spec, &set.name);
    }
    finished(&page)
}

/// Records of results, with their fields.
pub(super) fn records(spec: &Spec) -> String {
    let mut page = header("spec/types.yaml", "records");
    page.push_str(
        "# Records\n\nWhat results are made of. A field that is optional may be absent; more fields may come.\n",
    );
    page.push_str("\n## call\n\nA call to make next: `tool` is its name, `args` are its arguments.\n");
    for record in &spec.types.records {
        let _ = writeln!(page, "\n## {}\n\n{}\n", record.name.value, record.doc);
        let tools: Vec<String> = spec
            .tools
            .iter()
            .filter(|tool| tool.output.value == record.name.value)
            .map(|tool| format!("[`{0}`](tools/{0}.md)", tool.name.value))
            .collect();
        if !tools.is_empty() {
            let _ = writeln!(page, "Answered by {}.\n", tools.join(", "));
        }
        page.push_str("| Field | Type | Meaning |\n|---|---|---|\n");
        for field in &record.fields {
            let optional = if field.optional { ", optional" } else { "" };
            let kind = type_of(spec, &field.kind, "");
            let _ = writeln!(page, "| `{}` | {kind}{optional} | {} |", field.name.value, cell(&field.doc));
        }
    }
    finished(&page)
}

/// The parameters of a type.
fn users(page: &mut String, spec: &Spec, name: &str) {
    let is_of = |kind: &TypeRef| match kind {
        TypeRef::Named(one) => one.value == name,
        TypeRef::List(item) => matches!(&**item, TypeRef::Named(one) if one.value == name),
        _ => false,
    };
    let mut users = Vec::new();
    for tool in &spec.tools {
        let params = tool.params.iter().filter(|param| is_of(&param.kind));
        let params: Vec<String> = params.map(|param| format!("`{}`", param.name.value)).collect();
        if !params.is_empty() {
            users.push(format!("{} of [{1}](tools/{1}.md)", params.join(" and "), tool.name.value));
        }
    }
    if !users.is_empty() {
        let _ = writeln!(page, "- Parameters: {}", users.join(", "));
    }
}
