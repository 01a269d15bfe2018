//! Environment variables as a text of `KEY=VALUE` lines.
//!
//! Guessed, all of it: the platform's rules of quoting are not known. A value may be plain (the
//! rest of its line, without the space around it), in single quotes (as it is) or in double quotes
//! (with `\n`, `\r`, `\t`, `\"`, `\\` and `\$`); quoted ones may span lines. A comment is a line
//! that begins with `#`.

use std::fmt;

/// Why a text is no environment file. It names the line and never what stands there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct InvalidEnvFile {
    line: usize,
    reason: &'static str,
}

impl fmt::Display for InvalidEnvFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}: {}", self.line, self.reason)
    }
}

/// The variables of a text in their order.
pub(crate) fn parse(text: &str) -> Result<Vec<(String, String)>, InvalidEnvFile> {
    let mut variables = Vec::new();
    let mut rest = text;
    let mut line = 1;
    while !rest.is_empty() {
        let (first, after) = rest.split_once('\n').unwrap_or((rest, ""));
        let trimmed = first.trim();
        if trimmed.is_empty() || trimmed.starts_with('#') {
            (rest, line) = (after, line + 1);
            continue;
        }
        let Some((key, value)) = first.split_once('=') else {
            return Err(InvalidEnvFile { line, reason: "`=` is missing" });
        };
        let start = first.len() - value.len();
        let value = value.trim_start();
        let (content, used) = match value.chars().next() {
            Some(quote @ ('"' | '\'')) => {
                let from = start + (first.len() - start - value.len());
                let (content, length) = quoted(&rest[from + 1..], quote)
                    .ok_or(InvalidEnvFile { line, reason: "the quoted value does not end" })?;
                let end = from + 1 + length;
                let tail = rest[end..].split('\n').next().unwrap_or_default();
                if !tail.trim().is_empty() {
                    return Err(InvalidEnvFile { line, reason: "text after the closing quote" });
                }
                (content, end + tail.len())
            }
            _ => (value.trim_end().to_owned(), first.len()),
        };
        variables.push((key.trim().to_owned(), content));
        line += rest[..used].matches('\n').count() + 1;
        rest = rest.get(used + 1..).unwrap_or_default();
    }
    Ok(variables)
}

/// The content before the closing quote, and the length up to behind that quote.
fn quoted(text: &str, quote: char) -> Option<(String, usize)> {
    let mut content = String::new();
    let mut chars = text.char_indices();
    while let Some((at, char)) = chars.next() {
        match char {
            _ if char == quote => return Some((content, at + 1)),
            '\\' if quote == '"' => match chars.next()?.1 {
                'n' => content.push('\n'),
                'r' => content.push('\r'),
                't' => content.push('\t'),
                char @ ('"' | '\\' | '$') => content.push(char),
                char => content.extend(['\\', char]),
            },
            _ => content.push(char),
        }
    }
    None
}

/// The line of a variable, with its end. What [`parse`] would not take as it is is quoted.
pub(crate) fn line(key: &str, content: &str) -> String {
    let plain = content.trim() == content && !content.contains(['\n', '\r']) && !content.starts_with(['"', '\'']);
    if plain {
        return format!("{key}={content}\n");
    }
    let mut line = format!("{key}=\"");
    for char in content.chars() {
        match char {
            '\n' => line.push_str("\\n"),
            '\r' => line.push_str("\\r"),
            '"' | '\\' => line.extend(['\\', char]),
            _ => line.push(char),
        }
    }
    line.push_str("\"\n");
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pairs(list: &[(&str, &str)]) -> Vec<(String, String)> {
        list.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect()
    }

    #[test]
    fn values_are_plain_or_quoted() {
        let text = "# note\n\nA=1\nB = two words # no comment \r\nC=\"x\\ny \\\"z\\\" \\q\"\nD='it\\n'\nE=\nF=a=b\nG=\"1\n2\"\nH=3";
        let expected = pairs(&[
            ("A", "1"),
            ("B", "two words # no comment"),
            ("C", "x\ny \"z\" \\q"),
            ("D", "it\\n"),
            ("E", ""),
            ("F", "a=b"),
            ("G", "1\n2"),
            ("H", "3"),
        ]);
        assert_eq!(parse(text).expect("parsed"), expected);
    }

    #[test]
    fn what_is_written_is_read_back() {
        let values = ["", "a b", " edge ", "l1\nl2\r\n", "\"q\"", "it's", "'x", "ž€", "#x", "back\\slash", "\\n", "$a"];
        for value in values {
            assert_eq!(parse(&line("K", value)).expect(value), pairs(&[("K", value)]), "{value:?}");
        }
    }

    #[test]
    fn a_fault_names_its_line_and_not_the_value() {
        for (text, message) in [
            ("A=1\nsecret", "line 2: `=` is missing"),
            ("A=\"1\n2\"\nB=\"secret", "line 3: the quoted value does not end"),
            ("A='x' secret", "line 1: text after the closing quote"),
        ] {
            assert_eq!(parse(text).expect_err("refused").to_string(), message);
        }
    }
}
