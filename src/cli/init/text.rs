//! What a text file is like, so that what is added is like it too.

/// The mark that some editors begin a file with.
pub(super) const BYTE_ORDER_MARK: char = '\u{feff}';

/// What the lines of a text end with: what its first line ends with.
pub(super) fn line_end_of(text: &str) -> &'static str {
    match text.find('\n') {
        Some(at) if text[..at].ends_with('\r') => "\r\n",
        _ => "\n",
    }
}

/// A text without its byte order mark, and that mark.
pub(super) fn without_mark(text: &str) -> (&str, &str) {
    let body = text.strip_prefix(BYTE_ORDER_MARK).unwrap_or(text);
    (&text[..text.len() - body.len()], body)
}
