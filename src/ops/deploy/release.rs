//! Releasing a version: its archive is there, and it is to be built and deployed.
//!
//! While variables of the service are being changed the platform refuses that, and a version that was
//! refused once is best not tried too often: what is known to run is awaited first.

use std::time::Duration;

use jiff::SignedDuration;
use tokio::time::Instant;

use crate::domain::failure::Fail;
use crate::domain::ids::AppVersionId;
use crate::generated::errors::code;
use crate::generated::tools::zerops_deploy::Error;
use crate::ops::context::Context;
use crate::ops::support::failure;
use crate::ops::support::poll::{Poll, SOON, is_final, report};
use crate::platform::deploys::{Recipe, VARIABLES_ARE_CHANGED, Way};
use crate::platform::error::{Error as PlatformFault, ErrorKind};
use crate::platform::session::Session;
use crate::platform::wire::{Process, Service};
use crate::suggest;

/// The API's word for a version whose archive did not arrive.
const NO_ARCHIVE: &str = "appVersionDataNotAvailable";
/// Looks at a version whose release was not answered.
const LOOKS: [Duration; 3] = [SOON; 3];

/// How long the answer to the release is waited for once nobody wants that of the call; less than
/// the server waits for the call.
pub(super) const LAST_WORD: Duration = Duration::from_millis(600);

/// A version and what is done with it.
#[derive(Clone, Copy)]
pub(in crate::ops) struct Release<'a> {
    version: &'a AppVersionId,
    way: Way,
    recipe: Recipe<'a>,
    /// The status that it has before.
    waits_as: &'static str,
}

impl<'a> Release<'a> {
    /// Of a version whose archive is there.
    pub(super) fn of_upload(version: &'a AppVersionId, way: Way, recipe: Recipe<'a>) -> Self {
        Self { version, way, recipe, waits_as: "UPLOADING" }
    }

    /// Of a version that was live before: nothing is built, and all that made it is kept.
    pub(in crate::ops) fn of_backup(version: &'a AppVersionId) -> Self {
        Self { version, way: Way::Deploy, recipe: Recipe::default(), waits_as: "BACKUP" }
    }
}

/// Why a version was not released.
pub(in crate::ops) enum Refusal {
    /// The call was cancelled before.
    Stopped,
    /// The time of the call was over, and variables were still being changed.
    Waited(Option<Box<Process>>),
    /// What the platform said, and whether it is certain that nothing was begun.
    Platform(PlatformFault),
    /// The platform did not answer, and the version was seen to wait as before.
    Unbegun(PlatformFault),
}

impl Refusal {
    /// Whether the version does not go on, and is best taken back.
    pub(super) fn is_unreleased(&self) -> bool {
        match self {
            // Of a request that is still on its way nothing is left to begin, once the version is taken back.
            Self::Stopped | Self::Waited(_) | Self::Unbegun(_) => true,
            Self::Platform(error) => !error.may_have_taken_effect,
        }
    }

    /// What the caller is told; nothing of a call that was cancelled.
    pub(super) fn into_answer(self, version: &AppVersionId, service: &str) -> Result<(), Fail<Error>> {
        match self {
            Self::Stopped => Ok(()),
            Self::Waited(process) => Err(waited(process.as_deref(), service)),
            // Something in between may have said that all is well.
            Self::Platform(error) if error.api_code.as_deref() == Some(NO_ARCHIVE) => Err(not_arrived(error)),
            Self::Platform(error) if !error.may_have_taken_effect => Err(failure::of_change(error, service)),
            Self::Platform(error) => Err(lost(error, version, service)),
            Self::Unbegun(error) => Err(unbegun(error, version, service)),
        }
    }
}

/// Releases the version; no process when only the version itself says that it goes on.
pub(in crate::ops) async fn release(
    cx: &Context,
    session: &Session,
    target: &Service,
    release: Release<'_>,
    deadline: Instant,
) -> Result<Option<Process>, Refusal> {
    loop {
        settled(cx, session, target, deadline).await?;
        match once(cx, session, release).await {
            Ok(process) => return Ok(Some(process)),
            Err(error) if error.api_code.as_deref() == Some(VARIABLES_ARE_CHANGED) => {
                pause(cx, deadline).await.map_err(|()| refusal(cx, None))?;
            }
            // The version itself says whether it went on.
            Err(error) if error.may_have_taken_effect => {
                return match has_begun(cx, session, release).await {
                    Some(true) => {
                        tracing::debug!(%error, "the release was not answered, and the version goes on");
                        Ok(None)
                    }
                    Some(false) => Err(Refusal::Unbegun(error)),
                    None => Err(Refusal::Platform(error)),
                };
            }
            Err(error) => return Err(Refusal::Platform(error)),
        }
    }
}

