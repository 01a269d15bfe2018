//! What the preprocessor accepts and nobody means: it changes the document in silence.

use std::collections::HashSet;
use std::ops::Range;

use super::scan::Scan;
use super::tree::{Argument, Expression};

/// Something that is changed in silence, and how to keep it.
#[derive(Debug)]
pub(crate) struct Note {
    pub(crate) span: Range<usize>,
    pub(crate) message: &'static str,
    pub(crate) fix: &'static str,
}

/// The functions whose result has several lines.
const KEYS: &[&str] = &["generateED25519Key", "generateRSA2048Key", "generateRSA4096Key"];
/// What they store that has several lines too; what ends with `PublicSsh` has one.
const LONG: &[&str] = &["Public", "Private", "PrivateSsh"];
/// The modifiers that leave lines lines.
const KEEPING: &[&str] = &["noop", "upper", "lower", "title"];

/// What a document whose preprocessor is on loses in silence.
pub(crate) fn notes(text: &str, scan: &Scan) -> Vec<Note> {
    let mut notes = Vec::new();
    for found in &scan.texts {
        let inside = text.get(found.span.clone()).unwrap_or_default();
        if let Some(first_line) = inside.find('\n') {
            notes.push(Note {
                span: found.span.start..found.span.start + first_line,
                message: "the preprocessor takes `<` and the next `>`, lines below, for the ends of one text and drops both",
                fix: "write `\\<` and `\\>` where they are meant",
            });
        }
    }
    let mut last_line = None;
    for at in &scan.escapes {
        let start = line_start(text, *at);
        let follows = text.get(at + 1..).and_then(|rest| rest.chars().next());
        let is_kept = follows.is_none_or(|next| "\\<>|".contains(next));
        if is_kept || last_line.replace(start) == Some(start) || text[start..].trim_start().starts_with('#') {
            continue;
        }
        notes.push(Note {
            span: *at..at + 1,
            message: "the preprocessor drops this `\\`, before YAML is read",
            fix: "write `\\\\` for one that stays",
        });
    }
    let mut long = HashSet::new();
    for expression in &scan.expressions {
        let is_key = KEYS.contains(&expression.function.text.as_str());
        let name = match expression.arguments.as_slice() {
            [Argument::Word(word)] => Some(word.text.as_str()),
            [argument] => argument.constant(),
            _ => None,
        };
        if let Some(name) = name.filter(|_| is_key) {
            long.extend(LONG.iter().map(|suffix| format!("{name}{suffix}")));
        }
        let is_stored = expression.function.text == "getVar" && name.is_some_and(|name| long.contains(name));
        if (is_key || is_stored) && stays_long(expression) && !is_in_block(text, expression.span.start) {
            notes.push(Note {
                span: expression.span.clone(),
                message: "this becomes several lines, which stay lines in a block alone",
                fix: "write `KEY: |` and the expression on a line of its own below",
            });
        }
    }
    notes
}

fn stays_long(expression: &Expression) -> bool {
    expression.modifiers.iter().all(|modifier| KEEPING.contains(&modifier.text.as_str()))
}

fn line_start(text: &str, at: usize) -> usize {
    text[..at].rfind('\n').map_or(0, |newline| newline + 1)
}

/// Whether a place is in a block of YAML, which a line that stands further left opens with `|`. What stands alone on
/// its line may be in one that begins with it; in a comment nothing matters.
fn is_in_block(text: &str, at: usize) -> bool {
    let start = line_start(text, at);
    let line = text[start..at].trim_start();
    if line.is_empty() || line.starts_with('#') {
        return true;
    }
    let indent = at - start - line.len();
    let above = text[..start].lines().rev().filter(|line| !line.trim().is_empty());
    let opener = above.map(str::trim_end).find(|line| line.len() - line.trim_start().len() < indent);
    opener.is_some_and(|line| {
        let opened = line.trim_end_matches(|c: char| c.is_ascii_digit() || matches!(c, '+' | '-'));
        opened.ends_with(['|', '>'])
    })
}

#[cfg(test)]
mod tests {
    use super::super::scan::scan_all;
    use super::notes;

    fn starts(text: &str) -> Vec<usize> {
        notes(text, &scan_all(text)).into_iter().map(|note| note.span.start).collect()
    }

    #[test]
    fn what_is_dropped_in_silence_is_noted() {
        assert_eq!(starts("a: \"b\\nc\\nd\"\n"), [5]);
        assert_eq!(starts("a: b \\< c \\\\ \\| d\n# \\n\n"), [0; 0]);
        assert_eq!(starts("a: b < c\nd: e > f\n"), [5]);
        assert_eq!(starts("a: <b>\n"), [0; 0]);
    }

    #[test]
    fn a_key_belongs_into_a_block() {
        assert_eq!(
            starts("a: <@generateED25519Key(<k>)>\nb: <@getVar(kPublicSsh)>\nc: \"<@getVar(kPrivate)>\"\n"),
            [3, 59]
        );
        assert_eq!(starts("a: |\n  <@generateED25519Key(<k>)>\nb: |-\n  KEY=<@getVar(kPrivate)>\n"), [0; 0]);
        assert_eq!(starts("a: <@generateRSA2048Key(<k>)|sha256>\nb: <@getVar(kPublic)|noop>\n"), [40]);
        assert_eq!(starts("# <@generateRSA2048Key(<k>)>\n"), [0; 0]);
    }
}
