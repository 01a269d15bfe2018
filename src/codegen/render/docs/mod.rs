//! `docs/**`: the source of the documentation site, in Markdown, made from the spec, the front matter of
//! the knowledge and the hand-written pages.
//!
//! Absent: what the spec does not know. A page holds a `{{placeholder}}` for it, which the build of
//! the site fills in: answers of examples, counts of tokens, help of commands, files of clients.

mod book;
mod catalog;
mod coverage;
mod errors;
mod knowledge;
mod operations;
mod records;
mod situations;
mod text;
mod tool;
mod tools;
mod workflows;

pub(super) use book::render;
pub(super) use tools::table as tools;
