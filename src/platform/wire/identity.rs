//! Who a token belongs to.

use serde::{Deserialize, Deserializer, Serialize};

use super::blank::{blank, blank_if_null};
use crate::domain::ids::{ClientId, ProjectId};

/// The owner of a token.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct UserInfo {
    /// The id of the user; of an integration token, its own.
    #[serde(default = "blank", deserialize_with = "blank_if_null")]
    pub id: String,
    /// The organisations the owner belongs to or is invited to. The API always has the key, so
    /// what answers without it is something else.
    #[serde(default, deserialize_with = "present")]
    pub client_user_list: Option<Vec<ClientUser>>,
}

/// Tells null, which is an empty list, from a missing key.
fn present<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Vec<ClientUser>>, D::Error> {
    blank_if_null(from).map(Some)
}

/// One membership of an organisation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ClientUser {
    /// The organisation.
    #[serde(default = "blank", deserialize_with = "blank_if_null")]
    pub client_id: ClientId,
    /// `ACTIVE`, or `WAITING_AUTHORIZATION` for an invitation that was not accepted.
    #[serde(default = "blank", deserialize_with = "blank_if_null")]
    pub status: String,
    /// `OWNER`, `ADMIN`, `BASIC_USER`, `READ_ONLY` or `NO_ACCESS`.
    #[serde(default = "blank", deserialize_with = "blank_if_null")]
    pub role_code: String,
}

/// The record of an integration token.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct TokenRecord {
    /// The projects that it reaches. The API always has the key.
    #[serde(deserialize_with = "blank_if_null")]
    pub projects: Vec<Grant>,
}

/// A project that a token reaches.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Grant {
    /// The project.
    #[serde(default = "blank", deserialize_with = "blank_if_null")]
    pub project_id: ProjectId,
    /// `OWNER`, `ADMIN`, `BASIC_USER`, `READ_ONLY` or `NO_ACCESS`.
    #[serde(default = "blank", deserialize_with = "blank_if_null")]
    pub role_code: String,
}
