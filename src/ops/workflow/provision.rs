//! Making what was planned, followed to its end and looked at.
//!
//! It can be called again: what is there by then is not made again. It never tries again by itself.

use std::collections::BTreeSet;

use super::gather::{Focus, gather};
use super::open::{self, Open};
use super::{plan, recipe};
use crate::domain::call::NextCall;
use crate::domain::documents::types::Types;
use crate::domain::failure::Fail;
use crate::domain::situation::Axis;
use crate::generated::errors::code;
use crate::generated::tools::zerops_import;
use crate::generated::tools::zerops_workflow::{Error, ProvisionArgs};
use crate::generated::types::{FileView, Layout, WorkflowResult};
use crate::ops::context::Context;
use crate::ops::support::types_and_schemas::Live;
use crate::ops::support::{end_of_call, import_plan, import_unknowable, notebook, taken_hostnames, wire_to_view};
use crate::platform::documents::refusal;
use crate::platform::session::Session as Platform;
use crate::platform::wire::Service;
use crate::suggest;
use crate::workflow::decide::decide;
use crate::workflow::notebook::{Book, Origin, Session, Step};
use crate::workflow::plan::import_yaml::import_yaml;
use crate::workflow::plan::scaffold::{self, Wanted};
use crate::workflow::plan::{Checked, Resolved, Role, World, check};

/// What to do with a document that does more than make services.
const OTHER_WAY: &str =
    "Take another recipe, or read it with zerops_recipes show and import what is wanted of it with zerops_import.";
/// Names of variables that are shown of a service.
const NAMED: usize = 16;

/// What came of a service.
enum Outcome {
    Made,
    Going,
    Failed(String),
}

/// Makes the services of the plan.
pub(super) async fn provision(cx: &Context, args: ProvisionArgs) -> Result<WorkflowResult, Fail<Error>> {
    let platform = cx.connection().session().await?;
    let reading = notebook::read(cx, &platform).await;
    let Open { id, session } = open::find(&reading, args.session_id.as_deref())?;
    if session.step == Step::Discover {
        return Err(unplanned(&session));
    }
    let types = Live::known(cx).await.types;
    let services = platform.services().await?;
    let existing = plan::existing(&services);
    let planned = if session.step == Step::Making { plan::as_made(&session.plan) } else { session.plan.clone() };
    let mut checked = check(&planned, World { types: &types, services: &existing });
    if let Some(fail) = plan::invalid(&checked) {
        return Err(fail);
    }
    let fitted = match &session.recipe {
        Some(taken) => match recipe::fitted(taken, &planned, &checked, &types) {
            Ok(fitted) => Some((taken, fitted)),
            Err(findings) => {
                checked.findings = findings;
                None
            }
        },
        None => None,
    };
    if let Some(fail) = plan::invalid(&checked) {
        return Err(fail);
    }
    let document = match &fitted {
        Some((_, fitted)) => fitted.import.clone(),
        None => import_yaml(&checked, &types),
    };
    if let Some(document) = document {
        only_makes(&platform, &services, &document).await?;
        if let Some((taken, fitted)) = &fitted {
            recipe::settle(cx, &platform, taken, fitted).await?;
        }
        keep(cx, &platform, &id, Session { step: Step::Making, why: None, ..session.clone() }).await?;
        match make(cx, &platform, &document).await {
            Err(fail) if fail.code == Error::ProvisionFailed => {
                return Err(failed(cx, &platform, &id, &session, &checked, Some(fail)).await);
            }
            // Whether anything was made is not known; the same call goes on with what there is.
            made => made?,
        }
    }
    let services = platform.services().await?;
    let outcomes: Vec<(&Resolved, Outcome)> =
        checked.services.iter().map(|one| (one, outcome(one, &services))).collect();
    if outcomes.iter().any(|(_, outcome)| matches!(outcome, Outcome::Failed(_))) {
        return Err(failed(cx, &platform, &id, &session, &checked, None).await);
    }
    let going: Vec<&str> = outcomes
        .iter()
        .filter(|(_, outcome)| matches!(outcome, Outcome::Going))
        .map(|(service, _)| service.hostname.as_str())
        .collect();
    if !going.is_empty() {
        return Ok(WorkflowResult {
            title: Some("Services are being made".to_owned()),
            session: Some(id),
            services: checked.lines(),
            note: Some(format!("Not there yet: {}. The same call follows them on.", going.join(", "))),
            next: vec![suggest::provision()],
            ..WorkflowResult::default()
        });
    }
    let variables = variables(&platform, &checked, &services).await?;
    let units = checked.units.clone();
    let (now, name) = (cx.clock().now(), id.clone());
    let close = move |book: &mut Book| {
        for (hostname, (layout, stage)) in units {
            let unit = book.units.entry(hostname).or_default();
            unit.layout = Some(layout);
            unit.stage = stage;
            unit.origin.get_or_insert(Origin::Bootstrapped { session: name.clone(), at: now });
        }
        book.end_session(&name);
    };
    let ((), reading) = open::change(cx, &platform, close).await?;
    if let Some((taken, fitted)) = &fitted {
        let mut result = recipe::done(taken, fitted, &checked);
        result.variables = variables;
        result.notes.extend(open::notes(&reading));
        return Ok(result);
    }
    let (title, files, deploy) = of_code(cx, &platform, &checked, &types).await;
    Ok(WorkflowResult {
        title: Some(title.to_owned()),
        services: checked.lines(),
        variables,
        next: mounts(cx, &platform, &checked).into_iter().chain(deploy).collect(),
        files,
        notes: open::notes(&reading),
        ..WorkflowResult::default()
    })
}

