//! The variables that a user sets on one service.
//!
//! Derived: what is stored changes at once, because clients delete and create without waiting; the
//! process brings it to the containers, which see it when they next boot.

use serde_json::{Value, json};

use super::call::{Answer, Call};
use super::lifecycle;
use crate::domain::ids::ServiceId;
use crate::sandbox::env_file;
use crate::sandbox::lifecycle::action::Action;
use crate::sandbox::lifecycle::engine;
use crate::sandbox::model::env::{EnvKind, EnvVariable};
use crate::sandbox::model::process::Work;
use crate::sandbox::model::service::Service;
use crate::sandbox::model::variables::{KeyFault, check_key};
use crate::sandbox::wire::error::ApiError;
use crate::sandbox::wire::service;

/// Replaces everything the user has set.
///
/// Observed: that it replaces. Guessed: a key that stays keeps its id.
pub(crate) fn put_file(call: &mut Call<'_>) -> Answer {
    let found = writable(call)?;
    let text = call.required_text("envFile")?;
    let pairs = env_file::parse(text).map_err(|fault| {
        let error = ApiError::new("userDataInvalidEnvFile", "Invalid env file.");
        error.reason("envFile", fault.to_string())
    })?;
    let now = call.world.now();
    let (mut stored, old): (Vec<EnvVariable>, Vec<EnvVariable>) =
        found.env.into_iter().partition(|variable| !variable.kind.is_users());
    // Guessed: what is new in a file is plain.
    let kind = EnvKind::of_user(call.world.platform.is_former());
    for (key, content) in pairs {
        check_key(&key, call.world.platform, stored.iter().chain(&found.runtime_env))
            .map_err(|fault| refusal(fault, &key))?;
        let mut variable = match old.iter().find(|variable| variable.key == key) {
            Some(variable) => variable.clone(),
            None => EnvVariable::new(call.world.ids.next(), key, content.clone(), kind, now),
        };
        variable.set(content, now);
        stored.push(variable);
    }
    store(call, &found.id, stored, Action::EnvFile)
}

/// Sets one new variable.
///
/// Observed: it has to say whether it is sensitive; formerly every one was.
pub(crate) fn create(call: &mut Call<'_>) -> Answer {
    let found = writable(call)?;
    let is_former = call.world.platform.is_former();
    let kind = EnvKind::of_user(sensitive(call, !is_former)? || is_former);
    let (key, content) = (call.required_text("key")?.to_owned(), call.required_text("content")?.to_owned());
    let others = found.env.iter().chain(&found.runtime_env);
    check_key(&key, call.world.platform, others).map_err(|fault| refusal(fault, &key))?;
    let mut stored = found.env;
    stored.push(EnvVariable::new(call.world.ids.next(), key, content, kind, call.world.now()));
    store(call, &found.id, stored, Action::Env)
}

/// One variable.
pub(crate) fn get(call: &mut Call<'_>) -> Answer {
    let (found, id) = owner(call)?;
    let items = service::user_data(&call.world.data, &found, call.redacts());
    items.into_iter().find(|item| item["id"] == json!(id)).ok_or_else(not_found)
}

/// Whether the variable of a body is sensitive. One that does not say so is refused where that is needed, and
/// plain elsewhere.
///
/// Observed: the reason, and where it stands.
pub(crate) fn sensitive(call: &Call<'_>, is_needed: bool) -> Result<bool, ApiError> {
    match &call.body["sensitive"] {
        Value::Bool(sensitive) => Ok(*sensitive),
        Value::Null if !is_needed => Ok(false),
        Value::Null => {
            let error = ApiError::new("invalidUserInput", "Invalid user input.");
            Err(error.reason("sensitive", "field is required"))
        }
        _ => Err(ApiError::user_input("sensitive", "must be a boolean")),
    }
}

/// The content of one variable, for a person who has just proven to be one; a token is nobody of that kind.
pub(crate) fn reveal(call: &mut Call<'_>) -> Answer {
    owner(call)?;
    Err(ApiError::not_in_sudo_mode())
}

