//! Waiting until hostnames are free: a service keeps its hostname until it is deleted.

use std::time::Duration;

use jiff::SignedDuration;

use super::context::Context;
use super::{follow, plan};
use crate::domain::failure::Fail;
use crate::generated::errors::code;
use crate::generated::tools::zerops_import::Error;
use crate::platform::session::Session;

/// Time between looks.
const PAUSE: Duration = Duration::from_secs(2);
/// After this time it is given up.
const LIMIT: SignedDuration = SignedDuration::from_mins(5);

/// Waits until services that are being deleted are gone, where the caller wants to wait.
///
/// # Errors
/// The hostname is still taken, or the platform did not answer.
pub(super) async fn wait(
    cx: &Context,
    session: &Session,
    leaving: &[String],
    wait: Option<bool>,
) -> Result<(), Fail<Error>> {
    let clock = cx.clock();
    let begun = clock.now();
    let mut leaving: Vec<&String> = leaving.iter().collect();
    while let Some(hostname) = leaving.last() {
        let elapsed = clock.now().duration_since(begun);
        if !wait.unwrap_or(cx.scope().progress.is_some()) || elapsed >= LIMIT || cx.scope().cancel.is_cancelled() {
            return Err(still_there(&leaving));
        }
        let message = format!("waiting until {hostname} is deleted ({} s)", elapsed.as_secs());
        follow::report(cx, message, elapsed.as_secs()).await;
        tokio::select! {
            biased;
            () = cx.scope().cancel.cancelled() => continue,
            () = clock.sleep(PAUSE) => {}
        }
        match session.service_by_hostname(hostname).await? {
            Some(service) if service.status == plan::DELETING => {}
            Some(_) => return Err(still_there(&leaving)),
            None => {
                leaving.pop();
            }
        }
    }
    Ok(())
}

fn still_there(leaving: &[&String]) -> Fail<Error> {
    let hostnames = leaving.iter().map(|hostname| hostname.as_str()).collect::<Vec<_>>().join(", ");
    let message = format!("Nothing was made: {hostnames} is being deleted and not gone yet.");
    let suggestion = "Make the same call with `wait: true`: it waits up to 5 minutes until the hostnames are free.";
    Fail::new(code::ServiceExists, message).suggest(suggestion)
}