/// A bootstrap that has nothing to make yet.
fn unplanned(session: &Session) -> Fail<Error> {
    let fail = match &session.why {
        Some(why) => Fail::new(code::PlanInvalid, format!("The plan has findings. {why}")),
        None => Fail::new(code::PlanInvalid, "This bootstrap has no plan yet, so nothing was made.").suggest(
            "Call `action: plan` with `services` first, such as [{\"hostname\":\"app\",\"type\":\"nodejs@22\"}].",
        ),
    };
    fail.next(suggest::services())
}

/// What is to be done about the code: in a word, the files to write, and the deploy. What a human has written already is
/// deployed as it is, and not written over.
async fn of_code(
    cx: &Context,
    platform: &Platform,
    checked: &Checked,
    types: &Types,
) -> (&'static str, Vec<FileView>, Vec<NextCall>) {
    let decision = gather(cx, platform, Focus::All).await.map(|envelope| decide(&envelope)).ok();
    let standing = |hostname: &str| decision.as_ref()?.standings.get(hostname);
    let is_written =
        |hostname: &str| standing(hostname).is_some_and(|step| !step.case.values.contains(&(Axis::File, "none")));
    let mut files = files(checked, types);
    files.retain(|file| !file.of.as_deref().is_some_and(is_written));
    let first = checked.units.keys().next().filter(|hostname| is_written(hostname));
    let deploy = match first {
        Some(hostname) => standing(hostname).map(|step| step.calls.clone()).unwrap_or_default(),
        None if checked.units.is_empty() => decision
            .as_ref()
            .and_then(|decision| decision.steps.first())
            .map(|step| step.calls.clone())
            .unwrap_or_default(),
        None => first_deploy(checked).into_iter().collect(),
    };
    let title = if checked.units.is_empty() {
        "All services are there; what uses them refers to their variables"
    } else if files.is_empty() {
        "All services are there; the zerops.yaml that is here is deployed"
    } else {
        "All services are there; write the code and deploy it"
    };
    (title, files, deploy)
}

/// Keeps how far a bootstrap is.
async fn keep(cx: &Context, platform: &Platform, id: &str, session: Session) -> Result<(), Fail<Error>> {
    let (me, now, id) = (cx.notebook().me().clone(), cx.clock().now(), id.to_owned());
    open::change(cx, platform, move |book| book.set_session(&id, session, &me, now)).await.map(drop)
}

