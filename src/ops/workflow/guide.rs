//! Guidance for the project as it is, from the same decision as everything else.

use super::export;
use super::gather::{Focus, gather};
use crate::domain::call::{Arg, Arguments as _, NextCall, Template};
use crate::domain::documents::types::Types;
use crate::domain::failure::Fail;
use crate::domain::situation::{Axis, Situation};
use crate::domain::status::ServiceStatus;
use crate::domain::workflow::{Step, When, Workflow};
use crate::generated::tools::zerops_workflow::{Error, GuideArgs};
use crate::generated::tools::{zerops_deploy, zerops_validate};
use crate::generated::types::{self, FileView, WorkflowResult, WorkflowStep, WorkflowView};
use crate::generated::workflows::WORKFLOWS;
use crate::knowledge::documents::SCHEME;
use crate::ops::context::Context;
use crate::ops::support::types_and_schemas::Live;
use crate::suggest;
use crate::workflow::decide::{Decision, decide, deploy_to};
use crate::workflow::envelope::{Envelope, Service, Unit};

/// Calls that a step shows at most; the text of the step holds for the others too.
const CALLS: usize = 3;
/// Services that a line of the state names at most.
const NAMED: usize = 12;
/// Files that are answered at most.
const FILES: usize = 3;
/// The tool whose arguments depend on where the code is.
const DEPLOY: &str = zerops_deploy::Args::TOOL;
/// The tool that looks at a file, and the file whose place is known.
const VALIDATE: &str = zerops_validate::Args::TOOL;
const ZEROPS_YAML: &str = "zerops.yaml";

