//! A clock that moves the sandbox: what sleeps on it lets the platform's time pass and waits for
//! nothing.

use std::time::Duration;

use jiff::Timestamp;
use zcp::domain::clock::{BoxFuture, Clock};
use zcp::sandbox::control::Control;

/// The time of a sandbox.
#[derive(Debug)]
pub(crate) struct SandboxClock(pub(crate) Control);

impl Clock for SandboxClock {
    fn now(&self) -> Timestamp {
        self.0.now()
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'_, ()> {
        Box::pin(async move {
            self.0.advance(duration);
            tokio::task::yield_now().await;
        })
    }
}
