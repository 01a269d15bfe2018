//! A recipe's import document, made to fit a plan: only hostnames of runtimes change.
//!
//! [`Document`] is what it says, [`fit`] holds a plan against it, and [`rewrite`] writes the document for what is to be
//! made. All of it is pure.

mod document;
mod fit;
mod rewrite;
#[cfg(test)]
mod tests;

pub use document::{Document, Part, Setting};
pub use fit::{fit, proposed, referred};
pub use rewrite::rewrite;
