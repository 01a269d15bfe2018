//! Deploying code: checked first, uploaded, built, and followed as the one version that it is.

mod edited;
mod failure;
mod follow_version;
mod from;
mod git_push;
mod order;
mod preflight;
mod promoted;
mod push;
mod pushed;
mod release;
mod result;
mod secrets;
mod send;
mod source;

use futures_util::future::join;
use jiff::{SignedDuration, Timestamp};
use tokio::time::Instant;

use super::context::Context;
use super::logs::clean;
use super::support::poll::{Pauses, Poll, SOON, is_final, remaining};
use super::support::{service_facts, wire_to_view};
use super::versions::DEPLOYS;
use crate::deploy::classify::Phase;
use crate::deploy::stage::Stage;
use crate::domain::failure::Fail;
use crate::domain::ids::AppVersionId;
use crate::domain::outcome::Outcome;
use crate::generated::errors::code;
use crate::generated::tools::zerops_deploy::{Args, Error};
use crate::generated::types::{DeployMethod, DeployResult, DeploySeconds, DeployStrategy};
use crate::platform::session::Session;
use crate::platform::wire::{Process, Service};
use order::From as Origin;
pub(super) use release::{Refusal, Release, release};

/// What is known of a deploy while it goes on.
struct Run {
    service: Service,
    version: AppVersionId,
    /// What the version is called: the commit that it was made of.
    name: Option<String>,
    process: Option<Process>,
    setup: String,
    /// Whether nothing answers before a development server is started.
    idles: bool,
    /// Whether it is built before it is deployed.
    builds: bool,
    files: Option<u64>,
    bytes: Option<u64>,
    seconds: DeploySeconds,
    warnings: Vec<String>,
    accepted: Timestamp,
}

/// Deploys a folder, of this computer or of a container.
///
/// # Errors
/// What the preflight found, with nothing made; or where on its way the version failed.
pub async fn deploy(cx: &Context, args: Args) -> Result<Outcome<DeployResult>, Fail<Error>> {
    if args.strategy == Some(DeployStrategy::GitPush) {
        return Box::pin(git_push::push(cx, &args)).await;
    }
    let begun = cx.clock().now();
    let limit = SignedDuration::from_secs(args.timeout);
    let deadline = Instant::now() + remaining(cx, begun, limit);
    let order = order::of(&args)?;
    let session = cx.connection().session().await?;
    let target = order::target(&session, &order.target).await?;
    if cx.is_own(&target) {
        let message = format!("zcp runs in `{}`: deploying to it would end this session.", target.name);
        return Err(Fail::new(code::ServiceProtected, message));
    }
    let mut source = source::look(cx, &session, &order.from, args.include_git.unwrap_or(false)).await?;
    secrets::examine(cx, &mut source).await?;
    let waits = cx.waits(args.wait);
    let target = if waits { made(cx, &session, target, begun, limit).await? } else { target };
    let checked = Box::pin(preflight::check(cx, &session, &target, &args, &order.from, &source));
    let (checked, other) = join(checked, beside(&session, &target)).await;
    let mut plan = checked?;
    plan.warnings.splice(..0, other);
    secrets::check(&source, &mut plan, &target, args.include_secrets.unwrap_or(false))?;
    edited::check(cx, &source, &plan, &target).await?;
    let looked = promoted::look(cx, &source, &target.name).await;
    let run = match &order.from {
        Origin::Folder { method: DeployMethod::Zcli, .. } => {
            push::push(cx, &session, target, plan, &source, &args).await?
        }
        _ => match send::send(cx, &session, target, plan, source, waits, deadline).await? {
            Some(run) => run,
            None => return Err(stopped(cx)),
        },
    };
    if let Some(looked) = looked {
        promoted::note(cx, &session, looked, run.version.as_str()).await;
    }
    from::note(cx, &session, &order.from, &run).await;
    tracing::debug!(version = %run.version, "the deploy was accepted");
    if !waits {
        return Ok(Outcome::Done(result::begun(&session, run).await));
    }
    Box::pin(finish(cx, &session, run, limit, begun, args.cancel_build.unwrap_or(false))).await
}

/// What goes on already, and goes on beside what is deployed now. What cannot be looked at is only not said.
async fn beside(session: &Session, target: &Service) -> Option<String> {
    let process = session.unfinished(&target.id, &DEPLOYS).await.ok().flatten()?;
    let version = process.app_version.as_ref().map(|version| format!(" of version {}", version.id)).unwrap_or_default();
    let what = wire_to_view::action(&process.action_name);
    Some(format!(
        "Another {what}{version} is {} on `{}` (process {}); this one was begun beside it. Look which of them serves when both have ended.",
        process.status, target.name, process.id
    ))
}

