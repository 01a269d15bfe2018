//! Sending an archive to the address that the API named for it.
//!
//! The address gives access to whoever has it, so it is never printed and is asked without the
//! token. An upload takes as long as it takes; only one that stands still is given up. It is not
//! tried again: its bytes are gone, and a version without an archive blocks nothing.

use std::fmt;
use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::task::{Context, Poll};

use bytes::Bytes;
use http_body::{Body, Frame};
use reqwest::Url;
use tokio::sync::mpsc;
use tokio_util::sync::DropGuard;

use super::duration;
use super::error::{Error, ErrorKind};
use super::host::{Host, named_address};
use super::session::Session;
use super::transport::Fault;

/// Where an archive goes.
#[derive(Clone)]
pub struct UploadAddress(Url);

impl UploadAddress {
    /// Reads the address as the API answered it.
    ///
    /// # Errors
    /// When it is not https, nor http on this computer. It is not repeated.
    pub fn parse(address: &str) -> Result<Self, Error> {
        named_address(address.trim()).map(Self)
    }
}

impl fmt::Debug for UploadAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("UploadAddress(…)")
    }
}

/// The bytes that are sent, as they come.
#[derive(Debug)]
pub struct UploadBody {
    /// What was taken out of the receiver already.
    first: Option<Bytes>,
    receiver: mpsc::Receiver<io::Result<Bytes>>,
    sent: Arc<AtomicU64>,
    _guard: DropGuard,
}

impl UploadBody {
    /// The pieces of a body; `sent` counts the bytes that were handed to the connection, and the
    /// guard is dropped when no more of them are wanted.
    #[must_use]
    pub fn new(receiver: mpsc::Receiver<io::Result<Bytes>>, sent: Arc<AtomicU64>, guard: DropGuard) -> Self {
        Self { first: None, receiver, sent, _guard: guard }
    }

    /// Sends a piece before the others.
    #[must_use]
    pub fn after(mut self, first: Bytes) -> Self {
        self.first = Some(first);
        self
    }
}

impl Body for UploadBody {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<io::Result<Frame<Bytes>>>> {
        let piece = match self.first.take() {
            Some(first) => Some(Ok(first)),
            None => std::task::ready!(self.receiver.poll_recv(cx)),
        };
        Poll::Ready(piece.map(|piece| {
            piece.map(|bytes| {
                self.sent.fetch_add(bytes.len() as u64, Ordering::Relaxed);
                Frame::data(bytes)
            })
        }))
    }
}

impl Session {
    /// Sends a body to its address.
    ///
    /// # Errors
    /// When it did not arrive as a whole. Nothing is deployed then.
    pub async fn upload(&self, address: &UploadAddress, body: UploadBody) -> Result<(), Error> {
        let client = self.client();
        let sent = Arc::clone(&body.sent);
        let host = Host::of(&address.0);
        let idle = client.settings.call_timeout.saturating_mul(2);
        let standstill = async {
            loop {
                let before = sent.load(Ordering::Relaxed);
                tokio::time::sleep(idle).await;
                if sent.load(Ordering::Relaxed) == before {
                    return;
                }
            }
        };
        let failed = |kind, what: String| Error::new(kind, format!("upload.put: {what}"));
        tokio::select! {
            answer = client.transport.put(address.0.as_str(), reqwest::Body::wrap(body)) => match answer {
                Ok(status) if status < 300 => Ok(()),
                Ok(status) => Err(failed(ErrorKind::Api, format!("{host} answered HTTP {status}")).status(status)),
                Err(Fault::Connect { why, .. }) => {
                    Err(failed(ErrorKind::Network, format!("no connection to {host}: {why}")))
                }
                Err(Fault::ConnectTimeout) => {
                    Err(failed(ErrorKind::Timeout, format!("no connection to {host} in time")))
                }
                Err(_) => Err(failed(ErrorKind::Network, format!("the connection to {host} was lost"))),
            },
            () = standstill => {
                let idle = duration::words(idle);
                Err(failed(ErrorKind::Timeout, format!("{host} took no bytes and gave no answer for {idle}")))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_https_or_here_and_is_never_printed() {
        let address = UploadAddress::parse("https://storage.example/u?sig=hunter2").expect("an address");
        assert_eq!(format!("{address:?}"), "UploadAddress(…)");
        assert!(UploadAddress::parse("http://127.0.0.1:1/u").is_ok());
        let error = UploadAddress::parse("http://storage.example/u?sig=hunter2").expect_err("plain");
        assert!(!error.message.contains("hunter2"));
        assert!(UploadAddress::parse("").is_err());
    }
}
