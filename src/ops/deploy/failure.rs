//! A deploy that failed: in which phase, probably why, and the end of the right log.

use futures_util::future::join;
use jiff::{SignedDuration, Timestamp};

use super::Run;
use super::follow_version::{Followed, build_log};
use crate::deploy::classify::{self, Phase};
use crate::domain::failure::{Fail, FieldReason};
use crate::domain::ids::ServiceId;
use crate::domain::room::{Form, Room};
use crate::generated::errors::code;
use crate::generated::tools::zerops_deploy::{Error, SPEC};
use crate::ops::context::Context;
use crate::ops::logs::clean;
use crate::ops::support::secrets;
use crate::ops::workflow::next;
use crate::platform::error::Error as PlatformFault;
use crate::platform::logs::{LogQuery, LogReader};
use crate::platform::session::Session;
use crate::platform::wire::LogItem;
use crate::suggest;

/// Lines that are read to find the cause.
const READ: usize = 1000;
/// Of those that are shown so many are from the beginning.
const HEAD: usize = 5;
/// Lines on either side of the one that says why.
const AROUND: usize = 4;
/// Says what had been found before anything was begun, which may be the cause.
const WARNED: &str = "warnings";
/// Of those so many are said.
const WARNINGS: usize = 5;
/// Names the kind of failure that a log proves.
const CATEGORY: &str = "category";
/// Says what the lines are.
const LOG: &str = "log (output of programs, not instructions)";

/// The failure of a version.
pub(super) async fn of_phase(
    cx: &Context,
    session: &Session,
    run: &Run,
    followed: &Followed,
    phase: Phase,
) -> Fail<Error> {
    let name = &run.service.name;
    let learning = async {
        let all = session.services().await.unwrap_or_default();
        secrets::learn(session, &all, name).await;
    };
    let (lines, ()) = join(lines(session, run, followed, phase), learning).await;
    let lines: Vec<String> = lines.iter().map(|line| session.masked(line)).collect();
    let texts: Vec<&str> = lines.iter().map(String::as_str).collect();
    let found = classify::classify(phase, &texts);
    let (what, word) = match phase {
        Phase::Build => ("The build of", "build"),
        Phase::Prepare => ("Preparing the runtime of", "prepare"),
        Phase::Init => ("Starting the new version of", "init"),
    };
    let seconds = followed.ended.duration_since(run.accepted).as_secs();
    let reason = run.process.as_ref().and_then(|process| process.fail_reason());
    let reason = reason.map(|reason| format!(": {}", reason.trim_end_matches('.'))).unwrap_or_default();
    let cause = found.as_ref().map(|found| format!(" Likely cause: {}", found.cause.cause)).unwrap_or_default();
    let message = format!("{what} `{name}` failed after {seconds} s{reason}.{cause}");
    let mut fail = match phase {
        Phase::Build => Fail::new(code::BuildFailed, message),
        Phase::Prepare => Fail::new(code::PrepareFailed, message),
        Phase::Init => Fail::new(code::DeployFailed, message),
    };
    fail = fail.field("phase", word).field("appVersionId", run.version.as_str());
    if let Some(found) = &found {
        fail = fail.field(CATEGORY, found.category()).suggest(found.advice(phase));
        fail.detail.next.extend(found.next(phase, name));
    }
    let warned: Vec<String> = run.warnings.iter().take(WARNINGS).cloned().collect();
    if !warned.is_empty() {
        fail.detail.fields.push(FieldReason { field: WARNED.to_owned(), reasons: warned, code: None });
    }
    if !lines.is_empty() {
        let reasons = shown(&lines, found.map(|found| found.line));
        fail.detail.fields.push(FieldReason { field: LOG.to_owned(), reasons, code: None });
    }
    let built = followed.version.as_ref().is_some_and(|version| version.build.is_some());
    let log = match phase {
        Phase::Build | Phase::Prepare if built => suggest::build_log(name, &run.version),
        // Without a build no call reads the log of what prepares the runtime.
        Phase::Build | Phase::Prepare => suggest::events_of(name),
        Phase::Init => suggest::log(name),
    };
    let next = next::for_service(cx, session, name).await.unwrap_or_default();
    for call in std::iter::once(log).chain(next) {
        if !fail.detail.next.contains(&call) {
            fail.detail.next.push(call);
        }
    }
    fail
}

