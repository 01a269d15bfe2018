//! Following a process of the platform to its end.

use jiff::SignedDuration;

use super::poll::{Misses, Poll, Told, report};
use crate::domain::ids::ProcessId;
use crate::ops::context::Context;
use crate::platform::error::Error;
use crate::platform::session::Session;
use crate::platform::wire::Process;

/// After this time the answer is the process as it stands.
const LIMIT: SignedDuration = SignedDuration::from_mins(10);

/// A process that is followed.
#[derive(Debug, Default)]
pub(crate) struct Followed {
    /// As it was seen last; nothing when no look was answered.
    pub(crate) process: Option<Process>,
    misses: Misses,
}

impl Followed {
    fn is_over(&self) -> bool {
        self.process.as_ref().is_some_and(Process::is_terminal)
    }

    /// What is to be said of one that nobody has seen end, and that could not be looked at.
    pub(crate) fn doubt(&self) -> Option<String> {
        if self.is_over() { None } else { self.misses.words("it") }
    }
}

/// Polls until the processes have ended, the limit is reached, or the call is cancelled.
///
/// Progress is only reported from a poll that found something unfinished, so a report never comes
/// within an interval of the answer. Only the API's own word that looking is in vain ends the poll.
pub(crate) async fn all(
    cx: &Context,
    session: &Session,
    ids: &[ProcessId],
    what: &str,
) -> Result<Vec<Followed>, Error> {
    let mut seen: Vec<Followed> = ids.iter().map(|_| Followed::default()).collect();
    let (mut poll, mut told) = (Poll::usual(cx, LIMIT), Told::default());
    while !all_over(&seen) && poll.next().await {
        for (id, followed) in ids.iter().zip(&mut seen).filter(|(_, followed)| !followed.is_over()) {
            match poll.look(session.process(id)).await {
                Some(Ok(process)) => *followed = Followed { process: Some(process), misses: Misses::default() },
                Some(Err(error)) => {
                    followed.misses.add(error)?;
                    if poll.left().is_zero() {
                        break;
                    }
                }
                None => break,
            }
        }
        let status = summary(&seen);
        if !all_over(&seen) && told.is_due(cx, &status) {
            let elapsed = poll.elapsed();
            report(cx, format!("{what}: {status} ({} s)", elapsed.as_secs()), elapsed).await;
        }
    }
    Ok(seen)
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
