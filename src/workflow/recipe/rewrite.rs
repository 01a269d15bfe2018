//! Writing the import document of a recipe for the services that are to be made.
//!
//! It is edited and not written anew: comments, order and every value stay byte for byte. What is taken out are the
//! project, which exists, services that are not to be made, and variables without a value. The result is read again
//! and held against the recipe, so that a form of YAML which the editing does not know is refused and never guessed.

use std::collections::BTreeMap;
use std::ops::Range;

use super::document::{BLOCKS, asked};
use crate::domain::yaml::{self, Data, Node};

/// The document for these services: hostname of the recipe, and the one that it gets.
///
/// # Errors
/// Why it cannot be rewritten, as the end of a sentence.
pub fn rewrite(text: &str, names: &BTreeMap<String, String>) -> Result<String, String> {
    let root = parsed(text)?;
    let mut edits: Vec<(Range<usize>, String)> = Vec::new();
    let mut cut = |range: Range<usize>| edits.push((range, String::new()));
    if let Some((key, _)) = root.entries().iter().find(|(key, _)| key.text() == Some("project")) {
        cut(block(text, key.span.start));
    }
    let mut kept: Vec<(&Node, &str)> = Vec::new();
    for service in root.get("services").map(Node::items).unwrap_or_default() {
        match hostname(service).and_then(|before| names.get(before)) {
            Some(after) => kept.push((service, after)),
            None => cut(with_comments(text, &block(text, service.span.start))),
        }
    }
    for (service, _) in &kept {
        for name in BLOCKS {
            let Some((key, block_node)) = service.entries().iter().find(|(key, _)| key.text() == Some(name)) else {
                continue;
            };
            let without: Vec<&str> = asked(service).filter(|(of, _)| *of == name).map(|(_, key)| key).collect();
            if without.is_empty() {
                continue;
            }
            if without.len() == block_node.entries().len() {
                cut(block(text, key.span.start));
                continue;
            }
            let entries = block_node.entries().iter();
            for (key, _) in entries.filter(|(key, _)| key.text().is_some_and(|key| without.contains(&key))) {
                cut(block(text, key.span.start));
            }
        }
    }
    for (service, after) in &kept {
        let node = service.get("hostname").ok_or("has a service without a hostname")?;
        if node.text() != Some(after) {
            edits.push((node.span.clone(), (*after).to_owned()));
        }
    }
    edits.sort_by_key(|(range, _)| range.start);
    let mut out = String::with_capacity(text.len());
    let mut done = 0;
    for (range, replacement) in edits {
        if range.start < done {
            return Err(UNKNOWN_FORM.to_owned());
        }
        out.push_str(text.get(done..range.start).ok_or(UNKNOWN_FORM)?);
        out.push_str(&replacement);
        done = range.end;
    }
    out.push_str(text.get(done..).ok_or(UNKNOWN_FORM)?);
    if is_same(&root, &out, names) { Ok(out) } else { Err(UNKNOWN_FORM.to_owned()) }
}

const UNKNOWN_FORM: &str = "is written in a form of YAML that zcp does not rewrite";

fn parsed(text: &str) -> Result<Node, String> {
    yaml::parse(text).map_err(|error| format!("is no YAML: {}", error.message))
}

fn hostname(service: &Node) -> Option<&str> {
    service.get("hostname").and_then(Node::text)
}

/// The lines of an entry of a block: from its own to the last one that stands deeper.
fn block(text: &str, at: usize) -> Range<usize> {
    let start = text[..at].rfind('\n').map_or(0, |before| before + 1);
    let mut end = None;
    let mut indent = 0;
    let mut offset = start;
    for line in text[start..].split_inclusive('\n') {
        let content = line.trim();
        let depth = line.len() - line.trim_start_matches(' ').len();
        if end.is_none() {
            indent = depth;
        } else if !content.is_empty() && !content.starts_with('#') && depth <= indent {
            break;
        }
        offset += line.len();
        // Comments and empty lines behind it belong to what comes next.
        if end.is_none() || (!content.is_empty() && !content.starts_with('#')) {
            end = Some(offset);
        }
    }
    start..end.unwrap_or(start)
}

/// The same with the comments right above it.
fn with_comments(text: &str, lines: &Range<usize>) -> Range<usize> {
    let mut start = lines.start;
    while let Some(before) = text[..start].strip_suffix('\n') {
        let line_start = before.rfind('\n').map_or(0, |at| at + 1);
        let line = &before[line_start..];
        if !line.starts_with(' ') || !line.trim_start().starts_with('#') {
            break;
        }
        start = line_start;
    }
    start..lines.end
}

/// Whether the result is the recipe with nothing but the intended changes.
fn is_same(before: &Node, after: &str, names: &BTreeMap<String, String>) -> bool {
    let Ok(after) = parsed(after) else { return false };
    let others = |root: &Node| -> Vec<String> {
        let others = root.entries().iter().filter_map(|(key, _)| key.text());
        others.filter(|key| !matches!(*key, "services" | "project")).map(str::to_owned).collect()
    };
    let made = after.get("services").map(Node::items).unwrap_or_default();
    let wanted: Vec<(&Node, &String)> = before
        .get("services")
        .map(Node::items)
        .unwrap_or_default()
        .iter()
        .filter_map(|service| Some((service, names.get(hostname(service)?)?)))
        .collect();
    let same_service = |((before, name), after): (&(&Node, &String), &Node)| {
        let without: Vec<(&str, &str)> = asked(before).collect();
        let gone = |block: &str, key: &Node| {
            key.text().is_some_and(|key| without.iter().any(|(of, name)| *of == block && *name == key))
        };
        let is_left = |(key, value): &&(Node, Node)| {
            let block = key.text().unwrap_or_default();
            !BLOCKS.contains(&block)
                || value.entries().is_empty()
                || !value.entries().iter().all(|(key, _)| gone(block, key))
        };
        let left: Vec<&(Node, Node)> = before.entries().iter().filter(is_left).collect();
        left.len() == after.entries().len()
            && left.iter().zip(after.entries()).all(|((key, value), (other_key, other))| match key.text() {
                _ if key.text() != other_key.text() => false,
                Some("hostname") => other.text() == Some(name.as_str()),
                Some(block) if BLOCKS.contains(&block) && !value.entries().is_empty() => {
                    let kept: Vec<_> = value.entries().iter().filter(|(key, _)| !gone(block, key)).collect();
                    kept.len() == other.entries().len()
                        && kept.iter().zip(other.entries()).all(|(a, b)| equal(&a.0, &b.0) && equal(&a.1, &b.1))
                }
                _ => equal(value, other),
            })
    };
    others(before) == others(&after)
        && after.get("project").is_none()
        && made.len() == wanted.len()
        && wanted.iter().zip(made).all(same_service)
}

fn equal(a: &Node, b: &Node) -> bool {
    match (&a.data, &b.data) {
        (Data::Scalar { text, plain }, Data::Scalar { text: other, plain: as_plain }) => {
            text == other && plain == as_plain
        }
        (Data::Sequence(items), Data::Sequence(others)) => {
            items.len() == others.len() && items.iter().zip(others).all(|(a, b)| equal(a, b))
        }
        (Data::Mapping(entries), Data::Mapping(others)) => {
            entries.len() == others.len()
                && entries.iter().zip(others).all(|(a, b)| equal(&a.0, &b.0) && equal(&a.1, &b.1))
        }
        _ => false,
    }
}