/// A plan makes services. It touches none that is there, whatever the document of a recipe says.
///
/// # Errors
/// It cannot be known what the document does, or it would change a service that exists.
async fn only_makes(platform: &Platform, services: &[Service], document: &str) -> Result<(), Fail<Error>> {
    if let Some((line, what)) = import_unknowable::reason(document) {
        let message = format!(
            "Nothing was made: line {line} of the document {what}, so nobody can know which services it reaches."
        );
        return Err(Fail::new(code::PlanInvalid, message).suggest(OTHER_WAY));
    }
    let taken = taken_hostnames::among(platform, services, &import_plan::named(document)).await?;
    let planned = import_plan::of(document, &taken);
    if planned.at_stake.is_empty() {
        return Ok(());
    }
    let names = planned.at_stake.iter().map(|one| one.hostname.as_str()).collect::<Vec<_>>().join(", ");
    let message = format!(
        "Nothing was made: the document would import over {names}, which exists, and a plan only makes services."
    );
    Err(Fail::new(code::PlanInvalid, message).suggest(OTHER_WAY))
}

/// Sends the document and follows every process as one.
async fn make(cx: &Context, platform: &Platform, document: &str) -> Result<(), Fail<Error>> {
    let answer = platform.import_services(document).await?;
    let refused: Vec<_> = answer.service_stacks.iter().filter(|one| one.error.is_some()).collect();
    if !refused.is_empty() {
        let names: Vec<&str> = refused.iter().map(|one| one.name.as_str()).collect();
        let mut fail = Fail::new(code::ProvisionFailed, format!("The platform refused {}", names.join(", ")));
        for (one, error) in refused.iter().filter_map(|one| Some((one, one.error.as_ref()?))) {
            fail.detail.api_code.get_or_insert_with(|| error.code.clone());
            fail.detail.fields.extend(refusal(&one.name, error));
        }
        return Err(fail);
    }
    let mut processes: Vec<_> =
        answer.service_stacks.iter().flat_map(|one| &one.processes).map(wire_to_view::process).collect();
    end_of_call::follow_all::<Error>(cx, &mut processes).await?;
    // What an import would say of it.
    match end_of_call::failed::<zerops_import::Error>(&processes) {
        Some(fail) => Err(Fail { code: code::ProvisionFailed.into(), detail: fail.detail }),
        None => Ok(()),
    }
}

/// Whether a service is as it was to become.
fn outcome(wanted: &Resolved, services: &[Service]) -> Outcome {
    let Some(service) = services.iter().find(|service| service.name == wanted.hostname) else {
        return Outcome::Failed("was not made".to_owned());
    };
    let status = service.status.as_str();
    match wanted.role {
        Role::Managed | Role::Dev if status == "ACTIVE" => Outcome::Made,
        Role::Stage | Role::Single if matches!(status, "READY_TO_DEPLOY" | "ACTIVE") => Outcome::Made,
        // A dev service that was there before may still wait for its code.
        Role::Dev if status == "READY_TO_DEPLOY" => Outcome::Made,
        _ if status.ends_with("FAILED") || status.starts_with("DELET") || status == "STOPPED" => {
            Outcome::Failed(format!("is {status}"))
        }
        _ => Outcome::Going,
    }
}

