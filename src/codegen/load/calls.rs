//! The notation of a suggested call and of the surroundings of an example.

use serde_json::{Map, Value};

use super::super::model::{CallDef, Given};
use super::super::reader::{Fields, Reader};
use crate::domain::yaml::Node;

const TOKENS: &[(&str, &str)] = &[
    ("valid", "valid"),
    ("none", "none"),
    ("invalid", "invalid"),
    ("expired", "expired"),
    ("read-only", "read-only"),
    ("no-project", "no-project"),
    ("two-projects", "two-projects"),
];
const HUMANS: &[(&str, &str)] = &[("accept", "accept"), ("refuse", "refuse")];

pub(super) fn call(reader: Reader<'_>, node: &Node) -> Option<CallDef> {
    let fields = reader.fields(node, "a suggested call")?;
    let tool = fields.text("tool");
    let args = object(&fields, "args");
    fields.finish();
    Some(CallDef { tool: tool?, args })
}

pub(super) fn given(reader: Reader<'_>, node: &Node) -> Given {
    let Some(fields) = reader.fields(node, "`given`") else { return Given::default() };
    let given = Given {
        seed: fields.optional_text("seed").map(|seed| seed.value),
        token: fields.optional("token").and_then(|node| reader.word(node, "token", TOKENS)).map(str::to_owned),
        control: objects(&fields, "control"),
        faults: objects(&fields, "faults"),
        settings: object(&fields, "settings"),
        human: fields.optional("human").and_then(|node| reader.word(node, "answer", HUMANS)).map(str::to_owned),
    };
    fields.finish();
    given
}

pub(super) fn object(fields: &Fields<'_>, key: &'static str) -> Map<String, Value> {
    let Some(node) = fields.optional(key) else { return Map::new() };
    if fields.reader().entries(node, &format!("`{key}`")).is_none() {
        return Map::new();
    }
    match fields.reader().json(node) {
        Value::Object(map) => map,
        _ => Map::new(),
    }
}

fn objects(fields: &Fields<'_>, key: &'static str) -> Vec<Value> {
    let Some(node) = fields.optional(key) else { return Vec::new() };
    let reader = fields.reader();
    reader.items(node, &format!("`{key}`")).iter().map(|item| reader.json(item)).collect()
}
