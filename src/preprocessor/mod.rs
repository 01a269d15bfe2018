//! The preprocessor of import documents: expands `<@function(<argument>)|modifier>` before the
//! YAML is read, for the sandbox's imports and for who wants values before an import. The parser is
//! [`crate::domain::documents::preprocessor`].

mod dates;
mod expand;
mod functions;
mod keys;
mod modifiers;
mod passwords;
mod random;
mod state;
#[cfg(test)]
mod tests;

pub(crate) use expand::{Refusal, document, values};
pub(crate) use random::{Random, SystemRandom};
pub(crate) use state::Fault;
