//! `spec/platform.yaml`: the operations of the REST API, and the effects that are none.

use super::super::model::{Effect, EffectDef, Operation};
use super::super::reader::{Fields, Reader};
use crate::domain::yaml::Node;

const METHODS: &[(&str, &str)] = &[("GET", "GET"), ("POST", "POST"), ("PUT", "PUT"), ("DELETE", "DELETE")];
const EFFECTS: &[(&str, Effect)] = &[("read", Effect::Read), ("write", Effect::Write), ("destroy", Effect::Destroy)];

pub(super) fn load(reader: Reader<'_>, root: &Node) -> (Vec<Operation>, Vec<EffectDef>) {
    let Some(fields) = reader.fields(root, "platform.yaml") else { return Default::default() };
    let prefix = fields.text("prefix").map(|prefix| prefix.value).unwrap_or_default();
    let mut operations = Vec::new();
    if let Some(node) = fields.required("operations") {
        for (name, node) in reader.entries(node, "`operations`").unwrap_or_default() {
            let Some(entry) = reader.fields(node, format!("operation `{}`", name.value)) else { continue };
            let method = entry.required("method").and_then(|node| reader.word(node, "method", METHODS));
            let path = entry.text("path");
            let (effect, idempotent) = effect(reader, &entry);
            let doc = entry.text("doc");
            entry.finish();
            if let (Some(method), Some(path), Some(effect), Some(doc)) = (method, path, effect, doc) {
                let contradiction = match (method, effect) {
                    ("GET", Effect::Write | Effect::Destroy) => Some("a GET changes nothing: say `effect: read`"),
                    ("PUT", Effect::Read) => Some("a PUT changes something: say `effect: write`"),
                    ("DELETE", Effect::Read | Effect::Write) => Some("a DELETE removes: say `effect: destroy`"),
                    _ => None,
                };
                if let Some(label) = contradiction {
                    let message = format!("the method of `{}` contradicts its effect", name.value);
                    reader.report().fault(&name.place, message, label);
                }
                if !path.starts_with('/') {
                    reader.report().fault(&path.place, "a path starts with `/`", "after the prefix");
                }
                operations.push(Operation {
                    name,
                    method: method.to_owned(),
                    path: format!("{prefix}{}", path.value),
                    effect,
                    idempotent,
                    doc: doc.value,
                });
            }
        }
    }
    let effects = fields.optional("effects").map(|node| effects(reader, node)).unwrap_or_default();
    fields.finish();
    (operations, effects)
}

fn effects(reader: Reader<'_>, node: &Node) -> Vec<EffectDef> {
    let mut effects = Vec::new();
    for (name, node) in reader.entries(node, "`effects`").unwrap_or_default() {
        let Some(entry) = reader.fields(node, format!("effect `{}`", name.value)) else { continue };
        let (effect, idempotent) = effect(reader, &entry);
        let doc = entry.text("doc");
        entry.finish();
        if let (Some(effect), Some(doc)) = (effect, doc) {
            effects.push(EffectDef { name, effect, idempotent, doc: doc.value });
        }
    }
    effects
}

/// What an entry does and whether twice is as once, which reads need not say.
fn effect(reader: Reader<'_>, entry: &Fields<'_>) -> (Option<Effect>, bool) {
    let effect = entry.required("effect").and_then(|node| reader.word(node, "effect", EFFECTS));
    let idempotent = match effect {
        Some(Effect::Read) => entry.optional("idempotent"),
        _ => entry.required("idempotent"),
    };
    (effect, idempotent.and_then(|node| reader.boolean(node, "idempotent")).unwrap_or(true))
}
