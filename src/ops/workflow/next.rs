//! What to do next about one service, for the results of other tools: the same that `status` would say.

use super::gather::{Focus, gather};
use crate::domain::call::NextCall;
use crate::ops::context::Context;
use crate::ops::support::wire_to_view;
use crate::platform::session::Session;
use crate::workflow::compose::{calls_for, compose, words};
use crate::workflow::decide::{Decision, decide};
use crate::workflow::envelope::{Envelope, Service};

/// Calls that a result suggests.
const CALLS: usize = 3;

/// What is known of one service besides what it was asked for.
pub(in crate::ops) struct Seen {
    /// The calls to make next.
    pub(in crate::ops) calls: Vec<NextCall>,
    /// What became of the newest version, where that is not the one that serves.
    pub(in crate::ops) newest: Option<String>,
    /// What to do about it, and why.
    pub(in crate::ops) step: Option<String>,
}

/// The calls for one service.
pub(in crate::ops) async fn for_service(cx: &Context, session: &Session, hostname: &str) -> Option<Vec<NextCall>> {
    look(cx, session, hostname).await.map(|seen| seen.calls)
}

/// Looks at one service. What cannot be looked at now is only left out: the result that it belongs to stands.
pub(in crate::ops) async fn look(cx: &Context, session: &Session, hostname: &str) -> Option<Seen> {
    match gather(cx, session, Focus::Service(hostname)).await {
        Ok(envelope) => {
            let decision = decide(&envelope);
            let calls = after(&envelope, &decision, hostname);
            let newest = envelope.services.get(hostname).and_then(newest);
            let step = decision.standings.get(hostname).map(words).filter(|(title, _)| !title.is_empty());
            Some(Seen { calls, newest, step: step.map(|(title, text)| format!("{title}. {text}")) })
        }
        Err(error) => {
            tracing::debug!(%error, "what to do next was not found out");
            None
        }
    }
}

/// The calls for the project as a whole.
pub(in crate::ops) async fn of_project(cx: &Context, session: &Session) -> Vec<NextCall> {
    match gather(cx, session, Focus::All).await {
        Ok(envelope) => {
            let mut calls = compose(&envelope, &decide(&envelope)).next;
            calls.truncate(CALLS);
            calls
        }
        Err(error) => {
            tracing::debug!(%error, "what to do next was not found out");
            Vec::new()
        }
    }
}

/// What became of the newest version, where it failed or is on its way.
pub(in crate::ops) fn newest(service: &Service) -> Option<String> {
    let newest = service.newest().filter(|version| !version.status.is_live())?;
    let serves = match service.serving() {
        Some(serving) => format!("{} still serves", serving.label()),
        None => "nothing serves".to_owned(),
    };
    let at = newest.created.map(|created| format!(" of {}", wire_to_view::moment(created))).unwrap_or_default();
    Some(format!("The newest {}{at} is {}; {serves}.", newest.label(), newest.status))
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
