//! `spec/types.yaml`: scalars, enums and records; and the notation of a type anywhere.

use super::super::diagnostics::At;
use super::super::model::{EnumDef, Record, RecordField, Scalar, TypeRef, Types};
use super::super::reader::Reader;
use crate::domain::yaml::{Data, Node};

pub(super) fn load(reader: Reader<'_>, root: &Node) -> Types {
    let mut types = Types::default();
    let Some(fields) = reader.fields(root, "types.yaml") else { return types };
    if let Some(node) = fields.optional("scalars") {
        let entries = reader.entries(node, "`scalars`").unwrap_or_default();
        types.scalars = entries.into_iter().filter_map(|(name, node)| scalar(reader, name, node)).collect();
    }
    if let Some(node) = fields.optional("enums") {
        let entries = reader.entries(node, "`enums`").unwrap_or_default();
        types.enums = entries.into_iter().filter_map(|(name, node)| enumeration(reader, name, node)).collect();
    }
    if let Some(node) = fields.optional("records") {
        let entries = reader.entries(node, "`records`").unwrap_or_default();
        types.records = entries.into_iter().filter_map(|(name, node)| record(reader, name, node)).collect();
    }
    fields.finish();
    types
}

fn scalar(reader: Reader<'_>, name: At<String>, node: &Node) -> Option<Scalar> {
    let fields = reader.fields(node, format!("scalar `{}`", name.value))?;
    let doc = fields.text("doc");
    let pattern = fields.optional_text("pattern");
    if let Some(pattern) = &pattern {
        let anchored = pattern.starts_with('^') && pattern.ends_with('$');
        if !anchored || regex_lite::Regex::new(pattern).is_err() {
            let label = "write a regular expression between `^` and `$`";
            reader.report().fault(&pattern.place, "a pattern must be anchored and valid", label);
        }
    }
    let min_length = fields.count("minLength").unwrap_or(0);
    let max_length = fields.count("maxLength").unwrap_or(usize::MAX);
    let rule = fields.text("rule");
    let error = fields.optional_text("error");
    let missing = fields.optional_text("missing");
    fields.finish();
    Some(Scalar {
        name,
        doc: doc?.value,
        pattern: pattern.map(|pattern| pattern.value),
        min_length,
        max_length,
        rule: rule?.value,
        error,
        missing,
    })
}

fn enumeration(reader: Reader<'_>, name: At<String>, node: &Node) -> Option<EnumDef> {
    let fields = reader.fields(node, format!("enum `{}`", name.value))?;
    let doc = fields.text("doc");
    let node = fields.required("values");
    let mut values = Vec::new();
    for (value, node) in node.and_then(|node| reader.entries(node, "`values`")).unwrap_or_default() {
        if let Some(doc) = reader.text(node, &format!("the doc of `{}`", value.value)) {
            values.push((value, doc.value));
        }
    }
    fields.finish();
    Some(EnumDef { name, doc: doc?.value, values })
}

fn record(reader: Reader<'_>, name: At<String>, node: &Node) -> Option<Record> {
    let fields = reader.fields(node, format!("record `{}`", name.value))?;
    let doc = fields.text("doc");
    let node = fields.required("fields");
    let mut list = Vec::new();
    for (field, node) in node.and_then(|node| reader.entries(node, "`fields`")).unwrap_or_default() {
        let Some(entry) = reader.fields(node, format!("field `{}`", field.value)) else { continue };
        let kind = entry.required("type").and_then(|node| type_ref(reader, node));
        let doc = entry.text("doc");
        let optional = entry.flag("optional");
        entry.finish();
        if let (Some(kind), Some(doc)) = (kind, doc) {
            list.push(RecordField { name: field, kind, doc: doc.value, optional });
        }
    }
    fields.finish();
    Some(Record { name, doc: doc?.value, fields: list })
}

/// A type: a word, or a list of one type in brackets.
pub(super) fn type_ref(reader: Reader<'_>, node: &Node) -> Option<TypeRef> {
    if let Data::Sequence(items) = &node.data {
        if let [item] = items.as_slice() {
            return Some(TypeRef::List(Box::new(type_ref(reader, item)?)));
        }
        reader.fault(node, "a list type names one element type", "write it as `[Hostname]`");
        return None;
    }
    let word = reader.text(node, "a type")?;
    Some(match word.value.as_str() {
        "string" => TypeRef::Text,
        "integer" => TypeRef::Integer,
        "number" => TypeRef::Number,
        "boolean" => TypeRef::Boolean,
        "call" => TypeRef::Call,
        _ => TypeRef::Named(word),
    })
}
