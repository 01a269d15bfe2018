//! What to ask instead where nothing answers a question well.

use super::search::Found;
use crate::generated::knowledge::DOCUMENTS;

/// A passage that covers less of a question than this does not answer it well.
const WELL: f32 = 0.45;
/// The most suggestions.
const MOST: usize = 5;
/// Characters of a question that is suggested again.
const LONGEST: usize = 80;

/// Questions that have an answer; none where the best passage is one.
#[must_use]
pub fn instead(query: &str, found: &Found) -> Vec<String> {
    // Of a question about two things each has a passage of its own.
    let covered: f32 = found.hits.iter().take(2).map(|hit| hit.covered).fold(0.0, f32::max);
    if covered >= WELL {
        return Vec::new();
    }
    let mut suggestions: Vec<String> = corrected(query, found).into_iter().collect();
    let titles = found.hits.iter().map(|hit| hit.passage.document().title);
    for title in titles.chain(central()) {
        if suggestions.len() < MOST && suggestions.iter().all(|other| other != title) {
            suggestions.push(title.to_owned());
        }
    }
    suggestions
}

/// The question with what was taken for its unknown words.
fn corrected(query: &str, found: &Found) -> Option<String> {
    if found.corrected.is_empty() || query.chars().count() > LONGEST {
        return None;
    }
    let mut text = query.to_lowercase();
    for (word, near) in &found.corrected {
        text = text.replacen(word.as_str(), near, 1);
    }
    Some(text)
}

/// The titles of the documents that most others name as related.
fn central() -> impl Iterator<Item = &'static str> {
    let named = |path: &str| DOCUMENTS.iter().filter(|document| document.related.contains(&path)).count();
    let mut documents: Vec<_> = DOCUMENTS.iter().map(|document| (named(document.path), document)).collect();
    documents.sort_by_key(|(count, document)| (std::cmp::Reverse(*count), document.path));
    documents.into_iter().take(MOST).map(|(_, document)| document.title)
}
