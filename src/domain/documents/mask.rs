//! Hides the values of variables in source that people are shown.

use std::ops::Range;

use super::{import_yaml, zerops_yaml};

/// The text with what must not be shown replaced by stars, one for each character, so that every
/// line and column stays where it is. Without ranges the text did not parse: then only the fields
/// that the documents have and the punctuation of YAML are shown.
pub(crate) fn apply(source: &str, ranges: Option<&[Range<usize>]>) -> String {
    let Some(ranges) = ranges else {
        return source.split_inclusive('\n').map(outline).collect();
    };
    // What follows on the line may be the rest of a value that a `#` made a comment of.
    let line_end = |at: usize| source.get(at..).and_then(|rest| rest.find('\n')).map_or(source.len(), |end| at + end);
    let mut ranges: Vec<Range<usize>> = ranges.iter().map(|range| range.start..line_end(range.end)).collect();
    ranges.sort_by_key(|range| range.start);
    let mut out = String::with_capacity(source.len());
    let mut at = 0;
    for range in ranges {
        let start = range.start.max(at);
        let (Some(before), Some(hidden)) = (source.get(at..start), source.get(start..range.end)) else { continue };
        out.push_str(before);
        out.extend(hidden.chars().map(star));
        at = range.end;
    }
    out.push_str(source.get(at..).unwrap_or_default());
    // The renderer counts bytes of this text with offsets of the source.
    if out.len() == source.len() { out } else { bytewise(source, &out) }
}

fn star(c: char) -> char {
    if c.is_whitespace() { c } else { '*' }
}

/// Pads what became shorter because a character of several bytes became one star.
fn bytewise(source: &str, masked: &str) -> String {
    let mut out = String::with_capacity(source.len());
    for (original, shown) in source.chars().zip(masked.chars()) {
        out.push(shown);
        for _ in shown.len_utf8()..original.len_utf8() {
            out.push('*');
        }
    }
    out
}

/// A line of a document whose structure is not known.
fn outline(line: &str) -> String {
    let indent = line.len() - line.trim_start_matches([' ', '-', '{', '[']).len();
    let rest = &line[indent..];
    let word = rest.find(|c: char| !c.is_ascii_alphanumeric()).map_or(rest, |end| &rest[..end]);
    let is_field = rest[word.len()..].trim_start().starts_with(':') && is_field(word);
    let shown = indent + if is_field { word.len() } else { 0 };
    let mut out = line[..shown].to_owned();
    for c in line[shown..].chars() {
        let punctuation = c.is_whitespace() || ":-,[]{}\"'|>#&*%".contains(c);
        if punctuation {
            out.push(c);
        } else {
            out.extend(std::iter::repeat_n('*', c.len_utf8()));
        }
    }
    out
}

fn is_field(word: &str) -> bool {
    let records = zerops_yaml::RECORDS.iter().chain(import_yaml::RECORDS);
    records.flat_map(|fields| fields.iter()).any(|field| field.key == word)
}

#[cfg(test)]
mod tests {
    use super::apply;

    #[test]
    fn stars_keep_every_offset() {
        let source = "KEY: gehe\u{ef}m # x\n";
        let secret = 5..12;
        let masked = apply(source, Some(std::slice::from_ref(&secret)));
        assert_eq!(masked, "KEY: ******* * *\n");
        assert_eq!(masked.len(), source.len());
    }

    #[test]
    fn an_outline_shows_fields_and_punctuation() {
        assert_eq!(apply("  - hostname: [api\n", None), "  - hostname: [***\n");
        assert_eq!(apply("sk-1: \"x y\n", None), "**-*: \"* *\n");
    }
}
