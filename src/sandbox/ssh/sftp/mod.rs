//! File transfer, served over standard input and output by this program where it is run again:
//! inside a machine, so that paths and rights are the machine's.
//!
//! Deliberately absent: names that are not UTF-8. They are listed with replacement characters and
//! cannot be opened.

mod answers;
mod attributes;
mod extensions;
mod files;
mod handles;
mod serve;

pub use serve::serve;