/// The target once it is made, as far as that comes before the limit.
async fn made(
    cx: &Context,
    session: &Session,
    mut target: Service,
    begun: Timestamp,
    limit: SignedDuration,
) -> Result<Service, Fail<Error>> {
    let mut poll = Poll::new(cx, begun, limit, Pauses::Every(SOON));
    while service_facts::is_being_made(&target) && poll.next().await {
        match session.service(&target.id).await {
            Ok(service) => target = service,
            Err(error) if is_final(&error) => return Err(error.into()),
            Err(error) => tracing::debug!(%error, "a look at the target failed and is repeated"),
        }
    }
    Ok(target)
}

/// Follows the version to its end, and says what came of it.
async fn finish(
    cx: &Context,
    session: &Session,
    mut run: Run,
    limit: SignedDuration,
    begun: Timestamp,
    cancel_build: bool,
) -> Result<Outcome<DeployResult>, Fail<Error>> {
    let followed = match follow_version::follow(cx, session, &mut run, limit, begun).await {
        Ok(followed) => followed,
        Err(error) => return Err(failure::unwatched(error, &run)),
    };
    match followed.stage {
        Stage::Live => {
            edited::note(cx, &run).await;
            Ok(Outcome::Done(result::live(cx, session, run, followed).await))
        }
        Stage::Replaced => Ok(Outcome::Done(result::replaced(run, &followed))),
        Stage::Failed(phase) => {
            let fail = failure::of_phase(cx, session, &run, &followed, phase).await;
            if !failure::is_explained(&fail)
                && let Some(later) = overtaken_by(session, &run, &followed).await
            {
                return Ok(Outcome::Done(result::overtaken(run, &followed, &later)));
            }
            Err(fail)
        }
        Stage::Cancelled => Err(failure::cancelled(&run)),
        Stage::Going { .. } if run.process.as_ref().is_some_and(follow_version::gave_up) => {
            Err(failure::of_process(&run))
        }
        Stage::Going { .. } => {
            let note = unfinished(cx, session, &run, &followed, cancel_build).await;
            Ok(Outcome::Done(result::unfinished(run, &followed, note)))
        }
    }
}

/// The version that serves, where it was made after this one: such a one is not put in its place, and nothing of it is
/// wrong. A build that failed has failed by itself.
async fn overtaken_by(session: &Session, run: &Run, followed: &follow_version::Followed) -> Option<String> {
    let own = followed.version.as_ref().filter(|_| followed.stage == Stage::Failed(Phase::Init))?;
    let active = session.service(&run.service.id).await.ok()?.active_app_version?;
    let is_later = own.created.zip(active.created).is_some_and(|(own, active)| own < active);
    is_later.then(|| match &active.name {
        Some(name) => format!("{} ({})", active.id, clean(name)),
        None => active.id.to_string(),
    })
}

/// At the limit, or when nobody wants the answer any more: the build goes on unless it was to be
/// cancelled then, or its process has ended and only the version did not say so.
async fn unfinished(
    cx: &Context,
    session: &Session,
    run: &Run,
    followed: &follow_version::Followed,
    cancel_build: bool,
) -> String {
    let why = if cx.scope().cancel.is_cancelled() { "The call was cancelled" } else { "The timeout was reached" };
    let mut note = match &run.process {
        Some(process) if process.is_terminal() => {
            format!("{why}; the process ended {}, and the version was not seen to be live.", process.status)
        }
        Some(process) if cancel_build => match session.cancel_process(&process.id).await {
            Ok(_) => format!("{why}, so the build is being cancelled."),
            Err(error) => format!("{why}; the build could not be cancelled: {error}"),
        },
        _ => format!("{why}; the deploy goes on."),
    };
    if let Some(doubt) = &followed.doubt {
        note = format!("{note} {doubt}");
    }
    tracing::warn!(service = run.service.name, version = %run.version, "{note}");
    note
}

/// Nobody wants the answer any more and nothing was released.
fn stopped(cx: &Context) -> Fail<Error> {
    debug_assert!(cx.scope().cancel.is_cancelled());
    tracing::warn!("the call was cancelled during the upload; nothing is deployed");
    Fail::new(code::UploadFailed, "The call was cancelled during the upload; nothing is deployed.")
}
