//! What a change of a file would be, in lines. Of what others have in a configuration only the names are shown: a
//! secret can be in any text, a URL, the words of a program or a comment.

use std::ops::Range;

use similar::TextDiff;

use super::block::TOML;
use super::jsonc::parse::{Kind, Node, parse};
use super::text::without_mark;
use super::toml_text;

/// What a secret is called.
const SECRET: [&str; 8] = ["token", "key", "secret", "password", "auth", "credential", "cookie", "account"];
/// What holds nothing but things that may be secret.
const HOLDERS: [&str; 3] = ["env", "headers", "http_headers"];
const MASK: &str = "\"…\"";
/// Lines longer than this are cut.
const MOST_COLUMNS: usize = 160;

/// The change of a file as a unified diff. `known` are the texts that zcp puts into it.
pub(super) fn unified(shown: &str, before: Option<&str>, after: Option<&str>, known: &[String]) -> String {
    let named = |text: Option<&str>| if text.is_some() { shown.to_owned() } else { "/dev/null".to_owned() };
    let (old, new) =
        (masked(shown, before.unwrap_or_default(), known), masked(shown, after.unwrap_or_default(), known));
    let diff = TextDiff::from_lines(&old, &new);
    let text = diff.unified_diff().context_radius(2).header(&named(before), &named(after)).to_string();
    let lines = text.lines().map(|line| match line.char_indices().nth(MOST_COLUMNS) {
        Some((at, _)) => format!("{}…", &line[..at]),
        None => line.to_owned(),
    });
    lines.collect::<Vec<_>>().join("\n")
}

fn masked(shown: &str, text: &str, known: &[String]) -> String {
    let (mark, body) = without_mark(text);
    let places = match shown.rsplit('.').next().unwrap_or_default() {
        "json" => in_json(body, known),
        "toml" => in_toml(body),
        _ => Some(Vec::new()),
    };
    // What cannot be read is not shown at all.
    let Some(mut places) = places else { return "…\n".to_owned() };
    places.sort_by_key(|(place, _)| place.start);
    let mut clean = mark.to_owned();
    let mut done = 0;
    for (place, instead) in places {
        if place.start >= done {
            clean.push_str(&body[done..place.start]);
            clean.push_str(instead);
            done = place.end;
        }
    }
    clean + &body[done..]
}

/// A place, and what is shown there.
type Masked = (Range<usize>, &'static str);

fn in_json(text: &str, known: &[String]) -> Option<Vec<Masked>> {
    let mut places = comments(text, &["//", "/*"]);
    if !text.trim().is_empty() {
        texts(&parse(text).ok()?, false, known, &mut places);
    }
    Some(places)
}

fn texts(node: &Node, inside: bool, known: &[String], places: &mut Vec<Masked>) {
    match &node.kind {
        Kind::Scalar(value) => {
            let shown = value.as_str().is_none_or(|text| known.iter().any(|known| known == text));
            if (inside && (value.is_string() || value.is_number())) || !shown {
                places.push((node.span.clone(), MASK));
            }
        }
        Kind::Object(items) | Kind::Array(items) => {
            for item in items {
                texts(&item.value, inside || item.key.as_deref().is_some_and(is_secret), known, places);
            }
        }
    }
}

/// The values outside of the block, and in it those that may be secret.
fn in_toml(text: &str) -> Option<Vec<Masked>> {
    let ours = TOML.find(text).ok()?.unwrap_or_default();
    let is_hidden = |place: &Range<usize>| {
        let line = text[..place.start].rsplit('\n').next().unwrap_or_default();
        !ours.contains(&place.start) || line.split_once('=').is_some_and(|(key, _)| is_secret(key.trim()))
    };
    let values = toml_text::values(&toml_text::parse(text).ok()?).into_iter().filter(is_hidden);
    let mut places = comments(text, &["#"]);
    places.retain(|(place, _)| !ours.contains(&place.start));
    places.extend(values.map(|place| (place, MASK)));
    Some(places)
}

/// The comments of a text that are in no quotes.
fn comments(text: &str, begins: &[&str]) -> Vec<Masked> {
    let mut places = Vec::new();
    let mut at = 0;
    while let Some(c) = text[at..].chars().next() {
        let rest = &text[at..];
        let long = ["\"\"\"", "'''"].into_iter().find(|quote| begins[0] == "#" && rest.starts_with(quote));
        let length = if let Some(quote) = long {
            quote.len() + end_of(&rest[quote.len()..], quote)
        } else if c == '"' || (c == '\'' && begins[0] == "#") {
            1 + end_of(&rest[1..], &rest[..1])
        } else if let Some(begin) = begins.iter().find(|begin| rest.starts_with(**begin)) {
            let (length, instead) = match *begin {
                "/*" => (rest.find("*/").map_or(rest.len(), |end| end + 2), "/* … */"),
                begin => (rest.find('\n').unwrap_or(rest.len()), if begin == "#" { "# …" } else { "// …" }),
            };
            places.push((at..at + length, instead));
            length
        } else {
            c.len_utf8()
        };
        at += length;
    }
    places
}

/// Where a quoted text ends, with its quote.
fn end_of(text: &str, quote: &str) -> usize {
    let mut escaped = false;
    for (at, c) in text.char_indices() {
        if escaped {
            escaped = false;
        } else if c == '\\' && quote.starts_with('"') {
            escaped = true;
        } else if text[at..].starts_with(quote) {
            return at + quote.len();
        }
    }
    text.len()
}

fn is_secret(key: &str) -> bool {
    let key = key.to_ascii_lowercase();
    HOLDERS.contains(&key.as_str()) || SECRET.iter().any(|word| key.contains(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_what_others_have_only_the_names_are_shown() {
        let json = "\u{feff}{\"oauthAccount\": {\"id\": \"s3cret\"}, // s3cret\n\"own\": \"known\", /* s3cret\n*/\n\
                    \"env\": {\"X\": [\"s3cret\", 5, \"known\"]},\n\"args\": [\"--api-key\", \"s3cret\"],\n\
                    \"url\": \"postgres://u:s3cret@h\"}";
        let toml = "# s3cret\na = \"s3cret # x\" # s3cret\nargs = [\"--own\", # s3cret\n  's3cret']\n\
                    b.env = { X = \"s3cret\" }\n[c.env]\nX = \"\"\"\n# s3cret\n\"\"\"\n\n# ZCP:BEGIN\n[own]\n\
                    command = \"known\"\nenv = { ZCP_API_KEY = \"s3cret\" }\n# ZCP:END\n";
        for (shown, text) in [("a.json", json), ("~/b.toml", toml)] {
            let diff = unified(shown, None, Some(text), &["known".to_owned()]);
            assert!(!diff.contains("s3cret"), "{diff}");
            for name in ["env", "args", "X", "own", "\"known\""] {
                assert!(diff.contains(name), "{name}: {diff}");
            }
        }
        assert!(!unified("a.json", None, Some("{\"s3cret"), &[]).contains("s3cret"));
    }

    #[test]
    fn a_change_is_shown_with_its_surroundings() {
        let diff = unified("x.md", Some("a\nb\n"), Some("a\nb\nc\n"), &[]);
        assert_eq!(diff, "--- x.md\n+++ x.md\n@@ -1,2 +1,3 @@\n a\n b\n+c");
    }
}
