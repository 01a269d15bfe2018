//! Reads one value after another; faults go to a sink.

use std::ops::Range;

use super::super::codes;
use super::super::path::Path;
use super::super::report::{Finding, Severity};
use super::super::spanned::Spanned;
use super::super::words::{is_field_like, list, quoted};
use super::entries;
use super::hints;
use super::record::Field;
use super::shape::Shape;
use super::sink::Sink;
use crate::domain::nearest::nearest;
use crate::domain::yaml::{Data, Node};

/// So many fields are named.
const MOST_NAMED: usize = 12;

/// Reads nodes of one document.
#[derive(Clone, Copy)]
pub(crate) struct Reader<'s> {
    pub(crate) sink: &'s Sink,
    /// How bad a field is that nobody knows: one document refuses it, the other drops it.
    pub(crate) unknown: Severity,
}

/// The fields of a mapping.
pub(crate) struct Fields<'s, 'n> {
    reader: Reader<'s>,
    path: Path,
    list: Vec<(&'n Node, &'n Node)>,
    /// Fields that are not given, and that another word in their place means.
    meant: Vec<&'static str>,
}

impl<'s> Reader<'s> {
    /// A value and its place; nothing where null is given.
    pub(crate) fn spanned<T: Shape>(&self, key: &Range<usize>, node: &Node, path: Path) -> Option<Spanned<T>> {
        if node.is_null() {
            return None;
        }
        let value = T::read(self, node, &path)?;
        let raw = node.text().unwrap_or_default().to_owned();
        Some(Spanned { value, raw, span: node.span.clone(), key: key.clone(), path })
    }

    /// Reports a value of another type than the field has.
    pub(crate) fn wrong_type(&self, node: &Node, path: &Path, expected: &str) {
        self.wrong_type_with(node, path, expected, None);
    }

    pub(crate) fn wrong_type_with(&self, node: &Node, path: &Path, expected: &str, fix: Option<String>) {
        let message = format!("expected {expected}, this is {}", node.describe());
        self.sink.push(Finding::error(codes::WRONG_TYPE, path, &node.span, message).maybe_fix(fix));
    }

