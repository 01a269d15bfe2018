//! Who the token belongs to.

use serde_json::json;

use super::call::{Answer, Call};
use crate::sandbox::tokens::TokenKind;
use crate::sandbox::wire::error::ApiError;
use crate::sandbox::wire::user;

/// The user and their organisations.
pub(crate) fn user_info(call: &mut Call<'_>) -> Answer {
    let token = call.token.ok_or_else(ApiError::not_authorized)?;
    Ok(user::info(call.world, token))
}

/// The record of an integration token.
///
/// Observed: any token of the organisation reads it, its own one included (2026-09-15); what is gone or no
/// integration token is 400 `clientUserConnectionNotFound` (2026-10-05).
pub(crate) fn token(call: &mut Call<'_>) -> Answer {
    let asked = call.argument(1);
    let kind = TokenKind::ALL.iter().copied().find(|kind| kind.id() == asked && !call.world.platform.is_former());
    let own = call.argument(0) == call.world.data.client.as_str();
    let kind = kind.filter(|kind| own && *kind != TokenKind::Expired);
    let kind =
        kind.ok_or_else(|| ApiError::new("clientUserConnectionNotFound", "Client user connection not found."))?;
    Ok(user::record(call.world, kind))
}

/// Guessed: the tokens of the sandbox stay good after a logout.
#[expect(clippy::unnecessary_wraps, reason = "every row of the route table has the same signature")]
pub(crate) fn logout(_call: &mut Call<'_>) -> Answer {
    Ok(json!({ "success": true }))
}
