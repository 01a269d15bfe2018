//! Live values for the completion of arguments.

use std::time::Duration;

use super::context::Context;

/// Somebody is typing: what comes later is of no use.
const PATIENCE: Duration = Duration::from_secs(3);

/// The hostnames of the project; none where they cannot be read in time.
pub(crate) async fn hostnames(cx: &Context) -> Vec<String> {
    let read = async {
        let session = cx.connection().session().await?;
        session.services().await
    };
    let found = tokio::select! {
        found = read => found.map_err(|error| tracing::debug!(%error, "hostnames could not be read")),
        () = cx.clock().sleep(PATIENCE) => Err(()),
    };
    found.unwrap_or_default().into_iter().map(|service| service.name).collect()
}