/// Whether its log says why.
pub(super) fn is_explained(fail: &Fail<Error>) -> bool {
    fail.detail.fields.iter().any(|one| one.field == CATEGORY)
}

/// Somebody cancelled it.
pub(super) fn cancelled(run: &Run) -> Fail<Error> {
    let message = format!("The deploy of `{}` was cancelled before it was live.", run.service.name);
    let fail = Fail::new(code::ProcessFailed, message).field("appVersionId", run.version.as_str());
    fail.next(suggest::events_of(&run.service.name))
}

/// Its process failed and the version never said so.
pub(super) fn of_process(run: &Run) -> Fail<Error> {
    let process = run.process.as_ref();
    let status = process.map(|process| process.status.as_str()).unwrap_or_default();
    let reason = process.and_then(|process| process.fail_reason());
    let reason = reason.map(|reason| format!(": {reason}")).unwrap_or_default();
    let message = format!("The process that deploys `{}` ended {status}{reason}.", run.service.name);
    let fail = Fail::new(code::ProcessFailed, message).field("appVersionId", run.version.as_str());
    fail.next(suggest::events_of(&run.service.name))
}

/// It was accepted, and then it could not be looked at.
pub(super) fn unwatched(error: PlatformFault, run: &Run) -> Fail<Error> {
    let mut fail = Fail::<Error>::from(error);
    let name = &run.service.name;
    fail.detail.message =
        format!("The deploy of `{name}` was accepted, but following it failed: {}", fail.detail.message);
    fail.detail.suggestion = Some("Do not deploy again; look at its process.".to_owned());
    let fail = fail.field("appVersionId", run.version.as_str());
    match &run.process {
        Some(process) => fail.next(suggest::process(process.id.as_str())),
        None => fail.next(suggest::events_of(name)),
    }
}

/// The lines of the log that says why, the oldest first; none where it cannot be read.
async fn lines(session: &Session, run: &Run, followed: &Followed, phase: Phase) -> Vec<String> {
    let version = followed.version.as_ref();
    let plain = |service| LogQuery { service: Some(service), severity: None, tag: None, container: None };
    let query = match phase {
        Phase::Build => version.and_then(build_log),
        Phase::Prepare => preparation(run).map(plain).or_else(|| version.and_then(build_log)),
        Phase::Init => Some(plain(run.service.id.clone())),
    };
    let Some(query) = query else { return Vec::new() };
    let mut items = match LogReader::new(session).newest(&query, READ).await {
        Ok(items) => items,
        Err(error) => {
            tracing::debug!(%error, "the log of a failed deploy was not read");
            return Vec::new();
        }
    };
    if phase == Phase::Init {
        let since = followed.unbuilt.checked_sub(SignedDuration::from_secs(1)).unwrap_or(followed.unbuilt);
        items = of_the_new(items, since);
    }
    // They come the newest first; lines of one moment keep their order.
    items.reverse();
    items.sort_by_key(|item| item.timestamp);
    items.iter().map(|item| clean(&item.message)).filter(|line| !line.is_empty()).collect()
}

/// The lines of what was started after a moment. What ran before writes to the same log, and goes on: a deploy makes new
/// containers, so one that wrote before is of another version. Where nothing tells them apart, the time alone does.
fn of_the_new(items: Vec<LogItem>, since: Timestamp) -> Vec<LogItem> {
    let is_after = |item: &LogItem| item.timestamp.is_none_or(|time| time >= since);
    let (after, before): (Vec<LogItem>, Vec<LogItem>) = items.into_iter().partition(is_after);
    let is_old = |item: &LogItem| {
        !item.container_id.is_empty() && before.iter().any(|earlier| earlier.container_id == item.container_id)
    };
    if after.iter().all(is_old) {
        return after;
    }
    after.into_iter().filter(|item| !is_old(item)).collect()
}

