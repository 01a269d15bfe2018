//! From text to nodes: what a file must be before its content matters.

use super::super::diagnostics::{Diagnostic, Place, Report};
use crate::domain::yaml::{self, Data, Node};

/// Reads a file, or reports the one fault that YAML leaves time for.
pub(super) fn read(text: &str, file: usize, report: &Report) -> Option<Node> {
    if let Some(at) = text.find(char::REPLACEMENT_CHARACTER) {
        let span = at..at + char::REPLACEMENT_CHARACTER.len_utf8();
        report.fault(&Place { file, span }, "this file is not UTF-8", "these bytes are no character");
        return None;
    }
    match yaml::parse(text) {
        Ok(mut root) => {
            place_nothing(&mut root, text);
            Some(root)
        }
        Err(error) => {
            let place = Place { file, span: error.span };
            let fault = Diagnostic::new(&place, "this file cannot be read as YAML", error.message.as_str());
            report.add(match help(&error.message) {
                Some(help) => fault.help(help),
                None => fault,
            });
            None
        }
    }
}

/// Where nothing stands nothing can be underlined: a missing value is shown at its key.
fn place_nothing(node: &mut Node, source: &str) {
    match &mut node.data {
        Data::Scalar { .. } => {}
        Data::Sequence(items) => items.iter_mut().for_each(|item| place_nothing(item, source)),
        Data::Mapping(entries) => {
            for (key, value) in entries {
                let written = source.get(value.span.clone()).unwrap_or_default();
                if value.is_null() && !matches!(written, "~" | "null") {
                    value.span = key.span.clone();
                }
                place_nothing(value, source);
            }
        }
    }
}

/// What to do about the faults that people make most, by a word of the parser's message.
fn help(message: &str) -> Option<&'static str> {
    const HELPS: &[(&str, &str)] = &[
        ("mapping values are not allowed", "a text with `: ` in it needs quotes"),
        ("illegal placement of ':'", "a `]` or a `}` may be missing above"),
        ("multiline quoted scalar", "the closing quote may be missing above"),
        ("tab", "indent with spaces"),
        ("did not find expected key", "the keys of one mapping stand in one column"),
        ("unknown anchor", "an `*alias` stands below its `&anchor`; a text that begins with `*` needs quotes"),
        ("unexpected character", "a text that begins with a backtick, `@` or `%` needs quotes"),
    ];
    HELPS.iter().find(|(part, _)| message.contains(part)).map(|(_, help)| *help)
}
