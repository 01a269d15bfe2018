//! Which texts of an answer are other than usual. Everything else is cleaned as a name where a field is a text, and as
//! words where anything may stand; see `platform::door`. To any other reader the marks mean nothing.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{DeserializeOwned, Deserializer, Visitor};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::blank::Blank;
use crate::domain::documents::published::Published;

/// What is below stays as it came.
pub(in crate::platform) const VERBATIM: &str = "zcp verbatim";
/// What is below are names.
pub(in crate::platform) const NAMES: &str = "zcp names";
/// What is below are words for people.
pub(in crate::platform) const WORDS: &str = "zcp words";

/// What is below was logged by an application: shown line by line through a filter of its own.
pub(in crate::platform) const LOG: &str = "zcp log";

/// A value that is a secret or is wanted as it is: for `serde(deserialize_with = …)`.
pub(super) fn verbatim<'de, D: Deserializer<'de>, T: Blank + Deserialize<'de>>(from: D) -> Result<T, D::Error> {
    Ok(marked::<_, Option<T>>(from, VERBATIM)?.unwrap_or_else(T::blank_value))
}

/// What an application logged.
pub(super) fn logged<'de, D: Deserializer<'de>, T: Blank + Deserialize<'de>>(from: D) -> Result<T, D::Error> {
    Ok(marked::<_, Option<T>>(from, LOG)?.unwrap_or_else(T::blank_value))
}

/// Words for people.
pub(super) fn words<'de, D: Deserializer<'de>, T: Blank + Deserialize<'de>>(from: D) -> Result<T, D::Error> {
    Ok(marked::<_, Option<T>>(from, WORDS)?.unwrap_or_else(T::blank_value))
}

/// Reads what is below a mark.
pub(super) fn marked<'de, D: Deserializer<'de>, T: Deserialize<'de>>(
    from: D,
    mark: &'static str,
) -> Result<T, D::Error> {
    struct Below<T>(PhantomData<T>);

    impl<'de, T: Deserialize<'de>> Visitor<'de> for Below<T> {
        type Value = T;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("a value")
        }

        fn visit_newtype_struct<D: Deserializer<'de>>(self, from: D) -> Result<T, D::Error> {
            T::deserialize(from)
        }
    }

    from.deserialize_newtype_struct(mark, Below(PhantomData))
}

/// A schema, which is applied as it is.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(transparent)]
pub struct Applied(pub Published);

impl<'de> Deserialize<'de> for Applied {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        marked(from, VERBATIM).map(Self)
    }
}

/// What can be read of anything, with its texts as names.
pub(super) fn loose<'de, D: Deserializer<'de>, T: DeserializeOwned>(
    from: D,
    mark: &'static str,
) -> Result<Option<T>, D::Error> {
    let value: Option<Value> = marked(from, mark)?;
    Ok(value.and_then(|value| serde_json::from_value(value).ok()))
}
