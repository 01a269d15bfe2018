//! The calls that results and failures suggest to make next, each in one place.
//!
//! Every one is a value of the argument type that the tool itself takes, so it names a tool, an action and arguments
//! that exist. Deliberately absent: the same call once more with a word of consent, which its operation makes of the
//! arguments that it was given.

use crate::domain::call::{Arguments, NextCall};
use crate::domain::ids::AppVersionId;
use crate::generated::tools::{
    zerops_backup, zerops_browse, zerops_deploy, zerops_dev_server, zerops_discover, zerops_env, zerops_events,
    zerops_knowledge, zerops_logs, zerops_manage, zerops_mount, zerops_process, zerops_recipes, zerops_status,
    zerops_subdomain, zerops_validate, zerops_verify, zerops_versions, zerops_workflow,
};
use crate::generated::types::{
    BuildId, BuildIntegration, DeployStrategy, FilePath, FolderPath, Hostname, KnowledgeDetail, KnowledgeTopic, Moment,
    PageAddress, ProcessId, Question, RecipeName, Route, SetupName, VersionName, Workflow,
};

/// Tools of which every call that is suggested changes nothing.
const READERS: [&str; 6] = [
    zerops_discover::Args::TOOL,
    zerops_events::Args::TOOL,
    zerops_logs::Args::TOOL,
    zerops_status::Args::TOOL,
    zerops_validate::Args::TOOL,
    zerops_verify::Args::TOOL,
];
/// Names the newest build of a service.
pub(crate) const LATEST: &str = "latest";

/// Whether a suggested call changes nothing.
#[must_use]
pub(crate) fn reads(call: &NextCall) -> bool {
    READERS.contains(&call.tool.as_str())
}

fn named(hostname: &str) -> Hostname {
    Hostname(hostname.to_owned())
}

/// Lists all services.
pub(crate) fn services() -> NextCall {
    zerops_discover::Args::default().to_call()
}

/// Looks at one service.
pub(crate) fn service(hostname: &str) -> NextCall {
    zerops_discover::Args { service_hostname: Some(named(hostname)), ..zerops_discover::Args::default() }.to_call()
}

/// Checks whether a service works.
pub(crate) fn verify(hostname: &str) -> NextCall {
    zerops_verify::Args::new(named(hostname)).to_call()
}

/// Looks at a page of a service that answers: whether it shows what it should is another question.
pub(crate) fn page(hostname: &str, page: Option<&str>) -> NextCall {
    let page = page.map(|page| PageAddress(page.to_owned()));
    zerops_browse::Args::Open(zerops_browse::OpenArgs { page, ..zerops_browse::OpenArgs::new(named(hostname)) })
        .to_call()
}

/// Looks at a process.
pub(crate) fn process(id: &str) -> NextCall {
    let process_id = Some(ProcessId::new(id));
    zerops_status::Args { service_hostname: None, process_id }.to_call()
}

/// Cancels a process.
pub(crate) fn cancel(process: &str) -> NextCall {
    zerops_process::Args::Cancel(zerops_process::CancelArgs::new(ProcessId::new(process))).to_call()
}

/// Says where the project stands and what is next.
pub(crate) fn standing() -> NextCall {
    zerops_status::Args::default().to_call()
}

/// Looks at a service with its versions.
pub(crate) fn versions(hostname: &str) -> NextCall {
    zerops_status::Args { service_hostname: Some(named(hostname)), process_id: None }.to_call()
}

/// Makes a version live again, or the previous one.
pub(crate) fn roll_back(hostname: &str, version: Option<&AppVersionId>) -> NextCall {
    let version = version.map(|version| VersionName(version.to_string()));
    let args = zerops_versions::RollbackArgs { service_hostname: named(hostname), version, wait: Some(true) };
    zerops_versions::Args::Rollback(args).to_call()
}

/// Looks at what happened in the project.
pub(crate) fn events() -> NextCall {
    zerops_events::Args::default().to_call()
}

/// Looks at what happened to a service.
pub(crate) fn events_of(hostname: &str) -> NextCall {
    zerops_events::Args { service_hostname: Some(named(hostname)), ..zerops_events::Args::default() }.to_call()
}

/// Reads the log of a service, whole: what a program prints has severity info also when it says why it ends.
pub(crate) fn log(hostname: &str) -> NextCall {
    zerops_logs::Args::new(named(hostname)).to_call()
}

/// Reads the log of a service from a moment on.
pub(crate) fn log_since(hostname: &str, since: Moment) -> NextCall {
    zerops_logs::Args { since: Some(since), ..zerops_logs::Args::new(named(hostname)) }.to_call()
}

/// Reads the log of a build.
pub(crate) fn build_log(hostname: &str, version: &AppVersionId) -> NextCall {
    log_of_build(hostname, version.to_string())
}

