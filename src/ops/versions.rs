//! The versions of a service: which there are, and making an earlier one live again.

mod choose;
mod kept;

use std::fmt::Write as _;

use tokio::time::{Duration, Instant};

use super::context::Context;
use super::deploy::{self, Refusal, Release};
use super::logs;
use super::support::poll::{Poll, SOON};
use super::support::{end_of_call, failure, public_addresses, service_facts, services, wire_to_view};
use crate::domain::failure::{Fail, FieldReason};
use crate::domain::ids::AppVersionId;
use crate::domain::outcome::Outcome;
use crate::domain::status::VersionStatus;
use crate::generated::errors::code;
use crate::generated::tools::zerops_versions::{Error, ListArgs, RollbackArgs};
use crate::generated::types::{Hostname, VersionView, VersionsResult};
use crate::platform::error::Error as PlatformFault;
use crate::platform::session::Session;
use crate::platform::wire::{Process, Service};
use crate::suggest;
use crate::workflow::notebook::Verdict;
use choose::{Choice, PREVIOUS, choose};
use kept::Kept;

/// The actions of processes that end with another version serving.
pub(super) const DEPLOYS: [&str; 3] = ["stack.build", "stack.deploy", wire_to_view::ROLLBACK];
/// The longest that is waited for variables that are being changed.
const PATIENCE: Duration = Duration::from_mins(10);
/// Between looks at a version whose process has finished.
const LAG: [Duration; 2] = [SOON; 2];
/// Said of what a rollback leaves as it is.
const STAYS: &str = "Variables of the service and the project, and all data, are as they were; only code, zerops.yaml and \
                     its run.envVariables came back.";

/// Lists the versions of a service.
///
/// # Errors
/// `INVALID_PARAMETER` for a service that runs no code; else those of the tool.
pub async fn list(cx: &Context, args: ListArgs) -> Result<VersionsResult, Fail<Error>> {
    let session = cx.connection().session().await?;
    let service = runtime(&session, &args.service_hostname).await?;
    let kept = kept::of(cx, &session, &service).await?;
    let mut note = None;
    let mut next = Vec::new();
    match kept.iter().find(|one| one.status() == VersionStatus::Active) {
        None => note = Some(format!("`{}` serves no version.", service.name)),
        Some(active) if active.version.is_empty() => note = Some("What serves has no code.".to_owned()),
        Some(active) => match active.verdict() {
            Some(Verdict::Failed) if matches!(choose(&kept, PREVIOUS), Choice::One(..)) => {
                next.push(suggest::roll_back(&service.name, None));
            }
            Some(Verdict::Passed) => {}
            _ => next.push(suggest::verify(&service.name)),
        },
    }
    let versions = kept.iter().map(Kept::view).collect();
    Ok(VersionsResult { service: service.name, versions, note, next, ..VersionsResult::default() })
}

/// The kept versions of a runtime, the newest first.
pub(super) async fn views(
    cx: &Context,
    session: &Session,
    service: &Service,
) -> Result<Vec<VersionView>, PlatformFault> {
    Ok(kept::of(cx, session, service).await?.iter().map(Kept::view).collect())
}

/// Makes a version live again that was live before.
///
/// # Errors
/// `VERSION_NOT_FOUND` and `ROLLBACK_IMPOSSIBLE` with nothing changed; `PROCESS_FAILED` when the platform did not
/// bring it up.
pub async fn rollback(cx: &Context, args: RollbackArgs) -> Result<Outcome<VersionsResult>, Fail<Error>> {
    let session = cx.connection().session().await?;
    let service = services::find::<Error>(&session, &args.service_hostname).await?;
    if cx.is_own(&service) {
        let message = format!("zcp itself runs in `{}`: a rollback of it would end this session.", service.name);
        return Err(Fail::new(code::ServiceProtected, message));
    }
    check_runtime(&service)?;
    let kept = kept::of(cx, &session, &service).await?;
    let (target, over) = target(&kept, &service, args.version.as_ref().map_or(PREVIOUS, |version| &version.0))?;
    let active = kept.iter().find(|one| one.status() == VersionStatus::Active);
    let mut result = VersionsResult {
        service: service.name.clone(),
        changed: Some(false),
        version: Some(target.view()),
        note: passed_over(&over),
        ..VersionsResult::default()
    };
    if target.status() == VersionStatus::Active {
        result.note = Some(format!("{} serves already.", target.label()));
        result.next = vec![suggest::verify(&service.name)];
        return Ok(Outcome::Done(result));
    }
    if target.status() != VersionStatus::Backup {
        return Err(unusable(&kept, &service, target));
    }
    if let Some(process) = session.unfinished(&service.id, &DEPLOYS).await? {
        return Err(goes_on(&service, &process));
    }
    result.replaced = active.map(Kept::view);
    let release = Release::of_backup(&target.version.id);
    let released = deploy::release(cx, &session, &service, release, Instant::now() + PATIENCE).await;
    let process = released.map_err(|refusal| refused(refusal, &service, target))?;
    let process = match process {
        Some(process) => Some(process),
        // The answer was lost, and the version goes on.
        None => session.unfinished(&service.id, &DEPLOYS).await.ok().flatten(),
    };
    result.process = process.as_ref().map(wire_to_view::process);
    tracing::debug!(version = target.id(), "the rollback was accepted");
    if !cx.waits(args.wait) {
        return Ok(Outcome::Started(result));
    }
    let settled = end_of_call::settle::<_, Error>(cx, Some(true), &mut result).await;
    settled.map_err(|fail| failed(fail, &service, active))?;
    Ok(Outcome::Done(live(cx, &session, &service, target, result).await))
}