/// What exists now and what does not. The bootstrap stays open and says so.
async fn failed(
    cx: &Context,
    platform: &Platform,
    id: &str,
    session: &Session,
    checked: &Checked,
    why: Option<Fail<Error>>,
) -> Fail<Error> {
    let services = match platform.services().await {
        Ok(services) => services,
        Err(error) => return error.into(),
    };
    let (mut there, mut missing) = (Vec::new(), Vec::new());
    for service in &checked.services {
        match outcome(service, &services) {
            Outcome::Made => there.push(service.hostname.clone()),
            Outcome::Going => missing.push(format!("{} is being made", service.hostname)),
            Outcome::Failed(why) => missing.push(format!("{} {why}", service.hostname)),
        }
    }
    let there = if there.is_empty() { "nothing".to_owned() } else { there.join(", ") };
    let missing = if missing.is_empty() { "nothing".to_owned() } else { missing.join(", ") };
    let because =
        why.as_ref().map(|fail| format!("{}. ", fail.detail.message.trim_end_matches('.'))).unwrap_or_default();
    let message = format!("{because}There is: {there}. Not as planned: {missing}.");
    let mut fail = Fail::new(code::ProvisionFailed, message.clone());
    if let Some(why) = why {
        fail.detail.fields = why.detail.fields;
        fail.detail.api_code = why.detail.api_code;
        fail.detail.next = why.detail.next;
    }
    let fail = fail.next(suggest::events()).next(suggest::reset(id));
    let kept = Session { step: Step::Making, why: Some(message), ..session.clone() };
    match keep(cx, platform, id, kept).await {
        Ok(()) => fail,
        Err(other) => fail.field("notebook", other.detail.message),
    }
}

/// The names of the variables of managed services; never values.
async fn variables(platform: &Platform, checked: &Checked, services: &[Service]) -> Result<Vec<String>, Fail<Error>> {
    let mut lines = Vec::new();
    for service in checked.services.iter().filter(|service| service.role == Role::Managed) {
        let Some(live) = services.iter().find(|live| live.name == service.hostname) else { continue };
        let entries = platform.service_env(&live.id).await?;
        let names: BTreeSet<&str> = entries.iter().map(|entry| entry.key.as_str()).collect();
        let shown: Vec<String> =
            names.iter().take(NAMED).map(|name| format!("${{{}_{name}}}", service.hostname)).collect();
        lines.push(format!("{}: {}", service.hostname, shown.join(" ")));
    }
    Ok(lines)
}

/// The zerops.yaml of each unit.
fn files(checked: &Checked, types: &Types) -> Vec<FileView> {
    let managed: Vec<(String, String)> = checked
        .services
        .iter()
        .filter(|service| service.role == Role::Managed)
        .map(|service| (service.hostname.clone(), service.type_name.clone()))
        .collect();
    let of_unit = |(hostname, (layout, _)): (&String, &(Layout, Option<String>))| {
        let service = checked.services.iter().find(|service| service.hostname == *hostname)?;
        scaffolded(hostname, &service.type_name, *layout, &managed, types)
    };
    checked.units.iter().filter_map(of_unit).collect()
}

/// The zerops.yaml that a unit begins with.
pub(super) fn scaffolded(
    unit: &str,
    type_name: &str,
    layout: Layout,
    managed: &[(String, String)],
    types: &crate::domain::documents::types::Types,
) -> Option<FileView> {
    let file = scaffold::scaffold(Wanted { type_name, layout, managed }, types)?;
    Some(FileView {
        path: Some("zerops.yaml".to_owned()),
        of: Some(unit.to_owned()),
        text: Some(file.text),
        note: Some(file.note.to_owned()),
    })
}

/// Where zcp runs beside the dev services, their code is written into them, by way of a mount of their files.
fn mounts(cx: &Context, platform: &Platform, checked: &Checked) -> Vec<NextCall> {
    if !cx.is_inside(platform.project_id()) {
        return Vec::new();
    }
    let dev = checked.services.iter().filter(|service| service.role == Role::Dev);
    dev.map(|service| suggest::mount(&service.hostname, None, None)).collect()
}

/// The first deploy of the first unit.
fn first_deploy(checked: &Checked) -> Option<NextCall> {
    let (hostname, (layout, _)) = checked.units.iter().next()?;
    let setup = if matches!(layout, Layout::Standard | Layout::Dev) { scaffold::DEV } else { scaffold::PROD };
    Some(suggest::deploy_folder(hostname, ".", Some(setup)))
}
