//! Processes on the wire; the search item has the same fields.

use serde_json::{Value, json};

use super::{app_version, project, user};
use crate::sandbox::lifecycle::action::Action;
use crate::sandbox::lifecycle::process::ProcessStatus;
use crate::sandbox::model::data::Data;
use crate::sandbox::model::process::{Process, ServiceOfProcess, Work};

/// `Process`.
pub(crate) fn full(data: &Data, process: &Process) -> Value {
    let version = match &process.work {
        Work::Build(id) => data.app_version(id),
        _ => None,
    };
    let internal = process.action == Action::Internal;
    json!({
        "id": process.id,
        "clientId": data.client,
        "projectId": process.project,
        "serviceStackId": process.service.as_ref().map(|service| &service.id),
        "project": data.project(&process.project).map(|found| project::light_json(data, found)),
        "serviceStacks": process.service.iter().map(|service| stack(process, service)).collect::<Vec<_>>(),
        "status": process.status.wire(),
        "sequence": process.sequence,
        "createdByUser": if internal { user::system() } else { user::maker(data) },
        "canceledByUser": if process.canceled { user::maker(data) } else { Value::Null },
        "actionName": process.action.info().name,
        "created": process.created.to_string(),
        "lastUpdate": process.last_update.to_string(),
        "started": process.started.map(|time| time.to_string()),
        "finished": process.finished.map(|time| time.to_string()),
        "createdBySystem": internal,
        "appVersion": version.map(|version| app_version::in_process(data, version)),
        "publicMeta": if data.platform.is_former() { public_meta(process) } else { Value::Null },
        "error": if data.platform.is_former() { Value::Null } else { error(process) },
    })
}

/// Observed: the reason stands here. Guessed: the code of a failure that has none of its own.
fn error(process: &Process) -> Value {
    match &process.failure {
        Some(failure) if process.status == ProcessStatus::Failed && !failure.reason.is_empty() => {
            json!({ "code": failure.code.unwrap_or("commandExec"), "message": failure.reason, "meta": null })
        }
        _ => Value::Null,
    }
}

/// Observed: `failReason` was read from here. Derived: an error of the platform stood here too.
fn public_meta(process: &Process) -> Value {
    match &process.failure {
        Some(failure) if process.status == ProcessStatus::Failed => {
            let mut meta = json!({ "failReason": failure.reason });
            if let Some(code) = failure.code {
                meta["error"] = json!({ "code": code, "message": failure.reason, "meta": [] });
            }
            meta
        }
        _ => Value::Null,
    }
}

fn stack(process: &Process, service: &ServiceOfProcess) -> Value {
    json!({
        "id": service.id,
        "created": service.created.to_string(),
        "lastUpdate": service.created.to_string(),
        "projectId": process.project,
        "serviceStackTypeId": service.type_id,
        "serviceStackTypeVersionId": crate::sandbox::catalog::version_id(&service.version_name),
        "driverId": null,
        "name": service.hostname,
        "serviceStackTypeInfo": {
            "serviceStackTypeName": service.type_name,
            "serviceStackTypeCategory": service.category,
            "serviceStackTypeVersionName": service.version_name,
        },
        "ports": [],
    })
}
