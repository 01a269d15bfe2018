//! Following a process of the platform to its end.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};

use super::context::Context;
use crate::domain::ids::ProcessId;
use crate::platform::error::Error;
use crate::platform::session::Session;
use crate::platform::wire::Process;

/// Time between polls at first.
const SOON: Duration = Duration::from_secs(2);
/// Time between polls of what takes long.
const LATER: Duration = Duration::from_secs(5);
/// A process that has run this long takes long.
const LONG: SignedDuration = SignedDuration::from_secs(30);
/// Progress is reported at least this often.
const SILENCE: SignedDuration = SignedDuration::from_secs(15);
/// After this time the answer is the process as it stands.
const LIMIT: SignedDuration = SignedDuration::from_mins(10);

/// Polls until the process has ended, the limit is reached, or the call is cancelled, and returns
/// it as it was seen last; nothing when no poll was answered.
///
/// Progress is only reported from a poll that found the process unfinished, so a report never
/// comes within an interval of the answer. An error that may pass does not end the poll.
pub(super) async fn to_the_end(
    cx: &Context,
    session: &Session,
    id: &ProcessId,
    what: &str,
) -> Result<Option<Process>, Error> {
    let clock = cx.clock();
    let begun = clock.now();
    let mut seen: Option<Process> = None;
    let mut reported: Option<(Timestamp, String)> = None;
    loop {
        let elapsed = clock.now().duration_since(begun);
        if elapsed >= LIMIT {
            return Ok(seen);
        }
        let pause = if elapsed < LONG { SOON } else { LATER };
        tokio::select! {
            biased;
            () = cx.scope().cancel.cancelled() => return Ok(seen),
            () = clock.sleep(pause) => {}
        }
        let answer = tokio::select! {
            biased;
            () = cx.scope().cancel.cancelled() => return Ok(seen),
            answer = session.process(id) => answer,
        };
        let process = match answer {
            Ok(process) => process,
            Err(error) if error.is_retryable() => {
                tracing::debug!(%error, "a poll failed and is repeated");
                continue;
            }
            Err(error) => return Err(error),
        };
        if process.is_terminal() {
            return Ok(Some(process));
        }
        let now = clock.now();
        let due = reported
            .as_ref()
            .is_none_or(|(at, status)| *status != process.status || now.duration_since(*at) >= SILENCE);
        if due {
            let seconds = now.duration_since(begun).as_secs();
            report(cx, format!("{what}: {} ({seconds} s)", process.status), seconds).await;
            reported = Some((now, process.status.clone()));
        }
        seen = Some(process);
    }
}

async fn report(cx: &Context, message: String, seconds: i64) {
    if let Some(progress) = &cx.scope().progress {
        #[expect(clippy::cast_precision_loss, reason = "a call lasts minutes")]
        progress.report(message, seconds as f64, None).await;
    }
}
