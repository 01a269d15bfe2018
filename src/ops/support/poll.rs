//! Waiting for something that happens at the platform: looks with pauses between them, until it has come about, the time
//! is over, or nobody wants the answer any more. What a look means is its caller's matter.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};

use crate::ops::context::Context;
use crate::platform::error::{Error, ErrorKind};

/// Time between looks at first.
pub(crate) const SOON: Duration = Duration::from_secs(2);
/// Time between looks at what takes long.
const LATER: Duration = Duration::from_secs(5);
/// What has lasted this long takes long.
const LONG: SignedDuration = SignedDuration::from_secs(30);
/// Progress is reported at least this often.
const SILENCE: SignedDuration = SignedDuration::from_secs(15);
/// Even at the limit a look may take so long.
const LAST_LOOK: Duration = Duration::from_secs(1);

impl Context {
    /// Whether what a call started is awaited: as the caller says, else where somebody sees progress.
    pub(crate) fn waits(&self, wait: Option<bool>) -> bool {
        wait.unwrap_or(self.scope().progress.is_some())
    }

    /// Waits a while; false when nobody wants the answer any more.
    pub(crate) async fn pause(&self, pause: Duration) -> bool {
        tokio::select! {
            biased;
            () = self.scope().cancel.cancelled() => false,
            () = self.clock().sleep(pause) => true,
        }
    }

    /// What comes of something, unless nobody wants the answer any more before it is there.
    pub(crate) async fn unless_cancelled<T>(&self, something: impl Future<Output = T>) -> Option<T> {
        tokio::select! {
            biased;
            () = self.scope().cancel.cancelled() => None,
            there = something => Some(there),
        }
    }
}

/// The time between two looks.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Pauses {
    /// Two seconds, and five once that has lasted half a minute since a moment.
    Since(Timestamp),
    /// Always the same.
    Every(Duration),
    /// The first one, and once it has lasted so long the second one.
    Then(Duration, SignedDuration, Duration),
    /// One after the other, and then no more.
    Each(&'static [Duration]),
}

/// Looks at something again and again.
#[derive(Debug)]
pub(crate) struct Poll<'a> {
    cx: &'a Context,
    begun: Timestamp,
    limit: SignedDuration,
    pauses: Pauses,
    looks: usize,
}

impl<'a> Poll<'a> {
    /// From a moment on, for so long.
    pub(crate) fn new(cx: &'a Context, begun: Timestamp, limit: SignedDuration, pauses: Pauses) -> Self {
        Self { cx, begun, limit, pauses, looks: 0 }
    }

    /// From now on, for so long, two seconds apart and later five.
    pub(crate) fn usual(cx: &'a Context, limit: SignedDuration) -> Self {
        let begun = cx.clock().now();
        Self::new(cx, begun, limit, Pauses::Since(begun))
    }

    /// With these pauses, and no other limit.
    pub(crate) fn each(cx: &'a Context, pauses: &'static [Duration]) -> Self {
        Self::new(cx, cx.clock().now(), SignedDuration::MAX, Pauses::Each(pauses))
    }

    /// Waits until the next look is due; false when there is none, because the time is over or the call is cancelled. The
    /// last one comes when the time is over.
    pub(crate) async fn next(&mut self) -> bool {
        if self.is_over() {
            return false;
        }
        let Some(pause) = self.pause() else { return false };
        self.looks += 1;
        self.cx.pause(pause.min(self.left())).await
    }

    /// What a look shows, within the time that is left; nothing when the call is cancelled meanwhile.
    pub(crate) async fn look<T>(&self, look: impl Future<Output = Result<T, Error>>) -> Option<Result<T, Error>> {
        self.cx.unless_cancelled(within(self.left(), look)).await
    }

    /// Whether no other look will come.
    pub(crate) fn is_over(&self) -> bool {
        self.left().is_zero() || self.cx.scope().cancel.is_cancelled()
    }

    /// The time since it was begun.
    pub(crate) fn elapsed(&self) -> SignedDuration {
        self.cx.clock().now().duration_since(self.begun)
    }

    /// The time that is left.
    pub(crate) fn left(&self) -> Duration {
        remaining(self.cx, self.begun, self.limit)
    }

    /// Whether a whole pause is left. A report that comes later would come with the answer.
    pub(crate) fn goes_on(&self) -> bool {
        self.pause().is_some_and(|pause| self.left() >= pause) && !self.left().is_zero()
    }

    fn pause(&self) -> Option<Duration> {
        match self.pauses {
            Pauses::Since(moment) if self.cx.clock().now().duration_since(moment) < LONG => Some(SOON),
            Pauses::Since(_) => Some(LATER),
            Pauses::Every(pause) => Some(pause),
            Pauses::Then(first, until, then) => Some(if self.elapsed() < until { first } else { then }),
            Pauses::Each(pauses) => pauses.get(self.looks).copied(),
        }
    }
}

/// The time that is left of a limit.
pub(crate) fn remaining(cx: &Context, begun: Timestamp, limit: SignedDuration) -> Duration {
    let left = limit.saturating_sub(cx.clock().now().duration_since(begun));
    Duration::try_from(left).unwrap_or_default()
}

/// Gives a look up soon after the time is over, which on the wire is the computer's.
async fn within<T>(left: Duration, look: impl Future<Output = Result<T, Error>>) -> Result<T, Error> {
    let late = || Error::new(ErrorKind::Timeout, "no answer before the wait was over");
    tokio::time::timeout(left.max(LAST_LOOK), look).await.unwrap_or_else(|_| Err(late()))
}

/// When a status is told: when it changes, and at least every so often.
#[derive(Debug, Default)]
pub(crate) struct Told(Option<(Timestamp, String)>);

impl Told {
    /// Whether a status is to be told now, which it then is.
    pub(crate) fn is_due(&mut self, cx: &Context, status: &str) -> bool {
        let now = cx.clock().now();
        let is_due = self.0.as_ref().is_none_or(|(at, last)| last != status || now.duration_since(*at) >= SILENCE);
        if is_due {
            self.0 = Some((now, status.to_owned()));
        }
        is_due
    }
}

/// Tells the caller how far a call is, after so much time.
pub(crate) async fn report(cx: &Context, message: String, elapsed: SignedDuration) {
    if let Some(progress) = &cx.scope().progress {
        progress.report(message, elapsed.as_secs_f64(), None).await;
    }
}

/// The looks at something that failed since one was answered.
#[derive(Debug, Default)]
pub(crate) struct Misses {
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
    pub(crate) fn add(&mut self, error: Error) -> Result<(), Error> {
        let gone = is_gone(&error);
        if is_final(&error) || (gone && self.gone) {
            return Err(error);
        }
        tracing::debug!(%error, "a look failed and is repeated");
        *self = Self { count: self.count + 1, gone, last: error.message };
        Ok(())
    }

    /// What is to be said of a thing whose last looks failed.
    pub(crate) fn words(&self, what: &str) -> Option<String> {
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
pub(crate) fn is_final(error: &Error) -> bool {
    error.kind == ErrorKind::PermissionDenied || error.kind.is_auth()
}

/// Whether the API itself says that there is no such thing; the bare status may be a proxy's.
fn is_gone(error: &Error) -> bool {
    const TELLING: [&str; 6] =
        ["processNotFound", "appVersionNotFound", "projectNotFound", "notFound", "recordNotFound", "recordIsDeleted"];
    error.kind == ErrorKind::NotFound && error.api_code.as_deref().is_some_and(|code| TELLING.contains(&code))
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
