//! One exchange over HTTP: bytes out, bytes in, both bounded in time and size. Nothing here knows
//! the platform; redirects are answers like any other and are never followed.

use std::io;
use std::path::Path;
use std::sync::Once;
use std::time::Duration;

use reqwest::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue, LOCATION, RETRY_AFTER};

use super::answer::Answer;
use super::causes::Causes;
use super::error::{Error, ErrorKind};
use super::host::Host;
use super::settings::Settings;
use crate::domain::operation::{Method, OperationInfo};
use crate::files::Problem;
use crate::generated::variables::ZCP_CA_FILE;

/// The largest file of certificate authorities; those of a whole system are a tenth of it.
const MOST_CA_BYTES: u64 = 4 * 1024 * 1024;

/// Makes the connections to one host.
#[derive(Clone, Debug)]
pub(super) struct Transport {
    http: reqwest::Client,
    max_body_bytes: usize,
}

/// What is sent.
#[derive(Debug)]
pub(super) struct Request<'a> {
    pub(super) method: Method,
    pub(super) address: &'a str,
    /// The `Authorization` header, marked as sensitive.
    pub(super) authorization: Option<HeaderValue>,
    pub(super) body: Option<&'a [u8]>,
}

/// Why there is no answer.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Fault {
    /// The request could not be made.
    Request,
    /// No connection came about, so nothing was sent.
    Connect { why: &'static str, lasting: bool },
    /// The connection did not come about in time.
    ConnectTimeout,
    /// The connection was lost before the end of the answer.
    Lost { why: &'static str },
    /// The answer was not complete in time.
    Timeout { after: Duration },
    /// The answer was larger than what is read.
    TooLarge { limit: usize },
}

impl Transport {
    /// Makes the client; slow enough to be worth doing late, because the system's certificates
    /// are read for https.
    pub(super) fn new(host: &Host, settings: &Settings) -> Result<Self, Error> {
        static PROVIDER: Once = Once::new();
        // Someone else may have installed one; any will do.
        PROVIDER.call_once(|| drop(rustls::crypto::ring::default_provider().install_default()));

        let mut builder = reqwest::Client::builder()
            .user_agent(concat!("zcp/", env!("CARGO_PKG_VERSION")))
            .redirect(reqwest::redirect::Policy::none())
            .connect_timeout(settings.connect_timeout)
            .pool_max_idle_per_host(8)
            // Shorter than what balancers keep: a change sent on a connection that the other side
            // has just closed would fail without anybody knowing whether it happened.
            .pool_idle_timeout(Duration::from_secs(20))
            .referer(false);
        if host.is_loopback() {
            builder = builder.no_proxy();
        }
        if let Some(file) = settings.ca_file.as_deref().filter(|_| !host.is_plain()) {
            builder = builder.tls_certs_merge(authorities(file)?);
        }
        builder = if host.is_plain() { builder.tls_certs_only([]) } else { builder.https_only(true) };
        let http = builder.build().map_err(|error| {
            let why = if error.is_builder() { " (are the system's root certificates there?)" } else { "" };
            Error { lasting: true, ..Error::new(ErrorKind::Network, format!("HTTPS could not be set up{why}")) }
        })?;
        Ok(Self { http, max_body_bytes: settings.max_body_bytes })
    }

    /// Sends a request and reads the answer to its end.
    pub(super) async fn exchange(&self, request: Request<'_>, within: Duration) -> Result<Answer, Fault> {
        tokio::time::timeout(within, self.unbounded(request)).await.unwrap_or(Err(Fault::Timeout { after: within }))
    }

    /// Sends a body as it comes, with nothing but itself, and answers the status. Whoever calls this
    /// bounds it in time; what is answered besides the status is not read.
    pub(super) async fn put(&self, address: &str, body: reqwest::Body) -> Result<u16, Fault> {
        let answer = self.http.put(address).body(body).send().await.map_err(|error| fault(&error))?;
        Ok(answer.status().as_u16())
    }

    /// Begins to read what an address has, with nothing but the address. Whoever calls this bounds it in time and size.
    pub(super) async fn get(&self, address: &str) -> Result<Stream, Fault> {
        Ok(Stream(self.http.get(address).send().await.map_err(|error| fault(&error))?))
    }

    async fn unbounded(&self, request: Request<'_>) -> Result<Answer, Fault> {
        let method = match request.method {
            Method::Get => reqwest::Method::GET,
            Method::Post => reqwest::Method::POST,
            Method::Put => reqwest::Method::PUT,
            Method::Delete => reqwest::Method::DELETE,
        };
        let mut builder = self
            .http
            .request(method, request.address)
            .header(ACCEPT, HeaderValue::from_static("application/json"))
            .header(CONTENT_TYPE, HeaderValue::from_static("application/json"));
        if let Some(authorization) = request.authorization {
            builder = builder.header(AUTHORIZATION, authorization);
        }
        if let Some(body) = request.body {
            builder = builder.body(body.to_vec());
        }
        let mut response = builder.send().await.map_err(|error| fault(&error))?;
        let mut answer = Answer {
            status: response.status().as_u16(),
            content_type: text(response.headers(), &CONTENT_TYPE).unwrap_or_default(),
            location: text(response.headers(), &LOCATION),
            retry_after: text(response.headers(), &RETRY_AFTER),
            body: Vec::new(),
        };
        let limit = self.max_body_bytes;
        while let Some(chunk) = response.chunk().await.map_err(|error| fault(&error))? {
            if answer.body.len() + chunk.len() > limit {
                return Err(Fault::TooLarge { limit });
            }
            answer.body.extend_from_slice(&chunk);
        }
        Ok(answer)
    }
}

/// An answer that is read as it comes.
#[derive(Debug)]
pub(super) struct Stream(reqwest::Response);

impl Stream {
    pub(super) fn status(&self) -> u16 {
        self.0.status().as_u16()
    }

    /// The next bytes; none at the end.
    pub(super) async fn next(&mut self) -> Result<Option<bytes::Bytes>, Fault> {
        self.0.chunk().await.map_err(|error| fault(&error))
    }
}

/// Whether a file has certificates.
///
/// # Errors
/// It cannot be read, or has none.
pub(super) fn check_authorities(file: &Path) -> Result<(), Error> {
    authorities(file).map(drop)
}

/// Reads the certificates of a file.
fn authorities(file: &Path) -> Result<Vec<reqwest::Certificate>, Error> {
    let unusable = |why: &str| {
        let message = format!("{ZCP_CA_FILE}: {} {why}", file.display());
        Error { lasting: true, ..Error::new(ErrorKind::Network, message) }
    };
    let read = crate::files::open_named(file).and_then(|file| crate::files::bounded(file, MOST_CA_BYTES));
    let text = read.map_err(|error| match error.problem {
        Problem::NotRegular | Problem::TooLarge(_) => unusable("is no file of certificates"),
        _ => unusable("cannot be read"),
    })?;
    let found = reqwest::Certificate::from_pem_bundle(&text).map_err(|_| unusable("has no certificate in PEM"))?;
    if found.is_empty() { Err(unusable("has no certificate in PEM")) } else { Ok(found) }
}

impl Fault {
    /// The fault as an error of an operation.
    pub(super) fn into_error(self, operation: &OperationInfo, host: &Host) -> Error {
        let network = |what: String, sent| Error::of(operation, ErrorKind::Network, what, sent);
        match self {
            Self::Request => Error::of(operation, ErrorKind::Api, "the request could not be made", false),
            Self::Connect { why, lasting } => {
                Error { lasting, ..network(format!("no connection to {host}: {why}"), false) }
            }
            Self::ConnectTimeout => {
                let what = format!("no connection to {host} in time");
                Error::of(operation, ErrorKind::Timeout, what, false)
            }
            Self::Lost { why } => network(format!("the connection to {host} was lost: {why}"), true),
            Self::Timeout { after } => {
                let what = format!("no complete answer from {host} within {}", super::duration::words(after));
                Error::of(operation, ErrorKind::Timeout, what, true)
            }
            Self::TooLarge { limit } => {
                let what = format!("the answer from {host} is larger than {limit} bytes");
                Error::of(operation, ErrorKind::Api, what, true)
            }
        }
    }
}

fn text(headers: &HeaderMap, name: &HeaderName) -> Option<String> {
    headers.get(name)?.to_str().ok().map(str::to_owned)
}

/// Tells faults apart by their causes; their texts are not used, they may hold the address.
fn fault(error: &reqwest::Error) -> Fault {
    let Causes { io: io_kind, tls } = Causes::of(error);
    if error.is_builder() {
        return Fault::Request;
    }
    if error.is_connect() {
        return match io_kind {
            _ if error.is_timeout() => Fault::ConnectTimeout,
            _ if tls.is_some() => Fault::Connect { why: tls.unwrap_or_default(), lasting: true },
            _ if error.is_dns() => Fault::Connect { why: "its name was not found", lasting: false },
            Some(io::ErrorKind::ConnectionRefused) => Fault::Connect { why: "connection refused", lasting: false },
            _ => Fault::Connect { why: "it is not reachable", lasting: false },
        };
    }
    match io_kind {
        Some(io::ErrorKind::ConnectionReset | io::ErrorKind::BrokenPipe | io::ErrorKind::ConnectionAborted) => {
            Fault::Lost { why: "connection reset" }
        }
        _ => Fault::Lost { why: "the answer is incomplete or not HTTP" },
    }
}

#[cfg(test)]
mod tests;
