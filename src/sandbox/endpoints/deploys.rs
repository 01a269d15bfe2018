//! App versions from outside: made, uploaded, built and deployed.

use serde_json::{Value, json};

use super::call::{Answer, Call};
use super::lifecycle;
use super::processes;
use crate::domain::documents::zerops_yaml::Setup;
use crate::domain::ids::AppVersionId;
use crate::sandbox::lifecycle::action::Action;
use crate::sandbox::lifecycle::app_version::AppVersionStatus;
use crate::sandbox::lifecycle::effects;
use crate::sandbox::model::app_version::AppVersion;
use crate::sandbox::model::process::{Process, Work};
use crate::sandbox::model::service::Service;
use crate::sandbox::paths::UPLOAD;
use crate::sandbox::pipeline::begin::{self, Order};
use crate::sandbox::tokens::TokenKind;
use crate::sandbox::wire::app_version;
use crate::sandbox::wire::error::ApiError;
use crate::sandbox::world::World;
use crate::sandbox::zerops_yaml;

/// Makes a version that waits for its archive.
///
/// Guessed: the form of the address; the code for a service that runs no code.
pub(crate) fn create(call: &mut Call<'_>) -> Answer {
    let found = call.service(0)?.clone();
    runtime(call, &found)?;
    let name = match &call.body["name"] {
        Value::Null => None,
        Value::String(name) => Some(name.clone()),
        other => return Err(ApiError::unlike("name", other, "a string")),
    };
    let mut version = effects::new_version(call.world, &found.project, &found.id);
    version.status = AppVersionStatus::Uploading;
    version.source = "CLI";
    version.name = name;
    let signature = format!("{}{}", call.world.side_ids.next(), call.world.side_ids.next());
    let path = UPLOAD.path.replace("{appVersionId}", version.id.as_str());
    let url = format!("{}{path}?signature={signature}", call.url);
    let answer = app_version::created(&call.world.data, &version, &url);
    let now = call.world.now();
    call.world.uploads.expect(version.id.clone(), signature, now);
    call.world.data.app_versions.push(version);
    Ok(answer)
}

/// Whether an archive may be sent to a version: by the signature of its address, or by a token.
pub(crate) fn check_upload(
    world: &World,
    version: &AppVersionId,
    signature: Option<&str>,
    token: Option<TokenKind>,
) -> Result<(), ApiError> {
    match signature {
        // Guessed: the code and the status for a signature that is not the version's.
        Some(signature) if world.uploads.is_signed(version, signature) => Ok(()),
        Some(_) => Err(ApiError::not_permitted(world.platform)),
        None => {
            let found = world.data.app_version(version);
            let reached = token.zip(found).is_some_and(|(token, found)| world.data.reaches(token, &found.project));
            if reached { Ok(()) } else { Err(not_found()) }
        }
    }
}

/// Builds and deploys what was uploaded.
pub(crate) fn build_and_deploy(call: &mut Call<'_>) -> Answer {
    let (version, found) = version(call)?;
    waiting(call, &version)?;
    check_texts(call)?;
    settled(call, &found)?;
    let source = call.required_text("zeropsYaml")?;
    let setup = zerops_yaml::setup(source, setup_name(call, &found)?, call.world.platform)?;
    zerops_yaml::check_volume(call.world, &found.project, &setup)?;
    submit(call, version.id, Some(setup), true)
}

/// Deploys what was uploaded as it is, or a version that was active before.
///
/// Derived: both fields may be null. Guessed: what was uploaded needs a document all the same.
pub(crate) fn deploy(call: &mut Call<'_>) -> Answer {
    let (version, found) = version(call)?;
    check_texts(call)?;
    if version.status == AppVersionStatus::Backup {
        let order = Order { version: version.id, archive: None, setup: None, builds: false };
        return begun(call, order);
    }
    waiting(call, &version)?;
    settled(call, &found)?;
    if call.body["zeropsYaml"].is_null() {
        return Err(ApiError::new("appVersionYamlConfigRequired", "App version yaml config is required."));
    }
    let source = call.required_text("zeropsYaml")?;
    let setup = zerops_yaml::setup(source, setup_name(call, &found)?, call.world.platform)?;
    zerops_yaml::check_volume(call.world, &found.project, &setup)?;
    submit(call, version.id, Some(setup), false)
}

/// Deletes a version that nothing is being done with.
///
/// Observed: one that waits for its archive can be. Guessed: which others.
pub(crate) fn delete(call: &mut Call<'_>) -> Answer {
    let (version, _) = version(call)?;
    match version.status {
        AppVersionStatus::Uploading
        | AppVersionStatus::BuildFailed
        | AppVersionStatus::PreparingRuntimeFailed
        | AppVersionStatus::DeployFailed
        | AppVersionStatus::Backup
        | AppVersionStatus::Cancelled => {}
        _ => return Err(invalid_status()),
    }
    call.world.uploads.forget(&version.id);
    call.world.data.app_versions.retain(|other| other.id != version.id);
    Ok(json!({ "success": true }))
}

