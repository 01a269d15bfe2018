//! The public zerops.app address of a service.

use std::slice;
use std::time::Duration;

use super::context::Context;
use super::{addresses, failure, finish, services, views};
use crate::domain::call::{Arguments, NextCall};
use crate::domain::failure::Fail;
use crate::domain::outcome::Outcome;
use crate::generated::tools::zerops_subdomain::{Args, DisableArgs, EnableArgs, Error};
use crate::generated::tools::zerops_verify;
use crate::generated::types::{Hostname, ProcessView, SubdomainResult};
use crate::platform::error::Error as PlatformFault;
use crate::platform::session::Session;
use crate::platform::wire::Process;
use crate::platform::wire::Service;

/// Right after a deploy the platform does not know the ports yet for a moment.
const PORTS_LAG: [Duration; 3] = [Duration::from_millis(250), Duration::from_millis(500), Duration::from_secs(1)];
/// The actions of the processes that switch: off and on.
const SWITCHES: [&str; 2] = ["stack.disableSubdomainAccess", "stack.enableSubdomainAccess"];

/// What was found or begun.
enum Asked {
    /// It is as wanted, and nothing is about to change that.
    Already(Service),
    /// A process makes it so.
    Begun(Service, Process),
    /// A process that was there before makes it so.
    Joined(Service, Process),
    /// A process makes it the opposite.
    Opposed(Service, Process),
}

/// Switches the address on.
///
/// # Errors
/// Those of the tool; an address that is on is no error.
pub async fn enable(cx: &Context, args: EnableArgs) -> Result<Outcome<SubdomainResult>, Fail<Error>> {
    switch(cx, &args.service_hostname, args.wait, true).await
}

/// Switches the address off.
///
/// # Errors
/// Those of the tool; an address that is off is no error.
pub async fn disable(cx: &Context, args: DisableArgs) -> Result<Outcome<SubdomainResult>, Fail<Error>> {
    switch(cx, &args.service_hostname, args.wait, false).await
}

async fn switch(
    cx: &Context,
    hostname: &Hostname,
    wait: Option<bool>,
    on: bool,
) -> Result<Outcome<SubdomainResult>, Fail<Error>> {
    let session = cx.connection().session().await?;
    let waits = wait.unwrap_or(cx.scope().progress.is_some());
    let mut asked = ask(cx, &session, hostname, on).await?;
    if let Asked::Opposed(_, process) = &asked
        && waits
        && is_over(&follow(cx, process).await?)
    {
        asked = ask(cx, &session, hostname, on).await?;
    }
    let (service, process, note) = match asked {
        Asked::Already(service) => {
            let note = format!("Subdomain access is {} already.", word(on));
            return Ok(Outcome::Done(SubdomainResult { note: Some(note), ..stands(&session, &service, on).await }));
        }
        Asked::Opposed(service, process) => return Ok(Outcome::Done(opposed(&service, &process, on))),
        Asked::Begun(service, process) => (service, process, String::new()),
        Asked::Joined(service, process) => (service, process, "An earlier call began this. ".to_owned()),
    };
    if !waits {
        let then = if on { "; zerops_discover then shows the address" } else { "" };
        let note = Some(format!("{note}It is {} when the process is FINISHED{then}.", word(on)));
        let (name, enabled, process) = (service.name.clone(), service.subdomain_access, views::process(&process));
        let record = SubdomainResult { service: name, enabled, note, process: Some(process), ..Default::default() };
        return Ok(Outcome::Started(record));
    }
    let view = follow(cx, &process).await?;
    if let Some(failed) = finish::failed::<Error>(slice::from_ref(&view)) {
        return Err(failed);
    }
    if !is_over(&view) {
        let (name, enabled, next) = (service.name.clone(), service.subdomain_access, vec![finish::status_of(&view.id)]);
        let record = SubdomainResult { service: name, enabled, process: Some(view), next, ..Default::default() };
        return Ok(Outcome::Done(record));
    }
    let soon = if on { "The address answers a second or two after the process has finished." } else { "" };
    let note = Some(format!("{note}{soon}").trim_end().to_owned()).filter(|note| !note.is_empty());
    let next = if on { vec![verify(&service.name)] } else { Vec::new() };
    let record = stands(&session, &service, on).await;
    Ok(Outcome::Done(SubdomainResult { changed: true, process: Some(view), note, next, ..record }))
}

