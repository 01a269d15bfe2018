//! Reads a mapping key by key; what was never asked for is an unknown key.

use std::cell::RefCell;

use super::diagnostics::{At, Place};
use super::reader::Reader;
use crate::domain::nearest::nearest;
use crate::domain::yaml::Node;

/// A mapping with a fixed set of keys.
#[derive(Debug)]
pub(crate) struct Fields<'a> {
    reader: Reader<'a>,
    node: &'a Node,
    what: String,
    place: Place,
    asked: RefCell<Vec<&'static str>>,
    missing: RefCell<Vec<&'static str>>,
}

impl<'a> Fields<'a> {
    /// The fields of a mapping; `what` names it, and a missing key is said at `place`.
    pub(super) fn new(reader: Reader<'a>, node: &'a Node, what: String, place: Place) -> Self {
        Self { reader, node, what, place, asked: RefCell::default(), missing: RefCell::default() }
    }

    /// The reader of this file.
    pub(crate) fn reader(&self) -> Reader<'a> {
        self.reader
    }

    /// Where what is missing is said.
    pub(crate) fn place(&self) -> &Place {
        &self.place
    }

    /// The value of an optional key.
    pub(crate) fn optional(&self, key: &'static str) -> Option<&'a Node> {
        let mut asked = self.asked.borrow_mut();
        if !asked.contains(&key) {
            asked.push(key);
        }
        self.node.get(key)
    }

    /// The value of a required key. That it is missing is reported at the end.
    pub(crate) fn required(&self, key: &'static str) -> Option<&'a Node> {
        let value = self.optional(key);
        if value.is_none() {
            self.missing.borrow_mut().push(key);
        }
        value
    }

    /// A required string. What is missing is reported and becomes the empty string, which cannot
    /// be written: later checks pass over it.
    pub(crate) fn text(&self, key: &'static str) -> At<String> {
        self.required(key)
            .and_then(|node| self.reader.text(node, &self.of(key)))
            .unwrap_or_else(|| At { value: String::new(), place: self.place.clone() })
    }

    /// An optional string.
    pub(crate) fn optional_text(&self, key: &'static str) -> Option<At<String>> {
        self.optional(key).and_then(|node| self.reader.text(node, &self.of(key)))
    }

    /// An optional string of any number of lines.
    pub(crate) fn block(&self, key: &'static str) -> Option<At<String>> {
        self.optional(key).and_then(|node| self.reader.block(node, &self.of(key)))
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
    pub(crate) fn number(&self, key: &'static str) -> Option<At<f64>> {
        let node = self.optional(key)?;
        self.reader.number(node, &self.of(key)).map(|value| At { value, place: self.reader.place(node) })
    }

    /// An optional count.
    pub(crate) fn count(&self, key: &'static str) -> Option<At<usize>> {
        let node = self.optional(key)?;
        self.reader.count(node, &self.of(key)).map(|value| At { value, place: self.reader.place(node) })
    }

    /// Reports every key that nobody asked for, and what is missing if no such key was meant for it.
    pub(crate) fn finish(self) {
        let (asked, mut missing) = (self.asked.take(), self.missing.take());
        let absent: Vec<&str> = asked.iter().copied().filter(|key| self.node.get(key).is_none()).collect();
        for (key, _) in self.node.entries() {
            let Some(name) = key.text().filter(|name| !asked.contains(name)) else { continue };
            let key = At { value: name.to_owned(), place: self.reader.place(key) };
            let message = format!("unknown key `{name}` in {}", self.what);
            if name == "<<" {
                missing.clear();
                self.reader.report().fault(&key.place, message, "merge keys are not read: write the keys out");
            } else if let Some(near) = nearest(name, absent.iter().copied()) {
                missing.retain(|key| *key != near);
                self.reader.report().fault(&key.place, message, format!("did you mean `{near}`?"));
            } else {
                self.reader.report().unlisted(&key, message, &asked);
            }
        }
        for key in missing {
            let message = format!("{} has no `{key}`", self.what);
            self.reader.report().fault(&self.place, message, format!("give it {}", form(key)));
        }
    }

    /// What a key is called in a message.
    pub(crate) fn of(&self, key: &str) -> String {
        format!("`{key}` of {}", self.what)
    }
}

/// How a key is written.
fn form(key: &str) -> String {
    match key {
        "op" => "`op: module::function`".to_owned(),
        "kind" => "`kind: sync` or `kind: async`".to_owned(),
        "idempotent" => "`idempotent: true` or `false`".to_owned(),
        "budget" => "`budget: …`, the tokens of its name, summary and parameters".to_owned(),
        "args" => "`args: { … }`, if need be empty".to_owned(),
        _ => format!("`{key}: …`"),
    }
}
