//! A deploy by pushing: the commit goes to the remote of the unit, and what builds there makes the version.
//!
//! Nothing is committed. The commit is pushed from an empty repository that borrows the objects of the user's, so that
//! neither a hook nor a setting of that repository runs anything; the user's own credentials are used. A token
//! in `GIT_TOKEN` reaches git in its environment alone.

use std::collections::HashSet;
use std::path::Path;
use std::time::Duration;

use jiff::SignedDuration;

use super::order::Target;
use super::{Run, finish, order, pushed};
use crate::deploy::changes;
use crate::deploy::commit::{self, Checkout};
use crate::domain::failure::Fail;
use crate::domain::ids::AppVersionId;
use crate::domain::outcome::Outcome;
use crate::generated::errors::code;
use crate::generated::tools::zerops_deploy::{Args, Error};
use crate::generated::types::{DeployResult, DeploySeconds, Hostname};
use crate::ops::context::Context;
use crate::ops::support::git_remote::{Address, git};
use crate::ops::support::notebook;
use crate::ops::support::poll::{Pauses, Poll, is_final};
use crate::platform::session::Session;
use crate::platform::wire::{AppVersion, Service};
use crate::programs::{Limits, RunError, capture};
use crate::suggest;
use crate::workflow::notebook::Remote;

/// The most time that a push may take.
const PUSH: Limits = Limits { bytes: 1024 * 1024, time: Duration::from_mins(5) };
/// Characters of a commit that tell it from others.
const SHORT: usize = 7;
/// Time between looks for the version.
const PAUSE: Duration = Duration::from_secs(5);
/// Versions that are looked at.
const RECENT: usize = 20;
/// How long a version may take to come about: the job of a workflow waits for a machine first.
const WINDOW: SignedDuration = SignedDuration::from_mins(3);
/// The branch that is pushed to where nobody chose one.
const BRANCH: &str = "main";

/// Pushes, and follows what that brings about.
pub(super) async fn push(cx: &Context, args: &Args) -> Result<Outcome<DeployResult>, Fail<Error>> {
    let begun = cx.clock().now();
    let platform = cx.connection().session().await?;
    let target = order::target(&platform, &target(args)?).await?;
    let reading = notebook::read(cx, &platform).await;
    let unit = reading.book.unit_of(&target.name);
    let Some((hostname, unit, remote)) = unit.and_then(|(name, unit)| Some((name, unit, unit.remote.clone()?))) else {
        let message = format!("`{}` has no remote to push to. Nothing was pushed.", target.name);
        return Err(Fail::new(code::GitPushRequired, message).next(suggest::git_push_setup(&target.name)));
    };
    let built = Hostname(unit.stage.clone().unwrap_or_else(|| hostname.to_owned()));
    let integration = unit.integration;
    let service = order::target(&platform, &Target::Hostname(built)).await?;
    let there = versions(&platform, &service).await?;
    let before: HashSet<AppVersionId> = there.iter().map(|version| version.id.clone()).collect();
    let folder = super::source::folder(cx, args.working_dir.as_ref().map_or(".", |path| path.0.as_str())).await?;
    let checkout = commit::checkout(&folder).await.ok_or_else(|| {
        let message = "The folder is in no git work tree with a commit, so there is nothing to push.";
        Fail::new(code::PreflightFailed, message).field("workingDir", "has no commit")
    })?;
    if !commit::is_its_own(&checkout).await {
        let message = "Nothing was pushed: the repository of this folder is elsewhere and does not name it, or borrows the objects of another one.";
        let fail = Fail::new(code::PreflightFailed, message).field("workingDir", "has another folder's repository");
        return Err(fail.suggest("Push from the folder of the repository itself, or from a clone of its own."));
    }
    let Sent { news, mut warnings } = send(cx, &remote, &checkout).await?;
    if !news {
        return Ok(Outcome::Done(already_there(&service, &there, &checkout, warnings)));
    }
    warnings.extend(pushed::note(cx, &platform, hostname, checkout.short()).await);
    let mut result = DeployResult {
        service: service.name.clone(),
        app_version_name: Some(checkout.short().to_owned()),
        changed: false,
        status: "PUSHED".to_owned(),
        warnings,
        next: vec![suggest::events_of(&service.name)],
        ..DeployResult::default()
    };
    if integration.is_none() {
        result.note = Some("It was pushed, which deploys nothing: no build integration is chosen for it.".to_owned());
        result.next = vec![suggest::build_integration(hostname)];
        return Ok(Outcome::Done(result));
    }
    if !cx.waits(args.wait) {
        result.note = Some("It was pushed; what builds it makes a version, which zerops_events shows.".to_owned());
        return Ok(Outcome::Done(result));
    }
    let Some(version) = awaited(cx, &platform, &service, &before, &checkout).await? else {
        "AWAITING_BUILD".clone_into(&mut result.status);
        result.note = Some(format!(
            "It was pushed, and no version of `{}` came within {} s: look at the run of the workflow or the webhook in the repository.",
            service.name,
            WINDOW.as_secs()
        ));
        return Ok(Outcome::Done(result));
    };
    let accepted = cx.clock().now();
    let run = Run {
        service,
        version: version.id,
        // A list of versions does not always say what each is called; this is the commit that made it.
        name: version.name.or_else(|| Some(checkout.short().to_owned())),
        process: None,
        setup: String::new(),
        idles: false,
        builds: true,
        files: None,
        bytes: None,
        seconds: DeploySeconds { upload: Some(accepted.duration_since(begun).as_secs()), ..Default::default() },
        warnings: result.warnings,
        accepted,
    };
    let limit = SignedDuration::from_secs(args.timeout);
    finish(cx, &platform, run, limit, begun, args.cancel_build.unwrap_or(false)).await
}

