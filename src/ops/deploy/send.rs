//! Making the version: created, uploaded, released.

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use jiff::Timestamp;
use tokio::time::Instant;

use super::Run;
use super::preflight::Plan;
use super::source::{Files, Source, refused, unreached};
use crate::deploy::archive::{self, PackError, Packing, Totals};
use crate::deploy::files::FilesError;
use crate::deploy::remote;
use crate::deploy::ssh::Ssh;
use crate::domain::failure::Fail;
use crate::domain::ids::AppVersionId;
use crate::generated::errors::code;
use crate::generated::tools::zerops_deploy::Error;
use crate::generated::types::DeploySeconds;
use crate::ops::context::Context;
use crate::ops::follow::SOON;
use crate::ops::{events, failure};
use crate::platform::deploys::{Recipe, Way};
use crate::platform::error::{Error as PlatformFault, ErrorKind};
use crate::platform::session::Session;
use crate::platform::upload::{UploadAddress, UploadBody};
use crate::platform::wire::{Process, Service};

/// The bytes of an upload are reported so often.
const REPORT: Duration = Duration::from_secs(5);
/// The API's word for a version whose archive did not arrive.
const NO_ARCHIVE: &str = "appVersionDataNotAvailable";
/// How long the maker of an archive may take to end once nobody reads it.
const GRACE: Duration = Duration::from_secs(2);
/// How long the answer to the release is waited for once nobody wants that of the call; less than
/// the server waits for the call.
const LAST_WORD: Duration = Duration::from_millis(600);
/// Looks at a version whose release was not answered, and the pause before each.
const LOOKS: u32 = 3;

/// Makes the version; nothing when the call was cancelled before it was released. Of a call that
/// does not wait for more nothing is reported: its answer comes with the end of the upload.
pub(super) async fn send(
    cx: &Context,
    session: &Session,
    target: Service,
    plan: Plan,
    source: Source,
    waits: bool,
    deadline: Instant,
) -> Result<Option<Run>, Fail<Error>> {
    let begun = cx.clock().now();
    let files = source.files.map_err(refused)?;
    let created = session.create_app_version(&target.id).await;
    let (version, address) = created.map_err(|error| failure::of_change(error, &target.name))?;
    let packing = match files {
        Files::Here(listing) => archive::pack(listing),
        Files::There(to, listing) => {
            remote::pack(Ssh::new(cx.programs()), &to, listing).map_err(|error| unreached(&to, &error))?
        }
        Files::Zcli { .. } => return Ok(None),
    };
    let to = Uploading { service: &target.name, address: &address, begun, deadline, reports: waits };
    let Some((totals, bytes)) = upload(cx, session, to, packing).await? else {
        return Ok(None);
    };
    let recipe = Recipe { zerops_yaml: &plan.yaml, setup: &plan.setup };
    let process = match release(cx, session, &version, plan.way, recipe).await {
        Ok(process) => Some(process),
        // Something in between may have said that all is well.
        Err(error) if error.api_code.as_deref() == Some(NO_ARCHIVE) => return Err(failed(error)),
        Err(error) if !error.may_have_taken_effect => return Err(failure::of_change(error, &target.name)),
        // The version itself says whether it went on.
        Err(_) if has_begun(cx, session, &version).await => None,
        Err(error) => return Err(lost(error, &version, &target.name)),
    };
    let accepted = cx.clock().now();
    let seconds = DeploySeconds { upload: Some(accepted.duration_since(begun).as_secs()), ..Default::default() };
    Ok(Some(Run {
        service: target,
        version,
        process,
        setup: plan.setup,
        builds: plan.way == Way::Build,
        files: Some(totals.entries),
        bytes: Some(bytes),
        seconds,
        warnings: plan.warnings,
        accepted,
    }))
}

