//! The surface that the spec declares.

use serde_json::{Map, Value, json};

use super::super::model::{Rule, Spec, Tool};
use super::super::render;

/// The tools by name, each with what it takes.
#[must_use]
pub fn of(spec: &Spec) -> Map<String, Value> {
    spec.tools.iter().map(|tool| (tool.name.value.clone(), of_tool(spec, tool))).collect()
}

fn of_tool(spec: &Spec, tool: &Tool) -> Value {
    let schema = render::accepted_schema(spec, tool);
    let mut params = schema["properties"].as_object().cloned().unwrap_or_default();
    for param in params.values_mut().filter_map(Value::as_object_mut) {
        param.shift_remove("description");
    }
    let mut surface = json!({ "params": params });
    if let Some(required) = schema.get("required") {
        surface["required"] = required.clone();
    }
    if tool.has_actions() {
        let actions = tool.actions.iter().map(|action| {
            let takes: Vec<&str> = tool.params_of(action).iter().map(|param| param.name.as_str()).collect();
            let needs: Vec<&str> = action.needs.iter().map(|name| name.as_str()).collect();
            (action.name.value.clone(), json!({ "takes": takes, "needs": needs }))
        });
        surface["actions"] = Value::Object(actions.collect());
    }
    let rules: Vec<Value> = tool.rules.iter().map(rule).collect();
    if !rules.is_empty() {
        surface["rules"] = Value::Array(rules);
    }
    surface
}

fn rule(rule: &Rule) -> Value {
    let (kind, fields) = match rule {
        Rule::AtLeastOne { fields, .. } => ("atLeastOne", fields),
        Rule::Ordered { fields, .. } => ("ordered", fields),
    };
    let names: Vec<&str> = fields.iter().map(|field| field.as_str()).collect();
    json!({ kind: names })
}

/// The text of `spec/released.json` for a surface; one without a date is a candidate.
#[must_use]
pub fn recorded(version: &str, date: Option<&str>, tools: &Map<String, Value>) -> String {
    let file = json!({ "version": version, "date": date, "tools": tools });
    serde_json::to_string_pretty(&file).unwrap_or_default() + "\n"
}
