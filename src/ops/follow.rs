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
/// Even at the limit a look may take so long.
const LAST_LOOK: Duration = Duration::from_secs(1);
/// After this time the answer is the process as it stands.
const LIMIT: SignedDuration = SignedDuration::from_mins(10);

/// A process that is followed.
#[derive(Debug, Default)]
pub(super) struct Followed {
    /// As it was seen last; nothing when no look was answered.
    pub(super) process: Option<Process>,
    misses: Misses,
}

impl Followed {
    fn is_over(&self) -> bool {
        self.process.as_ref().is_some_and(Process::is_terminal)
    }

    /// What is to be said of one that nobody has seen end, and that could not be looked at.
    pub(super) fn doubt(&self) -> Option<String> {
        if self.is_over() { None } else { self.misses.words("it") }
    }
}

/// Polls until the processes have ended, the limit is reached, or the call is cancelled.
///
/// Progress is only reported from a poll that found something unfinished, so a report never comes
/// within an interval of the answer. Only the API's own word that looking is in vain ends the poll.
pub(super) async fn all(
    cx: &Context,
    session: &Session,
    ids: &[ProcessId],
    what: &str,
) -> Result<Vec<Followed>, Error> {
    let clock = cx.clock();
    let begun = clock.now();
    let left = || remaining(cx, begun, LIMIT);
    let mut seen: Vec<Followed> = ids.iter().map(|_| Followed::default()).collect();
    let mut reported: Option<(Timestamp, String)> = None;
    loop {
        let elapsed = clock.now().duration_since(begun);
        if elapsed >= LIMIT || all_over(&seen) {
            return Ok(seen);
        }
        let pause = if elapsed < LONG { SOON } else { LATER }.min(left());
        tokio::select! {
            biased;
            () = cx.scope().cancel.cancelled() => return Ok(seen),
            () = clock.sleep(pause) => {}
        }
        for (id, followed) in ids.iter().zip(&mut seen).filter(|(_, followed)| !followed.is_over()) {
            let answer = tokio::select! {
                biased;
                () = cx.scope().cancel.cancelled() => break,
                answer = within(left(), session.process(id)) => answer,
            };
            match answer {
                Ok(process) => *followed = Followed { process: Some(process), misses: Misses::default() },
                Err(error) => {
                    followed.misses.add(error)?;
                    if left().is_zero() {
                        break;
                    }
                }
            }
        }
        let now = clock.now();
        let status = summary(&seen);
        let due = reported.as_ref().is_none_or(|(at, last)| *last != status || now.duration_since(*at) >= SILENCE);
        if due && !all_over(&seen) {
            let seconds = now.duration_since(begun).as_secs();
            report(cx, format!("{what}: {status} ({seconds} s)"), seconds).await;
            reported = Some((now, status));
        }
    }
}

fn all_over(seen: &[Followed]) -> bool {
    seen.iter().all(Followed::is_over)
}

/// The status of one process, or how many of several are over.
fn summary(seen: &[Followed]) -> String {
    match seen {
        [one] => one.process.as_ref().map_or_else(|| "no look was answered yet".to_owned(), |it| it.status.clone()),
        many => format!("{} of {} done", many.iter().filter(|followed| followed.is_over()).count(), many.len()),
    }
}

/// The time that is left of a limit.
pub(super) fn remaining(cx: &Context, begun: Timestamp, limit: SignedDuration) -> Duration {
    let left = limit.saturating_sub(cx.clock().now().duration_since(begun));
    Duration::try_from(left).unwrap_or_default()
}

/// Gives a look up soon after the time is over, which on the wire is the computer's.
pub(super) async fn within<T>(left: Duration, look: impl Future<Output = Result<T, Error>>) -> Result<T, Error> {
    let late = || Error::new(ErrorKind::Timeout, "no answer before the wait was over");
    tokio::time::timeout(left.max(LAST_LOOK), look).await.unwrap_or_else(|_| Err(late()))
}

