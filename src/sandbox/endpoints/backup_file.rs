//! Reading a backup at the address that was given out for it.

use std::io::Read as _;

use axum::body::Body;
use axum::http::{HeaderValue, Response, header};
use serde_json::Value;

use crate::files;
use crate::sandbox::backups::Content;
use crate::sandbox::connection::Breaker;
use crate::sandbox::fault_answers;
use crate::sandbox::faults::Fault;
use crate::sandbox::shared::Shared;
use crate::sandbox::wire::error::ApiError;

/// Pieces that are read at once.
const PIECE: usize = 64 * 1024;

/// Answers what the address leads to.
///
/// Guessed: the answer where it leads nowhere any more.
pub(crate) async fn answer(
    shared: &Shared,
    secret: &str,
    fault: Option<Fault>,
    breaker: &Breaker,
    number: usize,
) -> Response<Body> {
    let content = {
        let world = shared.world();
        world.backups.granted(secret, world.now())
    };
    let real = if content.is_some() { 200 } else { 403 };
    let status = fault.as_ref().map_or(Some(real), |fault| fault_answers::status(&fault.kind, real));
    if let Some(status) = status {
        shared.requests().answered(number, status);
    }
    if let Some(fault) = fault {
        // What it holds is no matter then.
        return fault_answers::answer(fault.kind, (real, Value::from("a backup")), breaker).await;
    }
    let refused = || {
        let error = ApiError::new("accessDenied", "The address has ended.").status(403);
        fault_answers::plain(error.status, &error.to_json())
    };
    let (body, length) = match content {
        None => return refused(),
        Some(Content::Simulated(text)) => (Body::from(text.clone()), text.len() as u64),
        Some(Content::File(file, size)) => {
            let Ok(opened) = files::open_named(file.path()) else { return refused() };
            // The file stays as long as it is read.
            let pieces = futures_util::stream::try_unfold((opened, file), |(mut opened, file)| async move {
                let read = tokio::task::spawn_blocking(move || {
                    let mut piece = vec![0; PIECE];
                    let count = opened.read(&mut piece)?;
                    piece.truncate(count);
                    std::io::Result::Ok((piece, opened))
                });
                let (piece, opened) = read.await.map_err(std::io::Error::other)??;
                Ok::<_, std::io::Error>((!piece.is_empty()).then_some((piece, (opened, file))))
            });
            (Body::from_stream(pieces), size)
        }
    };
    let mut answer = Response::new(body);
    answer.headers_mut().insert(header::CONTENT_LENGTH, HeaderValue::from(length));
    answer.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("application/octet-stream"));
    answer
}
