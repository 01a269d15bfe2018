//! The documents of `knowledge/` and the search in them.

mod answers;
mod corpus;
mod index;
mod names;
mod quality;
