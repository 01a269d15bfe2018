//! App versions on the wire.

use serde_json::{Value, json};

use super::user;
use crate::sandbox::catalog;
use crate::sandbox::model::app_version::AppVersion;
use crate::sandbox::model::data::Data;

/// `GetAppVersion`.
pub(crate) fn full(data: &Data, version: &AppVersion) -> Value {
    json!({
        "id": version.id,
        "clientId": data.client,
        "projectId": version.project,
        "serviceStackId": version.service,
        "build": build(version),
        "source": version.source,
        "sequence": version.sequence,
        "status": version.status.wire(),
        "userDataList": user_data(data, version),
        "created": version.created.to_string(),
        "lastUpdate": version.last_update.to_string(),
        "githubIntegration": null,
        "gitlabIntegration": null,
        "createdByUser": user::maker(data),
        "activationDate": version.activated.map(|time| time.to_string()),
        "publicGitSource": git_source(version),
    })
}

/// The variables of a version. Observed: those that its zerops.yaml sets, with the document itself as one
/// of the platform's. Guessed: nothing formerly.
fn user_data(data: &Data, version: &AppVersion) -> Vec<Value> {
    if data.platform.is_former() {
        return Vec::new();
    }
    let own = version.env.iter().map(|(key, content)| json!({ "key": key, "content": content, "type": "USER" }));
    let document = version.setup.iter().map(|_| json!({ "key": "ZEROPS_YAML", "content": "", "type": "SYSTEM" }));
    own.chain(document).collect()
}

/// `PostAppVersion`, with the address for the archive.
pub(crate) fn created(data: &Data, version: &AppVersion, upload_url: &str) -> Value {
    let mut answer = full(data, version);
    answer["uploadUrl"] = upload_url.into();
    answer
}

/// `EsAppVersion`, an item of a search.
pub(crate) fn search_item(data: &Data, version: &AppVersion) -> Value {
    json!({
        "id": version.id,
        "clientId": data.client,
        "projectId": version.project,
        "serviceStackId": version.service,
        "build": build(version),
        "source": version.source,
        "sequence": version.sequence,
        "name": version.name,
        "status": version.status.wire(),
        "userData": [],
        "githubIntegration": null,
        "publicGitSource": git_source(version),
        "created": version.created.to_string(),
        "lastUpdate": version.last_update.to_string(),
    })
}

/// `AppVersionLight`, inside a service of a search.
pub(crate) fn light(version: &AppVersion) -> Value {
    json!({
        "id": version.id,
        "status": version.status.wire(),
        "os": null,
        "base": null,
        "created": version.created.to_string(),
        "lastUpdate": version.last_update.to_string(),
    })
}

/// `AppVersionJsonObject`, inside a process.
///
/// Derived: `build.serviceStackId` is there from the first answer on; a client relies on it.
pub(crate) fn in_process(data: &Data, version: &AppVersion) -> Value {
    json!({
        "id": version.id,
        "serviceStackId": version.service,
        "projectId": version.project,
        "status": version.status.wire(),
        "source": version.source,
        "os": null,
        "base": null,
        "sequence": version.sequence,
        "name": version.name,
        "created": version.created.to_string(),
        "build": build(version),
        "prepareCustomRuntime": prepare(version),
        "githubIntegration": null,
        "gitlabIntegration": null,
        "createdByUser": user::maker(data),
        "activationDate": version.activated.map(|time| time.to_string()),
        "publicGitSource": git_source(version),
        "configContent": null,
        "zeropsYamlJson": null,
    })
}

fn build(version: &AppVersion) -> Value {
    let Some(build) = &version.build else { return Value::Null };
    let started = build.started.map(|time| time.to_string());
    json!({
        "serviceStackId": build.service,
        "serviceStackName": build.service_name,
        "serviceStackTypeVersionId": catalog::version_id(&build.type_version),
        "serviceStackTypeVersionName": build.type_version,
        "pipelineStart": started,
        "pipelineFinish": build.finished.map(|time| time.to_string()),
        "pipelineFailed": build.failed.map(|time| time.to_string()),
        "containerCreationStart": started,
        "startDate": started,
        "endDate": build.built.or(build.finished).or(build.failed).map(|time| time.to_string()),
        "cacheSnapshotId": null,
    })
}

fn prepare(version: &AppVersion) -> Value {
    // Clients follow its log as soon as it is there, so it is there when there is a log.
    let Some(prepare) = version.prepare.as_ref().filter(|prepare| prepare.started.is_some()) else {
        return Value::Null;
    };
    let started = prepare.started.map(|time| time.to_string());
    json!({
        "containerCreationStart": started,
        "startDate": started,
        "endDate": prepare.ended.map(|time| time.to_string()),
        "serviceStackId": prepare.service,
        "serviceStackName": prepare.service_name,
        "reason": null,
    })
}

fn git_source(version: &AppVersion) -> Value {
    version.git.as_ref().map_or(
        Value::Null,
        |git| json!({ "gitUrl": git.url, "branchName": "main", "configContentFromImport": true, "explicitSetup": null }),
    )
}
