//! Slips of values, which begin like something that they are not: a command in quotes that goes on, `${…}` in braces.
//! And of what stands before a document.

use super::words::is_field_like;
use crate::domain::yaml::{FaultKind, SyntaxError};

/// What a fault in the line of such a value means. Nothing of the text is repeated.
pub(super) fn of(text: &str, error: &SyntaxError) -> Option<(String, String)> {
    if let Some(found) = wrapped(text) {
        return Some(found);
    }
    let at = error.span.start.min(text.len());
    let (before, after) = text.split_at_checked(at)?;
    if before.ends_with('$') && after.starts_with('{') {
        let message = "inside of braces or brackets the `{` of `${` opens another brace".to_owned();
        return Some((message, "put the value that has `${` in it between quotes".to_owned()));
    }
    if !matches!(error.kind, FaultKind::Unclosed | FaultKind::Indentation | FaultKind::Other | FaultKind::Character) {
        return None;
    }
    let start = before.rfind('\n').map_or(0, |newline| newline + 1);
    let line = text[start..].lines().next()?;
    let value = value_of(line)?;
    let open = value.chars().next()?;
    let rest = match open {
        '"' | '\'' => &value[quote_end(value, open)?..],
        '[' | '{' => &value[bracket_end(value)?..],
        '|' | '>' => value[1..].trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '+' | '-')),
        _ => return None,
    };
    let rest = rest.trim();
    let is_key = rest == ":" || rest.starts_with(": ");
    if rest.is_empty() || is_key || rest.starts_with(['#', ',', ']', '}']) {
        return None;
    }
    let message = match open {
        '"' | '\'' => "the value ends with its closing quote, and text follows it".to_owned(),
        '|' | '>' => format!("after `{open}` the text stands on the lines below, and here it follows at once"),
        _ => format!("a value that begins with `{open}` ends with the bracket that closes it, and text follows it"),
    };
    let fix = if value.contains('\'') {
        "write `|` in its place, and the whole value on the next line, further to the right"
    } else {
        "put the whole value between single quotes"
    };
    Some((message, fix.to_owned()))
}

/// A document in what carries it elsewhere.
fn wrapped(text: &str) -> Option<(String, String)> {
    let (number, first) = text.lines().enumerate().find(|(_, line)| !line.trim().is_empty())?;
    let line = number + 1;
    let first = first.trim_start();
    let (what, fix) = if first.starts_with("```") || first.starts_with("~~~") {
        ("the fence of a block in Markdown", format!("remove line {line}, and the fence that closes the block"))
    } else if first.starts_with("<!--") {
        ("a comment of HTML", format!("remove line {line}, or begin it with `#`"))
    } else {
        return None;
    };
    Some((format!("line {line} is {what} and no YAML"), fix))
}

/// The value in a line, behind the dashes of lists and its key.
fn value_of(line: &str) -> Option<&str> {
    let mut rest = line.trim_start();
    while let Some(inside) = rest.strip_prefix("- ") {
        rest = inside.trim_start();
    }
    let field = rest.split_once(": ").filter(|(key, _)| is_field_like(key));
    let value = field.map_or(rest, |(_, value)| value).trim();
    (!value.is_empty()).then_some(value)
}

/// Where the quote ends that a text begins with.
fn quote_end(text: &str, quote: char) -> Option<usize> {
    let mut chars = text.char_indices().skip(1).peekable();
    while let Some((at, c)) = chars.next() {
        let is_escape = c == '\\' && quote == '"';
        let is_doubled = c == quote && quote == '\'' && chars.peek().is_some_and(|(_, next)| *next == quote);
        if is_escape || is_doubled {
            chars.next();
        } else if c == quote {
            return Some(at + c.len_utf8());
        }
    }
    None
}

/// Where the bracket ends that a text begins with.
fn bracket_end(text: &str) -> Option<usize> {
    let (mut depth, mut at) = (0_usize, 0);
    while let Some(c) = text[at..].chars().next() {
        match c {
            '"' | '\'' => {
                at += quote_end(&text[at..], c)?;
                continue;
            }
            '[' | '{' => depth += 1,
            ']' | '}' => depth -= 1,
            _ => {}
        }
        at += c.len_utf8();
        if depth == 0 {
            return Some(at);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::of;
    use crate::domain::yaml::parse;

    fn said(line: &str) -> Option<(String, String)> {
        let text = format!("a:\n  - x\n  - {line}\nb: c\n");
        of(&text, &parse(&text).expect_err("a fault"))
    }

    #[test]
    fn what_goes_on_after_its_end_is_known() {
        for (line, word) in [
            ("\"$HOME/x\" --all && y", "closing quote"),
            ("\"a\\\"b\" c", "closing quote"),
            ("k: \"a\"b", "closing quote"),
            ("[ -f x ] && y", "begins with `[`"),
            ("[::1]:3000", "begins with `[`"),
            ("[ -f \"]\" ] || exit", "begins with `[`"),
            ("{ a; b; } > x", "begins with `{`"),
            ("{{ x }}/y", "begins with `{`"),
            ("> foo", "after `>`"),
            ("{A: ${b}, C: d}", "the `{` of `${`"),
        ] {
            let (message, _) = said(line).unwrap_or_else(|| panic!("{line}: nothing"));
            assert!(message.contains(word), "{line}: {message}");
        }
        assert!(said("'it''s' so").is_some_and(|(_, fix)| fix.contains("`|`")));
        assert!(said("\"a\" b").is_some_and(|(_, fix)| fix.contains("single quotes")));
        for line in ["\"a b", "[a, b", "[\"a\" b, c]"] {
            assert_eq!(said(line), None, "{line}");
        }
    }

    #[test]
    fn what_carries_a_document_is_no_part_of_it() {
        let text = "\n```yaml\na: b\n```\n";
        assert!(of(text, &parse(text).expect_err("a fault")).is_some_and(|(_, fix)| fix.contains("line 2")));
        let text = "<!-- a -->\nb: c\n";
        assert!(of(text, &parse(text).expect_err("a fault")).is_some_and(|(_, fix)| fix.contains("line 1")));
    }
}
