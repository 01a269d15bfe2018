//! A value of a document with where it stands and how it was written.

use std::fmt;
use std::ops::{Deref, Range};

use super::path::Path;

/// A value and its place.
#[derive(Clone)]
pub struct Spanned<T> {
    /// The value.
    pub value: T,
    /// The text of a scalar as it was written, without quotes; empty for lists and mappings.
    pub raw: String,
    /// Where the value stands, as byte offsets.
    pub span: Range<usize>,
    /// Where its key stands; of an element of a list, where the element does.
    pub key: Range<usize>,
    /// The path to it.
    pub path: Path,
}

impl<T> Deref for Spanned<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}

/// Shows no raw text: it may be a secret.
impl<T: fmt::Debug> fmt::Debug for Spanned<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.value.fmt(f)
    }
}
