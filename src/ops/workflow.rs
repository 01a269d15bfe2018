//! The actions of the conductor, and guidance for the project as it is. What the platform knows is asked of it at
//! every call; choices, plans and proofs are in the notebook.

mod adopt;
mod choices;
mod handoff;
mod open;
mod plan;
mod provision;
mod reset;
mod start;

use super::context::Context;
use crate::domain::call::NextCall;
use crate::domain::failure::Fail;
use crate::domain::service_type;
use crate::domain::workflow::{SERVICE, Step, When, Workflow};
use crate::generated::tools::zerops_workflow::{
    AdoptArgs, BuildIntegrationArgs, CloseModeArgs, Error, GitPushSetupArgs, GuideArgs, HandoffArgs, PlanArgs,
    ProvisionArgs, ResetArgs, StartArgs,
};
use crate::generated::types::{self, WorkflowResult, WorkflowStep, WorkflowView};
use crate::generated::workflows::WORKFLOWS;
use crate::knowledge::documents::SCHEME;
use crate::platform::wire::Service;

/// Calls that a step shows at most; the text of the step holds for the others too.
const CALLS: usize = 3;
/// Services that a line of the state names at most.
const NAMED: usize = 12;
/// How the types of workspaces begin.
const WORKSPACE: &str = "zcp";
/// The statuses that something failed in.
const BROKEN: [&str; 4] = ["FAILED", "ACTION_FAILED", "CONTAINER_FAILED", "REPAIR_FAILED"];
/// The statuses in which nothing is being done.
const RESTING: [&str; 3] = ["ACTIVE", "READY_TO_DEPLOY", "STOPPED"];

/// Lists the workflows, or fits one to the project.
///
/// # Errors
/// What the platform says; the list needs none of it.
pub async fn guide(cx: &Context, args: GuideArgs) -> Result<WorkflowResult, Fail<Error>> {
    let Some(name) = args.workflow else { return Ok(list()) };
    let Some(workflow) = find(name) else { return Ok(list()) };
    let session = cx.connection().session().await?;
    let services = session.services().await?;
    let steps: Vec<WorkflowStep> = workflow.steps.iter().filter_map(|step| fitted(step, &services)).collect();
    let next = steps.iter().find_map(|step| step.next.first().cloned()).into_iter().collect();
    Ok(WorkflowResult {
        title: Some(workflow.title.to_owned()),
        state: state(&services),
        steps,
        documents: workflow.documents.iter().map(|path| format!("{SCHEME}{path}")).collect(),
        next,
        ..WorkflowResult::default()
    })
}

/// Begins a bootstrap, or goes on with one; without a route the routes with why.
///
/// # Errors
/// What keeps it from being begun.
pub async fn start(cx: &Context, args: StartArgs) -> Result<WorkflowResult, Fail<Error>> {
    start::start(cx, args).await
}

/// Checks a plan; nothing is made.
///
/// # Errors
/// Everything that is wrong with the plan, or that no bootstrap is open.
pub async fn plan(cx: &Context, args: PlanArgs) -> Result<WorkflowResult, Fail<Error>> {
    plan::plan(cx, args).await
}

/// Makes the services of the plan and follows them to their end.
///
/// # Errors
/// What was made and what was not.
pub async fn provision(cx: &Context, args: ProvisionArgs) -> Result<WorkflowResult, Fail<Error>> {
    provision::provision(cx, args).await
}

/// Takes on services that are there, or proposes which.
///
/// # Errors
/// What cannot be adopted; nothing is changed then.
pub async fn adopt(cx: &Context, args: AdoptArgs) -> Result<WorkflowResult, Fail<Error>> {
    adopt::adopt(cx, args).await
}

/// Drops what is open; no service is touched.
///
/// # Errors
/// Why nothing was dropped.
pub async fn reset(cx: &Context, args: ResetArgs) -> Result<WorkflowResult, Fail<Error>> {
    reset::reset(cx, args).await
}

/// Notes how work on units ends.
///
/// # Errors
/// Which of them nobody adopted; nothing is changed then.
pub async fn close_mode(cx: &Context, args: CloseModeArgs) -> Result<WorkflowResult, Fail<Error>> {
    choices::close_mode(cx, args).await
}

/// Notes where a unit is pushed to, once that has answered.
///
/// # Errors
/// Why the remote is none; nothing is changed then.
pub async fn git_push_setup(cx: &Context, args: GitPushSetupArgs) -> Result<WorkflowResult, Fail<Error>> {
    choices::git_push_setup(cx, args).await
}

