//! The public zerops.app address of a service.

use std::slice;
use std::time::Duration;

use jiff::SignedDuration;

use super::context::Context;
use super::support::poll::Poll;
use super::support::{end_of_call, failure, public_addresses, service_facts, services, wire_to_view};
use crate::domain::failure::Fail;
use crate::domain::outcome::Outcome;
use crate::domain::status::ProcessStatus;
use crate::generated::errors::code;
use crate::generated::tools::zerops_subdomain::{DisableArgs, EnableArgs, Error};
use crate::generated::types::{Hostname, ProcessView, SubdomainResult};
use crate::platform::error::Error as PlatformFault;
use crate::platform::session::Session;
use crate::platform::wire::Process;
use crate::platform::wire::Service;
use crate::suggest;

/// Right after a deploy the platform does not know the ports yet for a moment: some seconds.
const PORTS_LAG: [Duration; 6] = [
    Duration::from_millis(250),
    Duration::from_millis(500),
    Duration::from_secs(1),
    Duration::from_secs(2),
    Duration::from_secs(3),
    Duration::from_secs(3),
];
/// How the platform says so; the first also of a service that has none.
const NO_PORTS: [&str; 2] = ["serviceStackIsNotHttp", "noSubdomainPorts"];
/// A version that went live so long ago has its ports, or none.
const FRESH: SignedDuration = SignedDuration::from_secs(60);
/// After the process has finished a read may show the old state for a moment.
const SHOWN_LAG: [Duration; 3] = [Duration::from_millis(500), Duration::from_secs(1), Duration::from_millis(1500)];
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
    let waits = cx.waits(wait);
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
        let (name, enabled, process) =
            (service.name.clone(), service.subdomain_access, wire_to_view::process(&process));
        let record = SubdomainResult { service: name, enabled, note, process: Some(process), ..Default::default() };
        return Ok(Outcome::Started(record));
    }
    let view = follow(cx, &process).await?;
    if let Some(failed) = end_of_call::failed::<Error>(slice::from_ref(&view)) {
        return Err(failed);
    }
    if !is_over(&view) {
        let (name, enabled, next) = (service.name.clone(), service.subdomain_access, vec![suggest::process(&view.id)]);
        let record = SubdomainResult { service: name, enabled, process: Some(view), next, ..Default::default() };
        return Ok(Outcome::Done(record));
    }
    let shown = is_shown(cx, &session, &service, on).await;
    let note = match (shown, on) {
        (false, _) => format!("{note}The process has finished, and the service does not show it yet."),
        (true, true) => format!("{note}The address answers a second or two after the process has finished."),
        (true, false) => note.trim_end().to_owned(),
    };
    let next = if on { vec![suggest::verify(&service.name)] } else { Vec::new() };
    let record = stands(&session, &service, on).await;
    let note = Some(note).filter(|note| !note.is_empty());
    Ok(Outcome::Done(SubdomainResult { changed: true, process: Some(view), note, next, ..record }))
}

/// Whether the service shows what its process has done; what cannot be read says nothing against it.
async fn is_shown(cx: &Context, session: &Session, service: &Service, on: bool) -> bool {
    let mut poll = Poll::each(cx, &SHOWN_LAG);
    loop {
        match session.service(&service.id).await {
            Ok(seen) if seen.subdomain_access != on => {}
            _ => return true,
        }
        if !poll.next().await {
            return false;
        }
    }
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
        Err(error) if on && is_of_ports(&error) && !service_facts::is_runtime(&service) => {
            let reason =
                format!("is {}, which runs no code of yours and has no HTTP port to publish", service.type_name());
            let fail = Fail::new(code::InvalidParameter, format!("`{}` {reason}.", service.name));
            Err(fail.field("serviceHostname", reason).next(suggest::service(&service.name)))
        }
        Err(error) => Err(failure::of_change(error, &service.name)),
    }
}

/// Whether the platform refuses for want of a port.
fn is_of_ports(error: &PlatformFault) -> bool {
    error.api_code.as_deref().is_some_and(|code| NO_PORTS.contains(&code))
}

async fn call(cx: &Context, session: &Session, service: &Service, on: bool) -> Result<Process, PlatformFault> {
    let mut poll = Poll::each(cx, &PORTS_LAG);
    loop {
        let error = match session.set_subdomain(&service.id, on).await {
            Err(error) if on && is_of_ports(&error) => error,
            answer => return answer,
        };
        if !poll.goes_on() || !may_have_ports(cx, session, service).await || !poll.next().await {
            return Err(error);
        }
    }
}

/// Whether the ports of a service may only not be known yet: it shows one that speaks HTTP, or its
/// version has just gone live.
async fn may_have_ports(cx: &Context, session: &Session, service: &Service) -> bool {
    let Ok(seen) = session.service(&service.id).await else { return false };
    if seen.ports.iter().any(|port| matches!(port.scheme.as_str(), "http" | "https")) {
        return true;
    }
    let live = seen.active_app_version.as_ref().and_then(|version| version.activation_date);
    seen.ports.is_empty() && live.is_some_and(|live| cx.clock().now().duration_since(live) < FRESH)
}

async fn follow(cx: &Context, process: &Process) -> Result<ProcessView, Fail<Error>> {
    let mut view = wire_to_view::process(process);
    end_of_call::follow_all::<Error>(cx, slice::from_mut(&mut view)).await?;
    Ok(view)
}

fn is_over(view: &ProcessView) -> bool {
    ProcessStatus::of(&view.status).is_over()
}

/// How it stands when nothing is going on; an address that cannot be made out now is left out.
async fn stands(session: &Session, service: &Service, on: bool) -> SubdomainResult {
    let urls = if on { public_addresses::of(session, service).await.unwrap_or_default() } else { Vec::new() };
    SubdomainResult { service: service.name.clone(), enabled: on, urls, ..SubdomainResult::default() }
}

/// Nothing was asked of the platform: what goes on has to end first.
fn opposed(service: &Service, process: &Process, on: bool) -> SubdomainResult {
    let again = if on { suggest::publish(&service.name) } else { suggest::unpublish(&service.name) };
    let note = format!(
        "Nothing was changed: access is being switched {}. With `wait: true` the call waits for that and then switches it {}.",
        word(!on),
        word(on)
    );
    SubdomainResult {
        service: service.name.clone(),
        enabled: service.subdomain_access,
        note: Some(note),
        process: Some(wire_to_view::process(process)),
        next: vec![again],
        ..SubdomainResult::default()
    }
}

fn word(on: bool) -> &'static str {
    if on { "on" } else { "off" }
}