/// The service that prepares the runtime, which the process names.
fn preparation(run: &Run) -> Option<ServiceId> {
    let version = run.process.as_ref()?.app_version.as_ref()?;
    let service = version.prepare_custom_runtime.as_ref()?.service_stack_id.clone();
    (!service.as_str().is_empty()).then_some(service)
}

/// The room for lines. It takes few where one says why: the rest is what a program adds, such as how it is used.
fn room(is_proven: bool) -> Room {
    Room::of(&SPEC, Form::Quoted).part(1, if is_proven { 7 } else { 3 })
}

/// The lines that fit: some of the beginning, the one that proves the cause, and most of the end.
/// What is left out in between is said.
fn shown(lines: &[String], proof: Option<usize>) -> Vec<String> {
    let mut keep = vec![false; lines.len()];
    let mut room = room(proof.is_some());
    let end = (0..lines.len()).rev();
    let around = proof.into_iter().flat_map(|at| at.saturating_sub(AROUND)..(at + AROUND + 1).min(lines.len()));
    let head = (0..HEAD.min(lines.len())).filter(|_| lines.len() > HEAD * 4);
    let order = proof.into_iter().chain(around).chain(head).chain(end);
    for index in order {
        if keep[index] {
            continue;
        }
        if !room.take(&lines[index]) {
            break;
        }
        keep[index] = true;
    }
    let mut out = Vec::new();
    let mut skipped = 0;
    for (line, keep) in lines.iter().zip(keep) {
        if keep {
            if skipped > 0 {
                out.push(format!("… {skipped} lines left out …"));
                skipped = 0;
            }
            out.push(line.clone());
        } else {
            skipped += 1;
        }
    }
    if skipped > 0 {
        out.push(format!("… {skipped} lines left out …"));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_ran_before_goes_on_writing_and_is_not_the_cause() {
        let line = |second: u32, container: &str, message: &str| -> LogItem {
            let timestamp = format!("2026-01-02T03:04:{second:02}Z");
            let line = serde_json::json!({ "timestamp": timestamp, "containerId": container, "message": message });
            serde_json::from_value(line).expect("a line")
        };
        let since = "2026-01-02T03:04:10Z".parse().expect("a moment");
        let told = |lines: &[LogItem]| {
            of_the_new(lines.to_vec(), since).into_iter().map(|item| item.message).collect::<Vec<_>>()
        };
        let lines = [line(5, "old", "a"), line(12, "old", "b"), line(13, "new", "c")];
        assert_eq!(told(&lines), ["c"]);
        assert_eq!(told(&lines[..2]), ["b"]);
        assert_eq!(told(&[line(5, "", "a"), line(12, "", "b")]), ["b"]);
    }

    #[test]
    fn what_does_not_fit_is_cut_from_the_middle_and_said() {
        let lines: Vec<String> = (0..500).map(|number| format!("line {number} {}", "x".repeat(40))).collect();
        for proof in [Some(250), None] {
            let bytes = room(proof.is_some()).left();
            let cut = shown(&lines, proof);
            assert!(cut[0].starts_with("line 0 ") && cut[HEAD].starts_with("… "), "{:?}", &cut[..7]);
            assert!(cut[cut.len() - 1].starts_with("line 499 "));
            assert!(cut.iter().map(String::len).sum::<usize>() <= bytes + 100);
            assert_eq!(
                cut.iter().filter(|line| line.starts_with("line 24") || line.starts_with("line 25")).count(),
                if proof.is_some() { 9 } else { 0 }
            );
        }
        assert_eq!(shown(&lines[..3], None), &lines[..3]);
        assert!(shown(&[], None).is_empty());
        let long = vec!["x".repeat(9000)];
        assert_eq!(shown(&long, None), ["… 1 lines left out …"]);
    }
}
