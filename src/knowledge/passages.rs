//! The passages of the documents: what stands under one heading, the unit that is searched and
//! answered.

use std::ops::Range;
use std::sync::LazyLock;

use crate::domain::knowledge::Document;
use crate::generated::knowledge::DOCUMENTS;

/// All passages in the order of the documents.
static PASSAGES: LazyLock<Vec<Passage>> = LazyLock::new(|| (0..DOCUMENTS.len()).flat_map(of_document).collect());

/// A section of a document.
#[derive(Debug)]
pub struct Passage {
    /// The document's place among all.
    pub document: usize,
    /// Its heading; empty for what stands before the first one.
    pub heading: &'static str,
    /// What stands below its heading, without blank lines around it.
    pub body: &'static str,
}

impl Passage {
    /// Its document.
    #[must_use]
    pub fn document(&self) -> &'static Document {
        &DOCUMENTS[self.document]
    }

    /// Its address: the document's, and the heading behind a `#`.
    #[must_use]
    pub fn uri(&self) -> String {
        let uri = self.document().uri();
        if self.heading.is_empty() { uri } else { format!("{uri}#{}", slug(self.heading)) }
    }

    /// The passage in Markdown, with its heading.
    #[must_use]
    pub fn markdown(&self) -> String {
        if self.heading.is_empty() {
            format!("# {}\n\n{}", self.document().title, self.body)
        } else {
            format!("## {}\n\n{}", self.heading, self.body)
        }
    }
}

/// All passages in the order of the documents.
#[must_use]
pub fn all() -> &'static [Passage] {
    &PASSAGES
}

/// What a heading is called in an address: its small letters and digits, with one `-` for
/// everything between them.
#[must_use]
pub fn slug(heading: &str) -> String {
    let mut slug = String::new();
    for c in heading.to_lowercase().chars() {
        if c.is_ascii_alphanumeric() {
            slug.push(c);
        } else if !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
    }
    slug.trim_end_matches('-').to_owned()
}

fn of_document(index: usize) -> Vec<Passage> {
    let body = DOCUMENTS[index].body();
    let parts = sections(body).into_iter();
    parts
        .map(|(heading, range)| Passage { document: index, heading, body: body[range].trim() })
        .filter(|passage| !passage.body.is_empty())
        .collect()
}

/// The headings of a body, each with the bytes below it. A `##` inside a code block is none.
fn sections(body: &str) -> Vec<(&str, Range<usize>)> {
    let mut sections = vec![("", 0..body.len())];
    let mut fence: Option<&str> = None;
    let mut at = 0;
    for line in body.split_inclusive('\n') {
        let start = at;
        at += line.len();
        let text = line.trim();
        let marks = text.len() - text.trim_start_matches('`').len();
        if marks >= 3 {
            fence = match fence {
                Some(open) if text == open => None,
                None => text.get(..marks),
                open => open,
            };
        } else if fence.is_none()
            && let Some(heading) = line.strip_prefix("## ")
        {
            if let Some((_, range)) = sections.last_mut() {
                range.end = start;
            }
            sections.push((heading.trim(), at..body.len()));
        }
    }
    sections
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sections_end_where_the_next_begins() {
        let body = "Intro.\n\n## One\n\na\n### Deeper\nb\n\n```sh\n## no heading\n```\n\n## Two\nc\n";
        let found: Vec<(&str, &str)> =
            sections(body).into_iter().map(|(heading, range)| (heading, body[range].trim())).collect();
        let one = "a\n### Deeper\nb\n\n```sh\n## no heading\n```";
        assert_eq!(found, [("", "Intro."), ("One", one), ("Two", "c")]);
    }

    #[test]
    fn headings_are_named_in_addresses() {
        assert_eq!(slug("502 Bad Gateway: what to check?"), "502-bad-gateway-what-to-check");
        assert_eq!(slug("`run.envVariables`"), "run-envvariables");
    }

    #[test]
    fn addresses_are_unique() {
        let mut uris: Vec<String> = all().iter().map(Passage::uri).collect();
        uris.sort();
        let count = uris.len();
        uris.dedup();
        assert_eq!(uris.len(), count);
    }
}
