//! Importing services and projects.

use serde_json::{Value, json};

use super::call::{Answer, Call};
use crate::domain::ids::ProjectId;
use crate::sandbox::import::apply::{self, Imported};
use crate::sandbox::model::data::Data;
use crate::sandbox::wire::error::ApiError;
use crate::sandbox::wire::process;

/// Imports services into a project.
pub(crate) fn services(call: &mut Call<'_>) -> Answer {
    let project = call.project(0)?.id.clone();
    let yaml = call.required_text("yaml")?.to_owned();
    let yaml = expanded(call, &yaml)?;
    let imported = apply::expanded_into_project(call.world, &project, &yaml)?;
    Ok(answer(&call.world.data, &project, &imported))
}

/// Imports a project with its services.
pub(crate) fn project(call: &mut Call<'_>) -> Answer {
    if call.argument(0) != call.world.data.client.as_str() {
        return Err(ApiError::new("clientNotFound", "Client not found."));
    }
    let maker = call.token.ok_or_else(ApiError::not_authorized)?;
    let yaml = call.required_text("yaml")?.to_owned();
    let yaml = expanded(call, &yaml)?;
    let (project, imported) = apply::new_project(call.world, maker, &yaml)?;
    Ok(answer(&call.world.data, &project, &imported))
}

fn expanded(call: &mut Call<'_>, yaml: &str) -> Result<String, ApiError> {
    call.expanded.take().unwrap_or_else(|| apply::expanded(call.world, yaml))
}

/// Derived: the older client reads an error beside each service.
fn answer(data: &Data, project: &ProjectId, imported: &[Imported]) -> Value {
    let services: Vec<Value> = imported
        .iter()
        .map(|service| {
            let processes = service.processes.iter().filter_map(|id| data.process(id));
            json!({
                "id": service.id,
                "name": service.hostname,
                "processes": processes.map(|found| process::full(data, found)).collect::<Vec<_>>(),
                "error": service.error.as_ref().map(ApiError::object_json),
            })
        })
        .collect();
    json!({
        "projectId": project,
        "projectName": data.project(project).map(|project| &project.name),
        "serviceStacks": services,
    })
}
