//! Pieces of Markdown that several pages are made of.

use serde_json::Value;

use super::super::super::model::{CallDef, Spec, TypeRef};

/// The first lines of a page.
pub(super) fn header(source: &str, generator: &str) -> String {
    format!(
        "<!-- Source: {source}. Written by build.rs (src/codegen/render/docs/{generator}.rs); edit the source. -->\n\n"
    )
}

/// A text for the cell of a table: what would end the cell or begin an element is escaped.
pub(super) fn cell(text: &str) -> String {
    let mut cell = String::new();
    let mut in_code = false;
    for character in text.chars() {
        match character {
            '`' => in_code = !in_code,
            '|' => cell.push('\\'),
            '<' if !in_code => {
                cell.push_str("&lt;");
                continue;
            }
            '\n' => {
                cell.push(' ');
                continue;
            }
            _ => {}
        }
        cell.push(character);
    }
    cell
}

/// The type of a field, with a link to where it is declared. `up` leads to the folder of the pages.
pub(super) fn type_of(spec: &Spec, kind: &TypeRef, up: &str) -> String {
    match kind {
        TypeRef::Text => "string".to_owned(),
        TypeRef::Integer => "integer".to_owned(),
        TypeRef::Number => "number".to_owned(),
        TypeRef::Boolean => "boolean".to_owned(),
        TypeRef::Call => format!("[call]({up}records.md#call)"),
        TypeRef::List(item) => format!("list of {}", type_of(spec, item, up)),
        TypeRef::Named(name) => {
            let page = if spec.types.record(name).is_some() { "records" } else { "types" };
            format!("[{0}]({up}{page}.md#{1})", name.value, name.value.to_lowercase())
        }
    }
}

/// A suggested call as it is written.
pub(super) fn call(call: &CallDef) -> String {
    if call.args.is_empty() {
        return format!("`{}`", call.tool.value);
    }
    format!("`{} {}`", call.tool.value, Value::Object(call.args.clone()))
}

/// A page without blank lines at its end.
pub(super) fn finished(page: &str) -> String {
    page.trim_end().to_owned() + "\n"
}
