//! What happened in the project.

mod show;
mod timeline;

use futures_util::future::{join, join_all};
use futures_util::try_join;

use super::context::Context;
use super::support::services;
use super::workflow::next;
use crate::domain::failure::Fail;
use crate::domain::ids::ServiceId;
use crate::domain::outcome::Lines;
use crate::domain::status::VersionStatus;
use crate::generated::tools::zerops_events::{Args, Error};
use crate::generated::types::EventsResult;
use crate::platform::error::Error as Fault;
use crate::platform::session::Session;
use crate::platform::timeline::Recent;
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
    let Some(hostname) = &args.service_hostname else {
        let (read, known) = try_join!(read(&session, None, limit), session.services())?;
        let timeline = Timeline::merge(read.0, read.1, &known, limit, cx.clock().now());
        return Ok(show::answer(timeline, limit, false));
    };
    let of_service = async {
        let service = services::find::<Error>(&session, hostname).await?;
        let (processes, versions) = read(&session, Some(&service.id), limit).await?;
        Ok::<_, Fail<Error>>(Timeline::merge(processes, versions, &[service], limit, cx.clock().now()))
    };
    let (timeline, calls) = join(of_service, next::for_service(cx, &session, &hostname.0)).await;
    let mut answer = show::answer(timeline?, limit, true);
    for call in calls.unwrap_or_default() {
        if !answer.record.next.contains(&call) {
            answer.record.next.push(call);
        }
    }
    Ok(answer)
}

/// The newest processes and versions, of one service or of all.
async fn read(
    session: &Session,
    id: Option<&ServiceId>,
    limit: usize,
) -> Result<(Recent<Process>, Recent<AppVersion>), Fault> {
    let of_service = |process: &Process| id.is_none_or(|id| process.service_stacks.iter().any(|one| one.id == *id));
    let shown = |process: &Process| !process.action_name.starts_with(INTERNAL) && of_service(process);
    let is_real = |version: &AppVersion| !version.is_empty();
    let (processes, mut versions) =
        try_join!(session.recent_processes(limit, shown), session.recent_app_versions(id, limit, is_real))?;
    if id.is_none() {
        // Those of a whole project come from an index, which is seconds late: it tells what is over as going on.
        let going = versions.entries.iter_mut().filter(|version| VersionStatus::of(&version.status).is_going());
        join_all(going.take(READ_AGAIN).map(async |version| match session.app_version(&version.id).await {
            Ok(now) => *version = now,
            Err(error) => tracing::debug!(%error, "a version was not read again"),
        }))
        .await;
    }
    Ok((processes, versions))
}
