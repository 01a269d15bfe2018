//! How often a caller may call: a bucket of tokens for each, which fills steadily.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::Instant;

/// How many seconds' worth of calls a caller may make at once.
const BURST: f64 = 2.0;

/// How many callers are remembered before those are forgotten whose buckets are full again.
const MOST: usize = 4096;

/// The buckets of all callers.
#[derive(Debug)]
pub(super) struct Rate {
    per_second: f64,
    buckets: Mutex<HashMap<String, Bucket>>,
}

#[derive(Debug)]
struct Bucket {
    left: f64,
    at: Instant,
}

impl Rate {
    /// So many calls a second for each caller; 0 for no bound.
    pub(super) fn new(per_second: u32) -> Self {
        Self { per_second: f64::from(per_second), buckets: Mutex::default() }
    }

    /// Whether this caller may call now; it counts as a call then.
    pub(super) fn admits(&self, caller: &str, now: Instant) -> bool {
        if self.per_second <= 0.0 {
            return true;
        }
        let full = self.per_second * BURST;
        let level = |bucket: &Bucket| {
            let since = now.saturating_duration_since(bucket.at).as_secs_f64();
            (bucket.left + since * self.per_second).min(full)
        };
        let mut buckets = self.buckets.lock().unwrap_or_else(PoisonError::into_inner);
        if buckets.len() >= MOST && !buckets.contains_key(caller) {
            buckets.retain(|_, bucket| level(bucket) < full);
            if buckets.len() >= MOST {
                return false;
            }
        }
        if let Some(bucket) = buckets.get_mut(caller) {
            bucket.left = level(bucket);
            bucket.at = now;
            let admitted = bucket.left >= 1.0;
            bucket.left -= f64::from(u8::from(admitted));
            return admitted;
        }
        buckets.insert(caller.to_owned(), Bucket { left: full - 1.0, at: now });
        true
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn a_bucket_empties_fills_and_is_its_callers_own() {
        let (rate, start) = (Rate::new(5), Instant::now());
        let calls = |caller: &str, at: Instant| (0..20).filter(|_| rate.admits(caller, at)).count();
        assert_eq!(calls("a", start), 10);
        assert_eq!(calls("b", start), 10, "another caller has a bucket of its own");
        assert_eq!(calls("a", start + Duration::from_secs(1)), 5);
        assert_eq!(calls("a", start + Duration::from_mins(1)), 10, "never more than a full one");
        let free = Rate::new(0);
        assert!((0..1000).all(|_| free.admits("a", start)));
    }

    #[test]
    fn strangers_do_not_fill_the_memory() {
        let (rate, start) = (Rate::new(5), Instant::now());
        let admitted = (0..2 * MOST).filter(|n| rate.admits(&n.to_string(), start)).count();
        assert_eq!(admitted, MOST);
        assert!(rate.admits("late", start + Duration::from_secs(2)), "full buckets are forgotten");
        assert!(rate.buckets.lock().expect("a lock").len() < MOST);
    }
}