/// The looks at something that failed since one was answered.
#[derive(Debug, Default)]
pub(super) struct Misses {
    count: u32,
    /// Whether the last one was answered that there is no such thing.
    gone: bool,
    last: String,
}

impl Misses {
    /// Counts a look that failed. One answer that the thing does not exist can come from a replica
    /// that lags behind; a second one does not.
    ///
    /// # Errors
    /// The same error, when the API says that looking is in vain.
    pub(super) fn add(&mut self, error: Error) -> Result<(), Error> {
        let gone = is_gone(&error);
        if is_final(&error) || (gone && self.gone) {
            return Err(error);
        }
        tracing::debug!(%error, "a look failed and is repeated");
        *self = Self { count: self.count + 1, gone, last: error.message };
        Ok(())
    }

    /// What is to be said of a thing whose last looks failed.
    pub(super) fn words(&self, what: &str) -> Option<String> {
        let last = self.last.trim_end_matches('.');
        match self.count {
            0 => None,
            1 => Some(format!("Not confirmed: the last look at {what} failed with: {last}.")),
            count => Some(format!("Not confirmed: the last {count} looks at {what} failed, the last with: {last}.")),
        }
    }
}

/// Whether the API itself says that the token is not to look. Whatever else comes, a page of a proxy
/// or an answer cut short, says nothing about what is looked at, which goes on.
pub(super) fn is_final(error: &Error) -> bool {
    error.kind == ErrorKind::PermissionDenied || error.kind.is_auth()
}

/// Whether the API itself says that there is no such thing; the bare status may be a proxy's.
fn is_gone(error: &Error) -> bool {
    const TELLING: [&str; 6] =
        ["processNotFound", "appVersionNotFound", "projectNotFound", "notFound", "recordNotFound", "recordIsDeleted"];
    error.kind == ErrorKind::NotFound && error.api_code.as_deref().is_some_and(|code| TELLING.contains(&code))
}

/// Tells the caller how far a call is, after so many seconds.
pub(super) async fn report(cx: &Context, message: String, seconds: i64) {
    if let Some(progress) = &cx.scope().progress {
        #[expect(clippy::cast_precision_loss, reason = "a call lasts minutes")]
        progress.report(message, seconds as f64, None).await;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn error(kind: ErrorKind, code: Option<&str>) -> Error {
        let mut error = Error::new(kind, "process.get: no.");
        error.api_code = code.map(str::to_owned);
        error
    }

    #[test]
    fn only_a_second_telling_answer_ends_it() {
        let gone = || error(ErrorKind::NotFound, Some("processNotFound"));
        let mut misses = Misses::default();
        assert!(misses.add(gone()).is_ok());
        assert!(misses.add(error(ErrorKind::Network, None)).is_ok());
        assert!(misses.add(gone()).is_ok() && misses.add(gone()).is_err());
        let mut misses = Misses::default();
        for code in [None, Some("internalServerError"), None] {
            assert!(misses.add(error(ErrorKind::NotFound, code)).is_ok(), "{code:?}");
        }
        assert!(misses.add(error(ErrorKind::PermissionDenied, None)).is_err());
    }

    #[test]
    fn what_was_not_seen_is_said() {
        let mut misses = Misses::default();
        assert_eq!(misses.words("it"), None);
        for words in ["the last look at it failed with: process.get: no.", "the last 2 looks at it failed, the last"] {
            misses.add(error(ErrorKind::Network, None)).expect("it passes");
            assert!(misses.words("it").is_some_and(|said| said.contains(words)), "{words}");
        }
    }

    #[tokio::test]
    async fn a_look_ends_with_the_wait() {
        let error = within(Duration::ZERO, std::future::pending::<Result<(), Error>>()).await.expect_err("late");
        assert_eq!(error.kind, ErrorKind::Timeout);
        assert!(within(Duration::ZERO, async { Ok(()) }).await.is_ok());
    }
}
