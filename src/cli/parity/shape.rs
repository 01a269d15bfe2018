//! Compares an answer with a template. A template is JSON: an object names the keys that zcp reads, a list
//! of one the form of every entry, a word the kind of a value. Keys that a template does not name are not
//! compared: the platform adds some at any time.

use std::collections::BTreeSet;

use serde_json::Value;

use super::probes::words_of;

/// Entries of a list that are compared.
const ENTRIES: usize = 200;
/// The longest word of the platform that is repeated.
const LONGEST: usize = 40;

/// What differs, each once: entries of one list differ in the same way.
pub(super) fn differences(template: &Value, answer: &Value) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    compare(template, answer, "", &mut found);
    found
}

fn compare(template: &Value, answer: &Value, path: &str, found: &mut BTreeSet<String>) {
    match (template, answer) {
        (Value::Object(keys), Value::Object(answer)) => {
            for (key, template) in keys {
                let (key, optional) = key.strip_suffix('?').map_or((key.as_str(), false), |key| (key, true));
                let path = if path.is_empty() { key.to_owned() } else { format!("{path}.{key}") };
                match answer.get(key) {
                    None | Some(Value::Null) if optional => {}
                    None => {
                        found.insert(format!("`{path}` is missing"));
                    }
                    Some(value) => compare(template, value, &path, found),
                }
            }
        }
        (Value::Array(templates), Value::Array(entries)) => {
            let Some(template) = templates.first() else { return };
            for entry in entries.iter().take(ENTRIES) {
                compare(template, entry, &format!("{path}[]"), found);
            }
        }
        (Value::String(kind), value) => found.extend(of_kind(kind, value, path)),
        (template, value) => {
            let wanted = if template.is_object() { "an object" } else { "a list" };
            found.insert(format!("`{path}` is {}, not {wanted}", name(value)));
        }
    }
}

/// Compares a value with the kind that a template names: `text`, `number`, `flag`, `prefix`, `zone`, or the
/// name of a set of words.
fn of_kind(kind: &str, value: &Value, path: &str) -> Option<String> {
    let Some(words) = words_of(kind) else {
        let fits = match (kind, value) {
            ("text", Value::String(_)) | ("number", Value::Number(_)) | ("flag", Value::Bool(_)) => true,
            // A sandbox that runs things is reached at names of this computer.
            ("prefix", Value::String(text)) => !text.contains('.') || text.contains("localhost"),
            ("zone", Value::String(text)) => text.ends_with("-zerops.zone"),
            _ => false,
        };
        let form = match (kind, value) {
            ("prefix", Value::String(_)) => "of another form than a bare prefix".to_owned(),
            ("zone", Value::String(_)) => "of another form than `….REGION-zerops.zone`".to_owned(),
            _ => format!("{}, not {kind}", name(value)),
        };
        return (!fits).then(|| format!("`{path}` is {form}"));
    };
    match value {
        Value::String(word) if words.contains(&word.as_str()) => None,
        Value::String(word) => Some(format!("`{path}` is `{}`, a word that is new", shown(word))),
        other => Some(format!("`{path}` is {}, not a word", name(other))),
    }
}

/// A word of the platform, unless it could be anything else.
pub(super) fn shown(word: &str) -> &str {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.');
    if word.len() <= LONGEST && word.chars().all(plain) { word } else { "(not shown)" }
}

fn name(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a flag",
        Value::Number(_) => "a number",
        Value::String(_) => "a text",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_is_missing_new_or_of_another_kind_is_named_once_and_no_value_is_shown() {
        let template = json!({ "list": [{ "id": "text", "status": "process status", "note?": "text" }], "on": "flag" });
        let answer = json!({
            "list": [{ "id": 1, "status": "FINISHED" }, { "id": 2, "status": "ODD", "note": null, "more": true }],
            "on": "secret",
        });
        let found: Vec<String> = differences(&template, &answer).into_iter().collect();
        assert_eq!(
            found,
            [
                "`list[].id` is a number, not text",
                "`list[].status` is `ODD`, a word that is new",
                "`on` is a text, not flag"
            ]
        );
        assert_eq!(differences(&template, &json!({})).len(), 2);
        assert_eq!(differences(&json!({ "status": "process status" }), &json!({ "status": "a b" })).len(), 1);
        assert!(
            !format!("{:?}", differences(&json!({ "s": "process status" }), &json!({ "s": "a b" }))).contains("a b")
        );
    }
}
