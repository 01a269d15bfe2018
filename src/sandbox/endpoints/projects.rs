//! Projects.

use serde_json::Value;

use super::call::{Answer, Call, LongAnswer};
use crate::sandbox::lifecycle::action::Action;
use crate::sandbox::lifecycle::engine;
use crate::sandbox::model::env::{EnvKind, EnvVariable};
use crate::sandbox::model::process::Work;
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
    for key in ["tagList", "userRoles", "envVariables"] {
        if !call.body[key].is_array() {
            return Err(ApiError::user_input(key, "field is required"));
        }
    }
    if !call.body["publicIpV4Shared"].is_boolean() {
        return Err(ApiError::user_input("publicIpV4Shared", "field is required"));
    }
    let maker = call.token.ok_or_else(ApiError::not_authorized)?;
    let id = call.world.add_project(&name, vec![maker]);
    let env = variables(call);
    let texts = |value: &Value| {
        let items = value.as_array().into_iter().flatten();
        items.filter_map(Value::as_str).map(str::to_owned).collect::<Vec<_>>()
    };
    let tags = texts(&call.body["tagList"]);
    let description = call.body["description"].as_str().map(str::to_owned);
    let mode = call.body["mode"].as_str().unwrap_or("LIGHT").to_owned();
    if let Some(new) = call.world.data.project_mut(&id) {
        (new.tags, new.description, new.mode, new.env) = (tags, description, mode, env);
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

fn variables(call: &mut Call<'_>) -> Vec<EnvVariable> {
    let now = call.world.now();
    let items = call.body["envVariables"].as_array().cloned().unwrap_or_default();
    items
        .iter()
        .filter_map(|item| Some((item["key"].as_str()?.to_owned(), item["content"].as_str()?.to_owned())))
        .map(|(key, content)| EnvVariable::new(call.world.ids.next(), key, content, EnvKind::Project, now))
        .collect()
}