/// Reads the log of the newest build.
pub(crate) fn newest_build_log(hostname: &str) -> NextCall {
    log_of_build(hostname, LATEST.to_owned())
}

fn log_of_build(hostname: &str, build: String) -> NextCall {
    zerops_logs::Args { build_id: Some(BuildId(build)), ..zerops_logs::Args::new(named(hostname)) }.to_call()
}

/// Starts a service.
pub(crate) fn start(hostname: &str, wait: Option<bool>) -> NextCall {
    zerops_manage::Args::Start(zerops_manage::StartArgs { service_hostname: named(hostname), wait }).to_call()
}

/// Stops a service, and waits until it is stopped.
pub(crate) fn stop(hostname: &str) -> NextCall {
    let args = zerops_manage::StopArgs { service_hostname: named(hostname), wait: Some(true) };
    zerops_manage::Args::Stop(args).to_call()
}

/// Restarts a service.
pub(crate) fn restart(hostname: &str, wait: Option<bool>) -> NextCall {
    zerops_manage::Args::Restart(zerops_manage::RestartArgs { service_hostname: named(hostname), wait }).to_call()
}

/// Publishes a service.
pub(crate) fn publish(hostname: &str) -> NextCall {
    let args = zerops_subdomain::EnableArgs { service_hostname: named(hostname), wait: Some(true) };
    zerops_subdomain::Args::Enable(args).to_call()
}

/// Takes the public address of a service away.
pub(crate) fn unpublish(hostname: &str) -> NextCall {
    let args = zerops_subdomain::DisableArgs { service_hostname: named(hostname), wait: Some(true) };
    zerops_subdomain::Args::Disable(args).to_call()
}

/// Starts the development server of a service; the command is known or asked for.
pub(crate) fn dev_server(hostname: &str) -> NextCall {
    zerops_dev_server::Args::Start(zerops_dev_server::StartArgs::new(named(hostname))).to_call()
}

/// Mounts the files of a service, where they usually are or in a folder.
pub(crate) fn mount(hostname: &str, folder: Option<&str>, read_only: Option<bool>) -> NextCall {
    let (service_hostname, path) = (named(hostname), folder.map(str::to_owned));
    zerops_mount::Args::Mount(zerops_mount::MountArgs { service_hostname, path, read_only }).to_call()
}

/// Lists the variables of a service, or those of the project.
pub(crate) fn variables(hostname: Option<&str>) -> NextCall {
    let (service_hostname, project) = (hostname.map(named), hostname.is_none().then_some(true));
    zerops_env::Args::Get(zerops_env::GetArgs { service_hostname, project, ..zerops_env::GetArgs::default() }).to_call()
}

/// Deploys a setup of a folder of this computer, and waits until it is live.
pub(crate) fn deploy_folder(target: &str, folder: &str, setup: Option<&str>) -> NextCall {
    deploy(target, zerops_deploy::Args { working_dir: Some(FolderPath(folder.to_owned())), ..setup_of(setup) })
}

/// Deploys from a service to another one or to itself, and waits until it is live.
pub(crate) fn deploy_from(target: &str, source: &str, setup: Option<&str>) -> NextCall {
    deploy(target, zerops_deploy::Args { source_service: Some(named(source)), ..setup_of(setup) })
}

/// Pushes the commit of a folder, for what is built from it.
pub(crate) fn push(target: &str, folder: &str) -> NextCall {
    let (working_dir, strategy) = (Some(FolderPath(folder.to_owned())), Some(DeployStrategy::GitPush));
    deploy(target, zerops_deploy::Args { working_dir, strategy, ..zerops_deploy::Args::default() })
}

fn setup_of(setup: Option<&str>) -> zerops_deploy::Args {
    let setup = setup.map(|setup| SetupName(setup.to_owned()));
    zerops_deploy::Args { setup, ..zerops_deploy::Args::default() }
}

fn deploy(target: &str, args: zerops_deploy::Args) -> NextCall {
    deploy_waiting(zerops_deploy::Args { target_service: Some(named(target)), ..args })
}

/// Deploys with these arguments, and waits until it is live.
pub(crate) fn deploy_waiting(args: zerops_deploy::Args) -> NextCall {
    zerops_deploy::Args { wait: Some(true), ..args }.to_call()
}

/// Checks a document of this computer.
pub(crate) fn validate(path: &str) -> NextCall {
    let file_path = Some(FilePath(path.to_owned()));
    zerops_validate::Args { file_path, ..zerops_validate::Args::default() }.to_call()
}

/// Lists the backups of a service, or of all.
pub(crate) fn backups(hostname: Option<&str>) -> NextCall {
    zerops_backup::Args::List(zerops_backup::ListArgs { service_hostname: hostname.map(named) }).to_call()
}

