//! The published JSON schemas. They are flat objects: clients do not understand top-level
//! combinators, and a model reads every token. So the form and the length of a text are left to the decoder and
//! the documentation: they cost tokens in every list and help no model to choose.

use serde_json::{Map, Value, json};

use super::super::model::{Param, Record, Spec, Tool, TypeRef};
use super::super::tables;
use crate::domain::params::Kind;

/// What `tools/list` publishes as the input of a tool.
pub(crate) fn input(spec: &Spec, tool: &Tool) -> Value {
    of_params(spec, tool, |param| !param.unlisted)
}

/// The same with what is taken and not published.
pub(crate) fn accepted(spec: &Spec, tool: &Tool) -> Value {
    of_params(spec, tool, |_| true)
}

fn of_params(spec: &Spec, tool: &Tool, is_in: fn(&Param) -> bool) -> Value {
    let mut properties = Map::new();
    for param in tool.params.iter().filter(|param| is_in(param)) {
        properties.insert(param.name.value.clone(), property(spec, tool, param));
    }
    let required: Vec<&str> =
        tool.params.iter().filter(|param| param.required).map(|param| param.name.as_str()).collect();
    let mut schema = json!({ "type": "object", "properties": properties });
    if !required.is_empty() {
        schema["required"] = json!(required);
    }
    schema["additionalProperties"] = json!(false);
    schema
}

fn property(spec: &Spec, tool: &Tool, param: &Param) -> Value {
    let Value::Object(mut schema) = of_kind(&tables::kind(spec, tool, param, &param.kind)) else {
        return Value::Null;
    };
    let mut doc = param.doc_with_unit();
    if param.name.value == "action" {
        doc = action_doc(tool);
    }
    schema.insert("description".to_owned(), Value::String(doc));
    if let Some(default) = &param.default {
        schema.insert("default".to_owned(), default.value.clone());
    }
    Value::Object(schema)
}

/// The actions with what each does, in one line.
fn action_doc(tool: &Tool) -> String {
    let docs: Vec<String> =
        tool.actions.iter().map(|action| format!("{}: {}", action.name.value, action.doc)).collect();
    docs.join(" ")
}

fn of_kind(kind: &Kind) -> Value {
    let mut schema = Map::new();
    let mut set = |key: &str, value: Value| {
        schema.insert(key.to_owned(), value);
    };
    match kind {
        Kind::Boolean => set("type", json!("boolean")),
        Kind::Integer { min, max } => {
            set("type", json!("integer"));
            bound(&mut set, "minimum", min.map(|min| json!(min)));
            bound(&mut set, "maximum", max.map(|max| json!(max)));
        }
        Kind::Number { min, max } => {
            set("type", json!("number"));
            bound(&mut set, "minimum", min.map(number));
            bound(&mut set, "maximum", max.map(number));
        }
        Kind::Text(_) => set("type", json!("string")),
        Kind::Enum(values) => {
            set("type", json!("string"));
            set("enum", json!(values));
        }
        Kind::List { item, .. } => {
            set("type", json!("array"));
            set("items", of_kind(item));
        }
        Kind::Record(fields) => {
            let properties = fields.iter().map(|field| (field.name.to_owned(), of_kind(&field.kind)));
            let properties: Map<String, Value> = properties.collect();
            let required: Vec<&str> = fields.iter().filter(|field| field.required).map(|field| field.name).collect();
            set("type", json!("object"));
            set("properties", Value::Object(properties));
            set("required", json!(required));
            set("additionalProperties", json!(false));
        }
    }
    Value::Object(schema)
}

fn bound(set: &mut impl FnMut(&str, Value), key: &str, value: Option<Value>) {
    if let Some(value) = value {
        set(key, value);
    }
}

/// A bound as it was written: 1 and not 1.0.
fn number(value: f64) -> Value {
    #[expect(clippy::cast_possible_truncation, reason = "the number is whole and small")]
    if value.fract() == 0.0 && value.abs() < 1e15 { json!(value as i64) } else { json!(value) }
}

pub(super) fn output(spec: &Spec, tool: &Tool) -> Value {
    spec.types.record(&tool.output).map_or(Value::Null, |record| of_record(spec, record, false))
}

/// Nested records are written in place, so that no client has to follow a reference.
fn of_record(spec: &Spec, record: &Record, nested: bool) -> Value {
    let mut properties = Map::new();
    for field in &record.fields {
        let mut schema = of_type(spec, &field.kind);
        if let Value::Object(schema) = &mut schema {
            schema.insert("description".to_owned(), json!(field.doc));
        }
        properties.insert(field.name.value.clone(), schema);
    }
    let required: Vec<&str> =
        record.fields.iter().filter(|field| !field.optional).map(|field| field.name.as_str()).collect();
    let mut schema = json!({ "type": "object", "properties": properties });
    if !required.is_empty() {
        schema["required"] = json!(required);
    }
    if !nested {
        schema["description"] = json!(record.doc);
    }
    schema
}

fn of_type(spec: &Spec, kind: &TypeRef) -> Value {
    match kind {
        TypeRef::Text => json!({ "type": "string" }),
        TypeRef::Integer => json!({ "type": "integer" }),
        TypeRef::Number => json!({ "type": "number" }),
        TypeRef::Boolean => json!({ "type": "boolean" }),
        TypeRef::Call => json!({ "type": "object" }),
        TypeRef::List(item) => json!({ "type": "array", "items": of_type(spec, item) }),
        TypeRef::Named(name) => match (spec.types.record(name), spec.types.enumeration(name)) {
            (Some(record), _) => of_record(spec, record, true),
            (_, Some(def)) => {
                let values: Vec<&str> = def.values.iter().map(|(value, _)| value.as_str()).collect();
                json!({ "type": "string", "enum": values })
            }
            _ => json!({ "type": "string" }),
        },
    }
}
