//! Who the token belongs to.

use serde_json::json;

use super::call::{Answer, Call};
use crate::sandbox::wire::error::ApiError;
use crate::sandbox::wire::user;

/// The user and their organisations.
pub(crate) fn user_info(call: &mut Call<'_>) -> Answer {
    let token = call.token.ok_or_else(ApiError::not_authorized)?;
    Ok(user::info(&call.world.data, token, call.world.started))
}

/// Guessed: the tokens of the sandbox stay good after a logout.
#[expect(clippy::unnecessary_wraps, reason = "every row of the route table has the same signature")]
pub(crate) fn logout(_call: &mut Call<'_>) -> Answer {
    Ok(json!({ "success": true }))
}
