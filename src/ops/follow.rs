//! Following a process of the platform to its end.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};

use super::context::Context;
use crate::domain::ids::ProcessId;
use crate::platform::error::{Error, ErrorKind};
use crate::platform::session::Session;
use crate::platform::wire::Process;

/// Time between polls at first.
pub(super) const SOON: Duration = Duration::from_secs(2);
/// Time between polls of what takes long.
pub(super) const LATER: Duration = Duration::from_secs(5);
/// A process that has run this long takes long.
pub(super) const LONG: SignedDuration = SignedDuration::from_secs(30);
/// Progress is reported at least this often.
pub(super) const SILENCE: SignedDuration = SignedDuration::from_secs(15);
/// After this time the answer is the process as it stands.
const LIMIT: SignedDuration = SignedDuration::from_mins(10);

/// Polls until the processes have ended, the limit is reached, or the call is cancelled, and returns
/// each as it was seen last; nothing for one that no poll was answered of.
///
/// Progress is only reported from a poll that found something unfinished, so a report never comes
/// within an interval of the answer. Only the API's own word that looking is in vain ends the poll.
pub(super) async fn all(
    cx: &Context,
    session: &Session,
    ids: &[ProcessId],
    what: &str,
) -> Result<Vec<Option<Process>>, Error> {
    let clock = cx.clock();
    let begun = clock.now();
    let mut seen: Vec<Option<Process>> = vec![None; ids.len()];
    let mut reported: Option<(Timestamp, String)> = None;
    loop {
        let elapsed = clock.now().duration_since(begun);
        if elapsed >= LIMIT || all_over(&seen) {
            return Ok(seen);
        }
        let pause = if elapsed < LONG { SOON } else { LATER };
        tokio::select! {
            biased;
            () = cx.scope().cancel.cancelled() => return Ok(seen),
            () = clock.sleep(pause) => {}
        }
        for (id, last) in ids.iter().zip(&mut seen).filter(|(_, last)| !is_over(last.as_ref())) {
            let answer = tokio::select! {
                biased;
                () = cx.scope().cancel.cancelled() => break,
                answer = session.process(id) => answer,
            };
            match answer {
                Ok(process) => *last = Some(process),
                Err(error) if !is_final(&error) => tracing::debug!(%error, "a poll failed and is repeated"),
                Err(error) => return Err(error),
            }
        }
        let now = clock.now();
        let status = summary(&seen);
        let due = reported.as_ref().is_none_or(|(at, last)| *last != status || now.duration_since(*at) >= SILENCE);
        if due && seen.iter().any(Option::is_some) && !all_over(&seen) {
            let seconds = now.duration_since(begun).as_secs();
            report(cx, format!("{what}: {status} ({seconds} s)"), seconds).await;
            reported = Some((now, status));
        }
    }
}

fn is_over(process: Option<&Process>) -> bool {
    process.is_some_and(Process::is_terminal)
}

fn all_over(seen: &[Option<Process>]) -> bool {
    seen.iter().all(|process| is_over(process.as_ref()))
}

/// The status of one process, or how many of several are over.
fn summary(seen: &[Option<Process>]) -> String {
    match seen {
        [one] => one.as_ref().map(|process| process.status.clone()).unwrap_or_default(),
        many => format!("{} of {} done", many.iter().filter(|process| is_over(process.as_ref())).count(), many.len()),
    }
}

/// Whether the API itself says that the process cannot be looked at. Whatever else comes, a page of
/// a proxy or an answer cut short, says nothing about the process, which goes on.
pub(super) fn is_final(error: &Error) -> bool {
    match error.kind {
        ErrorKind::NotFound => error.api_code.is_some(),
        ErrorKind::PermissionDenied => true,
        kind => kind.is_auth(),
    }
}

async fn report(cx: &Context, message: String, seconds: i64) {
    if let Some(progress) = &cx.scope().progress {
        #[expect(clippy::cast_precision_loss, reason = "a call lasts minutes")]
        progress.report(message, seconds as f64, None).await;
    }
}
