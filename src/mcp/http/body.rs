//! The body of a request, read within bounds.

use std::sync::Arc;

use http_body_util::BodyExt;
use hyper::body::{Body, Bytes, Incoming};
use rmcp::model::ErrorCode;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::limits::HttpLimits;
use super::reply::{self, Reply};
use hyper::StatusCode;

/// Bytes that a permit stands for.
const UNIT: usize = 1024;

/// The room for all bodies that are held.
#[derive(Debug)]
pub(super) struct Room(Arc<Semaphore>);

impl Room {
    /// Room for so many bytes.
    pub(super) fn new(bytes: usize) -> Self {
        Self(Arc::new(Semaphore::new(bytes.div_ceil(UNIT).min(Semaphore::MAX_PERMITS))))
    }

    fn take(&self, bytes: usize) -> Option<OwnedSemaphorePermit> {
        let units = u32::try_from(bytes.div_ceil(UNIT)).ok()?;
        Arc::clone(&self.0).try_acquire_many_owned(units).ok()
    }
}

/// Reads a body. What is answered with it is held as long as what was made of the body is.
///
/// # Errors
/// The refusal of one that is too large, comes too slowly or breaks off.
pub(super) async fn read(
    body: Incoming,
    limits: &HttpLimits,
    room: &Room,
) -> Result<(Bytes, OwnedSemaphorePermit), Box<Reply>> {
    match tokio::time::timeout(limits.body_time, whole(body, limits.body, room)).await {
        Ok(read) => read,
        Err(_) => Err(Box::new(refuse(StatusCode::REQUEST_TIMEOUT, "the body did not come in time"))),
    }
}

async fn whole(mut body: Incoming, most: usize, room: &Room) -> Result<(Bytes, OwnedSemaphorePermit), Box<Reply>> {
    let too_large = || {
        let message = format!("the body has more bytes than are read; the most is {most}");
        Box::new(refuse(StatusCode::PAYLOAD_TOO_LARGE, &message))
    };
    let full = || Box::new(reply::last(reply::later(StatusCode::SERVICE_UNAVAILABLE, "too many bodies at once")));
    let said = usize::try_from(body.size_hint().lower()).unwrap_or(usize::MAX);
    if said > most {
        return Err(too_large());
    }
    let mut held = room.take(said).ok_or_else(full)?;
    let mut counted = held.num_permits() * UNIT;
    let mut first = Bytes::new();
    let mut bytes: Vec<u8> = Vec::new();
    while let Some(frame) = body.frame().await {
        let frame = frame.map_err(|_| Box::new(refuse(StatusCode::BAD_REQUEST, "the body broke off")))?;
        let Ok(data) = frame.into_data() else { continue };
        let length = first.len() + bytes.len() + data.len();
        if length > most {
            return Err(too_large());
        }
        if length > counted {
            held.merge(room.take(length - counted).ok_or_else(full)?);
            counted = held.num_permits() * UNIT;
        }
        if first.is_empty() && bytes.is_empty() {
            first = data;
        } else {
            bytes.reserve(said.saturating_sub(bytes.len()));
            bytes.extend_from_slice(&std::mem::take(&mut first));
            bytes.extend_from_slice(&data);
        }
    }
    Ok((if bytes.is_empty() { first } else { bytes.into() }, held))
}

/// What comes behind is not read, so nothing more can come on this connection.
fn refuse(status: StatusCode, message: &str) -> Reply {
    reply::last(reply::error(status, ErrorCode::INVALID_REQUEST, message))
}
