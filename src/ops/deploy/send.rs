//! Making the version: created, uploaded, released.

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use jiff::Timestamp;

use super::Run;
use super::preflight::Plan;
use super::source::{Files, Source, refused, unreached};
use crate::deploy::archive::{self, PackError, Packing, Totals};
use crate::deploy::files::FilesError;
use crate::deploy::remote;
use crate::deploy::ssh::Ssh;
use crate::domain::failure::Fail;
use crate::generated::errors::code;
use crate::generated::tools::zerops_deploy::Error;
use crate::generated::types::DeploySeconds;
use crate::ops::context::Context;
use crate::platform::deploys::{Recipe, Way};
use crate::platform::error::Error as PlatformFault;
use crate::platform::session::Session;
use crate::platform::upload::{UploadAddress, UploadBody};
use crate::platform::wire::Service;

/// The bytes of an upload are reported so often.
const REPORT: Duration = Duration::from_secs(5);
/// The API's word for a version whose archive did not arrive.
const NO_ARCHIVE: &str = "appVersionDataNotAvailable";
/// How long the maker of an archive may take to end once nobody reads it.
const GRACE: Duration = Duration::from_secs(2);

/// Makes the version; nothing when the call was cancelled before it was released. Of a call that
/// does not wait for more nothing is reported: its answer comes with the end of the upload.
pub(super) async fn send(
    cx: &Context,
    session: &Session,
    target: Service,
    plan: Plan,
    source: Source,
    waits: bool,
) -> Result<Option<Run>, Fail<Error>> {
    let begun = cx.clock().now();
    let files = source.files.map_err(refused)?;
    let (version, address) = session.create_app_version(&target.id).await?;
    let packing = match files {
        Files::Here(listing) => archive::pack(listing),
        Files::There(to, listing) => {
            remote::pack(Ssh::new(cx.programs()), &to, listing).map_err(|error| unreached(&to, &error))?
        }
        Files::Zcli { .. } => return Ok(None),
    };
    let Some((totals, bytes)) = upload(cx, session, &target.name, &address, packing, begun, waits).await? else {
        return Ok(None);
    };
    let recipe = Recipe { zerops_yaml: &plan.yaml, setup: &plan.setup };
    let process = session.release(&version, plan.way, recipe).await.map_err(|error| {
        // Something in between may have said that all is well.
        if error.api_code.as_deref() == Some(NO_ARCHIVE) { failed(error) } else { error.into() }
    })?;
    let accepted = cx.clock().now();
    let seconds = DeploySeconds { upload: Some(accepted.duration_since(begun).as_secs()), ..Default::default() };
    Ok(Some(Run {
        service: target,
        version,
        process: Some(process),
        setup: plan.setup,
        builds: plan.way == Way::Build,
        files: Some(totals.entries),
        bytes: Some(bytes),
        seconds,
        warnings: plan.warnings,
        accepted,
    }))
}

/// Sends the archive while it is made; nothing when the call was cancelled meanwhile.
async fn upload(
    cx: &Context,
    session: &Session,
    service: &str,
    address: &UploadAddress,
    packing: Packing,
    begun: Timestamp,
    waits: bool,
) -> Result<Option<(Totals, u64)>, Fail<Error>> {
    let Packing { pieces, outcome } = packing;
    let sent = Arc::clone(&pieces.taken);
    let body = UploadBody::new(pieces.receiver, Arc::clone(&sent), pieces.guard);
    let mut ticks = tokio::time::interval(REPORT);
    ticks.tick().await;
    let uploaded = {
        let mut upload = std::pin::pin!(session.upload(address, body));
        loop {
            tokio::select! {
                biased;
                () = cx.scope().cancel.cancelled() => return Ok(None),
                result = &mut upload => break result,
                _ = ticks.tick(), if waits => report(cx, service, sent.load(Ordering::Relaxed), begun).await,
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

async fn report(cx: &Context, service: &str, bytes: u64, begun: Timestamp) {
    let Some(progress) = &cx.scope().progress else { return };
    #[expect(clippy::cast_precision_loss, reason = "it is rounded for a reader")]
    let size = bytes as f64 / 1_048_576.0;
    let seconds = cx.clock().now().duration_since(begun).as_secs_f64();
    progress.report(format!("{service}: UPLOADING, {size:.1} MiB"), seconds, None).await;
}
