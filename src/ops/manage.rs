//! The running state of a service, and its shared storage.

use super::context::Context;
use super::{failure, services, views};
use crate::domain::call::Arguments;
use crate::domain::failure::Fail;
use crate::domain::outcome::Outcome;
use crate::generated::errors::code;
use crate::generated::tools::zerops_manage::{
    Args, ConnectStorageArgs, DisconnectStorageArgs, Error, ReloadArgs, RestartArgs, StartArgs, StopArgs,
};
use crate::generated::types::{Hostname, ServiceChange};
use crate::platform::session::{Lifecycle, Session};
use crate::platform::wire::Process;
use crate::platform::wire::Service;

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
    refuse_own(cx, &args.service_hostname, "stop").await?;
    lifecycle(cx, &args.service_hostname, "stop", Lifecycle::Stop, Some("STOPPED")).await
}

/// Restarts the containers of a service.
///
/// # Errors
/// Those of the tool.
pub async fn restart(cx: &Context, args: RestartArgs) -> Result<Outcome<ServiceChange>, Fail<Error>> {
    refuse_own(cx, &args.service_hostname, "restart").await?;
    lifecycle(cx, &args.service_hostname, "restart", Lifecycle::Restart, None).await
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
        let restart = RestartArgs { service_hostname: args.service_hostname.clone(), wait: args.wait };
        fail.next(Args::Restart(restart).to_call())
    })
}

/// Mounts a shared storage into a service.
///
/// # Errors
/// Those of the tool; a storage that is connected is no error.
pub async fn connect_storage(cx: &Context, args: ConnectStorageArgs) -> Result<Outcome<ServiceChange>, Fail<Error>> {
    storage(cx, &args.service_hostname, &args.storage_hostname, true).await
}

/// Takes the mount of a shared storage away.
///
/// # Errors
/// Those of the tool; a storage that is not connected is no error.
pub async fn disconnect_storage(
    cx: &Context,
    args: DisconnectStorageArgs,
) -> Result<Outcome<ServiceChange>, Fail<Error>> {
    storage(cx, &args.service_hostname, &args.storage_hostname, false).await
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
    if already == Some(service.status.as_str()) {
        return Ok(unchanged(&service, action, format!("The service is {} already.", service.status)));
    }
    let process = session.lifecycle(&service.id, what).await;
    let process = process.map_err(|error| failure::of_change(error, &service.name))?;
    Ok(started(&service, action, &process))
}

async fn storage(
    cx: &Context,
    hostname: &Hostname,
    storage_hostname: &Hostname,
    connect: bool,
) -> Result<Outcome<ServiceChange>, Fail<Error>> {
    let session = cx.connection().session().await?;
    let service = services::find::<Error>(&session, hostname).await?;
    let storage = find_storage(&session, storage_hostname).await?;
    let action = if connect { "connect-storage" } else { "disconnect-storage" };
    let connected = service.connected_stacks.iter().any(|other| other.service_stack.id == storage.id);
    if connected == connect {
        let state = if connected { "connected already" } else { "not connected" };
        return Ok(unchanged(&service, action, format!("`{storage_hostname}` is {state}.")));
    }
    let process = if connect {
        session.connect_storage(&service.id, &storage.id).await
    } else {
        session.disconnect_storage(&service.id, &storage.id).await
    };
    let process = process.map_err(|error| failure::of_change(error, &service.name))?;
    Ok(started(&service, action, &process))
}

async fn find_storage(session: &Session, hostname: &Hostname) -> Result<Service, Fail<Error>> {
    let storage = services::find::<Error>(session, hostname).await?;
    if storage.category() == "SHARED_STORAGE" {
        return Ok(storage);
    }
    let reason = format!("is a {}, not a shared storage", storage.type_name());
    let message = format!("`{hostname}` {reason}.");
    Err(Fail::new(code::InvalidParameter, message)
        .field("storageHostname", reason)
        .suggest("Name a service of type shared-storage."))
}

/// zcp must not end the service it runs in.
async fn refuse_own(cx: &Context, hostname: &Hostname, action: &str) -> Result<(), Fail<Error>> {
    let session = cx.connection().session().await?;
    let service = session.service_by_hostname(&hostname.0).await?;
    if service.is_some_and(|service| cx.is_own(&service)) {
        let message = format!("zcp itself runs in `{hostname}`, so it does not {action} it.");
        return Err(Fail::new(code::ServiceProtected, message));
    }
    Ok(())
}

fn started(service: &Service, action: &str, process: &Process) -> Outcome<ServiceChange> {
    Outcome::Started(ServiceChange {
        service: service.name.clone(),
        action: action.to_owned(),
        changed: true,
        process: Some(views::process(process)),
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
