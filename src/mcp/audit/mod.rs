//! The audit log: each call that changes something, and each refusal, as lines of JSON.
//!
//! What a call is about to do is written before it does it, and what came of it before it is answered; where the first
//! cannot be written, the call is refused. Each line has the hash of the line before it and one of its own, so a line
//! that is removed, altered or moved is found ([`verify`]). Whoever can write the file can write all of it anew, though: note
//! the last hash elsewhere, or keep the file where it can only be appended to.
//!
//! Arguments are masked: of free text only the name of its parameter is written.

mod chain;
mod verify;
mod writer;

pub use verify::{Broken, Verified, entries, verify};
pub use writer::Audit;

pub(super) use writer::Entry;