/// Releases the version. Once nobody wants the answer it is not waited for long; the request goes on
/// all the same.
async fn release(
    cx: &Context,
    session: &Session,
    version: &AppVersionId,
    way: Way,
    recipe: Recipe<'_>,
) -> Result<Process, PlatformFault> {
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

/// Whether a version whose release was not answered has been taken on.
async fn has_begun(cx: &Context, session: &Session, version: &AppVersionId) -> bool {
    for _ in 0..LOOKS {
        tokio::select! {
            biased;
            () = cx.scope().cancel.cancelled() => return false,
            () = cx.clock().sleep(SOON) => {}
        }
        let seen = tokio::select! {
            biased;
            () = cx.scope().cancel.cancelled() => return false,
            seen = session.app_version(version) => seen,
        };
        if seen.is_ok_and(|seen| !matches!(seen.status.as_str(), "" | "UPLOADING")) {
            return true;
        }
    }
    false
}

/// Nobody knows whether the version goes on; whoever looks needs its id.
fn lost(error: PlatformFault, version: &AppVersionId, service: &str) -> Fail<Error> {
    let mut fail = Fail::<Error>::from(error);
    fail.detail.next = vec![events::of_service(service)];
    fail.suggest("Look whether this version goes on before you deploy again.").field("appVersionId", version.as_str())
}

/// An upload: what it is for, where it goes, until when, and whether it is reported.
struct Uploading<'a> {
    service: &'a str,
    address: &'a UploadAddress,
    begun: Timestamp,
    deadline: Instant,
    reports: bool,
}

/// Sends the archive while it is made; nothing when the call was cancelled meanwhile.
async fn upload(
    cx: &Context,
    session: &Session,
    to: Uploading<'_>,
    packing: Packing,
) -> Result<Option<(Totals, u64)>, Fail<Error>> {
    let Packing { pieces, outcome } = packing;
    let sent = Arc::clone(&pieces.taken);
    let body = UploadBody::new(pieces.receiver, Arc::clone(&sent), pieces.guard);
    let mut ticks = tokio::time::interval(REPORT);
    ticks.tick().await;
    let uploaded = {
        let mut upload = std::pin::pin!(session.upload(to.address, body));
        loop {
            tokio::select! {
                biased;
                () = cx.scope().cancel.cancelled() => return Ok(None),
                result = &mut upload => break result,
                () = tokio::time::sleep_until(to.deadline) => return Err(out_of_time(sent.load(Ordering::Relaxed))),
                _ = ticks.tick(), if to.reports => report(cx, to.service, sent.load(Ordering::Relaxed), to.begun).await,
            }
        }
    };
    let packed = tokio::time::timeout(GRACE, outcome).await;
    let packed = packed.ok().and_then(Result::ok).unwrap_or(Err(PackError::Closed));
    match (uploaded, packed) {
        (Ok(()), Ok(totals)) => Ok(Some((totals, sent.load(Ordering::Relaxed)))),
        (_, Err(PackError::Source(why))) => Err(refused(FilesError::new(format!("Nothing was deployed: {why}.")))),
        (_, Err(PackError::Lost(why))) => Err(Fail::new(code::SshFailed, format!("Nothing was deployed: {why}."))),
        (Err(error), _) => Err(failed(error)),
        (Ok(()), Err(PackError::Closed)) => {
            let message = "The storage took only a part of the archive; nothing was deployed.";
            Err(Fail::new(code::UploadFailed, message))
        }
    }
}

fn failed(error: PlatformFault) -> Fail<Error> {
    let message = format!("{error}; nothing was deployed, and what was uploaded blocks nothing.");
    let mut fail = Fail::new(code::UploadFailed, message);
    fail.detail.api_code = error.api_code;
    fail
}

/// The time of the call was over before the archive had arrived.
fn out_of_time(bytes: u64) -> Fail<Error> {
    let message = format!(
        "The timeout was reached during the upload, after {bytes} bytes; nothing was deployed, and what was uploaded \
         blocks nothing."
    );
    Fail::new(code::UploadFailed, message)
        .suggest("Call again with a longer `timeout`, or leave out with .deployignore what the build does not need.")
}

async fn report(cx: &Context, service: &str, bytes: u64, begun: Timestamp) {
    let Some(progress) = &cx.scope().progress else { return };
    #[expect(clippy::cast_precision_loss, reason = "it is rounded for a reader")]
    let size = bytes as f64 / 1_048_576.0;
    let seconds = cx.clock().now().duration_since(begun).as_secs_f64();
    progress.report(format!("{service}: UPLOADING, {size:.1} MiB"), seconds, None).await;
}