/// Cancels the build of a version. Guessed: the code when there is none.
pub(crate) fn cancel_build(call: &mut Call<'_>) -> Answer {
    let (version, _) = version(call)?;
    let process = call.world.data.processes.iter().rev().find(|process| match &process.work {
        Work::Build(id) => *id == version.id && !process.status.is_over(),
        _ => false,
    });
    let Some(id) = process.map(|process| process.id.clone()) else {
        return Err(ApiError::new("nothingToCancel", "Nothing to cancel."));
    };
    processes::cancel_one(call, &id)?;
    Ok(json!({ "success": true }))
}

fn submit(call: &mut Call<'_>, version: AppVersionId, setup: Option<Setup>, builds: bool) -> Answer {
    let Some(archive) = call.world.uploads.take(&version) else {
        return Err(ApiError::new("appVersionDataNotAvailable", "App version data is not available."));
    };
    begun(call, Order { version, archive: Some(archive), setup, builds })
}

fn begun(call: &mut Call<'_>, order: Order) -> Answer {
    let process = begin::begin(call.world, order).ok_or_else(not_found)?;
    call.process_answer(&process)
}

/// Observed: `null` stands for nothing, and an empty text is refused.
fn check_texts(call: &Call<'_>) -> Result<(), ApiError> {
    for name in ["zeropsYaml", "zeropsYamlSetup"] {
        if !call.world.platform.is_former() && call.body[name].as_str() == Some("") {
            return Err(ApiError::user_input(name, "value should not be empty"));
        }
    }
    Ok(())
}

/// Whether no variables of a service are being changed.
///
/// Observed: those of the service. Derived: those of its project too.
fn settled(call: &Call<'_>, found: &Service) -> Result<(), ApiError> {
    let changes = |process: &Process| {
        !process.status.is_over()
            && match process.action {
                Action::Env | Action::EnvFile => process.service.as_ref().is_some_and(|of| of.id == found.id),
                Action::ProjectEnv => process.project == found.project,
                _ => false,
            }
    };
    if !call.world.platform.is_former() && call.world.data.processes.iter().any(changes) {
        return Err(ApiError::new("userDataSyncRunning", "User data sync is running."));
    }
    Ok(())
}

/// Guessed: without a name the setup is that of the service.
fn setup_name<'a>(call: &'a Call<'_>, found: &'a Service) -> Result<&'a str, ApiError> {
    if call.body["zeropsYamlSetup"].is_null() { Ok(&found.hostname) } else { call.required_text("zeropsYamlSetup") }
}

/// The version of the path with its service.
fn version(call: &Call<'_>) -> Result<(AppVersion, Service), ApiError> {
    let data = &call.world.data;
    let found = data.app_version(&AppVersionId::new(call.argument(0)));
    let found = found.filter(|found| call.reaches(data, &found.project)).ok_or_else(not_found)?;
    let service = data.service(&found.service).ok_or_else(ApiError::service_not_found)?;
    runtime(call, service)?;
    Ok((found.clone(), service.clone()))
}

/// Guessed: a deploy begins in every status that has nothing under way but other deploys.
fn runtime(call: &Call<'_>, found: &Service) -> Result<(), ApiError> {
    lifecycle::check(&call.world.data, found, Action::Deploy)?;
    if found.kind.is_runtime() {
        return Ok(());
    }
    Err(ApiError::new("userServiceStackRequired", "User service stack is required."))
}

/// Whether a version is still to be built.
///
/// Observed: that of one that is active. Guessed: which code is for which other status.
fn waiting(call: &Call<'_>, version: &AppVersion) -> Result<(), ApiError> {
    use AppVersionStatus as Status;
    match version.status {
        Status::Uploading => Ok(()),
        Status::WaitingToBuild | Status::Building | Status::PreparingRuntime => {
            Err(ApiError::new("appVersionIsBeingBuilt", "App version is being built."))
        }
        Status::WaitingToDeploy | Status::Deploying => {
            Err(ApiError::new("appVersionIsBeingDeployed", "App version is being deployed."))
        }
        Status::Active if call.world.platform.is_former() => {
            Err(ApiError::new("appVersionIsActive", "App version is active."))
        }
        _ => Err(invalid_status()),
    }
}

fn invalid_status() -> ApiError {
    ApiError::new("appVersionInvalidStatus", "App version has an invalid status.")
}

fn not_found() -> ApiError {
    ApiError::new("appVersionNotFound", "App version not found.")
}
