//! The choices of units: how work on them is closed, where they are pushed to, and what builds what was pushed.
//!
//! All or nothing: one bad entry changes none.

use super::open;
use crate::domain::failure::Fail;
use crate::generated::errors::code;
use crate::generated::tools::zerops_workflow::{BuildIntegrationArgs, CloseModeArgs, Error, GitPushSetupArgs};
use crate::generated::types::{BuildIntegration, CiVariant, CloseMode, Hostname, WorkflowResult};
use crate::ops::context::Context;
use crate::ops::support::git_remote::{self, Address};
use crate::ops::support::notebook;
use crate::platform::session::Session as Platform;
use crate::suggest;
use crate::workflow::ci;
use crate::workflow::notebook::{Book, Reading, Remote, Unit};

/// Sets how work on units is closed.
pub(super) async fn close_mode(cx: &Context, args: CloseModeArgs) -> Result<WorkflowResult, Fail<Error>> {
    let platform = cx.connection().session().await?;
    let reading = notebook::read(cx, &platform).await;
    let mut units: Vec<String> = Vec::new();
    let mut unknown: Vec<Hostname> = Vec::new();
    for named in &args.scope {
        match unit(&reading, &named.0) {
            Some((hostname, _)) if !units.contains(&hostname) => units.push(hostname),
            Some(_) => {}
            None => unknown.push(named.clone()),
        }
    }
    if !unknown.is_empty() {
        return Err(unadopted(&reading, &unknown));
    }
    let mode = args.close_mode;
    let chosen = units.clone();
    let choose = move |book: &mut Book| {
        for hostname in &chosen {
            book.unit_of_mut(hostname).close_mode = Some(mode);
        }
    };
    let ((), reading) = open::change(cx, &platform, choose).await?;
    let without =
        units.iter().find(|hostname| reading.book.units.get(*hostname).is_some_and(|unit| unit.remote.is_none()));
    let push = (mode == CloseMode::GitPush).then_some(without).flatten();
    let next = push.map_or_else(suggest::standing, |hostname| suggest::git_push_setup(hostname));
    Ok(WorkflowResult {
        title: Some(format!("Close mode {}", mode.as_str())),
        services: units.iter().map(|hostname| described(hostname, reading.book.units.get(hostname))).collect(),
        note: push.map(|hostname| format!("`{hostname}` has no remote yet: ask the human for its address.")),
        notes: open::notes(&reading),
        next: vec![next],
        ..WorkflowResult::default()
    })
}

/// Notes where a unit is pushed to, once that has answered.
pub(super) async fn git_push_setup(cx: &Context, args: GitPushSetupArgs) -> Result<WorkflowResult, Fail<Error>> {
    let platform = cx.connection().session().await?;
    let (reading, hostname, unit) = one(cx, &platform, &args.service_hostname).await?;
    let known = unit.remote.clone();
    let Some(url) = args.remote_url.clone().or_else(|| known.as_ref().map(|remote| remote.url.clone())) else {
        let fail =
            Fail::new(code::InvalidParameter, format!("`{hostname}` has no remote yet, and the call names none."));
        return Err(
            fail.field("remoteUrl", "is the address of the repository, such as https://github.com/OWNER/NAME.git")
        );
    };
    let address = Address::parse(&url).map_err(|reason| {
        Fail::new(code::InvalidParameter, format!("This is no remote to push to: it {reason}."))
            .field("remoteUrl", reason)
    })?;
    let branch = args.branch.clone().or_else(|| known.and_then(|remote| remote.branch));
    if let Some(branch) = branch.as_deref().filter(|branch| !git_remote::is_branch(branch)) {
        let shown: String = branch.chars().take(60).collect();
        let fail = Fail::new(code::InvalidParameter, format!("`{shown}` is no name of a branch."));
        return Err(fail.field("branch", "letters, digits and . _ / - as git allows them"));
    }
    let branches = git_remote::ask(&cx.programs().git, &address).await.map_err(|why| {
        let message = format!("The remote did not answer as a repository: {why}. Nothing was changed.");
        Fail::new(code::GitRemoteFailed, message)
    })?;
    let remote = Remote { url: address.to_string(), branch: branch.clone(), checked: cx.clock().now() };
    let of = hostname.clone();
    let ((), changed) = open::change(cx, &platform, move |book| book.unit_of_mut(&of).remote = Some(remote)).await?;
    drop(reading);
    let missing = branch
        .filter(|branch| !branches.contains(branch))
        .map(|branch| format!("The remote has no branch `{branch}` yet; the first push makes it."));
    Ok(WorkflowResult {
        title: Some("The remote answers".to_owned()),
        services: vec![described(&hostname, changed.book.units.get(&hostname))],
        note: missing,
        notes: open::notes(&changed),
        next: vec![suggest::build_integration(&hostname)],
        ..WorkflowResult::default()
    })
}

