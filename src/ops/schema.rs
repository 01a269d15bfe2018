//! A document against the platform's own JSON schema: what our validator does not know yet.

use serde_json::Value;

use crate::domain::documents::{DocumentKind, preprocessor};
use crate::domain::yaml::{self, Data, Node};
use crate::generated::types::FindingView;

use super::live::Live;

/// Findings of the schema that are shown.
const SHOWN: usize = 10;

/// What the platform's schema does not allow, as warnings: a schema lags what the platform accepts.
/// The validator's own text would quote the document, so only the place is said.
pub(super) fn check(kind: DocumentKind, text: &str, live: &Live) -> Vec<FindingView> {
    let Some(schema) = live.schema(kind) else { return Vec::new() };
    if kind == DocumentKind::ImportYaml && preprocessor::is_switched_on(text) {
        return Vec::new();
    }
    let (Ok(validator), Ok(root)) = (jsonschema::validator_for(schema), yaml::parse(text)) else { return Vec::new() };
    let document = json(&root);
    validator
        .iter_errors(&document)
        .take(SHOWN)
        .map(|error| finding(text, &root, &error.instance_path().to_string()))
        .collect()
}

fn finding(text: &str, root: &Node, pointer: &str) -> FindingView {
    let mut node = root;
    let mut path = String::new();
    for segment in pointer.split('/').skip(1) {
        let name = segment.replace("~1", "/").replace("~0", "~");
        let next = match name.parse::<usize>() {
            Ok(index) if !node.items().is_empty() => {
                path.push_str(&format!("[{index}]"));
                node.items().get(index)
            }
            _ => {
                path.push_str(if path.is_empty() { "" } else { "." });
                path.push_str(&name);
                node.get(&name)
            }
        };
        node = next.unwrap_or(node);
    }
    let before = text.get(..node.span.start).unwrap_or_default();
    let count = |number: usize| i64::try_from(number).unwrap_or(i64::MAX);
    let line_start = before.rfind('\n').map_or(0, |at| at + 1);
    FindingView {
        severity: "warning".to_owned(),
        code: "live_schema".to_owned(),
        path,
        line: count(before.matches('\n').count() + 1),
        column: count(before[line_start..].chars().count() + 1),
        message: "the platform's own schema does not allow this".to_owned(),
        fix: None,
    }
}

/// The document as JSON: unquoted scalars are read as YAML's core schema reads them.
fn json(node: &Node) -> Value {
    match &node.data {
        Data::Scalar { text, plain } => match text.as_str() {
            _ if !plain => Value::String(text.clone()),
            "true" => Value::Bool(true),
            "false" => Value::Bool(false),
            _ if node.is_null() => Value::Null,
            text => serde_json::from_str::<serde_json::Number>(text)
                .map_or_else(|_| Value::String(text.to_owned()), Value::Number),
        },
        Data::Sequence(items) => items.iter().map(json).collect(),
        Data::Mapping(entries) => {
            entries.iter().map(|(key, value)| (key.text().unwrap_or_default().to_owned(), json(value))).collect()
        }
    }
}
