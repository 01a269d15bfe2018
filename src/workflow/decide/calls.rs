//! The calls that steps suggest, as values of the argument types that the tools themselves take.

use crate::domain::call::{Arguments, NextCall};
use crate::generated::tools::{
    zerops_deploy, zerops_dev_server, zerops_discover, zerops_events, zerops_logs, zerops_manage, zerops_status,
};
use crate::generated::tools::{zerops_validate, zerops_verify, zerops_versions, zerops_workflow};
use crate::generated::types::{
    BuildId, BuildIntegration, DeployStrategy, FilePath, FolderPath, Hostname, ProcessId, Route, SetupName,
    VersionName, Workflow,
};
use crate::workflow::envelope::{Doing, Version};
use crate::workflow::source::{Role, Source};

fn hostname(name: &str) -> Hostname {
    Hostname(name.to_owned())
}

/// Tools of which every call that is suggested changes nothing.
const READERS: [&str; 6] = [
    zerops_discover::Args::TOOL,
    zerops_events::Args::TOOL,
    zerops_logs::Args::TOOL,
    zerops_status::Args::TOOL,
    zerops_validate::Args::TOOL,
    zerops_verify::Args::TOOL,
];

/// Whether a suggested call changes nothing.
#[must_use]
pub fn reads(call: &NextCall) -> bool {
    READERS.contains(&call.tool.as_str())
}

/// Looks at a version that runs.
pub(super) fn verify(service: &str) -> NextCall {
    zerops_verify::Args::new(hostname(service)).to_call()
}

/// Starts the development server of a service; the command is known or asked for.
pub(super) fn start_server(service: &str) -> NextCall {
    zerops_dev_server::Args::Start(zerops_dev_server::StartArgs::new(hostname(service))).to_call()
}

/// Deploys from where the code is; nothing where that is not known.
pub(super) fn deploy(source: &Source, target: &str) -> Option<NextCall> {
    let (source_service, folder, setup) = match source {
        Source::Folder { path, setup, .. } => (None, Some(FolderPath(path.clone())), Some(setup.clone())),
        Source::Service { hostname, setup } => (Some(Hostname(hostname.clone())), None, setup.clone()),
        Source::Unclear { .. } | Source::Nowhere => return None,
    };
    Some(deploy_of(source_service, folder, setup, None, target))
}

/// Deploys what is going to be written into the working folder.
pub(super) fn deploy_written(target: &str, role: Role) -> NextCall {
    let setup = role.setups().first().map(|setup| (*setup).to_owned());
    deploy_of(None, Some(FolderPath(".".to_owned())), setup, None, target)
}

/// Pushes the commit of a folder, for what is built from it.
pub(super) fn push(target: &str, folder: &str) -> NextCall {
    deploy_of(None, Some(FolderPath(folder.to_owned())), None, Some(DeployStrategy::GitPush), target)
}

/// Chooses what builds a push, and answers with what that needs.
pub(super) fn integrate(unit: &str) -> NextCall {
    let args = zerops_workflow::BuildIntegrationArgs::new(hostname(unit), BuildIntegration::Actions);
    zerops_workflow::Args::BuildIntegration(args).to_call()
}

fn deploy_of(
    source_service: Option<Hostname>,
    working_dir: Option<FolderPath>,
    setup: Option<String>,
    strategy: Option<DeployStrategy>,
    target: &str,
) -> NextCall {
    let args = zerops_deploy::Args {
        source_service,
        target_service: Some(hostname(target)),
        working_dir,
        setup: setup.map(SetupName),
        strategy,
        wait: Some(true),
        ..zerops_deploy::Args::default()
    };
    args.to_call()
}

/// Checks a document of this computer.
pub(super) fn validate(path: &str) -> NextCall {
    let file_path = Some(FilePath(path.to_owned()));
    zerops_validate::Args { file_path, ..zerops_validate::Args::default() }.to_call()
}

/// Gives the zerops.yaml that a service begins with.
pub(super) fn scaffold() -> NextCall {
    let args = zerops_workflow::GuideArgs { workflow: Some(Workflow::Develop) };
    let mut call = zerops_workflow::Args::Guide(args).to_call();
    // It is the one that is meant without a name.
    call.args.shift_remove("action");
    call
}

/// Reads the log of a build.
pub(super) fn build_log(service: &str, version: &str) -> NextCall {
    log_of(service, Some(BuildId(version.to_owned())))
}

/// Reads the log of a service.
pub(super) fn log(service: &str) -> NextCall {
    log_of(service, None)
}

fn log_of(service: &str, build_id: Option<BuildId>) -> NextCall {
    zerops_logs::Args { build_id, ..zerops_logs::Args::new(hostname(service)) }.to_call()
}

/// Looks at what happened to a service.
pub(super) fn events(service: &str) -> NextCall {
    zerops_events::Args { service_hostname: Some(hostname(service)), ..zerops_events::Args::default() }.to_call()
}

/// Looks at what goes on with a service: its process, or what happened last.
pub(super) fn follow(service: &str, doing: Option<&Doing>) -> NextCall {
    match doing {
        Some(doing) => {
            let process_id = ProcessId(doing.process.to_string());
            zerops_status::Args { service_hostname: None, process_id: Some(process_id) }.to_call()
        }
        None => events(service),
    }
}

/// Makes a version live again.
pub(super) fn rollback(service: &str, version: &Version) -> NextCall {
    let version = Some(VersionName(version.id.to_string()));
    let args = zerops_versions::RollbackArgs { service_hostname: hostname(service), version, wait: Some(true) };
    zerops_versions::Args::Rollback(args).to_call()
}

/// Starts a service.
pub(super) fn start(service: &str) -> NextCall {
    let args = zerops_manage::StartArgs { service_hostname: hostname(service), wait: Some(true) };
    zerops_manage::Args::Start(args).to_call()
}

/// Stops a service.
pub(super) fn stop(service: &str) -> NextCall {
    let args = zerops_manage::StopArgs { service_hostname: hostname(service), wait: Some(true) };
    zerops_manage::Args::Stop(args).to_call()
}

/// Restarts a service.
pub(super) fn restart(service: &str) -> NextCall {
    let args = zerops_manage::RestartArgs { service_hostname: hostname(service), wait: Some(true) };
    zerops_manage::Args::Restart(args).to_call()
}

/// Looks at all services.
pub(super) fn discover() -> NextCall {
    zerops_discover::Args::default().to_call()
}

/// Begins a bootstrap, or goes on with the one of this id.
pub(super) fn bootstrap(left: Option<&str>) -> NextCall {
    let args = zerops_workflow::StartArgs {
        route: left.map(|_| Route::Resume),
        recipe: None,
        session_id: left.map(str::to_owned),
        ..zerops_workflow::StartArgs::new(Workflow::Bootstrap)
    };
    zerops_workflow::Args::Start(args).to_call()
}

/// Makes what was planned, or goes on with that.
pub(super) fn provision() -> NextCall {
    zerops_workflow::Args::Provision(zerops_workflow::ProvisionArgs::default()).to_call()
}

/// Ends the work that is open.
pub(super) fn close() -> NextCall {
    zerops_workflow::Args::Close(zerops_workflow::CloseArgs {}).to_call()
}
