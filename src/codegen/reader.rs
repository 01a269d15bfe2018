//! Reads typed values out of YAML nodes and reports what does not fit, with the place of each.

use serde_json::{Map, Value};

use super::diagnostics::{At, Diagnostic, Place, Report};
use super::fields::Fields;
use crate::domain::nearest::nearest;
use crate::domain::yaml::{Data, Node};

/// Reads nodes of one file.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Reader<'a> {
    report: &'a Report,
    file: usize,
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
        Some(Fields::new(*self, node, what, self.place(node)))
    }

    /// A mapping with a fixed set of keys that has a name: what is missing is said at the name.
    pub(crate) fn named(&self, kind: &str, name: &At<String>, node: &'a Node) -> Option<Fields<'a>> {
        let what = format!("{kind} `{}`", name.value);
        self.entries(node, &what)?;
        Some(Fields::new(*self, node, what, name.place.clone()))
    }

    /// The entries of a mapping whose keys are names of the spec's own.
    pub(crate) fn entries(&self, node: &'a Node, what: &str) -> Option<Vec<(At<String>, &'a Node)>> {
        let Data::Mapping(entries) = &node.data else {
            self.mismatch(node, what, "a mapping");
            return None;
        };
        let mut read: Vec<(At<String>, &'a Node)> = Vec::new();
        for (key, value) in entries {
            let Some(name) = key.text() else {
                self.mismatch(key, &format!("a key of {what}"), "a string");
                continue;
            };
            let key = At { value: name.to_owned(), place: self.place(key) };
            match read.iter().find(|(earlier, _)| earlier.value == name) {
                Some((earlier, _)) => self.report.add(
                    Diagnostic::new(&key.place, format!("duplicate key `{name}` in {what}"), "given again here")
                        .related(&earlier.place, "first given here"),
                ),
                None => read.push((key, value)),
            }
        }
        Some(read)
    }

    /// The elements of a sequence.
    pub(crate) fn items(&self, node: &'a Node, what: &str) -> &'a [Node] {
        if let Data::Sequence(items) = &node.data {
            return items;
        }
        self.mismatch(node, what, "a list");
        &[]
    }

    /// A string of one line.
    pub(crate) fn text(&self, node: &Node, what: &str) -> Option<At<String>> {
        let text = self.block(node, what)?;
        if text.trim_end_matches('\n').contains('\n') {
            self.fault(node, format!("{what} must be one line"), "this has more lines");
            return None;
        }
        if text.contains('\n') {
            self.fault(node, format!("{what} must be one line"), "this ends with a line break: write it without `|`");
            return None;
        }
        if text.chars().any(char::is_control) {
            self.fault(node, format!("{what} must be text"), "this has a control character, such as a tab");
            return None;
        }
        Some(text)
    }

    /// A string of any number of lines.
    pub(crate) fn block(&self, node: &Node, what: &str) -> Option<At<String>> {
        match node.text() {
            Some(text) if !node.is_null() && text.trim().is_empty() => {
                self.fault(node, format!("{what} must not be empty"), "nothing is said here");
                None
            }
            Some(text) if !node.is_null() => {
                let place = self.place(node);
                let is_plain = matches!(node.data, Data::Scalar { plain: true, .. });
                if is_plain && self.report.rest_of_line(&place).trim_start().starts_with('#') {
                    let message = format!("{what} ends before ` #`, which begins a comment");
                    self.fault(node, message, "write it in quotes, or the comment on a line of its own");
                }
                Some(At { value: text.to_owned(), place })
            }
            _ => {
                self.mismatch(node, what, "a string");
                None
            }
        }
    }

    /// A list of strings, none of them twice.
    pub(crate) fn texts(&self, node: &'a Node, what: &str) -> Vec<At<String>> {
        let element = format!("an element of {what}");
        let mut read: Vec<At<String>> = Vec::new();
        for text in self.items(node, what).iter().filter_map(|item| self.text(item, &element)) {
            match read.iter().find(|earlier| earlier.value == text.value) {
                Some(earlier) => self.report.add(
                    Diagnostic::new(&text.place, format!("{what} has `{}` twice", text.value), "named again here")
                        .related(&earlier.place, "first named here"),
                ),
                None => read.push(text),
            }
        }
        read
    }

    /// true or false.
    pub(crate) fn boolean(&self, node: &Node, what: &str) -> Option<bool> {
        let Data::Scalar { text, plain } = &node.data else {
            self.mismatch(node, what, "true or false");
            return None;
        };
        match (text.as_str(), text.to_lowercase().as_str()) {
            ("true", _) if *plain => Some(true),
            ("false", _) if *plain => Some(false),
            (_, "true" | "yes" | "on" | "y") => {
                self.fault(node, format!("{what} must be true or false"), "write `true`, without quotes");
                None
            }
            (_, "false" | "no" | "off" | "n") => {
                self.fault(node, format!("{what} must be true or false"), "write `false`, without quotes");
                None
            }
            _ => {
                self.mismatch(node, what, "true or false");
                None
            }
        }
    }

    /// A number.
    pub(crate) fn number(&self, node: &Node, what: &str) -> Option<f64> {
        let number = match &node.data {
            Data::Scalar { text, plain: true } => text.parse::<f64>().ok(),
            _ => None,
        };
        match number {
            Some(number) if number.is_finite() => Some(number),
            Some(_) => {
                self.fault(node, format!("{what} must be a number"), "this is no finite number");
                None
            }
            None => {
                self.mismatch(node, what, "a number");
                None
            }
        }
    }

    /// A whole number of at least 1.
    pub(crate) fn count(&self, node: &Node, what: &str) -> Option<usize> {
        let count = match &node.data {
            Data::Scalar { text, plain: true } => text.parse::<usize>().ok().filter(|count| *count > 0),
            _ => None,
        };
        if count.is_none() {
            let wanted = format!("{what} must be a whole number of at least 1");
            let label = if node.describe() == "a number" { "this is no such number".to_owned() } else { found(node) };
            self.fault(node, wanted, label);
        }
        count
    }

    /// One of a closed set of words.
    pub(crate) fn word<T: Copy>(&self, node: &Node, what: &str, words: &[(&str, T)]) -> Option<T> {
        let text = self.text(node, what)?;
        let found = words.iter().find(|(word, _)| *word == text.value).map(|(_, value)| *value);
        if found.is_none() {
            let known: Vec<&str> = words.iter().map(|(word, _)| *word).collect();
            self.report.unknown(&text, what, &known);
        }
        found
    }

    /// Any value as JSON: scalars are read as YAML's core schema reads them.
    pub(crate) fn json(&self, node: &'a Node) -> Value {
        match &node.data {
            Data::Scalar { .. } => node.scalar().unwrap_or_default(),
            Data::Sequence(items) => Value::Array(items.iter().map(|item| self.json(item)).collect()),
            Data::Mapping(_) => Value::Object(self.object(node, "this mapping")),
        }
    }

    /// A mapping as JSON.
    pub(crate) fn object(&self, node: &'a Node, what: &str) -> Map<String, Value> {
        let entries = self.entries(node, what).unwrap_or_default();
        entries.into_iter().map(|(key, value)| (key.value, self.json(value))).collect()
    }

    fn mismatch(&self, node: &Node, what: &str, wanted: &str) {
        self.fault(node, format!("{what} must be {wanted}"), found(node));
    }
}

fn found(node: &Node) -> String {
    if node.is_null() { "nothing is given here".to_owned() } else { format!("this is {}", node.describe()) }
}

impl Report {
    /// Reports an unknown word with the nearest of the known ones, or all of them.
    pub(crate) fn unknown(&self, text: &At<String>, what: &str, known: &[&str]) {
        self.unlisted(text, format!("unknown {what} `{}`", text.value), known);
    }

    /// The same in other words.
    pub(crate) fn unlisted(&self, text: &At<String>, message: String, known: &[&str]) {
        let label = match nearest(&text.value, known.iter().copied()) {
            Some(near) => format!("did you mean `{near}`?"),
            None if known.is_empty() => "there is none".to_owned(),
            None => format!("expected {}", shortened(known)),
        };
        self.fault(&text.place, message, label);
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