fn target(args: &Args) -> Result<Target, Fail<Error>> {
    if let Some(field) = [("sourceService", args.source_service.is_some()), ("method", args.method.is_some())]
        .into_iter()
        .find_map(|(field, given)| given.then_some(field))
    {
        let fail = Fail::new(code::InvalidParameter, "A push goes from a folder of this computer, by git.");
        return Err(fail.field(field, "does not go with strategy git-push"));
    }
    order::named(args)?.ok_or_else(|| {
        Fail::new(code::InvalidParameter, "The call names no target.").field("targetService", "is missing")
    })
}

/// A push that went through.
struct Sent {
    /// Whether the remote did not have the commit on that branch yet. Where it did, nothing is built.
    news: bool,
    warnings: Vec<String>,
}

/// The answer where nothing was pushed: what is there of the commit already.
fn already_there(service: &Service, there: &[AppVersion], checkout: &Checkout, warnings: Vec<String>) -> DeployResult {
    let (name, short) = (&service.name, checkout.short());
    let version = there.iter().find(|version| is_of(version, checkout));
    let serves =
        |version: &&AppVersion| service.active_app_version.as_ref().is_some_and(|active| active.id == version.id);
    let (note, next) = match version {
        Some(version) if serves(&version) => (
            format!(
                "The remote has {short} already, so nothing was pushed; `{name}` runs it, as version {}.",
                version.id
            ),
            suggest::verify(name),
        ),
        Some(version) => (
            format!(
                "The remote has {short} already, so nothing was pushed; its version {} is {}.",
                version.id, version.status
            ),
            suggest::versions(name),
        ),
        // The list of a service does not tell what each version is called.
        None => (
            format!(
                "The remote has {short} already, so nothing was pushed and nothing is built by it. zerops_status shows \
                 what came of earlier pushes; for another build commit a change, or deploy without `strategy`."
            ),
            suggest::versions(name),
        ),
    };
    DeployResult {
        service: name.clone(),
        app_version_id: version.map(|version| version.id.to_string()),
        app_version_name: Some(short.to_owned()),
        changed: false,
        status: version.map_or_else(|| "UP_TO_DATE".to_owned(), |version| version.status.clone()),
        note: Some(note),
        warnings,
        next: vec![next],
        ..DeployResult::default()
    }
}

