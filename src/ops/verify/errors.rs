//! Errors that a service has logged since its last deploy, of the last hour.

use futures_util::future::join;
use jiff::{SignedDuration, Timestamp};

use super::Look;
use super::report::{Report, Verdict};
use super::state;
use crate::generated::types::Moment;
use crate::ops::support::{secrets, wire_to_view};
use crate::platform::logs::{LogQuery, LogReader};
use crate::suggest;

/// How far back an error still says something about now.
const RECENT: SignedDuration = SignedDuration::from_hours(1);
/// Lines that are read.
const READ: usize = 200;
/// Lines that are shown.
const SHOWN: usize = 3;
/// `error` and graver.
const ERROR: u8 = 3;
/// Daemons of the platform write below this facility.
const FIRST_FACILITY: u8 = 16;
const NAME: &str = "logs";

/// No line of severity error or graver was written of late.
pub(super) async fn logged(look: &Look<'_>, report: &mut Report) {
    let hour_ago = look.cx.clock().now().checked_sub(RECENT).unwrap_or(Timestamp::MIN);
    // A start without code is no deploy.
    let deployed = look.service.active_app_version.as_ref().filter(|version| !version.is_empty());
    let deploy = deployed.and_then(|version| version.activation_date.or(version.created));
    let after_deploy = deploy.is_some_and(|deploy| deploy > hour_ago);
    let since = deploy.unwrap_or(hour_ago).max(hour_ago);
    let of = if after_deploy { "since the deploy" } else { "in the last hour" };
    let proves = format!("No line of severity error {of}; plain output is info, whatever it says.");
    if !state::can_answer(look) {
        return report.add(NAME, Verdict::Skip, &proves, "Nothing runs that could log.");
    }
    let query = LogQuery { service: Some(look.service.id.clone()), severity: Some(ERROR), tag: None, container: None };
    let mut reader = LogReader::new(look.session);
    let learning = secrets::learn(look.session, look.all, &look.service.name);
    let items = match join(reader.newest(&query, READ), learning).await.0 {
        Ok(items) => items,
        Err(error) => {
            return report.add(NAME, Verdict::Skip, &proves, format!("The log could not be read: {error}."));
        }
    };
    let full = items.len() >= READ;
    let of_user = items.into_iter().filter(|item| item.facility.is_none_or(|facility| facility >= FIRST_FACILITY));
    let mut recent: Vec<_> = of_user.filter(|item| item.timestamp.is_none_or(|time| time >= since)).collect();
    if recent.is_empty() {
        return report.add(NAME, Verdict::Pass, &proves, format!("None since {}.", wire_to_view::moment(since)));
    }
    // They come newest first, also where their times are the same.
    recent.reverse();
    recent.sort_by_key(|item| item.timestamp);
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
