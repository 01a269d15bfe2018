//! What is left of a tool when some of its actions are not offered: a smaller input schema and the
//! hints of the actions that remain.

use serde_json::Value;

use crate::domain::hints::Hints;
use crate::domain::params::Action;
use rmcp::model::JsonObject;

/// Takes the actions that are not `kept` out of an input schema, and with them every parameter
/// that no kept action uses. A parameter that belongs to no action at all stays.
pub(super) fn narrow_schema(schema: &mut JsonObject, actions: &[Action], kept: &[&'static Action]) {
    let is_kept = |name: &str| kept.iter().any(|action| action.name == name);
    let used = |name: &str| kept.iter().any(|action| action.fields.contains(&name));
    let known = |name: &str| actions.iter().any(|action| action.fields.contains(&name));
    let goes = |name: &str| name != "action" && known(name) && !used(name);

    if let Some(Value::Object(properties)) = schema.get_mut("properties") {
        properties.retain(|name, _| !goes(name));
        if let Some(Value::Array(names)) = properties.get_mut("action").and_then(|action| action.get_mut("enum")) {
            names.retain(|name| name.as_str().is_some_and(is_kept));
        }
    }
    if let Some(Value::Array(required)) = schema.get_mut("required") {
        required.retain(|name| !name.as_str().is_some_and(goes));
    }
}

/// The hints of a tool that has only these actions.
pub(super) fn combined_hints(actions: &[&'static Action]) -> Hints {
    Hints {
        read_only: actions.iter().all(|action| action.hints.read_only),
        destructive: actions.iter().any(|action| action.hints.destructive),
        idempotent: actions.iter().all(|action| action.hints.idempotent),
        open_world: actions.iter().any(|action| action.hints.open_world),
    }
}
