//! The variables of a project, which every service of it inherits.
//!
//! Derived: what is stored changes at once and containers see it when they next boot, as with the
//! variables of a service.

use serde_json::json;

use super::call::{Answer, Call};
use super::user_data;
use crate::domain::ids::ProjectId;
use crate::sandbox::env_file;
use crate::sandbox::lifecycle::action::Action;
use crate::sandbox::lifecycle::engine;
use crate::sandbox::model::env::{EnvKind, EnvVariable};
use crate::sandbox::model::process::Work;
use crate::sandbox::model::project::Project;
use crate::sandbox::model::service::Service;
use crate::sandbox::model::variables::{KeyFault, check_key};
use crate::sandbox::wire::error::ApiError;
use crate::sandbox::wire::service;

/// Sets one new variable. Observed: the action of its process.
pub(crate) fn create(call: &mut Call<'_>) -> Answer {
    let found = writable(call.project(0)?)?;
    let (key, content, kind) = fields(call, true)?;
    check_key(&key, call.world.platform, found.env.iter()).map_err(|fault| refusal(fault, &key))?;
    let mut stored = found.env;
    stored.push(EnvVariable::new(call.world.ids.next(), key, content, kind, call.world.now()));
    store(call, &found.id, stored)
}

/// Changes one variable, also its key.
///
/// Observed: without `sensitive` it is taken. Derived: it is plain then, as a variable of a service is.
pub(crate) fn put(call: &mut Call<'_>) -> Answer {
    let (found, place) = owner(call)?;
    let (key, content, kind) = fields(call, call.world.platform.is_former())?;
    let mut stored = found.env;
    let id = stored[place].id.clone();
    let others = stored.iter().filter(|variable| variable.id != id);
    check_key(&key, call.world.platform, others).map_err(|fault| refusal(fault, &key))?;
    let now = call.world.now();
    (stored[place].key, stored[place].kind) = (key, kind);
    stored[place].set(content, now);
    store(call, &found.id, stored)
}

/// Removes one variable.
pub(crate) fn delete(call: &mut Call<'_>) -> Answer {
    let (found, place) = owner(call)?;
    let mut stored = found.env;
    stored.remove(place);
    store(call, &found.id, stored)
}

/// Replaces every variable. Guessed: a key that stays keeps its id and whether it is sensitive.
pub(crate) fn put_file(call: &mut Call<'_>) -> Answer {
    let found = writable(call.project(0)?)?;
    let pairs = env_file::parse(call.required_text("envFile")?).map_err(|fault| {
        let error = ApiError::new("projectEnvInvalidEnvFile", "Invalid env file.");
        error.reason("envFile", fault.to_string())
    })?;
    let now = call.world.now();
    let mut stored: Vec<EnvVariable> = Vec::with_capacity(pairs.len());
    for (key, content) in pairs {
        check_key(&key, call.world.platform, stored.iter()).map_err(|fault| refusal(fault, &key))?;
        let mut variable = match found.env.iter().find(|variable| variable.key == key) {
            Some(variable) => variable.clone(),
            None => EnvVariable::new(call.world.ids.next(), key, content.clone(), EnvKind::Project, now),
        };
        variable.set(content, now);
        stored.push(variable);
    }
    store(call, &found.id, stored)
}

/// The environment as a file.
///
/// Derived: the parameters. Guessed: what they select: `none` adds the variables of every service
/// as `hostname_KEY`, `service` with a name those of that service, `userOnly` leaves out what the
/// platform made; and the quoting.
pub(crate) fn file(call: &mut Call<'_>) -> Answer {
    let found = call.project(0)?;
    let data = &call.world.data;
    let user_only = call.query("userOnly") == Some("true");
    let mut lines: String = found.env.iter().map(|variable| line(call, "", variable)).collect();
    let isolation = call.query("overrideEnvIsolation");
    let named = match (isolation, call.query("name")) {
        (Some("service"), Some(name)) => {
            Some(data.service_named(&found.id, name).ok_or_else(ApiError::service_not_found)?)
        }
        _ => None,
    };
    let mut add = |service: &Service, prefix: &str| {
        let system = if user_only { Vec::new() } else { service::system_env(data, service) };
        let own = service.env.iter().filter(|variable| !user_only || variable.kind.is_users());
        let all = system.iter().chain(own).chain(&service.runtime_env);
        lines.extend(all.map(|variable| line(call, prefix, variable)));
    };
    if let Some(service) = named {
        add(service, "");
    } else if isolation == Some("none") {
        let services = data.services.iter().filter(|service| service.project == found.id && !service.is_system());
        services.for_each(|service| add(service, &format!("{}_", service.hostname)));
    }
    Ok(json!({ "envFile": lines }))
}

/// Observed: what is sensitive is `REDACTED`, for every token.
fn line(call: &Call<'_>, prefix: &str, variable: &EnvVariable) -> String {
    let data = &call.world.data;
    let redacts = call.redacts() || !data.platform.is_former();
    env_file::line(&format!("{prefix}{}", variable.key), service::content(data, variable, redacts))
}

/// The content of one variable, for a person who has just proven to be one; a token is nobody of that kind.
pub(crate) fn reveal(call: &mut Call<'_>) -> Answer {
    owner(call)?;
    Err(ApiError::not_in_sudo_mode())
}

/// The key, the content and what becomes of it; it may have to say whether it is sensitive.
fn fields(call: &Call<'_>, says: bool) -> Result<(String, String, EnvKind), ApiError> {
    let kind = EnvKind::of_project(user_data::sensitive(call, says)?);
    Ok((call.required_text("key")?.to_owned(), call.required_text("content")?.to_owned(), kind))
}

fn store(call: &mut Call<'_>, id: &ProjectId, stored: Vec<EnvVariable>) -> Answer {
    let Some(project) = call.world.data.project_mut(id) else { return Err(ApiError::project_not_found()) };
    project.env = stored;
    let process = engine::begin(call.world, id, None, Action::ProjectEnv, Work::Plain, None);
    call.process_answer(&process)
}

fn writable(found: &Project) -> Result<Project, ApiError> {
    if found.deleting {
        return Err(ApiError::new("projectWillBeDeleted", "Project will be deleted."));
    }
    Ok(found.clone())
}

/// The project that has the variable of the path, and the place of the variable.
fn owner(call: &Call<'_>) -> Result<(Project, usize), ApiError> {
    let data = &call.world.data;
    let place = |found: &Project| found.env.iter().position(|variable| variable.id == call.argument(0));
    let reached = data.projects.iter().filter(|found| call.reaches(data, &found.id));
    let found = reached.into_iter().find_map(|found| Some((found, place(found)?)));
    let (found, place) = found.ok_or_else(|| ApiError::new("projectEnvNotFound", "Project env not found."))?;
    Ok((writable(found)?, place))
}

/// Derived: the codes. Guessed: the messages, the reasons, and that the prefix counts as a system
/// key here, for there is no code of its own.
pub(crate) fn refusal(fault: KeyFault, key: &str) -> ApiError {
    let error = match fault {
        KeyFault::Invalid => ApiError::new("projectEnvKeyInvalid", "Project env key is invalid."),
        KeyFault::System | KeyFault::Prefix => ApiError::new("projectEnvUseOfSystemKey", "Use of a system key."),
        KeyFault::Duplicate => ApiError::new("projectEnvDuplicateKey", "Duplicate project env key."),
    };
    error.reason("key", key)
}
