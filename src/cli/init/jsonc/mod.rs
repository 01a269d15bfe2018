//! JSON as people keep it: with comments, trailing commas and an indentation of their own. It is
//! read into places rather than values, so that a change touches nothing but itself.
//!
//! Absent: writing a whole document anew. What is not ours keeps its bytes.

pub(super) mod edit;
pub(super) mod parse;
mod render;
