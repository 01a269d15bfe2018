//! The platform's own list of service types.

use serde::{Deserialize, Serialize};

use super::blank::{blank, blank_if_null};

/// A service type with its versions.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ServiceType {
    /// Its category, such as `USER`.
    #[serde(default = "blank", deserialize_with = "blank_if_null")]
    pub category: String,
    /// Its versions.
    #[serde(default = "blank", deserialize_with = "blank_if_null")]
    pub service_stack_type_version_list: Vec<TypeVersion>,
}

/// A version of a service type.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct TypeVersion {
    /// What `type` says in an import, such as `nodejs@22`.
    #[serde(default = "blank", deserialize_with = "blank_if_null")]
    pub name: String,
    /// `ACTIVE`, or one that cannot be used any more.
    #[serde(default = "blank", deserialize_with = "blank_if_null")]
    pub status: String,
    /// Whether it is only for builds.
    #[serde(default = "blank", deserialize_with = "blank_if_null")]
    pub is_build: bool,
}