/// Makes a backup.
pub(crate) fn make_backup(hostname: &str) -> NextCall {
    zerops_backup::Args::Create(zerops_backup::CreateArgs::new(named(hostname))).to_call()
}

/// Downloads a backup, or the newest one.
pub(crate) fn download_backup(hostname: &str, backup: Option<String>) -> NextCall {
    let args = zerops_backup::DownloadArgs::new(named(hostname));
    zerops_backup::Args::Download(zerops_backup::DownloadArgs { backup, ..args }).to_call()
}

/// Looks for what to do about a problem.
pub(crate) fn problem(question: &str) -> NextCall {
    let args = zerops_knowledge::Args::new(Question(question.to_owned()));
    zerops_knowledge::Args { topic: Some(KnowledgeTopic::Problems), ..args }.to_call()
}

/// Reads how something is done, with all that is said of it.
pub(crate) fn how_to(question: &str) -> NextCall {
    let args = zerops_knowledge::Args::new(Question(question.to_owned()));
    zerops_knowledge::Args { detail: KnowledgeDetail::Full, limit: 1, ..args }.to_call()
}

/// Shows a recipe.
pub(crate) fn recipe(slug: &str) -> NextCall {
    let recipe = RecipeName(slug.to_owned());
    zerops_recipes::Args::Show(zerops_recipes::ShowArgs { recipe }).to_call()
}

/// Looks for recipes.
pub(crate) fn recipes(query: &str) -> NextCall {
    let query = Some(query.to_owned()).filter(|query| !query.is_empty());
    zerops_recipes::Args::Search(zerops_recipes::SearchArgs { query }).to_call()
}

/// Begins a bootstrap on a route, or takes up the one of an id; the answer lists the routes where none is named.
pub(crate) fn bootstrap(route: Option<Route>, session_id: Option<&str>) -> NextCall {
    let session_id = session_id.map(str::to_owned);
    begin(zerops_workflow::StartArgs { route, session_id, ..zerops_workflow::StartArgs::new(Workflow::Bootstrap) })
}

/// Begins a bootstrap with a tier of a recipe.
pub(crate) fn recipe_bootstrap(slug: &str, tier: &str) -> NextCall {
    let (route, recipe) = (Some(Route::Recipe), Some(RecipeName(format!("{slug}/{tier}"))));
    begin(zerops_workflow::StartArgs { route, recipe, ..zerops_workflow::StartArgs::new(Workflow::Bootstrap) })
}

/// Begins work on services.
pub(crate) fn develop(intent: &str, scope: &[&str]) -> NextCall {
    let (intent, scope) = (Some(intent.to_owned()), scope.iter().map(|hostname| named(hostname)).collect());
    begin(zerops_workflow::StartArgs { intent, scope, ..zerops_workflow::StartArgs::new(Workflow::Develop) })
}

fn begin(args: zerops_workflow::StartArgs) -> NextCall {
    zerops_workflow::Args::Start(args).to_call()
}

/// Makes what was planned, or goes on with that.
pub(crate) fn provision() -> NextCall {
    zerops_workflow::Args::Provision(zerops_workflow::ProvisionArgs::default()).to_call()
}

/// Drops the bootstrap of an id.
pub(crate) fn reset(session: &str) -> NextCall {
    let session_id = Some(session.to_owned());
    zerops_workflow::Args::Reset(zerops_workflow::ResetArgs { session_id }).to_call()
}

/// Ends the work that is open.
pub(crate) fn close() -> NextCall {
    zerops_workflow::Args::Close(zerops_workflow::CloseArgs {}).to_call()
}

/// Adopts services, or says which could be.
pub(crate) fn adopt(scope: Vec<Hostname>) -> NextCall {
    zerops_workflow::Args::Adopt(zerops_workflow::AdoptArgs { scope }).to_call()
}

/// Says where the code of a unit is pushed to.
pub(crate) fn git_push_setup(unit: &str) -> NextCall {
    zerops_workflow::Args::GitPushSetup(zerops_workflow::GitPushSetupArgs::new(named(unit))).to_call()
}

/// Chooses what builds a push, and answers with what that needs.
pub(crate) fn build_integration(unit: &str) -> NextCall {
    let args = zerops_workflow::BuildIntegrationArgs::new(named(unit), BuildIntegration::Actions);
    zerops_workflow::Args::BuildIntegration(args).to_call()
}

/// Fits the guide of a workflow to the project.
pub(crate) fn guide(workflow: Workflow) -> NextCall {
    let mut call = zerops_workflow::Args::Guide(zerops_workflow::GuideArgs { workflow: Some(workflow) }).to_call();
    // It is the one that is meant without a name.
    call.args.shift_remove("action");
    call
}
