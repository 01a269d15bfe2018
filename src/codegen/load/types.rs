//! `spec/types.yaml`: scalars, enums and records; and the notation of a type anywhere.

use super::super::diagnostics::At;
use super::super::fields::Fields;
use super::super::model::{EnumDef, Record, RecordField, Scalar, TypeRef, Types};
use super::super::reader::Reader;
use super::pattern;
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
    let fields = reader.named("scalar", &name, node)?;
    let doc = fields.text("doc").value;
    let pattern = fields.optional_text("pattern");
    let pattern = pattern.filter(|pattern| match pattern::fault(pattern) {
        None => true,
        Some(label) => {
            reader.report().fault(&pattern.place, "a pattern must be valid and fit the whole string", label);
            false
        }
    });
    let (min_length, max_length) = (fields.count("minLength"), fields.count("maxLength"));
    if let (Some(min), Some(max)) = (&min_length, &max_length)
        && min.value > max.value
    {
        let message = format!("`minLength` of `{}` exceeds its `maxLength`", name.value);
        reader.report().fault(&min.place, message, "no string fits");
    }
    let rule = fields.text("rule").value;
    let error = fields.optional_text("error");
    let missing = fields.optional_text("missing");
    let local = fields.flag("local");
    let is = is(reader, &fields);
    fields.finish();
    Some(Scalar {
        name,
        doc,
        pattern: pattern.map(|pattern| pattern.value),
        min_length: min_length.map_or(0, |min| min.value),
        max_length: max_length.map_or(usize::MAX, |max| max.value),
        rule,
        error,
        missing,
        local,
        is,
    })
}

/// The type of the program that a type of the spec is.
fn is(reader: Reader<'_>, fields: &Fields<'_>) -> Option<At<String>> {
    let path = fields.optional_text("is")?;
    let is_name =
        |name: &str| !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    if path.value.starts_with("domain::") && path.value.split("::").all(is_name) {
        return Some(path);
    }
    reader.report().fault(&path.place, "`is` names no type of `domain`", "write it as `domain::module::Type`");
    None
}

fn enumeration(reader: Reader<'_>, name: At<String>, node: &Node) -> Option<EnumDef> {
    let fields = reader.named("enum", &name, node)?;
    let doc = fields.text("doc").value;
    let node = fields.required("values");
    let mut values = Vec::new();
    for (value, node) in node.and_then(|node| reader.entries(node, &fields.of("values"))).unwrap_or_default() {
        let doc = reader.text(node, &format!("the doc of `{}`", value.value));
        values.push((value, doc.map(|doc| doc.value).unwrap_or_default()));
    }
    if let Some(node) = node.filter(|node| matches!(&node.data, Data::Mapping(entries) if entries.is_empty())) {
        reader.fault(node, format!("enum `{}` has no value", name.value), "nothing could be given");
    }
    fields.finish();
    Some(EnumDef { name, doc, values })
}

fn record(reader: Reader<'_>, name: At<String>, node: &Node) -> Option<Record> {
    let fields = reader.named("record", &name, node)?;
    let doc = fields.text("doc").value;
    let is = is(reader, &fields);
    let node = fields.required("fields");
    let mut list = Vec::new();
    for (field, node) in node.and_then(|node| reader.entries(node, &fields.of("fields"))).unwrap_or_default() {
        let Some(entry) = reader.named("field", &field, node) else { continue };
        let kind = entry.required("type").and_then(|node| type_ref(reader, node));
        let doc = entry.text("doc").value;
        let optional = entry.flag("optional");
        entry.finish();
        list.push(RecordField { name: field, kind: kind.unwrap_or(TypeRef::Text), doc, optional });
    }
    fields.finish();
    Some(Record { name, doc, is, fields: list })
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
