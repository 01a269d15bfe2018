//! When an operation is tried again and after what pause. Which errors allow it is a property of
//! the error; here is only the arithmetic.

use std::time::Duration;

use jiff::Timestamp;

use super::error::Error;
use super::settings::Settings;
use crate::domain::operation::Effect;

/// The time that an operation, or several that belong together, may still take.
#[derive(Clone, Copy, Debug)]
pub(super) struct Budget {
    left: Duration,
}

impl Budget {
    pub(super) fn new(total: Duration) -> Self {
        Self { left: total }
    }

    pub(super) fn left(self) -> Duration {
        self.left
    }

    pub(super) fn spend(&mut self, spent: Duration) {
        self.left = self.left.saturating_sub(spent);
    }
}

/// How long to wait before the next attempt; none when there shall be none. `random` is between 0
/// and 1.
pub(super) fn pause(
    error: &Error,
    effect: Effect,
    attempt: u32,
    budget: Budget,
    settings: &Settings,
    random: f64,
) -> Option<Duration> {
    if attempt >= settings.max_attempts || !error.recovery().allows(effect) {
        return None;
    }
    let doubled = settings.backoff_base.saturating_mul(1 << (attempt - 1).min(16)).min(settings.backoff_max);
    let own = doubled.mul_f64(f64::midpoint(1.0, random.clamp(0.0, 1.0)));
    let pause = error.retry_after.unwrap_or_default().max(own);
    (pause < budget.left()).then_some(pause)
}

/// A number between 0 and 1; 1 when the system has no randomness to give.
pub(super) fn random() -> f64 {
    getrandom::u32().map_or(1.0, |number| f64::from(number) / f64::from(u32::MAX))
}

/// Reads a `Retry-After` header: seconds, or the date of an end.
pub(super) fn retry_after(text: &str, now: Timestamp) -> Option<Duration> {
    let text = text.trim();
    if let Ok(seconds) = text.parse::<u32>() {
        return Some(Duration::from_secs(seconds.into()));
    }
    let until = jiff::fmt::rfc2822::DateTimeParser::new().parse_timestamp(text).ok()?;
    Some(Duration::try_from(until.duration_since(now)).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::super::error::ErrorKind;
    use super::*;

    fn paused(error: &Error, effect: Effect, attempt: u32, left: u64) -> Option<u128> {
        let settings = Settings::default();
        pause(error, effect, attempt, Budget::new(Duration::from_secs(left)), &settings, 1.0)
            .map(|pause| pause.as_millis())
    }

    #[test]
    fn pauses_double_up_to_a_limit_and_a_number_of_attempts() {
        let lost = Error::new(ErrorKind::Network, "x");
        let pauses: Vec<_> = (1..=5).map(|attempt| paused(&lost, Effect::Read, attempt, 45)).collect();
        assert_eq!(pauses, [Some(300), Some(600), Some(1200), Some(2400), None]);
        let many = Settings { max_attempts: 100, ..Settings::default() };
        let budget = Budget::new(Duration::from_secs(45));
        assert_eq!(pause(&lost, Effect::Read, 60, budget, &many, 1.0), Some(many.backoff_max));
        assert_eq!(pause(&lost, Effect::Read, 60, budget, &many, 0.0), Some(many.backoff_max / 2));
    }

    #[test]
    fn who_may_try_again() {
        let limited = Error::new(ErrorKind::RateLimited, "x");
        let lost = Error::new(ErrorKind::Network, "x");
        let late = Error::new(ErrorKind::Timeout, "x");
        for (error, effect, again) in [
            (&limited, Effect::Read, true),
            (&limited, Effect::Write, true),
            (&limited, Effect::Destroy, true),
            (&lost, Effect::Read, true),
            (&lost, Effect::Write, false),
            (&lost, Effect::Destroy, false),
            (&late, Effect::Read, false),
        ] {
            assert_eq!(paused(error, effect, 1, 45).is_some(), again, "{error:?} {effect:?}");
        }
    }

    #[test]
    fn a_wait_longer_than_the_time_left_is_not_begun() {
        let wait = |seconds| Error::new(ErrorKind::RateLimited, "x").wait(Some(Duration::from_secs(seconds)));
        assert_eq!(paused(&wait(3), Effect::Read, 1, 45), Some(3000));
        assert_eq!(paused(&wait(0), Effect::Read, 1, 45), Some(300));
        assert_eq!(paused(&wait(45), Effect::Read, 1, 45), None);
        assert_eq!(paused(&wait(3), Effect::Read, 1, 0), None);
    }

    #[test]
    fn retry_after_is_seconds_or_a_date() {
        let now: Timestamp = "2026-01-02T03:04:05Z".parse().expect("time");
        for (text, seconds) in [
            ("120", Some(120)),
            (" 0 ", Some(0)),
            ("Fri, 02 Jan 2026 03:05:05 GMT", Some(60)),
            ("Thu, 01 Jan 2026 00:00:00 GMT", Some(0)),
            ("-5", None),
            ("soon", None),
            ("99999999999999999999", None),
        ] {
            assert_eq!(retry_after(text, now), seconds.map(Duration::from_secs), "{text}");
        }
    }
}
