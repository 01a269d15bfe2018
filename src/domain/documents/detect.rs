//! Which of the two documents a text is.

use crate::domain::nearest::nearest;
use crate::domain::yaml::Node;

use super::document_kind::DocumentKind;
use super::source;

/// Which document a text is, by its top-level keys; a mistyped key counts when no other does, and
/// of a text that does not parse the first key at the margin.
#[must_use]
pub fn detect(text: &str) -> Option<DocumentKind> {
    if text.len() > crate::domain::yaml::MAX_BYTES {
        return by_lines(text);
    }
    match source::parse(DocumentKind::ImportYaml, text) {
        Ok(parsed) => by_keys(&parsed.root),
        Err(_) => by_lines(text),
    }
}

fn by_keys(root: &Node) -> Option<DocumentKind> {
    let keys = || root.entries().iter().filter_map(|(key, _)| key.text());
    keys().find_map(DocumentKind::of_key).or_else(|| {
        let known = ["zerops", "services", "project"];
        keys().take(50).find_map(|key| nearest(key, known).and_then(DocumentKind::of_key))
    })
}

fn by_lines(text: &str) -> Option<DocumentKind> {
    text.lines().find_map(|line| line.split_once(':').and_then(|(key, _)| DocumentKind::of_key(key)))
}

#[cfg(test)]
mod tests {
    use super::{DocumentKind, detect};

    #[test]
    fn keys_tell_the_document() {
        let zerops = Some(DocumentKind::ZeropsYaml);
        let import = Some(DocumentKind::ImportYaml);
        assert_eq!(detect("zerops:\n- setup: api"), zerops);
        assert_eq!(detect("#yamlPreprocessor=on\nservices: []"), import);
        assert_eq!(detect("project: {name: a}"), import);
        assert_eq!(detect("zerop:\n- setup: api"), zerops);
        assert_eq!(detect("services: [\n"), import);
        assert_eq!(detect("a: b"), None);
        assert_eq!(detect("- a"), None);
        assert_eq!(detect(""), None);
    }
}