/// Lists the guides, or fits one to the project; the list needs nothing of the platform.
pub(super) async fn guide(cx: &Context, args: GuideArgs) -> Result<WorkflowResult, Fail<Error>> {
    let Some(workflow) = args.workflow.and_then(find) else { return Ok(list()) };
    let session = cx.connection().session().await?;
    let envelope = gather(cx, &session, Focus::All).await?;
    let look = Look { decision: decide(&envelope), envelope };
    let steps: Vec<WorkflowStep> = workflow.steps.iter().filter_map(|step| look.fitted(step)).collect();
    let files = match args.workflow {
        Some(types::Workflow::Bootstrap | types::Workflow::Develop | types::Workflow::Deploy) => {
            look.files(&Live::known(cx).await.types)
        }
        _ => Vec::new(),
    };
    // Where no step has a call for this project, what is to be done first is something else.
    let first = || look.decision.steps.first().and_then(|step| step.calls.first().cloned());
    let next = steps.iter().find_map(|step| step.next.first().cloned()).or_else(first).into_iter().collect();
    Ok(WorkflowResult {
        title: Some(workflow.title.to_owned()),
        state: look.state(),
        steps,
        documents: workflow.documents.iter().map(|path| format!("{SCHEME}{path}")).collect(),
        files,
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

/// The project, and what was decided of it.
struct Look {
    envelope: Envelope,
    decision: Decision,
}

impl Look {
    /// The step for this project; nothing where there is nothing to do.
    fn fitted(&self, step: &Step) -> Option<WorkflowStep> {
        let subjects = self.subjects(step.when)?;
        let is_about_one = step.call.is_some_and(|call| call.is_about_a_service());
        let hostnames: Vec<&str> = if is_about_one { subjects } else { vec![""] };
        let next: Vec<NextCall> =
            hostnames.iter().take(CALLS).filter_map(|hostname| self.call(step, hostname)).collect();
        let mut text = step.text.to_owned();
        if hostnames.len() > CALLS {
            text.push_str(&format!(" Likewise for: {}.", named(&hostnames[CALLS..])));
        }
        Some(WorkflowStep { title: Some(step.title.to_owned()), text: Some(text), next })
    }

    /// The call of a step for a service. A deploy is suggested from where the code is, else not at all; why a
    /// version failed is shown by the call that the decision has for that.
    fn call(&self, step: &Step, hostname: &str) -> Option<NextCall> {
        let is_zerops_yaml = |arg: &Arg| *arg == Arg::Text(ZEROPS_YAML);
        let call = match (step.call, step.when) {
            (Some(Template { tool: DEPLOY, .. }), _) => deploy_to(&self.envelope, hostname)?,
            (Some(Template { tool: VALIDATE, args }), _) if args.iter().any(|(_, arg)| is_zerops_yaml(arg)) => {
                self.validation()
            }
            (_, When::Failed) => self.decision.standings.get(hostname)?.calls.first()?.clone(),
            (call, _) => call?.call(hostname),
        };
        (self.envelope.production.is_none() || suggest::reads(&call)).then_some(call)
    }

    /// The check of the zerops.yaml that is there: one that is a folder below has another path.
    fn validation(&self) -> NextCall {
        let folders = &self.envelope.folders;
        match folders.iter().find(|folder| folder.path == ".").or(folders.first()) {
            Some(folder) if folder.path == "." => suggest::validate(&folder.file),
            Some(folder) => suggest::validate(&format!("{}/{}", folder.path, folder.file)),
            None => suggest::validate(ZEROPS_YAML),
        }
    }

    /// The services that a step is about, if the project is so that it is to be done.
    fn subjects(&self, when: When) -> Option<Vec<&str>> {
        let services = &self.envelope.services;
        let of = |is_so: &dyn Fn(&str, &Service) -> bool| {
            let all = services.iter().map(|(hostname, service)| (hostname.as_str(), service));
            let found: Vec<&str> =
                all.filter(|(hostname, service)| is_so(hostname, service)).map(|(hostname, _)| hostname).collect();
            (!found.is_empty()).then_some(found)
        };
        let is_in = |hostname: &str, situations: &[Situation]| {
            self.decision.standings.get(hostname).is_some_and(|step| situations.contains(&step.case.situation))
        };
        let waits_for_archive = |hostname: &str| {
            let step = self.decision.standings.get(hostname);
            step.is_some_and(|step| step.case.values.contains(&(Axis::Late, "yes")))
        };
        match when {
            When::Always => Some(services.keys().map(String::as_str).collect()),
            When::Empty => services.is_empty().then(Vec::new),
            When::NoManaged => services.values().all(|service| service.category.is_runtime()).then(Vec::new),
            When::Any => of(&|_, _| true),
            When::Managed => of(&|_, service| !service.category.is_runtime()),
            When::Runtime => of(&|_, service| service.is_runtime()),
            When::Undeployed => of(&|_, service| service.is_runtime() && service.serving().is_none()),
            When::Deployed => of(&|_, service| service.is_runtime() && service.serving().is_some()),
            When::Private => of(&|_, service| service.is_runtime() && service.speaks_http && !service.is_public),
            When::Broken => of(&|_, service| service.status.is_broken()),
            When::Failed => of(&|hostname, _| is_in(hostname, &[Situation::DeployFailed])),
            When::Stopped => of(&|_, service| service.status == ServiceStatus::Stopped),
            When::Busy => of(&|hostname, _| {
                is_in(hostname, &[Situation::Busy, Situation::Deploying]) && !waits_for_archive(hostname)
            }),
        }
    }

    /// The zerops.yaml to begin with of each unit that was never deployed and has none here.
    fn files(&self, types: &Types) -> Vec<FileView> {
        let managed = self.envelope.services.iter().filter(|(_, service)| !service.category.is_runtime());
        let managed: Vec<(String, String)> =
            managed.map(|(hostname, service)| (hostname.clone(), service.type_name.clone())).collect();
        let lacks = |(name, _): &(&String, &Unit)| {
            self.decision.standings.get(*name).is_some_and(|step| {
                step.case.situation == Situation::FirstDeploy && step.case.values.contains(&(Axis::File, "none"))
            })
        };
        let units = self.envelope.units.iter().filter(lacks).take(FILES);
        units.filter_map(|(name, unit)| export::begin(&self.envelope, name, unit, &managed, types)).collect()
    }

    /// What matters of the project.
    fn state(&self) -> Vec<String> {
        let production = self.envelope.production.iter();
        let mut lines: Vec<String> =
            production.map(|why| format!("looks like production ({why}): zcp changes nothing here")).collect();
        let mut line = |what: &str, when: When| {
            if let Some(found) = self.subjects(when) {
                lines.push(if found.is_empty() { what.to_owned() } else { format!("{what}: {}", named(&found)) });
            }
        };
        line("no service yet", When::Empty);
        line("something failed", When::Broken);
        line("newest version failed", When::Failed);
        line("being changed", When::Busy);
        line("stopped", When::Stopped);
        line("runs code", When::Deployed);
        line("no code yet", When::Undeployed);
        line("HTTP, not public", When::Private);
        if !self.envelope.services.is_empty() {
            line("no database, cache, queue or storage", When::NoManaged);
        }
        lines
    }
}

fn named(hostnames: &[&str]) -> String {
    let shown = hostnames.iter().take(NAMED).copied().collect::<Vec<_>>().join(", ");
    match hostnames.len().saturating_sub(NAMED) {
        0 => shown,
        more => format!("{shown} and {more} more"),
    }
}
