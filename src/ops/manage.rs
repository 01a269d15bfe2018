//! The running state of a service.

use super::context::Context;
use super::support::{failure, services, wire_to_view};
use crate::domain::failure::Fail;
use crate::domain::outcome::Outcome;
use crate::generated::errors::code;
use crate::generated::tools::zerops_manage::{Error, ReloadArgs, RestartArgs, StartArgs, StopArgs};
use crate::generated::types::{Hostname, ServiceChange};
use crate::platform::session::Lifecycle;
use crate::platform::wire::Process;
use crate::platform::wire::Service;
use crate::suggest;

/// Starts a service.
///
/// # Errors
/// Those of the tool; a service that runs is no error.
pub async fn start(cx: &Context, args: StartArgs) -> Result<Outcome<ServiceChange>, Fail<Error>> {
    lifecycle(cx, &args.service_hostname, "start", Lifecycle::Start, Some("ACTIVE")).await
}

/// Stops a service.
///
/// # Errors
/// Those of the tool; a service that is stopped is no error.
pub async fn stop(cx: &Context, args: StopArgs) -> Result<Outcome<ServiceChange>, Fail<Error>> {
    lifecycle(cx, &args.service_hostname, "stop", Lifecycle::Stop, Some("STOPPED")).await
}

/// Restarts the containers of a service.
///
/// # Errors
/// Those of the tool.
pub async fn restart(cx: &Context, args: RestartArgs) -> Result<Outcome<ServiceChange>, Fail<Error>> {
    let answer = lifecycle(cx, &args.service_hostname, "restart", Lifecycle::Restart, None).await;
    answer.map_err(|fail| {
        if fail.detail.api_code.as_deref() != Some("serviceStackIsFailed") {
            return fail;
        }
        let hostname = &args.service_hostname.0;
        fail.next(suggest::stop(hostname)).next(suggest::start(hostname, args.wait))
    })
}

/// Reloads a service.
///
/// # Errors
/// Those of the tool; the platform refuses what cannot be reloaded.
pub async fn reload(cx: &Context, args: ReloadArgs) -> Result<Outcome<ServiceChange>, Fail<Error>> {
    let answer = lifecycle(cx, &args.service_hostname, "reload", Lifecycle::Reload, None).await;
    answer.map_err(|fail| {
        if fail.detail.api_code.as_deref() != Some("serviceStackReloadNotAvailable") {
            return fail;
        }
        fail.next(suggest::restart(&args.service_hostname.0, args.wait))
    })
}

async fn lifecycle(
    cx: &Context,
    hostname: &Hostname,
    action: &str,
    what: Lifecycle,
    already: Option<&str>,
) -> Result<Outcome<ServiceChange>, Fail<Error>> {
    let session = cx.connection().session().await?;
    let service = services::find::<Error>(&session, hostname).await?;
    // zcp must not end the service it runs in.
    if matches!(what, Lifecycle::Stop | Lifecycle::Restart) && cx.is_own(&service) {
        let message = format!("zcp itself runs in `{hostname}`, so it does not {action} it.");
        return Err(Fail::new(code::ServiceProtected, message));
    }
    if already == Some(service.status.as_str()) {
        return Ok(unchanged(&service, action, format!("The service is {} already.", service.status)));
    }
    let process = session.lifecycle(&service.id, what).await;
    let process = process.map_err(|error| failure::of_change(error, &service.name))?;
    Ok(started(&service, action, &process, what))
}

fn started(service: &Service, action: &str, process: &Process, what: Lifecycle) -> Outcome<ServiceChange> {
    // What begins anew may not come up.
    let next = if what == Lifecycle::Stop { Vec::new() } else { vec![suggest::verify(&service.name)] };
    Outcome::Started(ServiceChange {
        next,
        service: service.name.clone(),
        action: action.to_owned(),
        changed: true,
        process: Some(wire_to_view::process(process)),
        ..ServiceChange::default()
    })
}

fn unchanged(service: &Service, action: &str, note: String) -> Outcome<ServiceChange> {
    Outcome::Done(ServiceChange {
        service: service.name.clone(),
        action: action.to_owned(),
        changed: false,
        note: Some(note),
        ..ServiceChange::default()
    })
}
