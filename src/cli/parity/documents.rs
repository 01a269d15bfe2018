//! Compares the published JSON schemas of the two documents, and with them the types and bases, with the
//! models of this zcp: keys and closed lists, each at its place.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::differences::Parity;
use crate::domain::documents::types::Types;
use crate::domain::documents::{DocumentKind, Known, schema};
use crate::generated::catalog::CATALOG;
use crate::platform::session::Session;

/// Schemas are not deeper.
const DEEPEST: usize = 16;
/// Words of a list that are named.
const NAMED: usize = 12;
/// Characters of a word or a path at most.
const LONGEST: usize = 120;
/// What is said instead of a word that has not the letters of one.
const ODD: &str = "(no word)";
/// A document within the other, which is compared for itself.
const NESTED: &str = "services[].zeropsYaml.";

/// The words of closed lists by the path of their key; a key without such a list has none.
type Keys = BTreeMap<String, BTreeSet<String>>;

/// Compares both schemas.
pub(super) async fn compare(session: &Session, parity: &mut Parity) {
    let known = Known { types: Types::from_sections(CATALOG), ..Known::default() };
    for (kind, name, ours) in [
        (DocumentKind::ImportYaml, "schema of import.yaml", schema::import_yaml(&known)),
        (DocumentKind::ZeropsYaml, "schema of zerops.yaml", schema::zerops_yaml(&known)),
    ] {
        match session.schema(kind).await {
            Ok(theirs) => {
                parity.compared += 1;
                for what in differences(&keys(&ours), &keys(theirs.value())) {
                    parity.differ(name, what);
                }
            }
            Err(error) => parity.skipped.push(format!("{name}: {:?}", error.kind)),
        }
    }
}

fn differences(ours: &Keys, theirs: &Keys) -> Vec<String> {
    let mut found = Vec::new();
    // Below a key that is new everything is.
    let below = |path: &str, list: &[&String]| list.iter().any(|known| path.starts_with(&format!("{known}.")));
    let mut new: Vec<&String> = Vec::new();
    for (path, words) in theirs {
        let Some(known) = ours.get(path) else {
            if !below(path, &new) {
                new.push(path);
                let shown = if is_word(path) { path.as_str() } else { ODD };
                found.push(format!("`{shown}` is a new key"));
            }
            continue;
        };
        if known.is_empty() || words.is_empty() {
            continue;
        }
        found.extend(listed(path, "has new words", words.difference(known)));
        found.extend(listed(path, "has no more", known.difference(words)));
    }
    let gone = ours.keys().filter(|path| !theirs.contains_key(*path));
    let mut seen: Vec<&String> = Vec::new();
    for path in gone {
        if !below(path, &seen) {
            seen.push(path);
            found.push(format!("`{path}` is gone"));
        }
    }
    found
}

/// Whether something is the name of a key, a type or a policy, or a path of keys.
fn is_word(word: &str) -> bool {
    (1..=LONGEST).contains(&word.len())
        && word.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"/:@._-+[]".contains(&byte))
}

fn listed<'a>(path: &str, what: &str, words: impl Iterator<Item = &'a String>) -> Option<String> {
    // Only the order of a list is theirs: a word that is none may be anything, a token among it.
    let words: Vec<&str> = words.map(|word| if is_word(word) { word.as_str() } else { ODD }).collect();
    if words.is_empty() {
        return None;
    }
    let more = words.len().saturating_sub(NAMED);
    let more = if more == 0 { String::new() } else { format!(" and {more} more") };
    Some(format!("`{path}` {what}: {}{more}", words.iter().take(NAMED).copied().collect::<Vec<_>>().join(", ")))
}

/// Every key of a schema with its closed list.
fn keys(schema: &Value) -> Keys {
    let mut found = Keys::new();
    walk(schema, schema, "", 0, &mut found);
    found.retain(|path, _| !path.starts_with(NESTED));
    found
}

fn walk(root: &Value, schema: &Value, path: &str, depth: usize, found: &mut Keys) {
    if depth > DEEPEST || !schema.is_object() {
        return;
    }
    if let Some(target) = schema["$ref"].as_str().and_then(|name| root.pointer(name.strip_prefix('#')?)) {
        walk(root, target, path, depth + 1, found);
    }
    for word in schema["enum"].as_array().into_iter().flatten().filter_map(Value::as_str) {
        if let Some(words) = found.get_mut(path) {
            words.insert(word.to_owned());
        }
    }
    for form in ["anyOf", "oneOf", "allOf"] {
        for part in schema[form].as_array().into_iter().flatten() {
            walk(root, part, path, depth + 1, found);
        }
    }
    for part in ["then", "else"] {
        walk(root, &schema[part], path, depth + 1, found);
    }
    match &schema["items"] {
        Value::Array(items) => items.iter().for_each(|item| walk(root, item, &format!("{path}[]"), depth + 1, found)),
        items => walk(root, items, &format!("{path}[]"), depth + 1, found),
    }
    for (key, value) in schema["properties"].as_object().into_iter().flatten() {
        // A key that a condition forbids is none.
        if *value == Value::Bool(false) {
            continue;
        }
        let path = if path.is_empty() { key.clone() } else { format!("{path}.{key}") };
        // `a.[]` would be a list within a list.
        found.entry(path.clone()).or_default();
        walk(root, value, &path, depth + 1, found);
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn keys_and_words_are_found_behind_references_lists_and_choices() {
        let published = json!({
            "definitions": { "base": { "type": "string", "enum": ["a@1", "a@2"] } },
            "properties": { "all": { "items": { "properties": {
                "base": { "anyOf": [{ "$ref": "#/definitions/base" }, { "items": { "$ref": "#/definitions/base" } }] },
                "new": { "properties": { "below": {} } },
            }, "allOf": [{ "if": {}, "then": { "properties": { "base": false } } }] } } },
        });
        let ours = json!({ "properties": { "all": { "items": { "properties": {
            "base": { "enum": ["a@1", "b@1"] }, "old": {},
        } } } } });
        assert_eq!(
            differences(&keys(&ours), &keys(&published)),
            [
                "`all[].base` has new words: a@2",
                "`all[].base` has no more: b@1",
                "`all[].new` is a new key",
                "`all[].old` is gone"
            ]
        );
        assert!(differences(&keys(&published), &keys(&published)).is_empty());
    }
}
