//! Where things stand: what the tools that also change something would tell of it, in one that only reads. A client
//! that asks its human for each tool need not ask for a look.

use super::context::Context;
use super::logs::clean;
use super::support::{service_facts, services};
use super::workflow::next;
use super::{backup, process, versions, workflow};
use crate::domain::failure::Fail;
use crate::generated::tools::zerops_status::{Args, Error};
use crate::generated::types::{Hostname, StatusResult};
use crate::platform::session::Session;

/// The project and what to do next, or one service, or one process, or both of these.
///
/// # Errors
/// `SERVICE_NOT_FOUND`, `PROCESS_NOT_FOUND`, and what the platform says.
pub async fn status(cx: &Context, args: Args) -> Result<StatusResult, Fail<Error>> {
    let session = cx.connection().session().await?;
    if args.service_hostname.is_none() && args.process_id.is_none() {
        return project(cx, &session).await;
    }
    let mut result = match &args.service_hostname {
        Some(hostname) => service(cx, &session, hostname).await?,
        None => StatusResult::default(),
    };
    if let Some(id) = &args.process_id {
        let seen = process::look::<Error>(cx, &session, id).await?;
        result.process = Some(seen.process);
        result.done = Some(seen.done);
        result.next.splice(..0, seen.next);
    }
    Ok(result)
}

async fn project(cx: &Context, session: &Session) -> Result<StatusResult, Fail<Error>> {
    let seen = workflow::standing(cx, session).await?;
    Ok(StatusResult {
        now: seen.now,
        then: seen.then,
        phase: seen.phase,
        services: seen.services,
        blocked: seen.blocked,
        notes: seen.notes,
        next: seen.next,
        ..StatusResult::default()
    })
}

async fn service(cx: &Context, session: &Session, hostname: &Hostname) -> Result<StatusResult, Fail<Error>> {
    let found = services::find::<Error>(session, hostname).await?;
    let mut result = StatusResult {
        service: Some(found.name.clone()),
        status: Some(clean(&found.status)),
        ..StatusResult::default()
    };
    if let Some(seen) = next::look(cx, session, &found.name).await {
        result.now = seen.step;
        result.next = seen.calls;
    }
    if service_facts::is_runtime(&found) {
        result.versions = versions::views(cx, session, &found).await?;
    } else if let Some(seen) = backup::listed(session, &found).await? {
        result.backups = seen.backups;
        result.schedule = seen.schedule;
    }
    Ok(result)
}
