//! The calls that steps suggest, as values of the argument types that the tools themselves take.

use crate::domain::call::{Arguments, NextCall};
use crate::generated::tools::{
    zerops_deploy, zerops_dev_server, zerops_discover, zerops_events, zerops_logs, zerops_manage, zerops_process,
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

/// Without an argument that says what holds anyway.
fn without(mut call: NextCall, argument: &str) -> NextCall {
    call.args.shift_remove(argument);
    call
}

/// Tools of which every call that is suggested changes nothing.
const READERS: [&str; 6] = [
    zerops_discover::Args::TOOL,
    zerops_events::Args::TOOL,
    zerops_logs::Args::TOOL,
    zerops_process::Args::TOOL,
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
    let (path, expect_status, expect_text, port) = (None, None, None, None);
    zerops_verify::Args { service_hostname: hostname(service), path, expect_status, expect_text, port }.to_call()
}

/// Starts the development server of a service; the command is known or asked for.
pub(super) fn start_server(service: &str) -> NextCall {
    let args = zerops_dev_server::StartArgs {
        service_hostname: hostname(service),
        command: None,
        port: None,
        health_path: None,
        working_dir: None,
        timeout: zerops_dev_server::StartArgs::default_timeout(),
    };
    without(zerops_dev_server::Args::Start(args).to_call(), "timeout")
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
    let args = zerops_workflow::BuildIntegrationArgs {
        service_hostname: hostname(unit),
        integration: BuildIntegration::Actions,
        variant: None,
    };
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
        target_service_id: None,
        service_id: None,
        working_dir,
        setup: setup.map(SetupName),
        include_git: None,
        include_secrets: None,
        method: None,
        strategy,
        timeout: zerops_deploy::Args::default_timeout(),
        cancel_build: None,
        wait: Some(true),
    };
    without(args.to_call(), "timeout")
}

/// Checks a document of this computer.
pub(super) fn validate(path: &str) -> NextCall {
    let file_path = Some(FilePath(path.to_owned()));
    zerops_validate::Args { content: None, file_path, r#type: None, hostnames: Vec::new() }.to_call()
}

/// Gives the zerops.yaml that a service begins with.
pub(super) fn scaffold() -> NextCall {
    let args = zerops_workflow::GuideArgs { workflow: Some(Workflow::Develop) };
    without(zerops_workflow::Args::Guide(args).to_call(), "action")
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
    let args = zerops_logs::Args {
        service_hostname: hostname(service),
        severity: None,
        since: None,
        until: None,
        limit: zerops_logs::Args::default_limit(),
        search: None,
        build_id,
        container: None,
        follow: None,
    };
    without(args.to_call(), "limit")
}

/// Looks at what happened to a service.
pub(super) fn events(service: &str) -> NextCall {
    let args =
        zerops_events::Args { service_hostname: Some(hostname(service)), limit: zerops_events::Args::default_limit() };
    without(args.to_call(), "limit")
}

/// Looks at what goes on with a service: its process, or what happened last.
pub(super) fn follow(service: &str, doing: Option<&Doing>) -> NextCall {
    match doing {
        Some(doing) => {
            let process_id = ProcessId(doing.process.to_string());
            zerops_process::Args::Status(zerops_process::StatusArgs { process_id }).to_call()
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
    NextCall { tool: zerops_discover::Args::TOOL.to_owned(), args: serde_json::Map::new() }
}

/// Begins a bootstrap, or goes on with the one of this id.
pub(super) fn bootstrap(left: Option<&str>) -> NextCall {
    let args = zerops_workflow::StartArgs {
        workflow: Workflow::Bootstrap,
        intent: None,
        scope: Vec::new(),
        route: left.map(|_| Route::Resume),
        session_id: left.map(str::to_owned),
    };
    zerops_workflow::Args::Start(args).to_call()
}

/// Makes what was planned, or goes on with that.
pub(super) fn provision() -> NextCall {
    zerops_workflow::Args::Provision(zerops_workflow::ProvisionArgs { session_id: None }).to_call()
}

/// Ends the work that is open.
pub(super) fn close() -> NextCall {
    zerops_workflow::Args::Close(zerops_workflow::CloseArgs {}).to_call()
}
