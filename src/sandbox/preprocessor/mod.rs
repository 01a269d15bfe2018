//! The preprocessor of import documents: expands `<@function(<argument>)|modifier>` before the
//! YAML is read. The parser is [`crate::domain::documents::preprocessor`].

mod dates;
mod expand;
mod functions;
mod keys;
mod modifiers;
mod passwords;
#[cfg(test)]
mod tests;

pub(crate) use expand::expand;
