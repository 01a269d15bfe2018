//! The actions of a tool. A tool without any is read as one action without a name.

use super::super::diagnostics::At;
use super::super::fields::Fields;
use super::super::model::{Action, Kind};
use super::super::reader::Reader;

const KINDS: &[(&str, Kind)] = &[("sync", Kind::Sync), ("async", Kind::Async)];

pub(super) fn load(reader: Reader<'_>, fields: &Fields<'_>) -> Vec<Action> {
    let Some(node) = fields.optional("actions") else {
        let name = At { value: String::new(), place: fields.place().clone() };
        return vec![load_one(reader, fields, name, &[])];
    };
    for key in ["op", "kind"] {
        if let Some(node) = fields.optional(key) {
            reader.fault(node, format!("`{key}` stands beside `actions`"), "each action has its own");
        }
    }
    let shared = fields.texts("calls");
    let mut actions = Vec::new();
    for (name, node) in reader.entries(node, "`actions`").unwrap_or_default() {
        let Some(entry) = reader.named("action", &name, node) else { continue };
        actions.push(load_one(reader, &entry, name, &shared));
        entry.finish();
    }
    if node.entries().is_empty() && matches!(node.data, crate::domain::yaml::Data::Mapping(_)) {
        reader.fault(node, "`actions` is empty", "take it out: a tool without actions has `op` and `kind` of its own");
    }
    actions
}

fn load_one(reader: Reader<'_>, fields: &Fields<'_>, name: At<String>, shared: &[At<String>]) -> Action {
    let kind = fields.required("kind").and_then(|node| reader.word(node, "kind", KINDS));
    let op = fields.text("op");
    let own = fields.texts("calls");
    for call in &own {
        if let Some(earlier) = shared.iter().find(|earlier| earlier.value == call.value) {
            let fault = super::super::diagnostics::Diagnostic::new(
                &call.place,
                format!("`{}` is a call of every action", call.value),
                "take it out here",
            );
            reader.report().add(fault.related(&earlier.place, "shared here"));
        }
    }
    let calls = shared.iter().cloned().chain(own).collect();
    let destroys = fields.flag("destroys");
    let named = !name.value.is_empty();
    let (doc, takes, needs) = if named {
        (fields.text("doc").value, fields.texts("takes"), fields.texts("needs"))
    } else {
        (String::new(), Vec::new(), Vec::new())
    };
    Action {
        name,
        doc,
        kind: kind.unwrap_or(Kind::Sync),
        kind_known: kind.is_some(),
        op,
        calls,
        destroys,
        takes,
        needs,
    }
}
