//! What people read: lines on standard output and standard error, in colour where that is wanted.
//!
//! anstream takes the colours out for a file, a pipe, `NO_COLOR`, `CLICOLOR=0` and `--color never`. A
//! reader that went away is no failure: what it wanted to see, it has seen. A terminal obeys nothing but colours:
//! what else it would obey and what nobody sees is escaped here, whatever printed it.

use std::fmt;
use std::io::{self, ErrorKind, Write};

use anstyle::{AnsiColor, Style};
use serde_json::Value;

use crate::domain::unseen::is_unseen;

/// Headings.
pub(super) const HEADING: Style = AnsiColor::Green.on_default().bold();
/// Names: tools, services, commands to type.
pub(super) const NAME: Style = AnsiColor::Cyan.on_default().bold();
/// What went well.
pub(super) const GOOD: Style = AnsiColor::Green.on_default();
/// What deserves a look.
pub(super) const WARN: Style = AnsiColor::Yellow.on_default();
/// What went wrong.
pub(super) const BAD: Style = AnsiColor::Red.on_default().bold();
/// What may be skipped.
pub(super) const DIM: Style = Style::new().dimmed();

/// A text in a style.
pub(super) fn painted(style: Style, text: impl fmt::Display) -> String {
    format!("{style}{text}{style:#}")
}

/// Writes a line to standard output.
///
/// # Errors
/// When it cannot be written, unless because its reader went away.
pub(super) fn line(text: &str) -> io::Result<()> {
    let mut out = anstream::stdout().lock();
    match writeln!(out, "{}", coloured(text)).and_then(|()| out.flush()) {
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(()),
        result => result,
    }
}

/// Writes a line to standard error. Where even that fails there is nobody left to tell.
pub(super) fn error_line(text: &str) {
    let _ = writeln!(anstream::stderr(), "{}", coloured(text));
}

/// Writes to standard error without ending the line.
pub(super) fn error_text(text: &str) {
    let mut out = anstream::stderr().lock();
    let _ = write!(out, "{}", coloured(text)).and_then(|()| out.flush());
}

/// A text with its colours, and nothing else that [`printable`] would escape.
fn coloured(text: &str) -> String {
    let mut clean = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('\u{1b}') {
        clean.push_str(&printable(&rest[..at]));
        let codes = rest[at..].strip_prefix("\u{1b}[").unwrap_or_default();
        let end = codes.find(|c: char| !c.is_ascii_digit() && c != ';').filter(|end| codes[*end..].starts_with('m'));
        let length = end.map_or(1, |end| "\u{1b}[".len() + end + 1);
        let escape = &rest[at..at + length];
        if end.is_some() {
            clean.push_str(escape);
        } else {
            clean.push_str(&printable(escape));
        }
        rest = &rest[at + length..];
    }
    clean + &printable(rest)
}

/// A text that was made elsewhere, without what a terminal would obey and what nobody sees.
pub(super) fn printable(text: &str) -> String {
    let mut clean = String::with_capacity(text.len());
    for c in text.chars() {
        if is_unseen(c) && !matches!(c, '\n' | '\t') {
            clean.extend(c.escape_default());
        } else {
            clean.push(c);
        }
    }
    clean
}

/// The same for one of several things in a line.
pub(super) fn one_line(text: &str) -> String {
    printable(text).replace('\n', "\\n").replace('\t', "\\t")
}

/// JSON in which what a terminal would obey or nobody sees is escaped: the same value, safe to look at.
pub(super) fn json(value: &Value) -> String {
    let mut text = String::new();
    for c in value.to_string().chars() {
        if is_unseen(c) {
            text.extend(c.encode_utf16(&mut [0; 2]).iter().map(|unit| format!("\\u{unit:04x}")));
        } else {
            text.push(c);
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::{BAD, coloured, painted, printable};

    #[test]
    fn json_is_the_same_value_and_safe_to_look_at() {
        let value = json!({ "a\u{9b}": "b\u{202e}\u{e0041}\n" });
        let text = super::json(&value);
        assert!(text.is_ascii(), "{text}");
        assert_eq!(serde_json::from_str::<Value>(&text).expect("JSON"), value);
    }

    #[test]
    fn colours_are_all_that_a_terminal_obeys() {
        let own = painted(BAD, "a\tb\n");
        assert_eq!(coloured(&own), own);
        assert_eq!(coloured("\u{1b}[2J\u{1b}]0;x\u{7}\u{1b}"), "\\u{1b}[2J\\u{1b}]0;x\\u{7}\\u{1b}");
        assert_eq!(coloured("\u{1b}[1;31\u{9b}2J\u{202e}"), "\\u{1b}[1;31\\u{9b}2J\\u{202e}");
    }

    #[test]
    fn a_terminal_obeys_nothing_that_came_from_elsewhere() {
        assert_eq!(printable("a\n\tb \u{1b}[2J\r"), "a\n\tb \\u{1b}[2J\\r");
        assert_eq!(printable("a\u{9b}2J\u{202e}\u{200b}b"), "a\\u{9b}2J\\u{202e}\\u{200b}b");
    }
}
