//! Time as the caller sees it. Everything that waits or looks at the time takes a [`Clock`], so
//! that a test can move the time of zcp and of the sandbox together and wait for nothing.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::time::Duration;

use jiff::Timestamp;
use jiff::tz::{Offset, TimeZone};

/// A boxed future that may be sent to another thread.
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// The source of time.
pub trait Clock: Send + Sync + fmt::Debug {
    /// The present moment.
    fn now(&self) -> Timestamp;

    /// Waits for `duration` of this clock's time.
    fn sleep(&self, duration: Duration) -> BoxFuture<'_, ()>;
}

/// A time zone: GMT, an offset such as `+02:00`, or a name in this computer's database of them.
#[must_use]
pub fn zone(name: &str) -> Option<TimeZone> {
    let name = name.trim();
    if matches!(name, "" | "GMT" | "UTC" | "Z") {
        return Some(TimeZone::UTC);
    }
    let seconds = |digits: &str, sign: i32| -> Option<i32> {
        let (hours, minutes) = digits.split_once(':')?;
        let (hours, minutes): (i32, i32) = (hours.parse().ok()?, minutes.parse().ok()?);
        ((0..24).contains(&hours) && (0..60).contains(&minutes)).then(|| sign * (hours * 3600 + minutes * 60))
    };
    let seconds = match name.split_at_checked(1) {
        Some(("+", digits)) => seconds(digits, 1),
        Some(("-", digits)) => seconds(digits, -1),
        _ => return TimeZone::get(name).ok(),
    };
    seconds.and_then(|seconds| Offset::from_seconds(seconds).ok()).map(TimeZone::fixed)
}

/// The computer's clock.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> Timestamp {
        Timestamp::now()
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'_, ()> {
        Box::pin(tokio::time::sleep(duration))
    }
}
