//! Services and their environment on the wire.

use serde_json::{Value, json};

use super::{app_version, project, scaling};
use crate::sandbox::catalog;
use crate::sandbox::ids::derived_id;
use crate::sandbox::model::data::Data;
use crate::sandbox::model::env::{EnvKind, EnvVariable};
use crate::sandbox::model::service::{Port, Service};
use crate::sandbox::model::variables;

/// What a token that may only read gets instead of a secret. Derived: from the manual.
const REDACTED: &str = "REDACTED";

/// The content of a variable as a token may see it.
pub(crate) fn content<'a>(data: &Data, variable: &'a EnvVariable, redact: bool) -> &'a str {
    if redact && variable.kind.sensitive(data.platform) { REDACTED } else { &variable.content }
}

/// Observed: of a runtime it is null today.
fn mode(data: &Data, service: &Service) -> Option<&'static str> {
    (data.platform.is_former() || !service.kind.is_runtime()).then(|| service.mode.wire())
}

/// `ServiceStack`, the answer of a GET.
pub(crate) fn full(data: &Data, service: &Service, redact: bool) -> Value {
    let mut value = light(service);
    let rest = json!({
        "ports": ports(&service.ports),
        "requestedPorts": { "isActive": false, "requestedPorts": [] },
        "created": service.created.to_string(),
        "lastUpdate": service.last_update.to_string(),
        "mode": mode(data, service),
        "customPortsEnabled": service.kind.is_runtime(),
        "subdomainAccess": service.subdomain_access,
        "reloadAvailable": service.kind.family.traits.reload,
        "versionNumber": service.kind.version_number(),
        "projectId": service.project,
        "project": data.project(&service.project).map(|found| project::light(data, found)),
        "connectedStacks": connected(data, service),
        "userData": user_data(data, service, redact),
        "activeAppVersion": active(data, service).map(|version| app_version::full(data, version)),
        "coreService": null,
    });
    merge(&mut value, rest);
    value
}

/// `EsServiceStack`, an item of a search.
pub(crate) fn search_item(data: &Data, service: &Service, redact: bool) -> Value {
    json!({
        "id": service.id,
        "clientId": data.client,
        "projectId": service.project,
        "instanceId": service.project,
        "serviceStackTypeId": catalog::family_id(service.kind.family),
        "serviceStackTypeVersionId": catalog::version_id(&service.kind.version_name),
        "driverId": null,
        "serviceStackTypeInfo": type_info(service),
        "status": service.status.wire(),
        "name": service.hostname,
        "created": service.created.to_string(),
        "lastUpdate": service.last_update.to_string(),
        "ports": ports(&service.ports),
        "requestedPorts": { "isActive": false, "requestedPorts": [] },
        "isSystem": service.is_system(),
        "mode": mode(data, service),
        "subdomainAccess": service.subdomain_access,
        "versionNumber": service.kind.version_number(),
        "reloadAvailable": service.kind.family.traits.reload,
        "project": data.project(&service.project).map(|found| project::light(data, found)),
        "userData": env(data, service, redact),
        "connectedStacks": connected(data, service),
        "activeAppVersion": active(data, service).map(app_version::light),
        "hasUnsyncedUserDataRecord": false,
        "hasUnsyncedPublicHttpRoutingRecord": false,
        "hasUnsyncedPublicPortRecord": false,
        "hasPublicHttpRoutingAccess": false,
        "hasPublicPortRoutingAccess": false,
        "activePublicHttpRoutingCount": 0,
        "activePublicPortRoutingCount": 0,
        "startOnProjectStart": true,
        "githubIntegration": null,
        "gitlabIntegration": null,
        "customAutoscaling": scaling::custom(&service.custom_scaling),
        "buildCache": null,
        "cdnEnabled": false,
    })
}

