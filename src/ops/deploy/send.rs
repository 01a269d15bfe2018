//! Making the version: created, uploaded, released.

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use bytes::Bytes;
use jiff::Timestamp;
use tokio::task::JoinHandle;
use tokio::time::Instant;

use super::preflight::Plan;
use super::release::{LAST_WORD, Release, not_arrived, release};
use super::source::{Files, Source, refused, unreached};
use super::{Run, secrets};
use crate::deploy::archive::{self, PackError, Packing, Totals};
use crate::deploy::files::{FilesError, left_out};
use crate::deploy::remote;
use crate::deploy::ssh::Ssh;
use crate::domain::failure::Fail;
use crate::domain::ids::AppVersionId;
use crate::generated::errors::code;
use crate::generated::tools::zerops_deploy::Error;
use crate::generated::types::DeploySeconds;
use crate::ops::context::Context;
use crate::ops::support::failure;
use crate::platform::deploys::{Recipe, Way};
use crate::platform::session::Session;
use crate::platform::upload::{UploadAddress, UploadBody};
use crate::platform::wire::Service;

/// The bytes of an upload are reported so often.
const REPORT: Duration = Duration::from_secs(5);
/// How long the maker of an archive may take to end once nobody reads it.
const GRACE: Duration = Duration::from_secs(2);
/// How long the platform may take to take back a version that is not released.
const TAKE_BACK: Duration = Duration::from_secs(10);

/// Makes the version; nothing when the call was cancelled before it was released. Of a call that
/// does not wait for more nothing is reported: its answer comes with the end of the upload.
///
/// The version is made when there is something to send to it, and taken back when it is not released.
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
    let name = source.commit.map(|commit| called(&commit, &plan.setup));
    let files = source.files.map_err(refused)?;
    let packing = match files {
        Files::Here(listing) => archive::local::pack(listing, secrets::search(cx).await),
        Files::There(to, listing) => {
            let search = secrets::search(cx).await;
            remote::pack(Ssh::new(cx.programs()), &to, listing, search).map_err(|error| unreached(&to, &error))?
        }
        Files::Zcli { .. } => return Ok(None),
    };
    let Some((first, packing)) = first(cx, packing, deadline).await? else { return Ok(None) };
    let created = session.create_app_version(&target.id, name.as_deref()).await;
    let (version, address) = created.map_err(|error| failure::of_change(error, &target.name))?;
    let to = Uploading { service: &target.name, address: &address, begun, deadline, reports: waits };
    let uploaded = match upload(cx, session, to, first, packing).await {
        Ok(Some(uploaded)) => uploaded,
        other => {
            take_back(cx, session, &version).await;
            return other.map(|_| None);
        }
    };
    let sent = cx.clock().now();
    let recipe = Recipe::of(&plan.yaml, &plan.setup);
    let released = release(cx, session, &target, Release::of_upload(&version, plan.way, recipe), deadline).await;
    let process = match released {
        Ok(process) => process,
        Err(refusal) => {
            if refusal.is_unreleased() {
                take_back(cx, session, &version).await;
            }
            return refusal.into_answer(&version, &target.name).map(|()| None);
        }
    };
    let (totals, bytes) = uploaded;
    // An answer that was lost was waited for while the build went on.
    let accepted = if process.is_some() { cx.clock().now() } else { sent };
    let seconds = DeploySeconds { upload: Some(accepted.duration_since(begun).as_secs()), ..Default::default() };
    Ok(Some(Run {
        service: target,
        version,
        name,
        process,
        setup: plan.setup,
        idles: plan.idles,
        builds: plan.way == Way::Build,
        files: Some(totals.files),
        bytes: Some(bytes),
        seconds,
        warnings: plan.warnings.into_iter().chain(left_out(&totals.left_out)).collect(),
        accepted,
    }))
}

/// What a version is called: its commit and its setup, of which the platform says nothing otherwise.
fn called(commit: &str, setup: &str) -> String {
    const SETUP: usize = 40;
    format!("{commit} {}", setup.chars().take(SETUP).collect::<String>())
}

/// Waits until the first piece of the archive is there; nothing when the call was cancelled before.
async fn first(cx: &Context, mut packing: Packing, deadline: Instant) -> Result<Option<(Bytes, Packing)>, Fail<Error>> {
    let piece = tokio::select! {
        biased;
        () = cx.scope().cancel.cancelled() => return Ok(None),
        piece = packing.pieces.receiver.recv() => piece,
        () = tokio::time::sleep_until(deadline) => return Err(out_of_time(0)),
    };
    match piece {
        Some(Ok(bytes)) => Ok(Some((bytes, packing))),
        Some(Err(_)) | None => match packed(packing.outcome).await {
            Err(PackError::Closed) | Ok(_) => Err(incomplete()),
            Err(error) => Err(unpacked(error)),
        },
    }
}

/// What became of the archive, once it has ended or nobody reads it.
async fn packed(outcome: JoinHandle<Result<Totals, PackError>>) -> Result<Totals, PackError> {
    tokio::time::timeout(GRACE, outcome).await.ok().and_then(Result::ok).unwrap_or(Err(PackError::Closed))
}

/// Deletes a version that is not going to be released; one that stays behind is only untidy.
async fn take_back(cx: &Context, session: &Session, version: &AppVersionId) {
    let limit = if cx.scope().cancel.is_cancelled() { LAST_WORD } else { TAKE_BACK };
    match tokio::time::timeout(limit, session.delete_app_version(version)).await {
        Ok(Ok(())) => tracing::debug!(%version, "the version was taken back"),
        Ok(Err(error)) => tracing::debug!(%version, %error, "the version was not taken back"),
        Err(_) => tracing::debug!(%version, "whether the version was taken back is not known"),
    }
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
    first: Bytes,
    packing: Packing,
) -> Result<Option<(Totals, u64)>, Fail<Error>> {
    let Packing { pieces, outcome } = packing;
    let sent = Arc::clone(&pieces.taken);
    let body = UploadBody::new(pieces.receiver, Arc::clone(&sent), pieces.guard).after(first);
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
    match (uploaded, packed(outcome).await) {
        (Ok(()), Ok(totals)) => Ok(Some((totals, sent.load(Ordering::Relaxed)))),
        (_, Err(error @ (PackError::Source(_) | PackError::Lost(_)))) => Err(unpacked(error)),
        (Err(error), _) => Err(not_arrived(error)),
        (Ok(()), Err(PackError::Closed)) => Err(incomplete()),
    }
}

/// Why there is no archive.
fn unpacked(error: PackError) -> Fail<Error> {
    match error {
        PackError::Source(why) => refused(FilesError::new(format!("Nothing was deployed: {why}."))),
        PackError::Lost(why) => Fail::new(code::SshFailed, format!("Nothing was deployed: {why}.")),
        PackError::Closed => incomplete(),
    }
}

fn incomplete() -> Fail<Error> {
    Fail::new(code::UploadFailed, "The storage took only a part of the archive; nothing was deployed.")
}

/// The time of the call was over before the archive had arrived.
fn out_of_time(bytes: u64) -> Fail<Error> {
    let message = format!("The timeout was reached during the upload, after {bytes} bytes; nothing was deployed.");
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
