//! Whether the files of a dev service are still those that its stage was deployed from. Only a look into the
//! container shows that.

use std::time::Duration;

use futures_util::future::join_all;

use crate::deploy::remote;
use crate::deploy::ssh::{Destination, Ssh};
use crate::ops::context::Context;
use crate::ops::support::notebook;
use crate::platform::session::Session;
use crate::platform::wire::Service;
use crate::workflow::envelope::Envelope;
use crate::workflow::notebook::Promoted;

/// Pairs that are looked at, at the same time.
const PAIRS: usize = 4;
/// The most that all of it may take: an answer is not waited for because of it.
const WITHIN: Duration = Duration::from_secs(8);

/// A sentence for each pair whose dev service has other files by now. What cannot be looked at is left out.
pub(super) async fn notes(cx: &Context, session: &Session, envelope: &Envelope) -> Vec<String> {
    if !envelope.reaches_containers {
        return Vec::new();
    }
    let reading = notebook::read(cx, session).await;
    let pairs = envelope.units.iter().filter_map(|(dev, unit)| {
        let stage = unit.stage.as_deref()?;
        let serving = envelope.services.get(stage)?.serving()?;
        let promoted = reading.book.unit_of(dev)?.1.promoted.as_ref()?;
        // What the stage got since came from elsewhere.
        (promoted.version == serving.id.as_str()).then(|| (dev.clone(), stage.to_owned(), promoted.clone()))
    });
    let pairs: Vec<(String, String, Promoted)> = pairs.take(PAIRS).collect();
    if pairs.is_empty() {
        return Vec::new();
    }
    let Ok(services) = session.services().await else { return Vec::new() };
    let looks = pairs.iter().map(|(dev, stage, promoted)| {
        let service = services.iter().find(|service| service.name == *dev);
        note(cx, service, stage, promoted)
    });
    let found = tokio::time::timeout(WITHIN, join_all(looks)).await.unwrap_or_default();
    found.into_iter().flatten().collect()
}

async fn note(cx: &Context, dev: Option<&Service>, stage: &str, promoted: &Promoted) -> Option<String> {
    let to = Destination::of(dev?)?;
    let ssh = Ssh::new(cx.programs());
    tracing::debug!(effect = "ssh.read", hostname = to.hostname(), "comparing the files of a container");
    let digest = async {
        let listing = remote::list(ssh, &to, &promoted.folder, false).await?;
        remote::digest(ssh, &to, &listing, WITHIN).await
    };
    match digest.await {
        Ok(digest) if digest != promoted.digest => {
            let dev = to.hostname();
            Some(format!(
                "the files of {dev} in {} are not those that {stage} was deployed from: deploy from {dev} again if that is meant",
                promoted.folder
            ))
        }
        Ok(_) => None,
        Err(error) => {
            tracing::debug!(?error, "the files were not compared");
            None
        }
    }
}
