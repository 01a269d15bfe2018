//! Who a token belongs to.

use serde::{Deserialize, Serialize};

use super::lenient::{blank, blank_if_null};
use crate::domain::ids::ClientId;

/// The owner of a token.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct UserInfo {
    /// The organisations the owner belongs to or is invited to.
    #[serde(default = "blank", deserialize_with = "blank_if_null")]
    pub client_user_list: Vec<ClientUser>,
}

/// One membership of an organisation.
#[derive(Clone, Debug, Serialize, Deserialize)]
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
