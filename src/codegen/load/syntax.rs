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
            place_nothing(&mut root);
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
fn place_nothing(node: &mut Node) {
    match &mut node.data {
        Data::Scalar { .. } => {}
        Data::Sequence(items) => items.iter_mut().for_each(place_nothing),
        Data::Mapping(entries) => {
            for (key, value) in entries {
                if value.is_null() && value.text() == Some("") {
                    value.span = key.span.clone();
                }
                place_nothing(value);
            }
        }
    }
}

/// What to do about the faults that people make most, by a word of the parser's message.
fn help(message: &str) -> Option<&'static str> {
    const HELPS: &[(&str, &str)] = &[];
    HELPS.iter().find(|(part, _)| message.contains(part)).map(|(_, help)| *help)
}
