//! The times between which lines are wanted.

use jiff::{SignedDuration, Timestamp};

use crate::domain::failure::Fail;
use crate::generated::errors::code;
use crate::generated::tools::zerops_logs::Error;
use crate::generated::types::Moment;

/// The oldest moment that is wanted, and the moment that all lines are before.
///
/// Many lines can have one moment, more than fit an answer. So an answer reads on at `MOMENT#COUNT`: before that
/// moment, and of that moment all but its newest lines, so many of them.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Window {
    pub(super) since: Option<Timestamp>,
    pub(super) until: Option<Timestamp>,
    /// How many of the newest lines of `until` itself are left out; all of them when absent.
    pub(super) skip: Option<usize>,
}

impl Window {
    pub(super) fn read(since: Option<&Moment>, until: Option<&Moment>, now: Timestamp) -> Result<Self, Fail<Error>> {
        let read = |field: &str, moment: Option<&Moment>| {
            moment.map(|moment| read(&moment.0, now).ok_or_else(|| refused(field))).transpose()
        };
        let (moment, skip) = match until.and_then(|until| until.0.rsplit_once('#')) {
            Some((moment, count)) => {
                let skip = count.parse().map_err(|_| refused("until"))?;
                (Some(Moment(moment.to_owned())), Some(skip))
            }
            None => (until.cloned(), None),
        };
        let window = Self { since: read("since", since)?, until: read("until", moment.as_ref())?, skip };
        if let (Some(from), Some(to)) = (window.since, window.until)
            && (from > to || (from == to && skip.is_none()))
        {
            // Durations count backwards, so they are easily taken for each other.
            let reason = "must be before `until`; 1h is longer ago than 10m";
            let message = format!("`since` {reason}: no line can be between them.");
            return Err(Fail::new(code::InvalidParameter, message).field("since", reason));
        }
        Ok(window)
    }

    /// Where an answer goes on whose oldest line is of this moment, when so many lines of it were shown.
    pub(super) fn continuation(self, oldest: Timestamp, shown: usize) -> String {
        let before = self.skip.filter(|_| self.until == Some(oldest)).unwrap_or(0);
        format!("{oldest}#{}", before + shown)
    }

    /// Whether a line of this time is wanted; one without a time always is.
    pub(super) fn contains(self, time: Option<Timestamp>) -> bool {
        let Some(time) = time else { return true };
        self.since.is_none_or(|since| time >= since)
            && self.until.is_none_or(|until| time < until || (self.skip.is_some() && time == until))
    }

    /// How many of these lines, the oldest first, are wanted: the newest of the last moment may not be.
    pub(super) fn wanted<T>(self, lines: &[T], time: impl Fn(&T) -> Option<Timestamp>) -> usize {
        let (Some(until), Some(skip)) = (self.until, self.skip) else { return lines.len() };
        let of_until = lines.iter().rev().take_while(|line| time(line) == Some(until)).count();
        lines.len() - of_until.min(skip)
    }
}

fn refused(field: &str) -> Fail<Error> {
    let reason = "must be a duration such as 30m, 2h or 7d, or an RFC 3339 time";
    Fail::new(code::InvalidParameter, format!("`{field}` {reason}")).field(field, reason)
}

fn read(text: &str, now: Timestamp) -> Option<Timestamp> {
    let text = text.trim();
    if let Ok(moment) = text.parse() {
        return Some(moment);
    }
    let (number, unit) = text.split_at_checked(text.len().checked_sub(1)?)?;
    let seconds = match unit {
        "s" => 1,
        "m" => 60,
        "h" => 60 * 60,
        "d" => 24 * 60 * 60,
        "w" => 7 * 24 * 60 * 60,
        _ => return None,
    };
    let number: u32 = number.parse().ok()?;
    let ago = SignedDuration::from_secs(i64::from(number) * seconds);
    Some(now.checked_sub(ago).unwrap_or(Timestamp::MIN))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_of_one_moment_are_read_in_parts() {
        let now: Timestamp = "2026-01-09T12:00:00Z".parse().expect("time");
        let window = |until: &str| Window::read(None, Some(&Moment(until.to_owned())), now);
        let lines = [now - SignedDuration::from_secs(1), now, now, now];
        let whole = window("2026-01-09T12:00:00Z").expect("a window");
        assert!(!whole.contains(Some(now)));
        let part = window("2026-01-09T12:00:00Z#2").expect("a window");
        assert!(part.contains(Some(now)));
        assert_eq!(part.wanted(&lines, |time| Some(*time)), 2);
        assert_eq!(part.continuation(now, 1), "2026-01-09T12:00:00Z#3");
        assert_eq!(part.continuation(lines[0], 1), "2026-01-09T11:59:59Z#1");
        assert!(window("2026-01-09T12:00:00Z#many").is_err() && window("#3").is_err());
    }

    #[test]
    fn a_window_that_ends_before_it_begins_is_refused() {
        let now: Timestamp = "2026-01-09T12:00:00Z".parse().expect("time");
        let moment = |text: &str| Moment(text.to_owned());
        let read = |since: &str, until: &str| Window::read(Some(&moment(since)), Some(&moment(until)), now);
        assert!(read("1h", "10m").is_ok() && read("2026-01-09T12:00:00Z", "2026-01-09T12:00:00Z#2").is_ok());
        for (since, until) in [("10m", "1h"), ("2026-01-09T12:00:00Z", "2026-01-09T12:00:00Z"), ("1m", "5m#1")] {
            let fail = read(since, until).expect_err(since);
            assert_eq!(fail.detail.fields[0].field, "since");
        }
    }

    #[test]
    fn durations_and_times_are_read() {
        let now: Timestamp = "2026-01-09T12:00:00Z".parse().expect("time");
        for (text, expected) in [
            ("30m", Some("2026-01-09T11:30:00Z")),
            ("2h", Some("2026-01-09T10:00:00Z")),
            ("7d", Some("2026-01-02T12:00:00Z")),
            ("1w", Some("2026-01-02T12:00:00Z")),
            ("90s", Some("2026-01-09T11:58:30Z")),
            ("2026-01-09T10:00:00.5Z", Some("2026-01-09T10:00:00.5Z")),
            ("2026-01-09T12:00:00+02:00", Some("2026-01-09T10:00:00Z")),
            ("4000000000w", Some("-009999-01-02T01:59:59Z")),
            ("yesterday", None),
            ("-1h", None),
            ("h", None),
            ("", None),
            ("5é", None),
        ] {
            let expected = expected.map(|text| text.parse::<Timestamp>().expect("time"));
            assert_eq!(read(text, now), expected, "{text}");
        }
    }
}
