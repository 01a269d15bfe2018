//! Dates by a mask.

use jiff::tz::TimeZone;
use jiff::{Timestamp, Zoned};

use super::state::Fault;
use crate::domain::clock;

/// Every token, the longer before those it begins with.
const TOKENS: &[&str] = &[
    "YYYY", "YY", "MMMM", "MMM", "MM", "M", "DDDD", "DD", "D", "dddd", "ddd", "HH", "hh", "h", "mm", "m", "ss", "s",
    "S", "A", "a", "ZZZ", "zz", "Z",
];
const MONTHS: &[&str] = &[
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];
const DAYS: &[&str] = &["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

/// A moment in the form of a mask.
///
/// Derived: the tokens. Guessed: `DDDD` is the day of the year, `S` the tenths of a second, `ZZZ` the
/// name of the zone, `zz` its offset without a colon and `Z` with one.
pub(super) fn format(now: Timestamp, mask: &str, zone: &str) -> Result<String, Fault> {
    let time = now.to_zoned(clock::zone(zone).ok_or_else(unknown)?);
    let mut out = String::new();
    let mut rest = mask;
    while let Some(char) = rest.chars().next() {
        if let Some(token) = TOKENS.iter().find(|token| rest.starts_with(**token)) {
            out.push_str(&part(token, &time));
            rest = &rest[token.len()..];
        } else {
            out.push(char);
            rest = &rest[char.len_utf8()..];
        }
    }
    Ok(out)
}

fn part(token: &str, time: &Zoned) -> String {
    let month = MONTHS[usize::try_from(time.month() - 1).unwrap_or(0) % MONTHS.len()];
    let day = DAYS[usize::try_from(time.weekday().to_monday_zero_offset()).unwrap_or(0) % DAYS.len()];
    let hour = if time.hour() % 12 == 0 { 12 } else { time.hour() % 12 };
    let seconds = time.offset().seconds();
    let sign = if seconds < 0 { '-' } else { '+' };
    let (hours, minutes) = (seconds.abs() / 3600, seconds.abs() / 60 % 60);
    match token {
        "YYYY" => format!("{:04}", time.year()),
        "YY" => format!("{:02}", time.year() % 100),
        "MMMM" => month.to_owned(),
        "MMM" => month[..3].to_owned(),
        "MM" => format!("{:02}", time.month()),
        "M" => time.month().to_string(),
        "DDDD" => format!("{:03}", time.day_of_year()),
        "DD" => format!("{:02}", time.day()),
        "D" => time.day().to_string(),
        "dddd" => day.to_owned(),
        "ddd" => day[..3].to_owned(),
        "HH" => format!("{:02}", time.hour()),
        "hh" => format!("{hour:02}"),
        "h" => hour.to_string(),
        "mm" => format!("{:02}", time.minute()),
        "m" => time.minute().to_string(),
        "ss" => format!("{:02}", time.second()),
        "s" => time.second().to_string(),
        "S" => (time.subsec_nanosecond() / 100_000_000).to_string(),
        "A" => if time.hour() < 12 { "AM" } else { "PM" }.to_owned(),
        "a" => if time.hour() < 12 { "am" } else { "pm" }.to_owned(),
        "ZZZ" if time.time_zone() == &TimeZone::UTC => "GMT".to_owned(),
        "ZZZ" if time.time_zone().iana_name().is_some() => time.strftime("%Z").to_string(),
        "zz" => format!("{sign}{hours:02}{minutes:02}"),
        _ => format!("{sign}{hours:02}:{minutes:02}"),
    }
}

fn unknown() -> Fault {
    Fault::new("unknown time zone")
}
