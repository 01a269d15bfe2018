//! A document against the platform's own JSON schema: what our validator does not know yet.

use jsonschema::error::ValidationErrorKind as Kind;
use jsonschema::{PatternOptions, ValidationError};
use serde_json::Value;

use crate::domain::documents::read::entries;
use crate::domain::documents::words::is_field_like;
use crate::domain::documents::{DocumentKind, Report, preprocessor};
use crate::domain::yaml::{self, Data, Node};
use crate::generated::types::FindingView;

use super::types_and_schemas::Live;

/// Findings of the schema that are shown.
const SHOWN: usize = 10;
/// Memory of a pattern of the schema, once it is compiled.
const PATTERN_BYTES: usize = 256 * 1024;

/// What the platform's schema does not allow and our own report does not say, as warnings: a schema lags what
/// the platform accepts. The validator's own text would quote the document, so only the place is said.
pub(crate) fn check(kind: DocumentKind, text: &str, live: &Live, ours: &Report) -> Vec<FindingView> {
    let Some(schema) = live.schema(kind) else { return Vec::new() };
    if kind == DocumentKind::ImportYaml && preprocessor::is_switched_on(text) {
        return Vec::new();
    }
    let Ok(root) = yaml::parse(text) else { return Vec::new() };
    let document = json(&root);
    if !schema.has_time_for(size(&document)) {
        tracing::debug!("the document is too large to be held against the platform's schema");
        return Vec::new();
    }
    // The engine that never searches back: a pattern that needs that makes the schema one that is not applied.
    let patterns = PatternOptions::regex().size_limit(PATTERN_BYTES).dfa_size_limit(PATTERN_BYTES);
    let Ok(validator) = jsonschema::options().with_pattern_options(patterns).build(schema.value()) else {
        return Vec::new();
    };
    let errors = validator.iter_errors(&document);
    let findings = errors.flat_map(|error| places(&error)).map(|place| finding(text, &root, &place));
    findings
        .filter(|(finding, is_choice)| !is_said(&finding.path, *is_choice, ours))
        .map(|it| it.0)
        .take(SHOWN)
        .collect()
}

/// The values of a document.
fn size(value: &Value) -> usize {
    match value {
        Value::Array(items) => 1 + items.iter().map(size).sum::<usize>(),
        Value::Object(members) => 1 + members.values().map(|value| 1 + size(value)).sum::<usize>(),
        _ => 1,
    }
}

/// Where an error is: at a value, or at what a mapping has too much or misses.
struct Place {
    pointer: String,
    key: Option<String>,
    /// Whether none of several forms fits, so what is wrong may be anywhere below.
    is_choice: bool,
}

fn places(error: &ValidationError<'_>) -> Vec<Place> {
    let pointer = error.instance_path().to_string();
    let keys = match error.kind() {
        Kind::AdditionalProperties { unexpected } | Kind::UnevaluatedProperties { unexpected } => unexpected.clone(),
        Kind::Required { property } => property.as_str().map(str::to_owned).into_iter().collect(),
        _ => Vec::new(),
    };
    let is_choice =
        matches!(error.kind(), Kind::AnyOf { .. } | Kind::OneOfNotValid { .. } | Kind::OneOfMultipleValid { .. });
    if keys.is_empty() {
        return vec![Place { pointer, key: None, is_choice }];
    }
    keys.into_iter().map(|key| Place { pointer: pointer.clone(), key: Some(key), is_choice }).collect()
}

/// Whether our own report has a finding there.
fn is_said(path: &str, is_choice: bool, ours: &Report) -> bool {
    let below = |finding: &str| finding.strip_prefix(path).is_some_and(|rest| rest.starts_with(['.', '[']));
    // Which types and bases there are is judged by their parts, so every spelling is; a list has one of them.
    is_type(path) || ours.findings.iter().any(|finding| finding.path == path || (is_choice && below(&finding.path)))
}

/// Whether this is the place of a type or a base.
fn is_type(path: &str) -> bool {
    let path = path.strip_suffix(']').and_then(|path| path.rsplit_once('[')).map_or(path, |(list, _)| list);
    let service = path.strip_prefix("services[").and_then(|rest| rest.split_once("].")).map(|(_, field)| field);
    service == Some("type") || path.ends_with(".build.base") || path.ends_with(".run.base")
}

fn finding(text: &str, root: &Node, place: &Place) -> (FindingView, bool) {
    let mut node = root;
    let mut path = String::new();
    for segment in place.pointer.split('/').skip(1) {
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
    let mut start = node.span.start;
    // A value that lost its key may stand where keys do, so nothing else is repeated.
    if let Some(key) = place.key.as_deref().filter(|key| is_field_like(key)) {
        path.push_str(if path.is_empty() { "" } else { "." });
        path.push_str(key);
        let given = node.entries().iter().find(|(name, _)| name.text() == Some(key));
        start = given.map_or(start, |(name, _)| name.span.start);
    }
    let (line, column) = line_and_column(text, start);
    let finding = FindingView {
        severity: "warning".to_owned(),
        code: "live_schema".to_owned(),
        path,
        line,
        column,
        message: "the platform's own schema does not allow this".to_owned(),
        fix: None,
    };
    (finding, place.is_choice)
}

/// Line and column, from 1, of a byte of a text.
pub(crate) fn line_and_column(text: &str, at: usize) -> (i64, i64) {
    let before = text.get(..at).unwrap_or_default();
    let count = |number: usize| i64::try_from(number).unwrap_or(i64::MAX);
    let line_start = before.rfind('\n').map_or(0, |at| at + 1);
    (count(before.matches('\n').count() + 1), count(before[line_start..].chars().count() + 1))
}

/// The document as JSON: unquoted scalars are read as YAML's core schema reads them, merge keys are resolved.
fn json(node: &Node) -> Value {
    match &node.data {
        Data::Scalar { .. } => node.scalar().unwrap_or_default(),
        Data::Sequence(items) => items.iter().map(json).collect(),
        Data::Mapping(_) => {
            let merged = entries::of(node).list.into_iter();
            merged.map(|(key, value)| (key.text().unwrap_or_default().to_owned(), json(value))).collect()
        }
    }
}
