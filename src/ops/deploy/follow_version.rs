//! Following one version to its end. Only what the platform says of this version counts; the
//! process that builds it is looked at besides, for its reasons and where the version is silent.

use jiff::{SignedDuration, Timestamp};

use super::Run;
use crate::deploy::stage::{self, Stage};
use crate::ops::context::Context;
use crate::ops::logs::clean;
use crate::ops::support::poll::{Misses, Pauses, Poll, Told, is_final, report};
use crate::platform::error::Error;
use crate::platform::logs::{LogQuery, LogReader};
use crate::platform::session::Session;
use crate::platform::wire::{AppVersion, Process};

/// A process that failed is believed when its version has not followed for so many polls.
const DOUBTS: u32 = 3;
/// Characters of a log line in a report.
const LINE: usize = 160;

/// What became of a version.
pub(super) struct Followed {
    pub(super) stage: Stage,
    /// The version as it was seen last.
    pub(super) version: Option<AppVersion>,
    /// What is to be said of a version that could not be looked at.
    pub(super) doubt: Option<String>,
    /// When its build was last seen unfinished.
    pub(super) unbuilt: Timestamp,
    /// When the following ended.
    pub(super) ended: Timestamp,
}

/// Whether a process ended without having done its work.
pub(super) fn gave_up(process: &Process) -> bool {
    process.state().is_lost()
}

/// Polls until the version has ended, the limit since the beginning is reached, or the call is cancelled.
/// A report never comes within a pause of the limit, where the answer does.
pub(super) async fn follow(
    cx: &Context,
    session: &Session,
    run: &mut Run,
    limit: SignedDuration,
    begun: Timestamp,
) -> Result<Followed, Error> {
    let clock = cx.clock();
    let mut seen: Option<AppVersion> = None;
    let mut stage = Stage::Going { built: false };
    let mut unbuilt = run.accepted;
    let mut doubts = 0;
    let (mut misses, mut misses_of_process) = (Misses::default(), Misses::default());
    let mut poll = Poll::new(cx, begun, limit, Pauses::Since(run.accepted));
    let mut reporter = Reporter { logs: LogReader::new(session), told: Told::default() };
    while matches!(stage, Stage::Going { .. }) && doubts < DOUBTS && poll.next().await {
        let Some((version, process)) = look(session, run, &poll).await else { break };
        let answered = version.is_ok();
        match version {
            Ok(version) => {
                stage = stage::of(&version);
                seen = Some(version);
                misses = Misses::default();
            }
            Err(error) => misses.add(error)?,
        }
        match process {
            Some(Ok(process)) => {
                doubts = if gave_up(&process) { doubts + 1 } else { 0 };
                run.process = Some(process);
            }
            Some(Err(error)) if is_final(&error) => return Err(error),
            // A version that can be read is enough.
            Some(Err(error)) if !answered => misses_of_process.add(error)?,
            _ => misses_of_process = Misses::default(),
        }
        note_times(run, stage, clock.now(), &mut unbuilt);
        if matches!(stage, Stage::Going { .. }) && doubts == 0 && poll.goes_on() {
            reporter.report(cx, run, seen.as_ref(), poll.elapsed()).await;
        }
    }
    let doubt = misses.words("the version");
    Ok(Followed { stage, version: seen, doubt, unbuilt, ended: clock.now() })
}

/// The version, and its process where that says more; nothing when the call is cancelled meanwhile.
async fn look(
    session: &Session,
    run: &Run,
    poll: &Poll<'_>,
) -> Option<(Result<AppVersion, Error>, Option<Result<Process, Error>>)> {
    let version = poll.look(session.app_version(&run.version)).await?;
    let unfinished = run.process.as_ref().filter(|process| !process.is_terminal() || gave_up(process));
    let process = match unfinished {
        Some(process) => Some(poll.look(session.process(&process.id)).await?),
        None => None,
    };
    Some((version, process))
}

fn note_times(run: &mut Run, stage: Stage, now: Timestamp, unbuilt: &mut Timestamp) {
    let since = |moment: Timestamp| now.duration_since(moment).as_secs();
    match stage {
        Stage::Going { built: false } => *unbuilt = now,
        Stage::Going { built: true } | Stage::Live | Stage::Replaced => {
            let accepted = run.accepted;
            let build = if run.builds { *run.seconds.build.get_or_insert_with(|| since(accepted)) } else { 0 };
            if stage == Stage::Live {
                run.seconds.deploy = Some(since(accepted) - build);
            }
        }
        Stage::Failed(_) | Stage::Cancelled => {}
    }
}

/// Reports a status when it changes, and at least every so often, with the last line of the log.
struct Reporter<'a> {
    logs: LogReader<'a>,
    told: Told,
}

impl Reporter<'_> {
    async fn report(&mut self, cx: &Context, run: &Run, version: Option<&AppVersion>, elapsed: SignedDuration) {
        let status = version.map_or_else(|| "WAITING_TO_BUILD".to_owned(), |version| version.status.clone());
        if cx.scope().progress.is_none() || !self.told.is_due(cx, &status) {
            return;
        }
        let line = self.line(version).await.map(|line| format!(": {line}")).unwrap_or_default();
        report(cx, format!("{}: {status} ({} s){line}", run.service.name, elapsed.as_secs()), elapsed).await;
    }

    /// The newest line of the build; what cannot be read is not reported.
    async fn line(&mut self, version: Option<&AppVersion>) -> Option<String> {
        let query = build_log(version?)?;
        let newest = self.logs.newest(&query, 1).await.ok()?;
        let line = clean(&newest.first()?.message);
        Some(line.chars().take(LINE).collect())
    }
}

/// Where the log of a build is. Its lines have a tag, and older builds of the service other ones; the
/// tag alone finds them where the service that builds is not known.
pub(super) fn build_log(version: &AppVersion) -> Option<LogQuery> {
    let service = Some(version.build.as_ref()?.service_stack_id.clone()).filter(|id| !id.as_str().is_empty());
    let tag = Some(format!("zbuilder@{}", version.id));
    Some(LogQuery { service, severity: None, tag, container: None })
}
