//! Projects on the wire.

use serde_json::{Value, json};

use crate::sandbox::model::data::Data;
use crate::sandbox::model::project::Project;

pub(crate) fn status(project: &Project) -> &'static str {
    if project.deleting { "DELETING" } else { "ACTIVE" }
}

/// `Project`, the answer of a GET.
pub(crate) fn full(data: &Data, project: &Project) -> Value {
    let mut value = common(data, project);
    value["recipeSource"] = Value::Null;
    value["recipeSourceUrl"] = Value::Null;
    value["primaryInstanceLocation"] = location();
    if !data.platform.is_former() {
        value["primaryInstanceLocation"]["name"] = json!("EU Central (prg1)");
    }
    value
}

/// `EsProject`, an item of a search.
pub(crate) fn search_item(data: &Data, project: &Project, redact: bool) -> Value {
    let mut value = common(data, project);
    value["envList"] = project.env.iter().map(|variable| env(data, project, variable, redact)).collect();
    value
}

/// The one location of the sandbox.
pub(crate) fn location() -> Value {
    json!({ "id": "eu-central", "name": "Europe (Prague)", "pingUrl": "https://ping.prg1.zerops.io" })
}

fn common(data: &Data, project: &Project) -> Value {
    json!({
        "id": project.id,
        "clientId": data.client,
        "name": project.name,
        "mode": project.mode,
        "description": project.description,
        "tagList": project.tags,
        "status": status(project),
        "created": project.created.to_string(),
        "lastUpdate": project.last_update.to_string(),
        "publicIpV4": null,
        "publicIpV6": null,
        "publicIpV4Shared": project.shared_ip,
        "publicZone": project.public_zone(data.platform),
        "zeropsSubdomainHost": project.subdomain_host(data.platform),
        "logForwardingType": null,
        "autoStartup": true,
        "userRoles": [],
    })
}

/// `ProjectLight`, inside a service.
pub(crate) fn light(data: &Data, project: &Project) -> Value {
    let mut value = light_json(data, project);
    value["mode"] = json!(project.mode);
    value["userRoles"] = json!([]);
    value
}

/// `ProjectLightJsonObject`, inside a process.
pub(crate) fn light_json(data: &Data, project: &Project) -> Value {
    json!({
        "id": project.id,
        "clientId": data.client,
        "name": project.name,
        "description": project.description,
        "tagList": project.tags,
        "status": status(project),
        "created": project.created.to_string(),
        "lastUpdate": project.last_update.to_string(),
        "recipeSource": null,
        "recipeSourceUrl": null,
    })
}

fn env(data: &Data, project: &Project, variable: &super::super::model::env::EnvVariable, redact: bool) -> Value {
    let sensitive = variable.kind.sensitive(data.platform);
    let content = if sensitive && !data.platform.is_former() {
        encrypted(&variable.id)
    } else {
        super::service::content(data, variable, redact).to_owned()
    };
    json!({
        "id": variable.id,
        "created": variable.created.to_string(),
        "lastUpdate": variable.last_update.to_string(),
        "clientId": data.client,
        "projectId": project.id,
        "key": variable.key,
        "content": content,
        "type": variable.kind.wire(data.platform),
        "sensitive": sensitive,
        "editable": true,
    })
}

/// What a search shows of a sensitive variable, to everyone.
///
/// Observed: something that age has encrypted, as 442 hexadecimal digits. Guessed: that its length is the
/// same whatever is in it; here nothing is.
fn encrypted(id: &str) -> String {
    const BYTES: usize = 221;
    let mut bytes = b"age-encryption.org/v1\n-> X25519 ".to_vec();
    bytes.extend(id.bytes().cycle().take(BYTES - bytes.len()));
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
