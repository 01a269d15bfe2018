//! Hostnames that are taken, and waiting until they are free: a service keeps its hostname until it is
//! deleted.

use jiff::SignedDuration;

use super::import_plan;
use super::poll::{Pauses, Poll, SOON, is_final, report};
use crate::domain::failure::Fail;
use crate::generated::errors::code;
use crate::generated::tools::zerops_import::Error;
use crate::ops::context::Context;
use crate::platform::error::Error as PlatformFault;
use crate::platform::session::Session;
use crate::platform::wire::Service;

/// After this time it is given up.
const LIMIT: SignedDuration = SignedDuration::from_mins(5);
/// The newest deletions that are looked at; more than go on at one time.
const DELETIONS: usize = 50;
/// The process that deletes a service.
const DELETION: &str = "stack.delete";

/// The services that have these hostnames now. One whose deletion was accepted is `DELETING`, also while the platform itself does not say so yet.
pub(crate) async fn taken(session: &Session, hostnames: &[String]) -> Result<Vec<Service>, PlatformFault> {
    among(session, &session.services().await?, hostnames).await
}

/// The same among these services, which have just been read.
pub(crate) async fn among(
    session: &Session,
    services: &[Service],
    hostnames: &[String],
) -> Result<Vec<Service>, PlatformFault> {
    let mut found: Vec<Service> =
        services.iter().filter(|service| hostnames.contains(&service.name)).cloned().collect();
    if found.iter().all(|service| service.status == import_plan::DELETING) {
        return Ok(found);
    }
    let deletions = session
        .recent_processes(DELETIONS, |process| process.action_name == DELETION && !process.is_terminal())
        .await?;
    for service in &mut found {
        let of_service = |process: &crate::platform::wire::Process| {
            process.service_stacks.iter().any(|reference| reference.id == service.id)
        };
        if deletions.entries.iter().any(of_service) {
            import_plan::DELETING.clone_into(&mut service.status);
        }
    }
    Ok(found)
}

/// Waits until services that are being deleted are gone, where the caller wants to wait. Only the API's
/// own word that looking is in vain ends the wait.
///
/// # Errors
/// The hostname is still taken, or the platform refused to say.
pub(crate) async fn wait(
    cx: &Context,
    session: &Session,
    mut leaving: Vec<String>,
    wait: Option<bool>,
) -> Result<(), Fail<Error>> {
    let mut poll = Poll::new(cx, cx.clock().now(), LIMIT, Pauses::Every(SOON));
    while let Some(hostname) = leaving.last() {
        if !cx.waits(wait) || poll.is_over() {
            return Err(still_there(&leaving));
        }
        let elapsed = poll.elapsed();
        report(cx, format!("waiting until {hostname} is deleted ({} s)", elapsed.as_secs()), elapsed).await;
        if !poll.next().await {
            continue;
        }
        match taken(session, std::slice::from_ref(hostname)).await {
            Ok(services) => match services.first() {
                Some(service) if service.status == import_plan::DELETING => {}
                Some(_) => return Err(still_there(&leaving)),
                None => {
                    leaving.pop();
                }
            },
            Err(error) if !is_final(&error) => tracing::debug!(%error, "a look failed and is repeated"),
            Err(error) => return Err(error.into()),
        }
    }
    Ok(())
}

fn still_there(leaving: &[String]) -> Fail<Error> {
    let hostnames = leaving.join(", ");
    let message = format!("Nothing was made: {hostnames} is being deleted and not gone yet.");
    let suggestion = "Make the same call with `wait: true`: it waits up to 5 minutes until the hostnames are free.";
    Fail::new(code::ServiceExists, message).suggest(suggestion)
}