/// Changes one variable, also its key.
///
/// Observed: what zerops.yaml sets cannot be changed; without `sensitive` a variable becomes plain.
pub(crate) fn put(call: &mut Call<'_>) -> Answer {
    let (found, id) = owner(call)?;
    let is_former = call.world.platform.is_former();
    if !is_former && found.runtime_env.iter().any(|variable| variable.id == id) {
        return Err(ApiError::new("recordIsReadOnly", "Record is read only."));
    }
    let kind = EnvKind::of_user(sensitive(call, false)? || is_former);
    let (key, content) = (call.required_text("key")?.to_owned(), call.required_text("content")?.to_owned());
    let mut stored = found.env;
    let place = stored.iter().position(|variable| variable.id == id && variable.kind.is_users());
    let Some(place) = place else {
        return Err(ApiError::new("userDataSystemKeyChangeForbidden", "System user data cannot be changed."));
    };
    let others = stored.iter().filter(|variable| variable.id != id).chain(&found.runtime_env);
    check_key(&key, call.world.platform, others).map_err(|fault| refusal(fault, &key))?;
    let now = call.world.now();
    (stored[place].key, stored[place].kind) = (key, kind);
    stored[place].set(content, now);
    store(call, &found.id, stored, Action::Env)
}

/// Removes one variable.
pub(crate) fn delete(call: &mut Call<'_>) -> Answer {
    let (found, id) = owner(call)?;
    let mut stored = found.env;
    let place = stored.iter().position(|variable| variable.id == id && variable.kind.is_users());
    let Some(place) = place else {
        return Err(ApiError::new("userDataDeleteForbidden", "User data cannot be deleted."));
    };
    stored.remove(place);
    store(call, &found.id, stored, Action::Env)
}

fn store(call: &mut Call<'_>, id: &ServiceId, stored: Vec<EnvVariable>, action: Action) -> Answer {
    let Some(service) = call.world.data.service_mut(id) else { return Err(ApiError::service_not_found()) };
    service.env = stored;
    let project = service.project.clone();
    let process = engine::begin(call.world, &project, Some(id), action, Work::Plain, None);
    call.process_answer(&process)
}

/// The service of the path. Guessed: variables may change in every status but while it is deleted.
fn writable(call: &Call<'_>) -> Result<Service, ApiError> {
    let found = call.service(0)?;
    lifecycle::check_kept(&call.world.data, found)?;
    Ok(found.clone())
}

/// The service that has the variable of the path, and the id of the variable.
fn owner(call: &Call<'_>) -> Result<(Service, String), ApiError> {
    let data = &call.world.data;
    let id = call.argument(0);
    let has = |found: &&Service| {
        found.env.iter().chain(&found.runtime_env).any(|variable| variable.id == id)
            || service::system_env(data, found).iter().any(|variable| variable.id == id)
    };
    let found = data.services.iter().filter(|found| call.reaches(data, &found.project)).find(has);
    let found = found.ok_or_else(not_found)?;
    lifecycle::check_kept(data, found)?;
    Ok((found.clone(), id.to_owned()))
}

fn not_found() -> ApiError {
    ApiError::new("userDataNotFound", "User data not found.")
}

/// Derived: the codes. Guessed: the messages and the reasons.
pub(crate) fn refusal(fault: KeyFault, key: &str) -> ApiError {
    let error = match fault {
        KeyFault::Invalid => ApiError::new("userDataKeyInvalid", "User data key is invalid."),
        KeyFault::System => ApiError::new("userDataUseOfSystemKey", "Use of a system key."),
        KeyFault::Prefix => ApiError::new("userDataZeropsPrefixForbidden", "The zerops prefix is forbidden."),
        KeyFault::Duplicate => ApiError::new("userDataDuplicateKey", "Duplicate user data key."),
    };
    error.reason("key", key)
}
