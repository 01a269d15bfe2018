//! Guidance for the project as it is. It keeps nothing: every call looks at the project again.

use super::context::Context;
use crate::domain::call::NextCall;
use crate::domain::failure::Fail;
use crate::domain::service_type;
use crate::domain::workflow::{SERVICE, Step, When, Workflow};
use crate::generated::tools::zerops_workflow::{Args, Error};
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
pub async fn workflow(cx: &Context, args: Args) -> Result<WorkflowResult, Fail<Error>> {
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