/// Whether a version is called like the commit.
fn is_of(version: &AppVersion, checkout: &Checkout) -> bool {
    version.name.as_deref().is_some_and(|name| name.len() >= SHORT && checkout.commit.starts_with(name))
}

/// Whether git says of a push, line by line, that the remote had all of it.
fn had_it(porcelain: &[u8]) -> bool {
    porcelain.split(|byte| *byte == b'\n').any(|line| line.starts_with(b"=\t"))
}

/// Pushes the commit; answers what to know of it.
async fn send(cx: &Context, remote: &Remote, checkout: &Checkout) -> Result<Sent, Fail<Error>> {
    let failed =
        |why: String| Fail::new(code::GitRemoteFailed, format!("The push failed: {why}. Nothing is deployed."));
    let address = Address::parse(&remote.url).map_err(failed)?;
    let program = &cx.programs().git;
    let folder = changes::borrowed(program, checkout).await.map_err(failed)?;
    tracing::debug!(effect = "git.push", "pushing a commit");
    let branch = remote.branch.as_deref().unwrap_or(BRANCH);
    let mut push = git(program, folder.path());
    push.arg("push").arg("--porcelain").arg("--no-verify").arg("--");
    push.arg(address.to_string()).arg(format!("{}:refs/heads/{branch}", checkout.commit));
    let news = match capture(push, PUSH).await {
        Ok(written) => !had_it(&written.bytes),
        Err(RunError::Start(_)) => return Err(failed("git is not on this computer".to_owned())),
        Err(error) => return Err(failed(error.to_string())),
    };
    let warnings = match changed(program, folder.path(), checkout).await {
        Some(0) => Vec::new(),
        Some(count) => {
            vec![format!("{count} changed or new files of the folder are in no commit, so they were not pushed")]
        }
        None => vec!["whether the folder differs from the commit could not be seen".to_owned()],
    };
    Ok(Sent { news, warnings })
}

/// How many files of the work tree differ from the commit, with those that git does not know; nothing where that
/// cannot be seen.
async fn changed(program: &Path, repository: &Path, checkout: &Checkout) -> Option<usize> {
    let tracked = changes::tracked(program, repository, checkout).await?;
    // What the user ignores everywhere is said by the user's own configuration.
    let mut others = git(program, repository);
    others.arg("--git-dir=.").arg(format!("--work-tree={}", checkout.tree.display()));
    others.args(["ls-files", "--others", "--exclude-standard", "-z"]);
    let others = capture(others, changes::LOOK).await.ok()?;
    Some(tracked.len() + others.bytes.split(|byte| *byte == 0).filter(|path| !path.is_empty()).count())
}

/// The newest versions of a service that somebody made, the newest first.
async fn versions(session: &Session, target: &Service) -> Result<Vec<AppVersion>, crate::platform::error::Error> {
    let made = |version: &AppVersion| !version.is_empty();
    Ok(session.recent_app_versions(Some(&target.id), RECENT, made).await?.entries)
}

/// The version that the push brings about: a new one that is called like the commit, else the first new one.
async fn awaited(
    cx: &Context,
    session: &Session,
    service: &Service,
    before: &HashSet<AppVersionId>,
    checkout: &Checkout,
) -> Result<Option<AppVersion>, Fail<Error>> {
    let mut poll = Poll::new(cx, cx.clock().now(), WINDOW, Pauses::Every(PAUSE));
    loop {
        let found = match versions(session, service).await {
            Ok(found) => found,
            Err(error) if is_final(&error) => return Err(error.into()),
            Err(_) => Vec::new(),
        };
        let new: Vec<AppVersion> = found.into_iter().filter(|version| !before.contains(&version.id)).collect();
        let named = new.iter().find(|version| is_of(version, checkout)).or_else(|| new.last()).cloned();
        if named.is_some() || !poll.next().await {
            return Ok(named);
        }
    }
}
