//! What zcp knows about Zerops: the documents of `knowledge/`, in passages, and the search in them.
//!
//! Deliberately absent: the live project. What is in here holds for every project.

pub mod documents;
pub mod passages;
