//! Progress of one call, as notifications to the client that asked for it.

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use jiff::Timestamp;
use rmcp::RoleServer;
use rmcp::model::{ProgressNotificationParam, ProgressToken};
use rmcp::service::Peer;
use tokio_util::sync::CancellationToken;

use crate::domain::clock::{BoxFuture, Clock};
use crate::domain::scope::Progress;

/// Sends what an operation reports. Reports that come too fast are dropped, `progress` always
/// grows and is a whole number, since clients show it as it comes, and nothing is sent after [`Reporter::close`].
pub(super) struct Reporter {
    peer: Peer<RoleServer>,
    token: ProgressToken,
    interval: Duration,
    clock: Arc<dyn Clock>,
    closed: CancellationToken,
    sent: Mutex<Option<Sent>>,
}

#[derive(Clone, Copy)]
struct Sent {
    at: Timestamp,
    progress: f64,
}

impl Reporter {
    /// Reports to this peer under the token that the client sent, at most once per `interval` of
    /// this clock, until `closed`.
    pub(super) fn new(
        peer: Peer<RoleServer>,
        token: ProgressToken,
        interval: Duration,
        clock: Arc<dyn Clock>,
        closed: CancellationToken,
    ) -> Self {
        Self { peer, token, interval, clock, closed, sent: Mutex::new(None) }
    }

    /// Ends reporting: the answer is about to be sent.
    pub(super) fn close(&self) {
        self.closed.cancel();
    }

    /// The `progress` to send for a step, or nothing when it comes too soon after the last one.
    fn admit(&self, done: f64) -> Option<f64> {
        let mut sent = self.sent.lock().unwrap_or_else(PoisonError::into_inner);
        let now = self.clock.now();
        let whole = done.floor();
        let progress = match *sent {
            // A clock that was set back is no reason to be silent.
            Some(last) if now.duration_since(last.at).unsigned_abs() < self.interval => return None,
            Some(last) if whole <= last.progress => last.progress + 1.0,
            _ => whole,
        };
        *sent = Some(Sent { at: now, progress });
        Some(progress)
    }
}

impl fmt::Debug for Reporter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Reporter").finish_non_exhaustive()
    }
}

impl Progress for Reporter {
    fn report(&self, message: String, done: f64, total: Option<f64>) -> BoxFuture<'_, ()> {
        Box::pin(async move {
            if self.closed.is_cancelled() {
                return;
            }
            let Some(progress) = self.admit(done) else {
                return;
            };
            let mut notification = ProgressNotificationParam::new(self.token.clone(), progress).with_message(message);
            // A total that was passed is none.
            notification.total = total.map(f64::ceil).filter(|total| progress <= *total);
            tokio::select! {
                sent = self.peer.notify_progress(notification) => {
                    if sent.is_err() {
                        tracing::debug!("progress could not be sent");
                    }
                }
                () = self.closed.cancelled() => {}
            }
        })
    }
}
