//! The preprocessor of import documents: expands `<@function(<argument>)|modifier>` before the
//! YAML is read. The parser is [`crate::domain::documents::preprocessor`].
//!
//! Deliberately absent: `bcrypt`, `argon2id` and RSA keys, which would need dependencies that nothing
//! else does, and named time zones. They are refused as such.

mod dates;
mod expand;
mod functions;
mod keys;
mod modifiers;
mod passwords;
#[cfg(test)]
mod tests;

pub(crate) use expand::expand;