    /// The fields of a record; what it does not have and what it misses is reported.
    pub(crate) fn fields<'n>(&self, node: &'n Node, path: &Path, known: &'static [Field]) -> Option<Fields<'s, 'n>> {
        let Data::Mapping(_) = &node.data else {
            self.sink.mask(node);
            self.wrong_type_with(node, path, "a mapping", Some(begun(known)));
            return None;
        };
        let entries = self.entries(node, path);
        let mut meant = Vec::new();
        for (key, value) in &entries {
            let name = key.text().unwrap_or_default();
            if !known.iter().any(|field| field.key == name) {
                self.sink.mask(value);
                let is_given = |field: &Field| entries.iter().any(|(key, _)| key.text() == Some(field.key));
                let missing = known.iter().filter(|field| !is_given(field)).collect();
                meant.extend(self.unknown_field((key, value), path, known, missing));
            }
        }
        for field in known.iter().filter(|field| field.required && !meant.contains(&field.key)) {
            let given = entries.iter().find(|(key, _)| key.text() == Some(field.key));
            if given.is_none_or(|(_, value)| value.is_null()) {
                let state = if given.is_some() { "empty" } else { "missing" };
                let message = format!("`{}` is {state}", field.key);
                let place = start(node);
                let at = path.key(field.key);
                let finding = Finding::error(codes::MISSING_FIELD, &at, &place, message);
                let verb = if given.is_some() { "fill" } else { "add" };
                self.sink.push(finding.fix(format!("{verb} `{}`: {}", field.key, field.doc())));
            }
        }
        Some(Fields { reader: *self, path: path.clone(), list: entries, meant })
    }

    /// The entries of a mapping, merged; duplicates and odd keys are reported.
    pub(crate) fn entries<'n>(&self, node: &'n Node, path: &Path) -> Vec<(&'n Node, &'n Node)> {
        let found = entries::of(node);
        for key in found.duplicates {
            let name = key.text().unwrap_or_default();
            let (at, shown) = if is_field_like(name) {
                (path.key(name), quoted(name))
            } else {
                self.sink.mask_span(&key.span);
                (path.clone(), "this key".to_owned())
            };
            let message = format!("{shown} is given twice");
            let finding = Finding::error(codes::DUPLICATE_KEY, &at, &key.span, message);
            self.sink.push(finding.fix("keep one of them"));
        }
        for key in found.odd {
            self.sink.mask(key);
            let message = format!("a key must be a string, this is {}", key.describe());
            self.sink.push(Finding::error(codes::WRONG_TYPE, path, &key.span, message));
        }
        found.list
    }

    /// Reports a field that a section does not have, and answers which of its missing ones it means: of that one
    /// nothing else is said.
    fn unknown_field(
        &self,
        (key, value): (&Node, &Node),
        path: &Path,
        known: &'static [Field],
        missing: Vec<&'static Field>,
    ) -> Option<&'static str> {
        let name = key.text().unwrap_or_default();
        let hint = hints::of(path.last_key(), name);
        let (severity, code) = match hint {
            // What is dropped makes nothing fail, so that is no reason to refuse the document.
            Some(hint) if hint.dropped => (Severity::Warning, codes::DROPPED_FIELD),
            _ => (self.unknown, codes::UNKNOWN_FIELD),
        };
        let similar = if self.sink.is_full(severity) { None } else { nearest(name, known.iter().map(|it| it.key)) };
        let can_be_shown = is_field_like(name) && (!value.is_null() || similar.is_some());
        let (at, shown) = if can_be_shown {
            (path.key(name), quoted(name))
        } else {
            self.sink.mask_span(&key.span);
            (path.clone(), "this key".to_owned())
        };
        let place = hints::place(path.last_key());
        let dropped = if code == codes::DROPPED_FIELD { "; the platform drops it silently" } else { "" };
        let message = format!("{shown} is not a field of {place}{dropped}");
        // Another number of the word beside it is nearer than the same word far away.
        let is_plural = similar.is_some_and(|similar| similar.strip_suffix('s') == Some(name));
        let home = self.sink.home(self.unknown, path.last_key(), name).filter(|_| !is_plural);
        // What is only spelt like it counts where the document is refused all the same.
        let alike = similar.filter(|_| hint.is_none() && home.is_none());
        let meant = missing.into_iter().find(|field| match hint {
            Some(hint) => hint.means == Some(field.key),
            None => field.required && alike == Some(field.key),
        });
        let severity = if meant.is_some_and(|field| field.required) { Severity::Error } else { severity };
        let fix = match (hint, home, similar) {
            (Some(hint), ..) => hint.fix.to_owned(),
            (None, Some(home), _) => home,
            (None, None, Some(similar)) => format!("did you mean `{similar}`?"),
            (None, None, None) if name.starts_with("x-") => {
                "write the anchor where it is used first: the platform knows no fields of one's own".to_owned()
            }
            (None, None, None) => format!("remove it; known here: {}", names(known)),
        };
        self.sink.push(Finding::new(severity, code, &at, &key.span, message).fix(fix));
        meant.map(|field| field.key)
    }
}

impl Fields<'_, '_> {
    /// The value of a field.
    pub(crate) fn get<T: Shape>(&self, name: &'static str, unread: &mut Vec<&'static str>) -> Option<Spanned<T>> {
        let Some((key, value)) = self.list.iter().find(|(key, _)| key.text() == Some(name)) else {
            unread.extend(self.meant.iter().filter(|meant| **meant == name));
            return None;
        };
        let read = self.reader.spanned(&key.span, value, self.path.key(name));
        if read.is_none() && !value.is_null() {
            unread.push(name);
        }
        read
    }
}

/// Where a mapping starts: what is missing in it has no place of its own.
fn start(node: &Node) -> Range<usize> {
    node.entries().first().map_or_else(|| node.span.clone(), |(key, _)| key.span.clone())
}

/// How a record is written, with the fields that come first.
fn begun(known: &[Field]) -> String {
    const SHOWN: usize = 6;
    let more = if known.len() > SHOWN { ", …" } else { "" };
    let first = list(known.iter().map(|field| field.key).take(SHOWN));
    format!("write its fields, each as `key: value`: {first}{more}")
}

/// A few of the fields: all of a service would take the room of ten findings.
fn names(known: &[Field]) -> String {
    let more = known.len().saturating_sub(MOST_NAMED);
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    list(known.iter().map(|field| field.key).take(MOST_NAMED)) + &more
}
