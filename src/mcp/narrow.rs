//! What is left of a tool when some of its actions are not offered: a smaller input schema and the
//! hints of the actions that remain.

use serde_json::Value;

use crate::domain::hints::Hints;
use crate::domain::params::{Action, Field};
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
        if let Some(Value::Object(action)) = properties.get_mut("action") {
            if let Some(Value::Array(names)) = action.get_mut("enum") {
                names.retain(|name| name.as_str().is_some_and(is_kept));
            }
            if action.get("default").and_then(Value::as_str).is_some_and(|name| !is_kept(name)) {
                action.remove("default");
            }
            if let Some(Value::String(doc)) = action.get_mut("description") {
                *doc = narrow_doc(doc, actions, is_kept);
            }
        }
    }
    if let Some(Value::Array(required)) = schema.get_mut("required") {
        required.retain(|name| !name.as_str().is_some_and(goes));
    }
}

/// Takes the parameters out of an input schema that name something of the computer of the server.
pub(super) fn without_local(schema: &mut JsonObject, fields: &[Field]) {
    let is_local = |name: &str| fields.iter().any(|field| field.local && field.name == name);
    if let Some(Value::Object(properties)) = schema.get_mut("properties") {
        properties.retain(|name, _| !is_local(name));
    }
    if let Some(Value::Array(required)) = schema.get_mut("required") {
        required.retain(|name| !name.as_str().is_some_and(is_local));
    }
}

/// What the description of the parameter `action` says of the kept actions. It is a row of
/// `name: doc` in the order of the actions; one of another form stays as it is.
fn narrow_doc(doc: &str, actions: &[Action], is_kept: impl Fn(&str) -> bool) -> String {
    let mut starts = Vec::with_capacity(actions.len());
    let mut after = 0;
    for action in actions {
        let title = format!("{}: ", action.name);
        let is_word = |(index, _): &(usize, &str)| *index == 0 || doc[..after + index].ends_with(' ');
        let Some((index, _)) = doc[after..].match_indices(&title).find(is_word) else {
            return doc.to_owned();
        };
        starts.push(after + index);
        after += index + title.len();
    }
    let ends = starts.iter().copied().skip(1).chain([doc.len()]);
    let parts = actions.iter().zip(starts.iter().copied().zip(ends)).filter(|(action, _)| is_kept(action.name));
    parts.map(|(_, (start, end))| doc[start..end].trim_end()).collect::<Vec<_>>().join(" ")
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::generated::registry::TOOLS;

    #[test]
    fn the_description_of_every_tool_keeps_what_is_said_of_each_kept_action() {
        for spec in TOOLS.iter().map(|tool| tool.spec).filter(|spec| !spec.params.actions.is_empty()) {
            let schema: Value = serde_json::from_str(spec.input_schema).expect("JSON");
            let doc = schema["properties"]["action"]["description"].as_str().expect("a description");
            let actions = spec.params.actions;
            let alone: Vec<String> =
                actions.iter().map(|kept| narrow_doc(doc, actions, |name| name == kept.name)).collect();
            assert_eq!(alone.join(" "), doc);
            assert_eq!(narrow_doc("Of another form.", actions, |_| false), "Of another form.");
            for (action, part) in actions.iter().zip(&alone) {
                assert!(part.starts_with(&format!("{}: ", action.name)), "{part}");
            }
        }
    }
}
