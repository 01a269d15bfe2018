//! Reading logs in two steps: an address for a while, then the lines.

use serde_json::json;

use super::call::{Answer, Call, LongAnswer};
use crate::sandbox::logs::query::Query;
use crate::sandbox::logs::wire;
use crate::sandbox::paths::LOG_BACKEND;
use crate::sandbox::wire::error::ApiError;

/// Gives out the address of a project's log.
///
/// Derived: `url` is absolute and has a query already. Guessed: what the other three are.
pub(crate) fn access(call: &mut Call<'_>) -> Answer {
    let project = call.project(0)?.id.clone();
    let secret = call.world.side_ids.next();
    let now = call.world.now();
    let expiration = call.world.log_access.grant(secret.clone(), project, now);
    let address = |view: &str| format!("{}{}{view}?accessToken={secret}", call.url, LOG_BACKEND.path);
    Ok(json!({
        "accessToken": secret,
        "expiration": expiration.to_string(),
        "url": address(""),
        "urlInfo": address("/info"),
        "urlPlain": address("/plain"),
        "urlUi": address("/ui"),
    }))
}

/// The lines that the query of the address selects.
///
/// Guessed: the status and the code when the secret is unknown or has ended.
pub(crate) fn fetch(call: &mut Call<'_>) -> LongAnswer {
    let secret = call.query("accessToken").unwrap_or_default();
    let now = call.world.now();
    let Some(project) = call.world.log_access.project(secret, now).cloned() else {
        return Err(ApiError::not_authorized());
    };
    call.world.logs.order();
    let store = &call.world.logs;
    let lines = Query::read(&call.query).select(store, &project);
    Ok(wire::items(store, &lines))
}
