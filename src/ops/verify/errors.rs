//! Errors that what serves now has logged since it began, of the last hour.

use futures_util::future::join4;
use jiff::{SignedDuration, Timestamp};

use super::Look;
use super::report::{Report, Verdict};
use super::spans::Spans;
use super::state;
use crate::generated::types::Moment;
use crate::ops::support::{secrets, wire_to_view};
use crate::ops::workflow::gather;
use crate::platform::logs::{LogQuery, LogReader};
use crate::suggest;

/// How far back an error still says something about now.
const RECENT: SignedDuration = SignedDuration::from_hours(1);
/// Lines that are read.
const READ: usize = 200;
/// Lines that are shown.
const SHOWN: usize = 3;
/// Versions that are looked at: as many as the platform keeps.
const VERSIONS: usize = 10;
/// `error` and graver.
const ERROR: u8 = 3;
/// Daemons of the platform write below this facility.
const FIRST_FACILITY: u8 = 16;
const NAME: &str = "logs";

/// No line of severity error or graver was written of late by what serves.
pub(super) async fn logged(look: &Look<'_>, report: &mut Report) {
    let now = look.cx.clock().now();
    let hour_ago = now.checked_sub(RECENT).unwrap_or(Timestamp::MIN);
    // A start without code is no deploy.
    let active = look.service.active_app_version.as_ref().filter(|version| !version.is_empty());
    let query = LogQuery { service: Some(look.service.id.clone()), severity: Some(ERROR), tag: None, container: None };
    let mut reader = LogReader::new(look.session);
    let can_answer = state::can_answer(look);
    let reading = async { if can_answer { reader.newest(&query, READ).await } else { Ok(Vec::new()) } };
    let learning = secrets::learn(look.session, look.all, &look.service.name);
    let versions = look.session.recent_app_versions(Some(&look.service.id), VERSIONS, |_| true);
    let (items, processes, versions, ()) = join4(reading, gather::processes(look.session), versions, learning).await;
    // What cannot be looked at only leaves more lines to count.
    let versions = versions.map(|found| found.entries).unwrap_or_default();
    let spans = Spans::of(look.service, active, &processes.unwrap_or_default(), &versions, now);
    let since = spans.since.unwrap_or(hour_ago).max(hour_ago);
    let of = if since > hour_ago { spans.word } else { "in the last hour" };
    let proves = format!("No line of severity error {of}; plain output is info, whatever it says.");
    if !can_answer {
        return report.add(NAME, Verdict::Skip, &proves, "Nothing runs that could log.");
    }
    let items = match items {
        Ok(items) => items,
        Err(error) => {
            return report.add(NAME, Verdict::Skip, &proves, format!("The log could not be read: {error}."));
        }
    };
    let full = items.len() >= READ;
    let of_user = items.into_iter().filter(|item| item.facility.is_none_or(|facility| facility >= FIRST_FACILITY));
    let mut recent = spans.own(of_user.collect(), since);
    if recent.is_empty() {
        return report.add(NAME, Verdict::Pass, &proves, format!("None since {}.", wire_to_view::moment(since)));
    }
    // They come newest first, also where their times are the same.
    recent.reverse();
    recent.sort_by_key(|item| item.timestamp);
    // What it wrote before it was live belongs to its start.
    let since = recent[0].timestamp.map_or(since, |first| first.min(since));
    let at_least = if full { "at least " } else { "" };
    let lines = if recent.len() == 1 { "line" } else { "lines" };
    let shown = recent.len().min(SHOWN);
    let detail = format!("{at_least}{} {lines} since {}; the last {shown}:", recent.len(), wire_to_view::moment(since));
    let last = recent[recent.len() - shown..].iter().map(|item| look.session.masked(&item.message));
    let last: Vec<String> = last.collect();
    // Of any severity: what led to the errors may have been written as plain output.
    report.suggest(suggest::log_since(&look.service.name, Moment(wire_to_view::moment(since))));
    report.add_with(NAME, Verdict::Fail, &proves, detail, &last);
}
