//! Reading services.

use serde_json::{Value, json};

use super::call::{Answer, Call, LongAnswer};
use crate::domain::ids::ProjectId;
use crate::sandbox::search;
use crate::sandbox::wire::error::ApiError;
use crate::sandbox::wire::index::Services;
use crate::sandbox::wire::service;

/// The services of every project the token reaches, as the index knows them.
pub(crate) fn search(call: &mut Call<'_>) -> LongAnswer {
    search::answer(&Services(call.view()?), &call.body)
}

/// One service.
pub(crate) fn get(call: &mut Call<'_>) -> Answer {
    Ok(service::full(&call.world.data, call.service(0)?, call.redacts()))
}

/// One service by its hostname.
///
/// Guessed: a project that the token does not reach has no services.
pub(crate) fn by_name(call: &mut Call<'_>) -> Answer {
    let data = &call.world.data;
    let project = ProjectId::new(call.argument(0));
    let found = data.service_named(&project, call.argument(1)).filter(|found| call.reaches(data, &found.project));
    let found = found.ok_or_else(ApiError::service_not_found)?;
    Ok(service::full(data, found, call.redacts()))
}

/// The services of a project.
pub(crate) fn list(call: &mut Call<'_>) -> Answer {
    let project = call.project(0)?.id.clone();
    let data = &call.world.data;
    let services = data.services.iter().filter(|found| found.project == project);
    let wanted = services.filter(|found| call.has_status(found.status.wire()));
    let wanted = wanted.filter(|found| call.contains("nameContains", &found.hostname));
    call.list(wanted, |found| service::full(data, found, call.redacts()))
}

/// The environment variables of a service.
pub(crate) fn env(call: &mut Call<'_>) -> Answer {
    let found = call.service(0)?;
    let items: Vec<Value> = service::env(&call.world.data, found, call.redacts());
    Ok(json!({ "items": items }))
}

/// The same variables as a list of user data.
pub(crate) fn user_data(call: &mut Call<'_>) -> Answer {
    let found = call.service(0)?;
    let items = service::user_data(&call.world.data, found, call.redacts());
    let wanted = |item: &Value| call.contains("keyContains", item["key"].as_str().unwrap_or_default());
    call.list(items.into_iter().filter(wanted), |item| item)
}