/// `ServiceStackLight`, inside another service.
fn light(service: &Service) -> Value {
    json!({
        "id": service.id,
        "status": service.status.wire(),
        "name": service.hostname,
        "serviceStackTypeInfo": type_info(service),
        "serviceStackTypeId": catalog::family_id(service.kind.family),
        "serviceStackTypeVersionId": catalog::version_id(&service.kind.version_name),
        "base": service.kind.version_name,
        "isSystem": service.is_system(),
        "startOnProjectStart": true,
        "githubIntegration": null,
        "gitlabIntegration": null,
        "autoscalingProfileId": service.profile,
        "currentAutoscaling": scaling::custom(&service.scaling()),
        "customAutoscaling": scaling::custom(&service.custom_scaling),
        "autoscalingProfileOverrides": null,
        "buildCache": null,
        "cdnEnabled": false,
        "nestId": "prg1",
        "recipeSource": null,
        "recipeSourceUrl": null,
    })
}

/// The list of `ServiceStackEnv`: what the platform made and what the user set.
pub(crate) fn env(data: &Data, service: &Service, redact: bool) -> Vec<Value> {
    let system = system_env(data, service);
    let all = system.iter().chain(&service.env).chain(&service.runtime_env);
    all.map(|variable| env_item(data, service, variable, redact)).collect()
}

/// The list of `UserData`.
pub(crate) fn user_data(data: &Data, service: &Service, redact: bool) -> Vec<Value> {
    let mut items = env(data, service, redact);
    for item in &mut items {
        item["serviceStackName"] = json!(service.hostname);
    }
    items
}

/// The variables that follow from the service itself and are therefore not stored.
///
/// Observed: `zeropsSubdomain` is there also before the subdomain is enabled.
pub(crate) fn system_env(data: &Data, service: &Service) -> Vec<EnvVariable> {
    [
        ("hostname", Some(service.hostname.clone())),
        ("projectId", Some(service.project.to_string())),
        ("serviceId", Some(service.id.to_string())),
        ("zeropsSubdomain", variables::addresses(data, service)),
    ]
    .into_iter()
    .enumerate()
    .filter_map(|(index, (key, content))| {
        let id = derived_id(service.id.as_str(), index);
        Some(EnvVariable::new(id, key, content?, EnvKind::System, service.created))
    })
    .collect()
}

fn env_item(data: &Data, service: &Service, variable: &EnvVariable, redact: bool) -> Value {
    json!({
        "id": variable.id,
        "clientId": data.client,
        "projectId": service.project,
        "serviceStackId": service.id,
        "key": variable.key,
        "content": content(data, variable, redact),
        "type": variable.kind.wire(data.platform),
        "sensitive": variable.kind.sensitive(data.platform),
        "created": variable.created.to_string(),
        "lastUpdate": variable.last_update.to_string(),
    })
}

fn type_info(service: &Service) -> Value {
    json!({
        "serviceStackTypeName": service.kind.family.name,
        "serviceStackTypeCategory": service.kind.family.category.as_str(),
        "serviceStackTypeVersionName": service.kind.version_name,
    })
}

/// Observed: `httpRouting` stays false after a deploy and with the subdomain on, and nothing says
/// whether a port speaks HTTP but its scheme.
fn ports(ports: &[Port]) -> Vec<Value> {
    ports
        .iter()
        .map(|port| {
            json!({
                "protocol": port.protocol,
                "port": port.number,
                "description": port.description,
                "portRouting": false,
                "httpRouting": false,
                "scheme": port.scheme,
                "serviceId": null,
            })
        })
        .collect()
}

fn connected(data: &Data, service: &Service) -> Vec<Value> {
    let storages = service.storages.iter().filter_map(|id| data.service(id));
    storages.map(|storage| json!({ "serviceStack": light(storage), "status": "ACTIVE" })).collect()
}

fn active<'a>(data: &'a Data, service: &Service) -> Option<&'a super::super::model::app_version::AppVersion> {
    service.active_version.as_ref().and_then(|id| data.app_version(id))
}

fn merge(value: &mut Value, rest: Value) {
    if let (Value::Object(map), Value::Object(rest)) = (value, rest) {
        map.extend(rest);
    }
}
