//! Following a process of the platform to its end.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};

use super::context::Context;
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
/// it as it stands then.
///
/// Progress is only reported from a poll that found the process unfinished, so a report never
/// comes within an interval of the answer. An error that may pass does not end the poll.
pub(super) async fn to_the_end(
    cx: &Context,
    session: &Session,
    mut process: Process,
    what: &str,
) -> Result<Process, Error> {
    let clock = cx.clock();
    let begun = clock.now();
    let mut reported: Option<(Timestamp, String)> = None;
    loop {
        let elapsed = clock.now().duration_since(begun);
        if process.is_terminal() || elapsed >= LIMIT {
            return Ok(process);
        }
        let pause = if elapsed < LONG { SOON } else { LATER };
        tokio::select! {
            biased;
            () = cx.scope().cancel.cancelled() => return Ok(process),
            () = clock.sleep(pause) => {}
        }
        let answer = tokio::select! {
            biased;
            () = cx.scope().cancel.cancelled() => return Ok(process),
            answer = session.process(&process.id) => answer,
        };
        match answer {
            Ok(now) => process = now,
            Err(error) if error.is_retryable() => {
                tracing::debug!(%error, "a poll failed and is repeated");
                continue;
            }
            Err(error) => return Err(error),
        }
        let now = clock.now();
        let due = reported
            .as_ref()
            .is_none_or(|(at, status)| *status != process.status || now.duration_since(*at) >= SILENCE);
        if due && !process.is_terminal() {
            let seconds = now.duration_since(begun).as_secs();
            report(cx, format!("{what}: {} ({seconds} s)", process.status), seconds).await;
            reported = Some((now, process.status.clone()));
        }
    }
}

async fn report(cx: &Context, message: String, seconds: i64) {
    if let Some(progress) = &cx.scope().progress {
        #[expect(clippy::cast_precision_loss, reason = "a call lasts minutes")]
        progress.report(message, seconds as f64, None).await;
    }
}