/// Waits until no variables of the service or of the project are being changed, as far as that is seen.
async fn settled(cx: &Context, session: &Session, target: &Service, deadline: Instant) -> Result<(), Refusal> {
    loop {
        let seen = cx.unless_cancelled(session.changing_variables(&target.id)).await;
        let process = match seen.ok_or(Refusal::Stopped)? {
            Ok(None) => return Ok(()),
            Ok(Some(process)) => process,
            Err(error) if is_final(&error) => return Err(Refusal::Platform(error)),
            Err(error) => {
                // The platform says at the release whether something runs.
                tracing::debug!(%error, "whether variables are being changed was not seen");
                return Ok(());
            }
        };
        let message = format!("{}: waiting for {} to end before the deploy", target.name, process.action_name);
        report(cx, message, SignedDuration::ZERO).await;
        pause(cx, deadline).await.map_err(|()| refusal(cx, Some(process)))?;
    }
}

/// Waits a moment; fails when the call was cancelled or its time is over.
async fn pause(cx: &Context, deadline: Instant) -> Result<(), ()> {
    if Instant::now() >= deadline {
        return Err(());
    }
    match tokio::time::timeout_at(deadline, cx.pause(SOON)).await {
        Ok(true) => Ok(()),
        Ok(false) | Err(_) => Err(()),
    }
}

fn refusal(cx: &Context, process: Option<Process>) -> Refusal {
    if cx.scope().cancel.is_cancelled() { Refusal::Stopped } else { Refusal::Waited(process.map(Box::new)) }
}

/// Once nobody wants the answer it is not waited for long; the request goes on all the same.
async fn once(cx: &Context, session: &Session, release: Release<'_>) -> Result<Process, PlatformFault> {
    let Release { version, way, recipe, .. } = release;
    let given_up = async {
        cx.scope().cancel.cancelled().await;
        tokio::time::sleep(LAST_WORD).await;
    };
    tokio::select! {
        biased;
        answer = session.release(version, way, recipe) => answer,
        () = given_up => {
            let what = "The call was cancelled before the platform answered; the version may be built and deployed all the same.";
            let mut error = PlatformFault::new(ErrorKind::Timeout, what);
            error.may_have_taken_effect = true;
            Err(error)
        }
    }
}

/// Whether a version whose release was not answered has been taken on; nothing where the last look did not say.
async fn has_begun(cx: &Context, session: &Session, release: Release<'_>) -> Option<bool> {
    let mut poll = Poll::each(cx, &LOOKS);
    let mut begun = None;
    while poll.next().await {
        let seen = cx.unless_cancelled(session.app_version(release.version)).await?;
        let status = seen.ok().map(|seen| seen.status).filter(|status| !status.is_empty());
        begun = status.map(|status| status != release.waits_as);
        if begun == Some(true) {
            break;
        }
    }
    begun
}

/// The time was over while variables were still being changed.
fn waited(process: Option<&Process>, service: &str) -> Fail<Error> {
    let message = format!(
        "The timeout was reached while variables of `{service}` were still being changed, which the platform wants to \
         end first; nothing was deployed."
    );
    let fail =
        Fail::new(code::UploadFailed, message).suggest("Wait until that process is FINISHED, then deploy again.");
    match process {
        Some(process) => fail.next(suggest::process(process.id.as_str())),
        None => fail.next(suggest::events_of(service)),
    }
}

/// Nobody knows whether the version goes on; whoever looks needs its id.
fn lost(error: PlatformFault, version: &AppVersionId, service: &str) -> Fail<Error> {
    let mut fail = Fail::<Error>::from(error);
    fail.detail.next = vec![suggest::events_of(service)];
    fail.suggest("Look whether this version goes on before you deploy again.").field("appVersionId", version.as_str())
}

/// The archive did not arrive.
pub(super) fn not_arrived(error: PlatformFault) -> Fail<Error> {
    let message = format!("{error}; nothing was deployed.");
    let mut fail = Fail::new(code::UploadFailed, message);
    fail.detail.api_code = error.api_code;
    fail
}

/// The version is there as it was before: what would build it did not arrive.
fn unbegun(error: PlatformFault, version: &AppVersionId, service: &str) -> Fail<Error> {
    let mut fail = Fail::<Error>::from(error);
    fail.detail.next = vec![suggest::versions(service)];
    let advice = "It was never begun: seconds later this version still waited as UPLOADING. zcp takes such a version back where it can. Deploy again.";
    fail.suggest(advice).field("appVersionId", version.as_str())
}
