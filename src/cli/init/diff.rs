//! What a change of a file would be, in lines, with the secrets that the file may hold left out.

use std::ops::Range;

use similar::TextDiff;

use super::jsonc::parse::{Kind, Node, parse};
use super::text::without_mark;

/// What a secret is called.
const SECRET: [&str; 8] = ["token", "key", "secret", "password", "auth", "credential", "cookie", "account"];
/// What holds nothing but things that may be secret.
const HOLDERS: [&str; 3] = ["env", "headers", "http_headers"];
const MASK: &str = "\"…\"";
/// Lines longer than this are cut.
const MOST_COLUMNS: usize = 160;

/// The change of a file as a unified diff.
pub(super) fn unified(shown: &str, before: Option<&str>, after: Option<&str>) -> String {
    let named = |text: Option<&str>| if text.is_some() { shown.to_owned() } else { "/dev/null".to_owned() };
    let (old, new) = (masked(shown, before.unwrap_or_default()), masked(shown, after.unwrap_or_default()));
    let diff = TextDiff::from_lines(&old, &new);
    let text = diff.unified_diff().context_radius(2).header(&named(before), &named(after)).to_string();
    let lines = text.lines().map(|line| match line.char_indices().nth(MOST_COLUMNS) {
        Some((at, _)) => format!("{}…", &line[..at]),
        None => line.to_owned(),
    });
    lines.collect::<Vec<_>>().join("\n")
}

fn masked(shown: &str, text: &str) -> String {
    let extension = shown.rsplit('.').next().unwrap_or_default();
    match extension {
        "json" => masked_json(text),
        "toml" => masked_toml(text),
        _ => text.to_owned(),
    }
}

fn masked_json(text: &str) -> String {
    let (mark, body) = without_mark(text);
    let mut places = Vec::new();
    if let Ok(root) = parse(body) {
        secrets(&root, false, &mut places);
    }
    let mut clean = mark.to_owned();
    let mut done = 0;
    for place in places {
        clean.push_str(&body[done..place.start]);
        clean.push_str(MASK);
        done = place.end;
    }
    clean + &body[done..]
}

fn secrets(node: &Node, inside: bool, places: &mut Vec<Range<usize>>) {
    match &node.kind {
        Kind::Scalar(value) if inside && value.is_string() => places.push(node.span.clone()),
        Kind::Scalar(_) => {}
        Kind::Object(items) | Kind::Array(items) => {
            for item in items {
                secrets(&item.value, inside || item.key.as_deref().is_some_and(is_secret), places);
            }
        }
    }
}

fn is_secret(key: &str) -> bool {
    let key = key.to_ascii_lowercase();
    HOLDERS.contains(&key.as_str()) || SECRET.iter().any(|word| key.contains(word))
}

/// Masks by lines, which is rough and never too little: a line of a text of several lines may be
/// masked for a word that is in it.
fn masked_toml(text: &str) -> String {
    let mut in_holder = false;
    let mut clean = String::with_capacity(text.len());
    for line in text.split_inclusive('\n') {
        let content = line.trim();
        if content.starts_with('[') {
            in_holder = HOLDERS.iter().any(|holder| content.trim_end_matches(']').ends_with(&format!(".{holder}")));
        }
        let own = |(key, _): (&str, &str)| in_holder || is_secret(key.trim()) || is_secret(last_part(key));
        if content.split_once('=').is_some_and(own) {
            let key = line.split_once('=').map_or("", |(key, _)| key);
            clean.push_str(&format!("{key}= {MASK}{}", &line[line.trim_end().len()..]));
        } else {
            clean.push_str(line);
        }
    }
    clean
}

fn last_part(key: &str) -> &str {
    key.trim().rsplit('.').next().unwrap_or(key)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_are_not_shown() {
        let json =
            "\u{feff}{\"oauthAccount\": {\"id\": \"s3cret\"}, \"a\": \"plain\",\n\"env\": {\"X\": [\"s3cret\"]}}";
        let toml = "a = \"plain\"\nbearer_token = \"s3cret\"\nb.env = { X = \"s3cret\" }\n[c.env]\nX = \"s3cret\"\n";
        for (shown, text) in [("a.json", json), ("~/b.toml", toml)] {
            let diff = unified(shown, None, Some(text));
            assert!(!diff.contains("s3cret") && diff.contains("plain"), "{diff}");
        }
    }

    #[test]
    fn a_change_is_shown_with_its_surroundings() {
        let diff = unified("x.md", Some("a\nb\n"), Some("a\nb\nc\n"));
        assert_eq!(diff, "--- x.md\n+++ x.md\n@@ -1,2 +1,3 @@\n a\n b\n+c");
    }
}
