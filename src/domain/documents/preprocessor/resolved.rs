//! A text as the preprocessor leaves it, as far as that is known before anything is expanded.
//!
//! Backslashes go away, and so do the brackets of texts without modifiers. What is known only when it is expanded
//! is hidden behind a word that no parser of YAML takes for anything else.

use std::ops::Range;

use super::scan::{Scan, scan_all};
use crate::domain::yaml::{Data, Node};

/// A text without what the preprocessor takes away, and the way back to its source.
pub(crate) struct Resolved {
    pub(crate) text: String,
    /// What every hidden part begins with; its number and `_` follow.
    word: String,
    /// The hidden parts in the source.
    hidden: Vec<Range<usize>>,
    /// Where the two texts begin to differ by another length.
    shifts: Vec<Shift>,
}

/// At an offset of the text, where the source goes on after what is not there any more.
struct Shift {
    at: usize,
    before: usize,
    after: usize,
}

/// The same of a text whose expressions stay as they are written.
pub(crate) fn resolved(text: &str) -> String {
    let scan = scan_all(text);
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for (part, is_hidden) in parts(&scan, true) {
        if part.start >= at {
            out.push_str(&text[at..if is_hidden { part.end } else { part.start }]);
            at = part.end;
        }
    }
    out.push_str(&text[at..]);
    out
}

/// What is hidden and what is taken away, in order; what lies inside of another part comes after it.
fn parts(scan: &Scan, resolve: bool) -> Vec<(Range<usize>, bool)> {
    let mut parts: Vec<(Range<usize>, bool)> = scan.spans.iter().map(|span| (span.clone(), true)).collect();
    for text in scan.texts.iter().filter(|_| resolve) {
        let Range { start, end } = text.span;
        if text.modifiers.is_empty() {
            parts.extend([(start..start + 1, false), (end - 1..end, false)]);
        } else {
            parts.push((start..end, true));
        }
    }
    parts.extend(scan.escapes.iter().filter(|_| resolve).map(|at| (*at..at + 1, false)));
    parts.sort_by_key(|(part, _)| (part.start, std::cmp::Reverse(part.end)));
    parts
}

impl Resolved {
    /// What is left of a document when the preprocessor has run.
    pub(crate) fn new(text: &str, scan: &Scan) -> Self {
        Self::of(text, parts(scan, true))
    }

    /// The document as it stands, with nothing but its expressions hidden.
    pub(crate) fn unresolved(text: &str, scan: &Scan) -> Self {
        Self::of(text, parts(scan, false))
    }

    fn of(text: &str, parts: Vec<(Range<usize>, bool)>) -> Self {
        let mut word = "_zcp".to_owned();
        while text.contains(&word) {
            word.push('Z');
        }
        let mut resolved =
            Self { text: String::with_capacity(text.len()), word, hidden: Vec::new(), shifts: Vec::new() };
        let mut at = 0;
        for (part, is_hidden) in parts {
            if part.start < at {
                continue;
            }
            resolved.text.push_str(&text[at..part.start]);
            at = part.end;
            if is_hidden {
                resolved.shift(part.start, part.start);
                resolved.text.push_str(&format!("{}{}_", resolved.word, resolved.hidden.len()));
                resolved.hidden.push(part);
                resolved.shift(at, at);
            } else {
                resolved.shift(part.start, at);
            }
        }
        resolved.text.push_str(&text[at..]);
        resolved
    }

    fn shift(&mut self, before: usize, after: usize) {
        self.shifts.push(Shift { at: self.text.len(), before, after });
    }

    /// Where a span of the text stands in the source.
    pub(crate) fn source(&self, span: &Range<usize>) -> Range<usize> {
        let last = |count: usize, at: usize| {
            let shift = count.checked_sub(1).and_then(|index| self.shifts.get(index));
            let limit = self.shifts.get(count).map_or(usize::MAX, |next| next.before);
            shift.map_or(at, |shift| (shift.after + at - shift.at).min(limit))
        };
        let start = last(self.shifts.partition_point(|shift| shift.at <= span.start), span.start);
        let before = self.shifts.partition_point(|shift| shift.at < span.end);
        let end = match self.shifts.get(before) {
            Some(shift) if shift.at == span.end => shift.before,
            _ => last(before, span.end),
        };
        start..end.max(start)
    }

    /// Puts what is hidden back into a tree that was made of the text, and its places into those of the source.
    pub(crate) fn restore(&self, node: &mut Node, source: &str) {
        node.span = self.source(&node.span);
        match &mut node.data {
            Data::Sequence(items) => items.iter_mut().for_each(|item| self.restore(item, source)),
            Data::Mapping(entries) => {
                for (key, value) in entries {
                    self.restore(key, source);
                    self.restore(value, source);
                }
            }
            Data::Scalar { text, .. } if text.contains(&self.word) => *text = self.restored(text, source),
            Data::Scalar { .. } => {}
        }
    }

    fn restored(&self, scalar: &str, source: &str) -> String {
        let mut parts = scalar.split(&self.word);
        let mut out = parts.next().unwrap_or_default().to_owned();
        for part in parts {
            let hidden = part.split_once('_').and_then(|(number, rest)| {
                let span = self.hidden.get(number.parse::<usize>().ok()?)?;
                Some((source.get(span.clone())?, rest))
            });
            let (text, rest) = hidden.unwrap_or_default();
            out.push_str(text);
            out.push_str(rest);
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::{Resolved, resolved, scan_all};
    use crate::domain::yaml;

    #[test]
    fn a_place_leads_back_to_the_source() {
        let text = "a: <2>\nb: \"\\<x\\> <@f(<y>)>\"\nc: <@g()>\nd: e\n";
        let left = Resolved::new(text, &scan_all(text));
        let mut root = yaml::parse(&left.text).expect("YAML");
        left.restore(&mut root, text);
        let shown = |key: &str| {
            let node = root.get(key).expect(key);
            (node.text().expect("text").to_owned(), &text[node.span.clone()])
        };
        assert_eq!(shown("a"), ("2".to_owned(), "2"));
        assert_eq!(shown("b"), ("<x> <@f(<y>)>".to_owned(), "\"\\<x\\> <@f(<y>)>\""));
        assert_eq!(shown("c"), ("<@g()>".to_owned(), "<@g()>"));
        assert_eq!(shown("d"), ("e".to_owned(), "e"));
    }

    #[test]
    fn what_is_known_is_resolved_and_the_rest_stays() {
        assert_eq!(resolved(r"a\\b \<c\> <d <e> f> <g|upper> <@h(<\>>)>"), r"a\b <c> d e f <g|upper> <@h(<\>>)>");
        assert_eq!(resolved("a < b"), "a < b");
    }
}
