//! Projects.

use jiff::Timestamp;
use serde_json::Value;

use super::call::{Answer, Call, LongAnswer};
use super::project_env;
use crate::sandbox::lifecycle::action::Action;
use crate::sandbox::lifecycle::engine;
use crate::sandbox::model::env::{EnvKind, EnvVariable};
use crate::sandbox::model::process::Work;
use crate::sandbox::model::variables::check_key;
use crate::sandbox::platform_date::PlatformDate;
use crate::sandbox::search;
use crate::sandbox::wire::error::ApiError;
use crate::sandbox::wire::index::Projects;
use crate::sandbox::wire::project;

/// The projects the token reaches.
pub(crate) fn search(call: &mut Call<'_>) -> LongAnswer {
    search::answer(&Projects(call.view()?), &call.body)
}

/// One project.
pub(crate) fn get(call: &mut Call<'_>) -> Answer {
    Ok(project::full(&call.world.data, call.project(0)?))
}

/// The projects of an organisation.
pub(crate) fn list(call: &mut Call<'_>) -> Answer {
    check_client(call)?;
    let data = &call.world.data;
    let reached = data.projects.iter().filter(|project| call.reaches(data, &project.id));
    let wanted = reached.filter(|found| call.has_status(project::status(found)));
    let wanted = wanted.filter(|found| call.contains("nameContains", &found.name));
    call.list(wanted, |found| project::full(data, found))
}

/// Makes a project, at once.
///
/// Derived: the required keys. Guessed: who made a project reaches it.
pub(crate) fn create(call: &mut Call<'_>) -> Answer {
    check_client(call)?;
    let name = call.required_text("name")?.to_owned();
    let list = |key: &str| call.body[key].as_array().ok_or_else(|| ApiError::unlike(key, &call.body[key], "a list"));
    list("userRoles")?;
    let tags = list("tagList")?.iter().enumerate().map(|(index, tag)| {
        let text = tag.as_str().map(str::to_owned);
        text.ok_or_else(|| ApiError::unlike(&format!("tagList.{index}"), tag, "a string"))
    });
    let tags = tags.collect::<Result<Vec<String>, ApiError>>()?;
    let variables = variables(list("envVariables")?, call.world.platform)?;
    let shared_ip = &call.body["publicIpV4Shared"];
    let shared_ip = shared_ip.as_bool().ok_or_else(|| ApiError::unlike("publicIpV4Shared", shared_ip, "a boolean"))?;
    let description = match &call.body["description"] {
        Value::Null => None,
        value => Some(value.as_str().ok_or_else(|| ApiError::unlike("description", value, "a string"))?.to_owned()),
    };
    let mode = match &call.body["mode"] {
        Value::Null => "LIGHT",
        Value::String(mode) if matches!(mode.as_str(), "LIGHT" | "SERIOUS") => mode,
        _ => return Err(ApiError::user_input("mode", "must be LIGHT or SERIOUS")),
    };
    let mode = mode.to_owned();
    let maker = call.token.ok_or_else(ApiError::not_authorized)?;
    let id = call.world.add_project(&name, vec![maker]);
    let now = call.world.now();
    let env = variables.into_iter().map(|variable| EnvVariable {
        id: call.world.ids.next(),
        created: now,
        last_update: now,
        ..variable
    });
    let env = env.collect();
    if let Some(new) = call.world.data.project_mut(&id) {
        (new.tags, new.description, new.mode, new.env) = (tags, description, mode, env);
        new.shared_ip = shared_ip;
    }
    let new = call.world.data.project(&id).ok_or_else(ApiError::project_not_found)?;
    Ok(project::full(&call.world.data, new))
}

/// Deletes a project with everything in it.
pub(crate) fn delete(call: &mut Call<'_>) -> Answer {
    let found = call.project(0)?;
    if found.deleting {
        return Err(ApiError::new("projectWillBeDeleted", "Project will be deleted."));
    }
    let id = found.id.clone();
    let process = engine::begin(call.world, &id, None, Action::DeleteProject, Work::Plain, None);
    if let Some(found) = call.world.data.project_mut(&id) {
        found.deleting = true;
    }
    call.process_answer(&process)
}

fn check_client(call: &Call<'_>) -> Result<(), ApiError> {
    if call.argument(0) == call.world.data.client.as_str() {
        Ok(())
    } else {
        Err(ApiError::new("clientNotFound", "Client not found."))
    }
}

/// The variables of a body, without their ids and times: a body that is refused uses none up.
///
/// Guessed: a variable that does not say so is not sensitive.
fn variables(items: &[Value], platform: PlatformDate) -> Result<Vec<EnvVariable>, ApiError> {
    let mut variables: Vec<EnvVariable> = Vec::with_capacity(items.len());
    for (index, item) in items.iter().enumerate() {
        let at = |name: &str| format!("envVariables.{index}.{name}");
        let text = |name: &str| {
            let text = item[name].as_str().map(str::to_owned);
            text.ok_or_else(|| ApiError::unlike(&at(name), &item[name], "a string"))
        };
        let kind = match &item["sensitive"] {
            Value::Null | Value::Bool(false) => EnvKind::Project,
            Value::Bool(true) => EnvKind::ProjectSecret,
            other => return Err(ApiError::unlike(&at("sensitive"), other, "a boolean")),
        };
        let (key, content) = (text("key")?, text("content")?);
        check_key(&key, platform, variables.iter()).map_err(|fault| project_env::refusal(fault, &key))?;
        variables.push(EnvVariable::new(String::new(), key, content, kind, Timestamp::UNIX_EPOCH));
    }
    Ok(variables)
}
