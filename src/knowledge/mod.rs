//! What zcp knows about Zerops: the documents of `knowledge/`, in passages, and the search in them.
//!
//! Deliberately absent: the live project. What is in here holds for every project.

pub mod documents;
pub mod excerpt;
pub mod index;
pub mod indexing;
pub mod passages;
pub mod rank;
pub mod search;
pub mod suggestions;

mod pack;
mod query;
mod question_words;
mod rarity;
mod stems;
mod typos;
mod words;
