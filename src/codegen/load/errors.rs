//! `spec/errors.yaml`: the codes and the groups they come in by.

use super::super::model::{ErrorDef, ErrorGroup, GroupCode, Recipe};
use super::super::reader::Reader;
use super::calls;
use crate::domain::yaml::Node;

pub(super) fn load(reader: Reader<'_>, root: &Node) -> (Vec<ErrorDef>, Vec<ErrorGroup>) {
    let (mut codes, mut groups) = (Vec::new(), Vec::new());
    let Some(fields) = reader.fields(root, "errors.yaml") else { return (codes, groups) };
    if let Some(node) = fields.required("codes") {
        for (code, node) in reader.entries(node, "`codes`").unwrap_or_default() {
            let Some(entry) = reader.fields(node, format!("code `{}`", code.value)) else { continue };
            let texts = (entry.text("meaning"), entry.text("cause"), entry.text("suggestion"));
            let retryable = entry.flag("retryable");
            let next = entry.optional("next").and_then(|node| calls::call(reader, node));
            entry.finish();
            if let (Some(meaning), Some(cause), Some(suggestion)) = texts {
                codes.push(ErrorDef {
                    code,
                    meaning: meaning.value,
                    cause: cause.value,
                    suggestion: suggestion.value,
                    retryable,
                    next,
                });
            }
        }
    }
    if let Some(node) = fields.optional("groups") {
        for (name, node) in reader.entries(node, "`groups`").unwrap_or_default() {
            let Some(entry) = reader.fields(node, format!("group `{}`", name.value)) else { continue };
            let doc = entry.text("doc").map(|doc| doc.value).unwrap_or_default();
            let server = entry.flag("server");
            let mut members = Vec::new();
            for (code, node) in
                entry.required("codes").and_then(|node| reader.entries(node, "`codes`")).unwrap_or_default()
            {
                members.push(GroupCode { code, recipe: recipe(reader, node) });
            }
            entry.finish();
            groups.push(ErrorGroup { name, doc, server, codes: members });
        }
    }
    fields.finish();
    (codes, groups)
}

fn recipe(reader: Reader<'_>, node: &Node) -> Option<Recipe> {
    if node.is_null() {
        return None;
    }
    let fields = reader.fields(node, "a recipe")?;
    let given = fields.optional("given").map(|node| calls::given(reader, node)).unwrap_or_default();
    let args = calls::object(&fields, "args");
    fields.finish();
    Some(Recipe { given, args })
}
