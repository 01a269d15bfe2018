//! Reading fields that can be done without, and moments.

use jiff::Timestamp;
use serde::de::DeserializeOwned;
use serde::{Deserializer, Serializer};
use serde_json::Value;

use super::marks::{NAMES, VERBATIM, loose};

/// For what can be done without: an odd value is absent, so that it takes nothing else with it.
pub(super) fn readable<'de, D: Deserializer<'de>, T: DeserializeOwned>(from: D) -> Result<Option<T>, D::Error> {
    loose(from, NAMES)
}

/// The same for a list, whose odd entries are left out.
pub(super) fn readable_items<'de, D: Deserializer<'de>, T: DeserializeOwned>(from: D) -> Result<Vec<T>, D::Error> {
    let values: Vec<Value> = readable(from)?.unwrap_or_default();
    Ok(values.into_iter().filter_map(|value| serde_json::from_value(value).ok()).collect())
}

/// Reads a moment, which is absent where it is none; the API sends zero to nine fractional digits,
/// so moments are never compared as text.
pub(super) fn moment<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Timestamp>, D::Error> {
    let text: Option<String> = loose(from, VERBATIM)?;
    Ok(text.and_then(|text| text.parse().ok()))
}

/// Writes a moment as the API does.
#[expect(clippy::ref_option, reason = "serde passes the field by reference")]
pub(super) fn write_moment<S: Serializer>(moment: &Option<Timestamp>, to: S) -> Result<S::Ok, S::Error> {
    match moment {
        Some(moment) => to.collect_str(moment),
        None => to.serialize_none(),
    }
}