/// Notes what builds what was pushed, and gives what that needs.
///
/// # Errors
/// Why it cannot be; nothing is changed then.
pub async fn build_integration(cx: &Context, args: BuildIntegrationArgs) -> Result<WorkflowResult, Fail<Error>> {
    choices::build_integration(cx, args).await
}

/// Writes the report with which work leaves zcp.
///
/// # Errors
/// What the platform says.
pub async fn handoff(cx: &Context, _args: HandoffArgs) -> Result<WorkflowResult, Fail<Error>> {
    handoff::handoff(cx).await
}

fn list() -> WorkflowResult {
    let view = |workflow: &Workflow| WorkflowView {
        name: Some(workflow.name.to_owned()),
        summary: Some(workflow.summary.to_owned()),
    };
    WorkflowResult { workflows: WORKFLOWS.iter().map(view).collect(), ..WorkflowResult::default() }
}

fn find(name: types::Workflow) -> Option<&'static Workflow> {
    WORKFLOWS.iter().find(|workflow| workflow.name == name.as_str())
}

/// The step for this project; nothing where there is nothing to do.
fn fitted(step: &Step, services: &[Service]) -> Option<WorkflowStep> {
    let subjects = subjects(step.when, services)?;
    let is_about_one = step.call.is_some_and(|(_, args)| args.contains(SERVICE));
    let hostnames: Vec<&str> = if is_about_one { subjects } else { vec![""] };
    let next: Vec<NextCall> = hostnames.iter().take(CALLS).filter_map(|hostname| step.call_for(hostname)).collect();
    let mut text = step.text.to_owned();
    if hostnames.len() > CALLS {
        text.push_str(&format!(" Likewise for: {}.", named(&hostnames[CALLS..])));
    }
    Some(WorkflowStep { title: Some(step.title.to_owned()), text: Some(text), next })
}

/// The services that a step is about, if the project is so that it is to be done.
fn subjects(when: When, services: &[Service]) -> Option<Vec<&str>> {
    let of = |is_so: &dyn Fn(&Service) -> bool| {
        let found: Vec<&str> =
            services.iter().filter(|service| is_so(service)).map(|service| service.name.as_str()).collect();
        (!found.is_empty()).then_some(found)
    };
    match when {
        When::Always => Some(services.iter().map(|service| service.name.as_str()).collect()),
        When::Empty => services.is_empty().then(Vec::new),
        When::NoManaged => services.iter().all(|service| service.category() == "USER").then(Vec::new),
        When::Any => of(&|_| true),
        When::Runtime => of(&is_runtime),
        When::Undeployed => of(&is_undeployed),
        When::Deployed => of(&|service| is_runtime(service) && service.status == "ACTIVE" && !is_undeployed(service)),
        When::Private => of(&|service| {
            is_runtime(service) && !service.subdomain_access && service.ports.iter().any(|port| port.scheme == "http")
        }),
        When::Broken => of(&is_broken),
        When::Stopped => of(&|service| service.status == "STOPPED"),
        When::Busy => of(&|service| !is_broken(service) && !RESTING.contains(&service.status.as_str())),
    }
}

/// A workspace that zcp runs in is nobody's to deploy to.
fn is_runtime(service: &Service) -> bool {
    service.category() == "USER" && service_type::family(service.type_name()) != WORKSPACE
}

fn is_undeployed(service: &Service) -> bool {
    is_runtime(service) && (service.status == "READY_TO_DEPLOY" || service.active_app_version.is_none())
}

fn is_broken(service: &Service) -> bool {
    BROKEN.contains(&service.status.as_str())
}

/// What matters of the project.
fn state(services: &[Service]) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = |what: &str, when: When| {
        if let Some(found) = subjects(when, services) {
            lines.push(if found.is_empty() { what.to_owned() } else { format!("{what}: {}", named(&found)) });
        }
    };
    line("no service yet", When::Empty);
    line("something failed", When::Broken);
    line("being changed", When::Busy);
    line("stopped", When::Stopped);
    line("runs code", When::Deployed);
    line("no code yet", When::Undeployed);
    line("HTTP, not public", When::Private);
    if !services.is_empty() {
        line("no database, cache, queue or storage", When::NoManaged);
    }
    lines
}

fn named(hostnames: &[&str]) -> String {
    let shown = hostnames.iter().take(NAMED).copied().collect::<Vec<_>>().join(", ");
    match hostnames.len().saturating_sub(NAMED) {
        0 => shown,
        more => format!("{shown} and {more} more"),
    }
}