/// The service, if code of the user's runs in it.
async fn runtime(session: &Session, hostname: &Hostname) -> Result<Service, Fail<Error>> {
    let service = services::find::<Error>(session, hostname).await?;
    check_runtime(&service)?;
    Ok(service)
}

fn check_runtime(service: &Service) -> Result<(), Fail<Error>> {
    if service_facts::is_runtime(service) {
        return Ok(());
    }
    let reason =
        format!("`{}` is {}, which runs no code of yours and has no versions", service.name, service.type_name());
    Err(Fail::new(code::InvalidParameter, format!("{reason}.")).field("serviceHostname", reason))
}

/// The version that is meant, and the newer ones that were passed over for it.
fn target<'a>(kept: &'a [Kept], service: &Service, wanted: &str) -> Result<(&'a Kept, Vec<&'a Kept>), Fail<Error>> {
    let hostname = &service.name;
    match choose(kept, wanted) {
        Choice::One(one, over) => Ok((one, over)),
        Choice::Unknown => {
            let message = format!("`{hostname}` has no version that is called so; the platform keeps the ten newest.");
            Err(with_candidates(Fail::new(code::VersionNotFound, message), kept, hostname))
        }
        Choice::Several(found) => {
            let labels: Vec<String> = found.iter().map(|one| one.label()).collect();
            let message = format!("Several versions of `{hostname}` are called so: {}.", labels.join(", "));
            Err(with_candidates(Fail::new(code::VersionNotFound, message), kept, hostname))
        }
        Choice::NothingEarlier => {
            let message = format!("No kept version of `{hostname}` is older than the one that serves and was live.");
            let fail = Fail::new(code::RollbackImpossible, message).suggest(
                "Name a newer version, where one is kept that was live, deploy the older commit again with zerops_deploy, or mend what serves.",
            );
            Err(with_candidates(fail, kept, hostname))
        }
        Choice::NeverLive(newest) => {
            let message = format!(
                "{} of `{hostname}` is {}: it never was live, and what served before it still serves. Nothing was rolled back.",
                newest.label(),
                newest.status()
            );
            let fail = Fail::new(code::RollbackImpossible, message)
                .suggest("Mend the code and deploy it; to go further back all the same, name the version.");
            Err(with_candidates(fail, kept, hostname))
        }
        Choice::AllFailed => {
            let message =
                format!("Every version of `{hostname}` that was live before failed when it was verified last.");
            let fail = Fail::new(code::RollbackImpossible, message);
            let fail =
                fail.suggest("Name the version all the same, if it is better than what serves, or mend what serves.");
            Err(with_candidates(fail, kept, hostname))
        }
    }
}

/// Says which versions can be rolled back to.
fn with_candidates(fail: Fail<Error>, kept: &[Kept], hostname: &str) -> Fail<Error> {
    let candidates = kept.iter().filter(|one| one.status() == VersionStatus::Backup);
    let reasons: Vec<String> = candidates.map(candidate).collect();
    let reasons = if reasons.is_empty() { vec!["no kept version was live before".to_owned()] } else { reasons };
    let mut fail = fail.next(suggest::versions(hostname));
    fail.detail.fields.push(FieldReason { field: "version".to_owned(), reasons, code: None });
    fail
}

/// A version as an error lists it: `ID commit setup, made 2026-…, passed`.
fn candidate(one: &Kept) -> String {
    let mut line = one.id().to_owned();
    if let Some(name) = &one.name {
        let _ = write!(line, " {name}");
    }
    if let Some(created) = one.version.created {
        let _ = write!(line, ", made {}", wire_to_view::moment(created));
    }
    if let Some(verdict) = one.verdict() {
        let _ = write!(line, ", verified: {}", kept::word(verdict));
    }
    line
}

/// Why newer versions were not taken, where some were not.
fn passed_over(over: &[&Kept]) -> Option<String> {
    let line = |one: &&Kept| {
        let why = match one.verdict() {
            Some(Verdict::Failed) => "its last proof failed",
            _ => "it is not proven, and an earlier one is",
        };
        format!("{}: {why}", one.label())
    };
    let lines: Vec<String> = over.iter().map(line).collect();
    (!lines.is_empty()).then(|| format!("Passed over as `previous`: {}.", lines.join("; ")))
}

