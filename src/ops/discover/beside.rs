//! What stands beside the facts of a service: which version serves, what became of the newest, and when that was.

use crate::generated::types::ServiceView;
use crate::ops::context::Context;
use crate::ops::support::wire_to_view;
use crate::ops::workflow::gather::{Focus, among};
use crate::ops::workflow::next;
use crate::platform::error::Error;
use crate::platform::session::Session;
use crate::platform::wire;
use crate::workflow::envelope::{Envelope, Service, Version};

/// What is known of the project besides; nothing where it cannot be looked at now.
pub(super) async fn look(
    cx: &Context,
    session: &Session,
    focus: Focus<'_>,
    all: &[wire::Service],
    processes: Result<Vec<wire::Process>, Error>,
) -> Envelope {
    let gathered = async { among(cx, session, focus, all, &processes?).await };
    gathered.await.unwrap_or_else(|error| {
        tracing::debug!(%error, "versions were not looked at");
        Envelope::default()
    })
}

/// Adds which version serves, and what became of the newest where that is another one.
pub(super) fn add(envelope: &Envelope, view: &mut ServiceView) {
    let Some(service) = envelope.services.get(&view.hostname) else { return };
    view.version = service.serving().map(told);
    view.newest = next::newest(service);
    view.stage_of = envelope
        .units
        .iter()
        .find(|(_, unit)| unit.stage.as_deref() == Some(&view.hostname))
        .map(|(dev, _)| dev.clone());
}

/// The version that serves: what it is called, who made it and since when it is live.
fn told(version: &Version) -> String {
    let since = version.live_since.or(version.created).map(wire_to_view::moment);
    let since = since.map(|since| format!(", live since {since}")).unwrap_or_default();
    format!("{} from {}{since}", version.short(), version.source)
}

/// Adds when a service was made and last deployed.
pub(super) fn add_times(service: &wire::Service, known: Option<&Service>, view: &mut ServiceView) {
    view.created = service.created.map(wire_to_view::moment);
    let newest = known.and_then(|known| known.versions.iter().filter_map(|version| version.created).max());
    view.deployed = newest.map(wire_to_view::moment);
}
