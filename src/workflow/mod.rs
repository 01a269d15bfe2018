//! The conductor: from what is so to what to do next, in one direction.
//!
//! An [`envelope::Envelope`] says what is so, [`decide::decide`] what that means and what to do,
//! [`compose::compose`] in which words. All three are pure: equal envelopes give equal answers. What is
//! gathered for them, and the tools that answer with it, are in `ops::workflow`; the [`notebook`] keeps what
//! the platform does not know.

pub mod checks;
pub mod ci;
pub mod compose;
pub mod decide;
pub mod envelope;
pub mod export;
pub mod handoff;
pub mod notebook;
pub mod plan;
pub mod recipe;
pub mod source;
pub mod units;
