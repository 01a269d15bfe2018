//! Waiting for new lines. The backend is asked again and again for its newest lines; those that were
//! not there before are new.

use std::collections::HashMap;

use jiff::SignedDuration;

use super::entry::{Entry, Filter};
use super::search::Found;
use super::show;
use crate::ops::context::Context;
use crate::ops::support::poll::{Pauses, Poll, SOON, is_final};
use crate::platform::error::Error;
use crate::platform::logs::{LogQuery, LogReader};
use crate::platform::session::Session;
use crate::platform::wire::LogItem;

/// Lines of a look; more than come between two of them.
const LOOK: usize = 1000;
/// Lines that a report shows at most.
const REPORTED: usize = 20;
/// Characters of a report at most.
const REPORT: usize = 2000;

/// The lines that come within some seconds, the newest ones if they are too many. With a `since`
/// those from then on are answered too.
///
/// A report never comes within a pause of the answer. Only the API's own word that looking is in
/// vain ends the wait, and whatever the first look fails with.
pub(super) async fn lines(
    cx: &Context,
    session: &Session,
    reader: &mut LogReader<'_>,
    (query, filter): (&LogQuery, &Filter),
    limit: usize,
    seconds: i64,
) -> Result<Found, Error> {
    let items = reader.newest(query, LOOK).await?;
    let time = SignedDuration::from_secs(seconds);
    let mut poll = Poll::new(cx, cx.clock().now(), time, Pauses::Every(SOON));
    let mut known = counted(&items);
    let mut entries: Vec<Entry> = Vec::new();
    if filter.window.since.is_some() {
        entries.extend(items.into_iter().rev().filter_map(|item| filter.take(&item)));
    }
    let (mut missed, mut cut, mut unreported) = (false, false, 0);
    let mut before = None;
    while poll.next().await {
        let Some(answer) = cx.unless_cancelled(reader.newest(query, LOOK)).await else { break };
        let items = match answer {
            Ok(items) => items,
            Err(error) if !is_final(&error) => {
                tracing::debug!(%error, "a look at the log failed and is repeated");
                continue;
            }
            Err(error) => return Err(error),
        };
        let now = counted(&items);
        let count = items.len();
        let new: Vec<LogItem> = items.into_iter().rev().filter(|item| is_new(&mut known, item)).collect();
        missed |= count >= LOOK && new.len() == count;
        known = now;
        let count_before = entries.len();
        entries.extend(new.into_iter().filter_map(|item| filter.take(&item)));
        unreported += entries.len() - count_before;
        let surplus = entries.len().saturating_sub(limit);
        cut |= surplus > 0;
        before = entries.drain(..surplus).next_back().map_or(before, |entry| entry.time);
        if unreported > 0 && poll.goes_on() {
            let new = &entries[entries.len().saturating_sub(unreported)..];
            report(cx, session, new, poll.elapsed().as_secs(), seconds).await;
            unreported = 0;
        }
    }
    entries.sort_by_key(|entry| entry.time);
    let note = missed.then(|| format!("More than {LOOK} lines came between two looks; some were missed."));
    let note = note.or_else(|| entries.is_empty().then(|| format!("No new line came within {seconds} s.")));
    Ok(Found { entries, older: cut, before, note })
}

/// How often each line is there. Its id changes from answer to answer, so it is known by all of it.
fn counted(items: &[LogItem]) -> HashMap<u64, u32> {
    let mut counts = HashMap::with_capacity(items.len());
    for item in items {
        *counts.entry(key(item)).or_insert(0) += 1;
    }
    counts
}

fn is_new(known: &mut HashMap<u64, u32>, item: &LogItem) -> bool {
    match known.get_mut(&key(item)) {
        Some(count) if *count > 0 => {
            *count -= 1;
            false
        }
        _ => true,
    }
}

fn key(item: &LogItem) -> u64 {
    use std::hash::{DefaultHasher, Hash, Hasher};
    let mut hasher = DefaultHasher::new();
    (item.timestamp, &item.container_id, &item.message).hash(&mut hasher);
    hasher.finish()
}

async fn report(cx: &Context, session: &Session, entries: &[Entry], elapsed: i64, seconds: i64) {
    let Some(progress) = &cx.scope().progress else { return };
    let skipped = entries.len().saturating_sub(REPORTED);
    let mut message = if skipped > 0 { format!("({skipped} more)\n") } else { String::new() };
    message.push_str(&session.masked(&show::plain(&entries[skipped..])));
    if let Some((end, _)) = message.char_indices().nth(REPORT) {
        message.truncate(end);
        message.push('…');
    }
    #[expect(clippy::cast_precision_loss, reason = "a call lasts minutes")]
    progress.report(message, elapsed as f64, Some(seconds as f64)).await;
}
