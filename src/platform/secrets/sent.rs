//! The values in what is sent: the content of a variable, and what a document says below `envSecrets`, `vault`,
//! `dotEnvSecrets`, `envVariables` and whatever else is called so.

use serde_json::Value;

use crate::domain::yaml::{self, Node};

/// Keys of a body whose text is a value as a whole.
const CONTENTS: &[&str] = &["content", "envFile", "envContent"];
/// Words in the name of a field of a document that has values below it.
const HOLDERS: &[&str] = &["env", "secret", "vault", "password", "token"];

/// The values in the body of a request.
pub(in crate::platform) fn values(body: &Value) -> Vec<String> {
    let mut values = Vec::new();
    collect(body, &mut values);
    values
}

fn collect(body: &Value, values: &mut Vec<String>) {
    match body {
        Value::Array(items) => items.iter().for_each(|item| collect(item, values)),
        Value::Object(map) => {
            for (key, item) in map {
                match item {
                    Value::String(text) if CONTENTS.contains(&key.as_str()) => value(text, values),
                    Value::String(text) if text.contains('\n') || text.contains(": ") => document(text, values),
                    other => collect(other, values),
                }
            }
        }
        _ => {}
    }
}

fn document(text: &str, values: &mut Vec<String>) {
    match yaml::parse(text) {
        Ok(root) => node(&root, false, values),
        // The platform may understand what zcp does not: whatever could be a value is one.
        Err(_) => values.extend(text.lines().filter_map(|line| behind(line, &[':', '=']))),
    }
}

fn node(at: &Node, held: bool, values: &mut Vec<String>) {
    for (key, item) in at.entries() {
        let name = key.text().unwrap_or_default().to_ascii_lowercase();
        node(item, held || HOLDERS.iter().any(|holder| name.contains(holder)), values);
    }
    at.items().iter().for_each(|item| node(item, held, values));
    match at.text() {
        Some(text) if held => value(text, values),
        Some(text) => values.extend(password(text)),
        None => {}
    }
}

/// A value, and the values in it where it is a `.env`.
fn value(text: &str, values: &mut Vec<String>) {
    values.push(text.to_owned());
    if text.contains('\n') || text.contains('=') {
        values.extend(text.lines().filter_map(|line| behind(line, &['='])));
    }
    values.extend(password(text));
}

/// What is behind the name at the beginning of a line.
fn behind(line: &str, signs: &[char]) -> Option<String> {
    let (name, value) = line.split_once(signs)?;
    let name = name.trim().trim_start_matches("- ").trim_start_matches("export ");
    let is_name = !name.is_empty() && !name.contains(char::is_whitespace);
    is_name.then(|| value.trim().trim_matches(['"', '\'']).to_owned())
}

/// The password in an address.
fn password(text: &str) -> Option<String> {
    let (_, rest) = text.split_once("://")?;
    let authority = rest.split(['/', '?', '#']).next()?;
    let (user, _) = authority.rsplit_once('@')?;
    Some(user.split_once(':').map_or(user, |(_, password)| password).to_owned())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn values_of_bodies_and_documents_are_found() {
        assert_eq!(values(&json!({ "key": "A", "content": "hunter2", "sensitive": false })), ["hunter2"]);
        let yaml = "services:\n  - hostname: api\n    buildFromGit: https://me:pa55@git.example/x\n    vault:\n      \
                    A: one\n      B: {value: two, sensitive: true}\n    dotEnvSecrets: |\n      C=three\n      D='four'\n\
                    zerops:\n  - build:\n      envVariables: {E: 5}\n";
        let found = values(&json!({ "yaml": yaml, "recipeSource": null }));
        for value in ["pa55", "one", "two", "three", "four", "5"] {
            assert!(found.iter().any(|known| known == value), "{value}: {found:?}");
        }
        assert!(!found.iter().any(|known| known == "api"));
        let broken = values(&json!({ "yaml": "a: [\n  KEY: \"hunter2\"\n  - X=y1z2w3\n" }));
        assert!(broken.contains(&"hunter2".to_owned()) && broken.contains(&"y1z2w3".to_owned()), "{broken:?}");
        assert!(values(&json!({ "search": [{ "name": "id", "operator": "eq", "value": "x" }] })).is_empty());
    }
}
