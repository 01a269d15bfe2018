//! A clock that moves the sandbox: what sleeps on it lets the platform's time pass and waits for
//! nothing.

use std::sync::Mutex;
use std::time::Duration;

use jiff::Timestamp;
use zcp::domain::clock::{BoxFuture, Clock};
use zcp::sandbox::control::Control;

/// A clock of its own: it moves when it is slept on, and the sandbox's time stands still.
#[derive(Debug)]
pub(crate) struct OwnClock(pub(crate) Mutex<Timestamp>);

impl Clock for OwnClock {
    fn now(&self) -> Timestamp {
        *self.0.lock().expect("lock")
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'_, ()> {
        *self.0.lock().expect("lock") += duration;
        Box::pin(tokio::task::yield_now())
    }
}

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
