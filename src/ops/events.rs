//! What happened in the project.

mod show;
mod timeline;

use super::context::Context;
use super::services;
use super::workflow::next;
use crate::domain::call::{Arguments, NextCall};
use crate::domain::failure::Fail;
use crate::domain::outcome::Lines;
use crate::domain::status::VersionStatus;
use crate::generated::tools::zerops_events::{Args, Error};
use crate::generated::types::{EventsResult, Hostname};
use crate::platform::wire::{AppVersion, Process};
use timeline::Timeline;

/// Versions that go on, of which each is looked at by itself; more do not go on at a time.
const READ_AGAIN: usize = 8;
/// Begins the names of what the platform does for itself.
const INTERNAL: &str = "zL7Master.";

/// The newest processes and deploys.
///
/// # Errors
/// `SERVICE_NOT_FOUND` for a hostname that the project does not have, and what the platform says.
pub async fn events(cx: &Context, args: Args) -> Result<Lines<EventsResult>, Fail<Error>> {
    let session = cx.connection().session().await?;
    let limit = usize::try_from(args.limit).unwrap_or(1);
    let service = match &args.service_hostname {
        Some(hostname) => Some(services::find::<Error>(&session, hostname).await?),
        None => None,
    };
    let id = service.as_ref().map(|service| &service.id);
    let of_service = |process: &Process| id.is_none_or(|id| process.service_stacks.iter().any(|one| one.id == *id));
    let shown = |process: &Process| !process.action_name.starts_with(INTERNAL) && of_service(process);
    let processes = session.recent_processes(limit, shown).await?;
    let mut versions = session.recent_app_versions(id, limit, |version: &AppVersion| !version.is_empty()).await?;
    if id.is_none() {
        // Those of a whole project come from an index, which is seconds late: it tells what is over as going on.
        let going = versions.entries.iter_mut().filter(|version| VersionStatus::of(&version.status).is_going());
        for version in going.take(READ_AGAIN) {
            match session.app_version(&version.id).await {
                Ok(now) => *version = now,
                Err(error) => tracing::debug!(%error, "a version was not read again"),
            }
        }
    }
    let known = match service {
        Some(service) => vec![service],
        None => session.services().await?,
    };
    let timeline = Timeline::merge(processes, versions, &known, limit, cx.clock().now());
    let mut answer = show::answer(timeline, limit, args.service_hostname.is_some());
    if let Some(hostname) = &args.service_hostname {
        let calls = next::for_service(cx, &session, &hostname.0).await.unwrap_or_default();
        for call in calls {
            if !answer.record.next.contains(&call) {
                answer.record.next.push(call);
            }
        }
    }
    Ok(answer)
}

/// The call that looks at what happened in the project.
pub(super) fn all() -> NextCall {
    look(None)
}

/// The call that looks at what happened to a service.
pub(super) fn of_service(hostname: &str) -> NextCall {
    look(Some(Hostname(hostname.to_owned())))
}

fn look(service_hostname: Option<Hostname>) -> NextCall {
    let args = Args { service_hostname, limit: Args::default_limit() };
    let mut call = args.to_call();
    call.args.shift_remove("limit");
    call
}
