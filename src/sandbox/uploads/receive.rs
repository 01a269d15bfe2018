//! Receiving an archive: from the wire to a file, piece by piece.

use std::fs::{File, OpenOptions};
use std::io::{self, Write as _};
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::http::Response;
use futures_util::StreamExt as _;
use serde_json::{Value, json};
use tokio::sync::mpsc;

use super::store::Archive;
use crate::domain::ids::AppVersionId;
use crate::sandbox::connection::Breaker;
use crate::sandbox::fault_answers;
use crate::sandbox::faults::{Fault, FaultKind};
use crate::sandbox::shared::Shared;
use crate::sandbox::wire::error::ApiError;

/// How many pieces wait for the disk at once.
const PIECES: usize = 8;
/// The longest time between two pieces. Guessed.
const PATIENCE: Duration = Duration::from_mins(1);
/// How much arrives before a fault breaks the transfer off.
const BEFORE_FAULT: u64 = 64 * 1024;

/// Answers an upload: what a fault makes of it, else its own outcome with its status. `number` is
/// that of the call in the log of requests.
pub(crate) async fn answer(
    shared: &Arc<Shared>,
    allowed: Result<AppVersionId, ApiError>,
    fault: Option<Fault>,
    body: Body,
    breaker: &Breaker,
    number: usize,
) -> Response<Body> {
    let prevented = fault.as_ref().filter(|fault| !fault.applied && fault_answers::prevents(&fault.kind));
    let real = match prevented.map(|fault| &fault.kind) {
        Some(FaultKind::Reset | FaultKind::Silence) => {
            swallow(body, BEFORE_FAULT).await;
            (200, Value::Null)
        }
        Some(_) => {
            swallow(body, u64::MAX).await;
            (200, Value::Null)
        }
        None => match outcome(shared, allowed, body).await {
            Ok(()) => (200, json!({ "success": true })),
            Err(error) => (error.status, error.to_json()),
        },
    };
    let status = fault.as_ref().map_or(Some(real.0), |fault| fault_answers::status(&fault.kind, real.0));
    if let Some(status) = status {
        shared.requests().answered(number, status);
    }
    match fault {
        Some(fault) => fault_answers::answer(fault.kind, real, breaker).await,
        None => fault_answers::plain(real.0, &real.1),
    }
}

async fn outcome(shared: &Arc<Shared>, allowed: Result<AppVersionId, ApiError>, body: Body) -> Result<(), ApiError> {
    let receiving = allowed.and_then(|version| Receiving::begin(shared, version));
    match receiving {
        Ok(receiving) => receiving.run(body).await,
        Err(error) => {
            // Who is still sending reads no answer, so what comes is read to its end first.
            swallow(body, shared.options.upload_limit()).await;
            Err(error)
        }
    }
}

/// Reads what comes, at most so much.
async fn swallow(body: Body, most: u64) {
    let mut pieces = body.into_data_stream();
    let mut read = 0;
    while read < most {
        match tokio::time::timeout(PATIENCE, pieces.next()).await.unwrap_or_default() {
            Some(Ok(piece)) => read += piece.len() as u64,
            _ => break,
        }
    }
}

/// An upload under way. One that is dropped leaves the version as if it had never begun.
struct Receiving {
    shared: Arc<Shared>,
    version: AppVersionId,
    arrived: Option<Archive>,
}

impl Receiving {
    fn begin(shared: &Arc<Shared>, version: AppVersionId) -> Result<Self, ApiError> {
        shared.world().uploads.begin(&version)?;
        Ok(Self { shared: Arc::clone(shared), version, arrived: None })
    }

    async fn run(mut self, body: Body) -> Result<(), ApiError> {
        let name = format!("{}.tar.gz", self.version);
        let archive = Archive::new(self.shared.folder.uploads().join(name));
        store(body, archive.path(), self.shared.options.upload_limit()).await?;
        self.arrived = Some(archive);
        Ok(())
    }
}

impl Drop for Receiving {
    fn drop(&mut self) {
        let arrived = self.arrived.take();
        self.shared.world().uploads.end(&self.version, arrived);
    }
}

/// Guessed: the codes; 413 as for any body that is too large.
async fn store(body: Body, path: &Path, limit: u64) -> Result<(), ApiError> {
    let (sender, receiver) = mpsc::channel(PIECES);
    // Made here, so that a file that is removed early is not made again by a writer that comes late.
    let file = create(path).map_err(|error| internal(&error.to_string()))?;
    let writer = tokio::task::spawn_blocking(move || write(file, receiver));
    let sent = send(body, sender, limit).await;
    // The file is complete, or gone from the writer's hands, before anybody hears of it.
    let written = writer.await.map_err(|_| internal("the writer ended"))?;
    sent?;
    match written {
        Ok(0) => Err(ApiError::new("objectContentLengthZero", "The archive is empty.")),
        Ok(_) => Ok(()),
        Err(error) => Err(internal(&error.to_string())),
    }
}

async fn send(body: Body, sender: mpsc::Sender<Bytes>, limit: u64) -> Result<(), ApiError> {
    let mut pieces = body.into_data_stream();
    let mut read = 0;
    let broken = || ApiError::new("invalidUserInput", "The upload broke off.");
    // Who sends nothing any more would hold the file and the version for ever.
    while let Some(piece) = tokio::time::timeout(PATIENCE, pieces.next()).await.map_err(|_| broken())? {
        let piece = piece.map_err(|_| broken())?;
        read += piece.len() as u64;
        if read > limit {
            let message = format!("The archive is larger than {limit} bytes.");
            return Err(ApiError::new("fileSizeLimitExceeded", message).status(413));
        }
        if sender.send(piece).await.is_err() {
            break;
        }
    }
    Ok(())
}

fn write(mut file: File, mut receiver: mpsc::Receiver<Bytes>) -> io::Result<u64> {
    let mut written = 0;
    while let Some(piece) = receiver.blocking_recv() {
        file.write_all(&piece)?;
        written += piece.len() as u64;
    }
    Ok(written)
}

fn create(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

fn internal(message: &str) -> ApiError {
    ApiError::new("internalServerError", format!("The archive cannot be kept: {message}.")).status(500)
}
