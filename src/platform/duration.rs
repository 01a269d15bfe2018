//! A duration for people.

use std::time::Duration;

/// Whole seconds, or milliseconds below one.
pub(super) fn words(duration: Duration) -> String {
    if duration < Duration::from_secs(1) {
        format!("{} ms", duration.as_millis())
    } else {
        // Rounded up: who waits as long as was said has waited long enough.
        format!("{} s", duration.as_secs() + u64::from(duration.subsec_nanos() > 0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_are_rounded_up() {
        assert_eq!(words(Duration::from_millis(250)), "250 ms");
        assert_eq!(words(Duration::from_millis(1001)), "2 s");
        assert_eq!(words(Duration::from_secs(30)), "30 s");
    }
}