/// Looks first: switching on what is on makes the platform run a process that fails, and what is
/// about to change is neither on nor off. Two calls at a time would both see the state before them.
async fn ask(cx: &Context, session: &Session, hostname: &Hostname, on: bool) -> Result<Asked, Fail<Error>> {
    let _turn = session.turn().await;
    let service = services::find::<Error>(session, hostname).await?;
    if let Some(process) = session.unfinished(&service.id, &SWITCHES).await? {
        let same = process.action_name == SWITCHES[usize::from(on)];
        return Ok(if same { Asked::Joined(service, process) } else { Asked::Opposed(service, process) });
    }
    if service.subdomain_access == on {
        return Ok(Asked::Already(service));
    }
    match call(cx, session, &service, on).await {
        Ok(process) => Ok(Asked::Begun(service, process)),
        Err(error) if !on && error.api_code.as_deref() == Some("serviceStackSubdomainAccessAlreadyDisabled") => {
            Ok(Asked::Already(service))
        }
        Err(error) => Err(failure::of_change(error, &service.name)),
    }
}

async fn call(cx: &Context, session: &Session, service: &Service, on: bool) -> Result<Process, PlatformFault> {
    let mut pauses = PORTS_LAG.iter();
    loop {
        let answer = session.set_subdomain(&service.id, on).await;
        let lagging = answer.as_ref().is_err_and(|error| error.api_code.as_deref() == Some("noSubdomainPorts"));
        match pauses.next() {
            Some(pause) if on && lagging => cx.clock().sleep(*pause).await,
            _ => return answer,
        }
    }
}

async fn follow(cx: &Context, process: &Process) -> Result<ProcessView, Fail<Error>> {
    let mut view = views::process(process);
    finish::follow_all::<Error>(cx, slice::from_mut(&mut view)).await?;
    Ok(view)
}

fn is_over(view: &ProcessView) -> bool {
    matches!(view.status.as_str(), "FINISHED" | "FAILED" | "CANCELED")
}

/// How it stands when nothing is going on; an address that cannot be made out now is left out.
async fn stands(session: &Session, service: &Service, on: bool) -> SubdomainResult {
    let urls = if on { addresses::of(session, service).await.unwrap_or_default() } else { Vec::new() };
    SubdomainResult { service: service.name.clone(), enabled: on, urls, ..SubdomainResult::default() }
}

/// Nothing was asked of the platform: what goes on has to end first.
fn opposed(service: &Service, process: &Process, on: bool) -> SubdomainResult {
    let (service_hostname, wait) = (Hostname(service.name.clone()), Some(true));
    let again = if on {
        Args::Enable(EnableArgs { service_hostname, wait })
    } else {
        Args::Disable(DisableArgs { service_hostname, wait })
    };
    let note = format!(
        "Nothing was changed: access is being switched {}. With `wait: true` the call waits for that and then switches it {}.",
        word(!on),
        word(on)
    );
    SubdomainResult {
        service: service.name.clone(),
        enabled: service.subdomain_access,
        note: Some(note),
        process: Some(views::process(process)),
        next: vec![again.to_call()],
        ..SubdomainResult::default()
    }
}

fn word(on: bool) -> &'static str {
    if on { "on" } else { "off" }
}

fn verify(hostname: &str) -> NextCall {
    let service_hostname = Hostname(hostname.to_owned());
    let (path, expect_status, expect_text, port) = (None, None, None, None);
    zerops_verify::Args { service_hostname, path, expect_status, expect_text, port }.to_call()
}
