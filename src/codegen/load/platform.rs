//! `spec/platform.yaml`: the operations of the REST API, and the effects that are none.

use super::super::diagnostics::{At, Diagnostic};
use super::super::fields::Fields;
use super::super::model::{Effect, EffectDef, Operation};
use super::super::reader::Reader;
use crate::domain::yaml::Node;

pub(super) const METHODS: &[(&str, &str)] = &[("GET", "GET"), ("POST", "POST"), ("PUT", "PUT"), ("DELETE", "DELETE")];
const EFFECTS: &[(&str, Effect)] = &[("read", Effect::Read), ("write", Effect::Write), ("destroy", Effect::Destroy)];

pub(super) fn load(reader: Reader<'_>, root: &Node) -> (Vec<Operation>, Vec<EffectDef>) {
    let Some(fields) = reader.fields(root, "platform.yaml") else { return Default::default() };
    let prefix = fields.text("prefix");
    if !prefix.is_empty() && (!prefix.starts_with('/') || prefix.ends_with('/')) {
        reader.report().fault(&prefix.place, "the prefix starts with `/` and does not end with it", "such as `/api`");
    }
    let node = fields.required("operations");
    let entries = node.and_then(|node| reader.entries(node, "`operations`")).unwrap_or_default();
    let mut operations: Vec<Operation> = Vec::new();
    for (name, node) in entries {
        if let Some(operation) = operation(reader, name, node, &prefix) {
            let same = |other: &&Operation| other.method == operation.method && other.path == operation.path;
            if let Some(earlier) = operations.iter().find(same).filter(|_| !operation.path.is_empty()) {
                let message = format!("`{}` is the same call as `{}`", operation.name.value, earlier.name.value);
                let fault = Diagnostic::new(&operation.name.place, message, "one call has one name");
                reader.report().add(fault.related(&earlier.name.place, "first named here"));
            }
            operations.push(operation);
        }
    }
    let effects = fields.optional("effects").map(|node| effects(reader, node)).unwrap_or_default();
    fields.finish();
    (operations, effects)
}

fn effects(reader: Reader<'_>, node: &Node) -> Vec<EffectDef> {
    let entries = reader.entries(node, "`effects`").unwrap_or_default();
    let effects = entries.into_iter().filter_map(|(name, node)| {
        let entry = reader.named("effect", &name, node)?;
        let (effect, idempotent) = effect(reader, &entry);
        let local = entry.flag("local");
        let doc = entry.text("doc").value;
        entry.finish();
        Some(EffectDef { name, effect: effect.unwrap_or(Effect::Read), idempotent, local, doc })
    });
    effects.collect()
}

/// What an entry does and whether twice is as once, which reads need not say.
fn effect(reader: Reader<'_>, entry: &Fields<'_>) -> (Option<Effect>, bool) {
    let effect = entry.required("effect").and_then(|node| reader.word(node, "effect", EFFECTS));
    let stated = match effect {
        Some(Effect::Write | Effect::Destroy) => entry.required("idempotent"),
        _ => entry.optional("idempotent"),
    };
    (effect, stated.and_then(|node| reader.boolean(node, &entry.of("idempotent"))).unwrap_or(true))
}

fn operation(reader: Reader<'_>, name: At<String>, node: &Node, prefix: &str) -> Option<Operation> {
    let entry = reader.named("operation", &name, node)?;
    let method = entry.required("method").and_then(|node| reader.word(node, "method", METHODS));
    let path = entry.text("path");
    let (effect, idempotent) = effect(reader, &entry);
    let effect_node = entry.optional("effect");
    let doc = entry.text("doc").value;
    // What takes back a thing that zcp itself has just made destroys nothing of anybody.
    let takes_back = entry.optional("takesBack").is_some();
    entry.finish();
    let contradiction = match (method, effect) {
        (Some("GET"), Some(Effect::Write | Effect::Destroy)) => {
            Some(("a GET changes nothing: say `read`", Effect::Read))
        }
        (Some("PUT"), Some(Effect::Read)) => Some(("a PUT changes something: say `write`", Effect::Write)),
        (Some("DELETE"), Some(Effect::Write)) if takes_back => None,
        (Some("DELETE"), Some(Effect::Read | Effect::Write)) => {
            Some(("a DELETE removes something: say `destroy`", Effect::Destroy))
        }
        _ => None,
    };
    if let (Some((label, _)), Some(node)) = (contradiction, effect_node) {
        reader.fault(node, format!("the method of `{}` contradicts its effect", name.value), label);
    }
    let effect = contradiction.map(|(_, effect)| effect).or(effect);
    check_path(reader, &path);
    let path = if path.is_empty() { String::new() } else { format!("{prefix}{}", path.value) };
    Some(Operation {
        name,
        method: method.unwrap_or_default().to_owned(),
        path,
        effect: effect.unwrap_or(Effect::Read),
        idempotent,
        doc,
    })
}

/// `/service/{serviceId}/start`: each part is a word or one placeholder.
pub(super) fn check_path(reader: Reader<'_>, path: &At<String>) {
    let word = |part: &str| !part.is_empty() && part.chars().all(|c| c.is_ascii_alphanumeric() || "-_.".contains(c));
    let part = |part: &str| match part.strip_prefix('{') {
        Some(rest) => rest.strip_suffix('}').is_some_and(word),
        None => word(part),
    };
    if path.is_empty() {
    } else if !path.starts_with('/') {
        reader.report().fault(&path.place, "a path starts with `/`", "it stands behind the prefix");
    } else if !path.value.split('/').skip(1).all(part) {
        reader.report().fault(&path.place, "this is no path", "write `/words/{placeholder}`");
    }
}
