//! The notation of a suggested call and of the surroundings of an example.

use serde::de::DeserializeOwned;
use serde_json::Value;

use super::super::diagnostics::{At, Place};
use super::super::fields::Fields;
use super::super::model::{ArgPlaces, CallDef, Given};
use super::super::reader::Reader;
use crate::domain::control::{Fault, Step};
use crate::domain::yaml::Node;

/// What an example can name instead of the programs and files of the computer.
const PROGRAMS: [&str; 10] = [
    "gitProgram",
    "sshProgram",
    "sshConfig",
    "zcliProgram",
    "sshfsProgram",
    "unmountProgram",
    "browserProgram",
    "probeProgram",
    "mountTable",
    "fuseDevice",
];

const TOKENS: &[(&str, &str)] = &[
    ("valid", "valid"),
    ("none", "none"),
    ("invalid", "invalid"),
    ("expired", "expired"),
    ("read-only", "read-only"),
    ("no-project", "no-project"),
    ("two-projects", "two-projects"),
    ("sibling", "sibling"),
];
const HUMANS: &[(&str, &str)] = &[("accept", "accept"), ("refuse", "refuse"), ("close", "close")];

pub(super) fn call(reader: Reader<'_>, node: &Node) -> Option<CallDef> {
    let fields = reader.fields(node, "a suggested call")?;
    let tool = fields.text("tool");
    let node = fields.optional("args");
    let args = node.map(|node| reader.object(node, "`args`")).unwrap_or_default();
    let places = places(reader, node, &tool.place);
    fields.finish();
    Some(CallDef { tool, args, places })
}

/// Where arguments stand, or what lacks them.
pub(super) fn places(reader: Reader<'_>, node: Option<&Node>, lacking: &Place) -> ArgPlaces {
    let entries = node.map(Node::entries).unwrap_or_default();
    let named = |(key, value): &(Node, Node)| {
        let name = At { value: key.text()?.to_owned(), place: reader.place(key) };
        Some((name, reader.place(value)))
    };
    ArgPlaces {
        whole: node.map_or_else(|| lacking.clone(), |node| reader.place(node)),
        each: entries.iter().filter_map(named).collect(),
    }
}

pub(super) fn given(reader: Reader<'_>, node: &Node) -> Given {
    let Some(fields) = reader.fields(node, "`given`") else { return Given::default() };
    let control = objects(&fields, "control");
    let faults = objects(&fields, "faults");
    // What is wrong with them as such has been said.
    for (node, step) in control.iter().filter(|(node, _)| !node.entries().is_empty()) {
        understood::<Step>(reader, node, step, "step of `control`");
    }
    for (node, fault) in faults.iter().filter(|(node, _)| node.get("operation").is_some()) {
        understood::<Fault>(reader, node, fault, "fault");
    }
    let given = Given {
        seed: fields.optional_text("seed").map(|seed| seed.value),
        token: fields.optional("token").and_then(|node| reader.word(node, "token", TOKENS)).map(str::to_owned),
        operations: faults.iter().filter_map(|(node, _)| operation(reader, node)).collect(),
        control: control.into_iter().map(|(_, step)| step).collect(),
        faults: faults.into_iter().map(|(_, fault)| fault).collect(),
        settings: fields.optional("settings").map(|node| settings(reader, node)).unwrap_or_default(),
        human: fields.optional("human").and_then(|node| reader.word(node, "answer", HUMANS)).map(str::to_owned),
    };
    fields.finish();
    given
}

/// A setting that the harness does not know would change nothing.
fn settings(reader: Reader<'_>, node: &Node) -> serde_json::Map<String, Value> {
    let Some(fields) = reader.fields(node, "`settings`") else { return serde_json::Map::new() };
    let _ = (fields.count("callTimeoutMs"), fields.optional_text("ownHostname"), fields.flag("temporaryFolder"));
    let _ = (fields.optional_text("notebook"), fields.flag("requireHuman"));
    let _ = fields.optional_text("platform");
    for key in PROGRAMS {
        let _ = fields.optional_text(key);
    }
    fields.finish();
    reader.object(node, "`settings`")
}

/// The operation that a fault is about.
fn operation(reader: Reader<'_>, fault: &Node) -> Option<At<String>> {
    match fault.get("operation") {
        Some(node) => reader.text(node, "`operation` of a fault"),
        None => {
            reader.fault(fault, "a fault has no `operation`", "say of which operation");
            None
        }
    }
}

/// A step that the sandbox would not take is a fault of the spec.
fn understood<T: DeserializeOwned>(reader: Reader<'_>, node: &Node, value: &Value, what: &str) {
    if let Err(error) = serde_json::from_value::<T>(value.clone()) {
        reader.fault(node, format!("this is no {what}"), error.to_string());
    }
}

fn objects<'a>(fields: &Fields<'a>, key: &'static str) -> Vec<(&'a Node, Value)> {
    let Some(node) = fields.optional(key) else { return Vec::new() };
    let (reader, what) = (fields.reader(), format!("an element of `{key}`"));
    let items = reader.items(node, &format!("`{key}`"));
    items.iter().map(|item| (item, Value::Object(reader.object(item, &what)))).collect()
}
