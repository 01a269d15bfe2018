//! The import of services: what a document says, and making it so. Seeds take the same way.
//!
//! Deliberately absent: the preprocessor. Text such as `<@generateRandomString(<32>)>` stays.

pub(crate) mod apply;
pub(crate) mod document;
mod fields;
pub(crate) mod service;
#[cfg(test)]
mod tests;
pub(crate) mod zerops_yaml;
