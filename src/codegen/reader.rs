//! Reads typed values out of YAML nodes and reports what does not fit, with the place of each.

use std::cell::RefCell;

use super::diagnostics::{At, Place, Report};
use crate::domain::nearest::nearest;
use crate::domain::yaml::{Data, Node};

/// Reads nodes of one file.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Reader<'a> {
    report: &'a Report,
    file: usize,
}

/// Reads a mapping key by key; what was never asked for is an unknown key.
#[derive(Debug)]
pub(crate) struct Fields<'a> {
    reader: Reader<'a>,
    node: &'a Node,
    what: String,
    asked: RefCell<Vec<&'static str>>,
}

impl<'a> Reader<'a> {
    /// A reader of the file with this index.
    pub(crate) fn new(report: &'a Report, file: usize) -> Self {
        Self { report, file }
    }

    /// The report that faults go to.
    pub(crate) fn report(&self) -> &'a Report {
        self.report
    }

    /// The place of a node.
    pub(crate) fn place(&self, node: &Node) -> Place {
        Place { file: self.file, span: node.span.clone() }
    }

    /// Reports a fault at a node.
    pub(crate) fn fault(&self, node: &Node, message: impl Into<String>, label: impl Into<String>) {
        self.report.fault(&self.place(node), message, label);
    }

    /// A mapping with a fixed set of keys.
    pub(crate) fn fields(&self, node: &'a Node, what: impl Into<String>) -> Option<Fields<'a>> {
        let what = what.into();
        self.entries(node, &what)?;
        Some(Fields { reader: *self, node, what, asked: RefCell::new(Vec::new()) })
    }

    /// The entries of a mapping whose keys are names of the spec's own.
    pub(crate) fn entries(&self, node: &'a Node, what: &str) -> Option<Vec<(At<String>, &'a Node)>> {
        let Data::Mapping(entries) = &node.data else {
            self.fault(node, format!("{what} must be a mapping"), format!("this is {}", node.describe()));
            return None;
        };
        let mut seen: Vec<&str> = Vec::new();
        let mut read = Vec::new();
        for (key, value) in entries {
            let Some(name) = key.text() else {
                self.fault(key, format!("a key of {what} must be a string"), format!("this is {}", key.describe()));
                continue;
            };
            if seen.contains(&name) {
                self.fault(key, format!("duplicate key `{name}` in {what}"), "already given above");
                continue;
            }
            seen.push(name);
            read.push((At { value: name.to_owned(), place: self.place(key) }, value));
        }
        Some(read)
    }

    /// The elements of a sequence.
    pub(crate) fn items(&self, node: &'a Node, what: &str) -> &'a [Node] {
        if let Data::Sequence(items) = &node.data {
            return items;
        }
        self.fault(node, format!("{what} must be a list"), format!("this is {}", node.describe()));
        &[]
    }

    /// A string.
    pub(crate) fn text(&self, node: &Node, what: &str) -> Option<At<String>> {
        match node.text() {
            Some(text) if !node.is_null() => Some(At { value: text.to_owned(), place: self.place(node) }),
            _ => {
                self.fault(node, format!("{what} must be a string"), format!("this is {}", node.describe()));
                None
            }
        }
    }

    /// A list of strings.
    pub(crate) fn texts(&self, node: &'a Node, what: &str) -> Vec<At<String>> {
        let element = format!("an element of {what}");
        self.items(node, what).iter().filter_map(|item| self.text(item, &element)).collect()
    }

    /// true or false.
    pub(crate) fn boolean(&self, node: &Node, what: &str) -> Option<bool> {
        match &node.data {
            Data::Scalar { text, plain: true } if text == "true" => Some(true),
            Data::Scalar { text, plain: true } if text == "false" => Some(false),
            _ => {
                self.fault(node, format!("{what} must be true or false"), format!("this is {}", node.describe()));
                None
            }
        }
    }

    /// A number.
    pub(crate) fn number(&self, node: &Node, what: &str) -> Option<f64> {
        let number = match &node.data {
            Data::Scalar { text, plain: true } => text.parse::<f64>().ok().filter(|number| number.is_finite()),
            _ => None,
        };
        if number.is_none() {
            self.fault(node, format!("{what} must be a number"), format!("this is {}", node.describe()));
        }
        number
    }

    /// A whole number that is not negative.
    pub(crate) fn count(&self, node: &Node, what: &str) -> Option<usize> {
        let count = match &node.data {
            Data::Scalar { text, plain: true } => text.parse::<usize>().ok(),
            _ => None,
        };
        if count.is_none() {
            let label = format!("this is {}", node.describe());
            self.fault(node, format!("{what} must be a whole number of at least 0"), label);
        }
        count
    }

    /// One of a closed set of words.
    pub(crate) fn word<T: Copy>(&self, node: &Node, what: &str, words: &[(&str, T)]) -> Option<T> {
        let text = self.text(node, what)?;
        let found = words.iter().find(|(word, _)| *word == text.value).map(|(_, value)| *value);
        if found.is_none() {
            self.unknown(&text, what, words.iter().map(|(word, _)| *word).collect());
        }
        found
    }

    /// Reports an unknown word with the known ones and the nearest.
    pub(crate) fn unknown(&self, text: &At<String>, what: &str, known: Vec<&str>) {
        let label = match nearest(&text.value, known.iter().copied()) {
            Some(near) => format!("did you mean `{near}`?"),
            None if known.is_empty() => "there is none".to_owned(),
            None => format!("expected {}", shortened(&known)),
        };
        self.report.fault(&text.place, format!("unknown {what} `{}`", text.value), label);
    }

    /// Any value as JSON: scalars are read as YAML's core schema reads them.
    pub(crate) fn json(&self, node: &Node) -> serde_json::Value {
        use serde_json::Value;
        match &node.data {
            Data::Scalar { text, plain } => match text.as_str() {
                _ if !plain => Value::String(text.clone()),
                "true" => Value::Bool(true),
                "false" => Value::Bool(false),
                _ if node.is_null() => Value::Null,
                text => serde_json::from_str::<serde_json::Number>(text)
                    .map_or_else(|_| Value::String(text.to_owned()), Value::Number),
            },
            Data::Sequence(items) => Value::Array(items.iter().map(|item| self.json(item)).collect()),
            Data::Mapping(entries) => Value::Object(
                entries.iter().map(|(key, value)| (key.text().unwrap_or("").to_owned(), self.json(value))).collect(),
            ),
        }
    }
}

impl<'a> Fields<'a> {
    /// The reader of this file.
    pub(crate) fn reader(&self) -> Reader<'a> {
        self.reader
    }

    /// The place of the whole mapping.
    pub(crate) fn place(&self) -> Place {
        self.reader.place(self.node)
    }

    /// The value of an optional key.
    pub(crate) fn optional(&self, key: &'static str) -> Option<&'a Node> {
        self.asked.borrow_mut().push(key);
        self.node.get(key)
    }

    /// The value of a required key.
    pub(crate) fn required(&self, key: &'static str) -> Option<&'a Node> {
        let value = self.optional(key);
        if value.is_none() {
            let message = format!("{} has no `{key}`", self.what);
            self.reader.report.fault(&self.place(), message, format!("`{key}` is missing here"));
        }
        value
    }

    /// A required string.
    pub(crate) fn text(&self, key: &'static str) -> Option<At<String>> {
        self.required(key).and_then(|node| self.reader.text(node, &self.of(key)))
    }

    /// An optional string.
    pub(crate) fn optional_text(&self, key: &'static str) -> Option<At<String>> {
        self.optional(key).and_then(|node| self.reader.text(node, &self.of(key)))
    }

    /// An optional list of strings.
    pub(crate) fn texts(&self, key: &'static str) -> Vec<At<String>> {
        self.optional(key).map(|node| self.reader.texts(node, &self.of(key))).unwrap_or_default()
    }

    /// An optional flag, false when absent.
    pub(crate) fn flag(&self, key: &'static str) -> bool {
        self.optional(key).and_then(|node| self.reader.boolean(node, &self.of(key))).unwrap_or(false)
    }

    /// An optional number.
    pub(crate) fn number(&self, key: &'static str) -> Option<f64> {
        self.optional(key).and_then(|node| self.reader.number(node, &self.of(key)))
    }

    /// An optional count.
    pub(crate) fn count(&self, key: &'static str) -> Option<usize> {
        self.optional(key).and_then(|node| self.reader.count(node, &self.of(key)))
    }

    /// Reports every key that nobody asked for.
    pub(crate) fn finish(self) {
        let asked = self.asked.into_inner();
        for (key, _) in self.node.entries() {
            if let Some(name) = key.text().filter(|name| !asked.contains(name)) {
                let key = At { value: name.to_owned(), place: self.reader.place(key) };
                self.reader.unknown(&key, &format!("key in {}", self.what), asked.clone());
            }
        }
    }

    fn of(&self, key: &str) -> String {
        format!("`{key}` of {}", self.what)
    }
}

fn shortened(known: &[&str]) -> String {
    const SHOWN: usize = 12;
    let mut text = known.iter().take(SHOWN).map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ");
    if known.len() > SHOWN {
        text.push_str(&format!(" or one of {} more", known.len() - SHOWN));
    }
    text
}