/// Chooses what builds what was pushed, and gives what that needs.
pub(super) async fn build_integration(cx: &Context, args: BuildIntegrationArgs) -> Result<WorkflowResult, Fail<Error>> {
    let platform = cx.connection().session().await?;
    let live = platform.services().await?;
    let (_, hostname, unit) = one(cx, &platform, &args.service_hostname).await?;
    let wanted = args.integration;
    let host = unit.remote.as_ref().map(|remote| remote.url.clone()).unwrap_or_default();
    if wanted != BuildIntegration::None && unit.remote.is_none() {
        let message = format!("`{hostname}` has no remote that code is pushed to, so nothing could be built from one.");
        return Err(Fail::new(code::GitPushRequired, message).next(suggest::git_push_setup(&hostname)));
    }
    let variant = args.variant.unwrap_or(if host.contains("gitlab") { CiVariant::Gitlab } else { CiVariant::Github });
    let target = unit.stage.clone().unwrap_or_else(|| hostname.clone());
    let id = live.iter().find(|service| service.name == target).map(|service| service.id.to_string());
    let Some(id) = id else {
        let message = format!("`{target}` is not in the project, so nothing can be deployed to it.");
        return Err(Fail::new(code::ServiceNotFound, message).next(suggest::services()));
    };
    let branch = unit.remote.as_ref().and_then(|remote| remote.branch.clone());
    let job = ci::Job {
        service: &target,
        service_id: &id,
        setup: ci::SETUP,
        branch: branch.as_deref().unwrap_or(ci::BRANCH),
    };
    let (files, steps) = match wanted {
        BuildIntegration::None => (Vec::new(), Vec::new()),
        BuildIntegration::Webhook => (Vec::new(), ci::webhook(&job, variant)),
        BuildIntegration::Actions => (vec![ci::file(&job, variant)], ci::secrets(&job, variant)),
    };
    let of = hostname.clone();
    let choose = move |book: &mut Book| {
        book.unit_of_mut(&of).integration = Some(wanted).filter(|wanted| *wanted != BuildIntegration::None);
    };
    let ((), reading) = open::change(cx, &platform, choose).await?;
    Ok(WorkflowResult {
        title: Some(format!("Build integration {}", wanted.as_str())),
        services: vec![described(&hostname, reading.book.units.get(&hostname))],
        files,
        state: steps,
        notes: open::notes(&reading),
        next: vec![suggest::events_of(&target)],
        ..WorkflowResult::default()
    })
}

/// The adopted unit of a service.
async fn one(cx: &Context, platform: &Platform, named: &Hostname) -> Result<(Reading, String, Unit), Fail<Error>> {
    let reading = notebook::read(cx, platform).await;
    match unit(&reading, &named.0) {
        Some((hostname, unit)) => Ok((reading, hostname, unit)),
        None => Err(unadopted(&reading, std::slice::from_ref(named))),
    }
}

fn unit(reading: &Reading, service: &str) -> Option<(String, Unit)> {
    let (hostname, unit) = reading.book.unit_of(service)?;
    unit.origin.is_some().then(|| (hostname.to_owned(), unit.clone()))
}

fn unadopted(reading: &Reading, named: &[Hostname]) -> Fail<Error> {
    let names: Vec<&str> = named.iter().map(|one| one.0.as_str()).collect();
    let known = reading.book.units.iter().filter(|(_, unit)| unit.origin.is_some());
    let known: Vec<&str> = known.map(|(hostname, _)| hostname.as_str()).collect();
    let known = if known.is_empty() { "nothing is".to_owned() } else { format!("adopted are: {}", known.join(", ")) };
    let message = format!("Not adopted: {}; {known}. Nothing was changed.", names.join(", "));
    Fail::new(code::NotAdopted, message).next(suggest::adopt(named.to_vec()))
}

/// A unit with its choices, in a line.
fn described(hostname: &str, unit: Option<&Unit>) -> String {
    let Some(unit) = unit else { return hostname.to_owned() };
    let mut line = hostname.to_owned();
    if let Some(stage) = &unit.stage {
        line.push_str(&format!(" with {stage}"));
    }
    let mode = unit.close_mode.map_or("open", CloseMode::as_str);
    let integration = unit.integration.map_or("none", BuildIntegration::as_str);
    let remote = unit.remote.as_ref().map_or("none", |remote| remote.url.as_str());
    line.push_str(&format!(": close mode {mode}, remote {remote}, build integration {integration}"));
    line
}
