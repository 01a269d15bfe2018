//! `spec/errors.yaml`: the codes and the groups they come in by.

use super::super::diagnostics::At;
use super::super::model::{ErrorDef, ErrorGroup, GroupCode, Recipe};
use super::super::reader::Reader;
use super::calls;
use crate::domain::yaml::Node;

pub(super) fn load(reader: Reader<'_>, root: &Node) -> (Vec<ErrorDef>, Vec<ErrorGroup>) {
    let (mut codes, mut groups) = (Vec::new(), Vec::new());
    let Some(fields) = reader.fields(root, "errors.yaml") else { return (codes, groups) };
    if let Some(node) = fields.required("codes") {
        let entries = reader.entries(node, "`codes`").unwrap_or_default();
        codes.extend(entries.into_iter().filter_map(|(code, node)| load_code(reader, code, node)));
    }
    if let Some(node) = fields.optional("groups") {
        let entries = reader.entries(node, "`groups`").unwrap_or_default();
        groups.extend(entries.into_iter().filter_map(|(name, node)| load_group(reader, name, node)));
    }
    fields.finish();
    (codes, groups)
}

fn load_code(reader: Reader<'_>, code: At<String>, node: &Node) -> Option<ErrorDef> {
    let entry = reader.named("code", &code, node)?;
    let (meaning, cause, suggestion) = (entry.text("meaning"), entry.text("cause"), entry.text("suggestion"));
    let retryable = entry.flag("retryable");
    let next = entry.optional("next").and_then(|node| calls::call(reader, node));
    entry.finish();
    Some(ErrorDef { code, meaning: meaning.value, cause: cause.value, suggestion, retryable, next })
}

fn load_group(reader: Reader<'_>, name: At<String>, node: &Node) -> Option<ErrorGroup> {
    let entry = reader.named("group", &name, node)?;
    let doc = entry.text("doc").value;
    let server = entry.flag("server");
    let node = entry.required("codes");
    let members = node.and_then(|node| reader.entries(node, "`codes` of a group")).unwrap_or_default();
    let codes = members.into_iter().map(|(code, node)| GroupCode { code, recipe: recipe(reader, node) }).collect();
    entry.finish();
    Some(ErrorGroup { name, doc, server, codes })
}

fn recipe(reader: Reader<'_>, node: &Node) -> Option<Recipe> {
    if node.is_null() {
        return None;
    }
    let Some(fields) = reader.fields(node, "a recipe") else { return Some(Recipe::default()) };
    let given = fields.optional("given").map(|node| calls::given(reader, node)).unwrap_or_default();
    let args = fields.optional("args").map(|node| reader.object(node, "`args`")).unwrap_or_default();
    fields.finish();
    Some(Recipe { given, args })
}
