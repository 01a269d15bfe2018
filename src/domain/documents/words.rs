//! Words of a document as a message shows them, and lists as a sentence has them.

use crate::domain::unseen::is_unseen;

/// Longer words are cut.
const LONGEST: usize = 60;
/// Stands for a text with spaces.
const SPACED: &str = "(a text with spaces)";
/// Longer lists are cut.
const MOST: usize = 40;

/// A word of a document: cut when it is long, without characters that nobody sees.
pub(crate) fn shown(word: &str) -> String {
    let clean = |c: char| if is_unseen(c) { '\u{fffd}' } else { c };
    let mut text: String = word.chars().take(LONGEST).map(clean).collect();
    if word.chars().nth(LONGEST).is_some() {
        text.push('…');
    }
    text
}

/// The same between backticks. No word that is meant has spaces: such a text has swallowed the lines after
/// it, which may be secrets.
pub(crate) fn quoted(word: &str) -> String {
    format!("`{}`", if has_spaces(word) { SPACED.to_owned() } else { shown(word) })
}

/// Whether a text is no word.
pub(crate) fn has_spaces(word: &str) -> bool {
    word.contains(char::is_whitespace)
}

/// Words with commas between them.
pub(crate) fn list<'a>(words: impl IntoIterator<Item = &'a str>) -> String {
    let words: Vec<&str> = words.into_iter().map(|word| if has_spaces(word) { SPACED } else { word }).collect();
    let mut text = words.iter().take(MOST).copied().collect::<Vec<_>>().join(", ");
    if words.len() > MOST {
        text.push_str(", …");
    }
    text
}

/// Whether a key has the form of a field. A value that lost its key may stand where keys do, so
/// nothing else is repeated.
pub(crate) fn is_field_like(key: &str) -> bool {
    key.len() <= LONGEST
        && key.starts_with(|c: char| c.is_ascii_alphabetic())
        && key.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
}
