//! What stands in for fields that are missing or null.

use serde::{Deserialize, Deserializer};

use crate::domain::ids::{AppVersionId, ClientId, ProcessId, ProjectId, ServiceId};

/// What stands in for a missing or null value.
pub(in crate::platform::wire) trait Blank {
    fn blank_value() -> Self;
}

macro_rules! blank_ids {
    ($($id:ident),+) => {$(
        impl Blank for $id {
            fn blank_value() -> Self {
                Self::new("")
            }
        }
    )+};
}

macro_rules! blank_defaults {
    ($($name:ty),+) => {$(
        impl Blank for $name {
            fn blank_value() -> Self {
                Self::default()
            }
        }
    )+};
}

blank_ids!(AppVersionId, ClientId, ProcessId, ProjectId, ServiceId);
blank_defaults!(String, bool, u16);

impl<T> Blank for Vec<T> {
    fn blank_value() -> Self {
        Self::new()
    }
}

/// For `serde(default = …)`: the value of a missing field.
pub(super) fn blank<T: Blank>() -> T {
    T::blank_value()
}

/// For `serde(deserialize_with = …)`: the value of a field that may be null.
pub(super) fn blank_if_null<'de, D: Deserializer<'de>, T: Blank + Deserialize<'de>>(from: D) -> Result<T, D::Error> {
    Ok(Option::deserialize(from)?.unwrap_or_else(T::blank_value))
}