/// The version cannot be made live.
fn unusable(kept: &[Kept], service: &Service, target: &Kept) -> Fail<Error> {
    let status = target.status();
    let why = if status.is_going() { "is on its way" } else { "never was live" };
    let message = format!("{} is {}: it {why}; only what is BACKUP can be made live again.", target.label(), status);
    with_candidates(Fail::new(code::RollbackImpossible, message), kept, &service.name)
}

/// A deploy goes on, and would take the place of what is rolled back to.
fn goes_on(service: &Service, process: &Process) -> Fail<Error> {
    let what = wire_to_view::action(&process.action_name);
    let message =
        format!("A {what} of `{}` is {}; when it ends, its version would serve again.", service.name, process.status);
    Fail::new(code::RollbackImpossible, message)
        .suggest("Wait until that process has ended, or cancel it where it is the mistake; then roll back.")
        .next(suggest::process(process.id.as_str()))
        .next(suggest::cancel(process.id.as_str()))
}

/// The platform did not begin it, or nobody knows whether it did.
fn refused(refusal: Refusal, service: &Service, target: &Kept) -> Fail<Error> {
    let hostname = &service.name;
    match refusal {
        Refusal::Stopped => Fail::new(
            code::RollbackImpossible,
            "The call was cancelled before the rollback began; nothing was changed.",
        )
        .suggest("Call again where it is still wanted."),
        Refusal::Waited(process) => {
            let message = format!("Variables of `{hostname}` are still being changed, which has to end first.");
            let fail = Fail::new(code::RollbackImpossible, message).suggest("Wait for that process, then roll back.");
            match process {
                Some(process) => fail.next(suggest::process(process.id.as_str())),
                None => fail.next(suggest::events_of(hostname)),
            }
        }
        Refusal::Platform(error) | Refusal::Unbegun(error) if error.may_have_taken_effect => {
            let mut fail = Fail::<Error>::from(error).field("appVersionId", target.id());
            fail.detail.next = vec![suggest::versions(hostname)];
            fail.suggest("Look whether this version serves before you roll back again.")
        }
        Refusal::Platform(error) | Refusal::Unbegun(error) => failure::of_change(error, hostname),
    }
}

/// The process did not bring the version up.
fn failed(mut fail: Fail<Error>, service: &Service, active: Option<&Kept>) -> Fail<Error> {
    if matches!(fail.code, Error::ProcessFailed) {
        let serves = active.map(|active| format!(" {} served before.", active.label())).unwrap_or_default();
        fail.detail.message.push_str(&format!(".{serves}"));
        fail.detail.suggestion =
            Some("Read the log, then look which version serves; another version can be named.".to_owned());
        fail.detail.next.insert(0, suggest::log(&service.name));
        fail.detail.next.push(suggest::versions(&service.name));
    }
    fail
}

/// Looks whether the version serves once its process has ended.
async fn live(
    cx: &Context,
    session: &Session,
    service: &Service,
    target: &Kept,
    mut result: VersionsResult,
) -> VersionsResult {
    if result.process.as_ref().is_some_and(|process| process.status != "FINISHED") {
        return result;
    }
    let mut poll = Poll::each(cx, &LAG);
    let seen = loop {
        let seen = session.app_version(&target.version.id).await.ok();
        let is_live = seen.as_ref().is_some_and(|version| version.state() == VersionStatus::Active);
        if is_live || !poll.next().await {
            break seen;
        }
    };
    let status = seen.as_ref().map(|version| version.status.clone());
    if let Some(version) = seen {
        let now = Kept { version, ..target.clone() };
        result.version = Some(now.view());
    }
    let note = match status.as_deref() {
        Some("ACTIVE") => {
            result.changed = Some(true);
            STAYS.to_owned()
        }
        Some(status) => format!("Not confirmed: the process has finished, and the version was seen {status}."),
        None => "Not confirmed: the process has finished, and the version could not be looked at.".to_owned(),
    };
    result.note = Some(match result.note.take() {
        Some(earlier) => format!("{earlier} {note}"),
        None => note,
    });
    if result.changed == Some(true)
        && let Some(replaced) = &mut result.replaced
        && let Ok(version) = session.app_version(&AppVersionId::new(replaced.id.clone())).await
    {
        replaced.status = logs::clean(&version.status);
    }
    if let Ok(service) = session.service(&service.id).await
        && service.subdomain_access
    {
        result.urls = public_addresses::of(session, &service).await.unwrap_or_default();
    }
    result.next = if result.changed == Some(true) {
        vec![suggest::verify(&service.name)]
    } else {
        vec![suggest::versions(&service.name), suggest::log(&service.name)]
    };
    result
}
