//! What to do next about one service, for the results of other tools: the same that `status` would say.

use super::gather::{Focus, gather};
use crate::domain::call::NextCall;
use crate::ops::context::Context;
use crate::platform::session::Session;
use crate::workflow::compose::calls_for;
use crate::workflow::decide::{Decision, decide};
use crate::workflow::envelope::Envelope;

/// Calls that a result suggests.
const CALLS: usize = 3;

/// The calls for one service. What cannot be looked at now is only left out: the result that it belongs to stands.
pub(in crate::ops) async fn for_service(cx: &Context, session: &Session, hostname: &str) -> Option<Vec<NextCall>> {
    match gather(cx, session, Focus::Service(hostname)).await {
        Ok(envelope) => Some(after(&envelope, &decide(&envelope), hostname)),
        Err(error) => {
            tracing::debug!(%error, "what to do next was not found out");
            None
        }
    }
}

/// The calls for a service; where nothing is left to do for it, those for the other half of its unit.
fn after(envelope: &Envelope, decision: &Decision, hostname: &str) -> Vec<NextCall> {
    let mut calls = calls_for(decision, hostname);
    if calls.is_empty() {
        let stage = envelope.units.get(hostname).and_then(|unit| unit.stage.as_deref());
        calls = stage.map(|stage| calls_for(decision, stage)).unwrap_or_default();
    }
    calls.truncate(CALLS);
    calls
}
