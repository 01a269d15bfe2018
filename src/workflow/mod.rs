//! The conductor: from what is so to what to do next.

pub mod ci;
pub mod handoff;
pub mod notebook;
pub mod plan;
