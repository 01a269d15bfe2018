//! One request, from its first line to its answer.

use std::collections::BTreeMap;
use std::net::IpAddr;
use std::pin::Pin;
use std::sync::{Arc, LazyLock, Mutex, PoisonError};
use std::time::Instant;

use http_body_util::Full;
use hyper::body::{Bytes, Incoming};
use hyper::header::{
    ACCESS_CONTROL_ALLOW_HEADERS, ACCESS_CONTROL_ALLOW_METHODS, ACCESS_CONTROL_ALLOW_ORIGIN,
    ACCESS_CONTROL_EXPOSE_HEADERS, AUTHORIZATION, CONTENT_TYPE, HeaderMap, HeaderValue, TRANSFER_ENCODING, VARY,
};
use hyper::http::request::Parts;
use hyper::{Method, Request, StatusCode};
use memchr::memmem::Finder;
use rmcp::transport::streamable_http_server::session::never::NeverSessionManager;
use rmcp::transport::{StreamableHttpServerConfig, StreamableHttpService};
use tokio::sync::Semaphore;
use tokio_util::sync::CancellationToken;

use super::body::{self, Room};
use super::callers::Callers;
use super::connections::Connections;
use super::gate::Addresses;
use super::limits::HttpLimits;
use super::metrics_page::{self, Requests};
use super::rate::Rate;
use super::reply::{self, Reply};
use crate::domain::once;
use crate::mcp::caller::Caller;
use crate::mcp::incoming::{self, Single};
use crate::mcp::offer::Grant;
use crate::mcp::server::{Connection, Server};

/// What a page may send, beside what any page may.
const PAGE_HEADERS: &str =
    "authorization, content-type, last-event-id, mcp-method, mcp-name, mcp-protocol-version, mcp-session-id";

/// The most kinds of callers that are remembered: scopes of tokens come in any mixture.
const MOST_KINDS: usize = 64;

/// What stands in a message that the library might misread, or must not read.
static ODD: LazyLock<[Finder<'static>; 2]> =
    LazyLock::new(|| ["\"cursor\"", "initialize"].map(|word| Finder::new(word.as_bytes())));

/// Everything that requests share.
#[derive(Debug)]
pub(super) struct Service {
    server: Server,
    addresses: Addresses,
    callers: Callers,
    limits: HttpLimits,
    rate: Rate,
    room: Room,
    places: Arc<Semaphore>,
    /// The server as it is for kinds of callers.
    granted: Mutex<BTreeMap<Grant, Server>>,
    library: StreamableHttpServerConfig,
    sessions: Arc<NeverSessionManager>,
    pub(super) connections: Connections,
    requests: Requests,
    /// Fires when no more connections are taken.
    stop: CancellationToken,
}

impl Service {
    pub(super) fn new(
        server: &Server,
        addresses: Addresses,
        callers: Callers,
        limits: HttpLimits,
        stop: CancellationToken,
        abort: CancellationToken,
    ) -> Self {
        let server = server.on(Connection::new(abort));
        // Hosts and origins are checked before, and bodies are bounded.
        let library = StreamableHttpServerConfig::default()
            .with_legacy_session_mode(false)
            .with_json_response(true)
            .with_sse_retry(None)
            .disable_allowed_hosts()
            .with_max_request_body_bytes(usize::MAX);
        Self {
            server: if callers.are_known() { server.with_private_lists() } else { server },
            addresses,
            callers,
            limits,
            rate: Rate::new(limits.rate),
            room: Room::new(limits.bodies),
            places: Arc::new(Semaphore::new(limits.requests)),
            granted: Mutex::default(),
            library,
            sessions: Arc::default(),
            connections: Connections::new(limits.connections_of_peer),
            requests: Requests::default(),
            stop,
        }
    }

    pub(super) fn limits(&self) -> &HttpLimits {
        &self.limits
    }

    /// Answers a request of this peer.
    pub(super) async fn answer(&self, request: Request<Incoming>, peer: IpAddr) -> Reply {
        // Where a message ends is a matter of opinion between a proxy and a server only when its body comes in chunks:
        // nothing can follow such a one.
        let is_chunked = request.headers().contains_key(TRANSFER_ENCODING);
        let reply = match self.route(request, peer).await {
            Ok(reply) => reply,
            Err(refused) => *refused,
        };
        self.requests.count(reply.status());
        if is_chunked { reply::last(reply) } else { reply }
    }

    async fn route(&self, request: Request<Incoming>, peer: IpAddr) -> Result<Reply, Box<Reply>> {
        match request.uri().path() {
            "/mcp" => self.mcp(request, peer).await,
            "/healthz" if request.method() == Method::GET => Ok(reply::text(StatusCode::OK, "ok\n")),
            "/readyz" if request.method() == Method::GET => Ok(self.readiness().await),
            "/metrics" if request.method() == Method::GET => {
                self.addresses.check(request.uri(), request.headers())?;
                self.callers.who(request.headers()).await?;
                let connections = self.connections.count();
                let running = self.limits.requests - self.places.available_permits();
                Ok(metrics_page::page(self.server.metrics(), &self.requests, connections, running))
            }
            "/healthz" | "/readyz" | "/metrics" => Ok(reply::only("GET")),
            path => match self.callers.metadata(path) {
                Some(document) => {
                    let origin = self.addresses.check(request.uri(), request.headers())?;
                    let reply = match *request.method() {
                        Method::GET => reply::json(StatusCode::OK, document.as_bytes().to_vec()),
                        _ => reply::only("GET"),
                    };
                    Ok(match origin {
                        Some(origin) => for_page(reply, &origin),
                        None => reply,
                    })
                }
                None => Ok(reply::text(StatusCode::NOT_FOUND, "MCP is at /mcp\n")),
            },
        }
    }

    async fn readiness(&self) -> Reply {
        if self.stop.is_cancelled() {
            reply::text(StatusCode::SERVICE_UNAVAILABLE, "stopping\n")
        } else if self.callers.are_ready().await {
            reply::text(StatusCode::OK, "ready\n")
        } else {
            reply::text(StatusCode::SERVICE_UNAVAILABLE, "callers cannot be told apart\n")
        }
    }

    async fn mcp(&self, request: Request<Incoming>, peer: IpAddr) -> Result<Reply, Box<Reply>> {
        let origin = self.addresses.check(request.uri(), request.headers())?;
        let reply = match *request.method() {
            Method::POST => self.post(request, peer).await.unwrap_or_else(|refused| *refused),
            Method::OPTIONS if origin.is_some() => preflight(),
            #[cfg(feature = "conformance-fixtures")]
            Method::GET | Method::DELETE if crate::mcp::fixtures::sessions::are_on() => {
                self.library(&self.server, request.into_parts().0, Bytes::new()).await
            }
            _ => reply::only("POST"),
        };
        Ok(match origin {
            Some(origin) => for_page(reply, &origin),
            None => reply,
        })
    }

    async fn post(&self, request: Request<Incoming>, peer: IpAddr) -> Result<Reply, Box<Reply>> {
        let caller = self.callers.who(request.headers()).await?;
        let bucket = if caller.name().is_empty() { peer.to_string() } else { caller.name().to_owned() };
        if !self.rate.admits(&bucket, Instant::now()) {
            return Err(Box::new(reply::later(StatusCode::TOO_MANY_REQUESTS, "too many requests in a second")));
        }
        let Ok(place) = Arc::clone(&self.places).try_acquire_owned() else {
            return Err(Box::new(reply::later(StatusCode::SERVICE_UNAVAILABLE, "too many requests at once")));
        };
        if !is_json(request.headers()) {
            let text = "the body of a request is application/json";
            return Err(Box::new(reply::last(reply::text(StatusCode::UNSUPPORTED_MEDIA_TYPE, text))));
        }
        let (mut parts, body) = request.into_parts();
        // Nothing behind this needs it.
        parts.headers.remove(AUTHORIZATION);
        let (bytes, held) = body::read(body, &self.limits, &self.room).await?;
        let server = self.server_for(caller)?;
        let reply = self.message(&server, parts, bytes).await;
        Ok(reply::holding(reply, (place, held)))
    }

    /// Answers one message. The library reads it; only where it might misread one, or could not or must not read it, is
    /// it looked at here.
    async fn message(&self, server: &Server, parts: Parts, bytes: Bytes) -> Reply {
        let is_plain = ODD.iter().all(|word| word.find(&bytes).is_none()) && once::check(&bytes).is_ok();
        let again = parts.clone();
        if is_plain {
            let reply = self.library(server, parts, bytes.clone()).await;
            if reply.status() != StatusCode::UNSUPPORTED_MEDIA_TYPE {
                return reply;
            }
        }
        match incoming::single(&bytes) {
            Single::Message(mended) => self.library(server, again, mended.map_or(bytes, Bytes::from)).await,
            Single::Refused(status, error) => {
                reply::json(StatusCode::from_u16(status).unwrap_or(StatusCode::BAD_REQUEST), error)
            }
            Single::Nothing => reply::text(StatusCode::ACCEPTED, ""),
        }
    }

    /// The server as it is for this caller.
    fn server_for(&self, caller: Caller) -> Result<Server, Box<Reply>> {
        let mut granted = self.granted.lock().unwrap_or_else(PoisonError::into_inner);
        let server = match granted.get(caller.grant()) {
            Some(server) => server.clone(),
            None => {
                let server = self.server.granted(caller.grant()).map_err(|error| {
                    tracing::error!(%error, caller = caller.name(), "a caller is granted what does not exist");
                    Box::new(reply::text(StatusCode::FORBIDDEN, "what this caller is granted does not exist\n"))
                })?;
                if granted.len() >= MOST_KINDS {
                    granted.clear();
                }
                granted.insert(caller.grant().clone(), server.clone());
                server
            }
        };
        Ok(server.called_by(caller))
    }

    /// Hands a message to the library. That is most of what a request is, so it has a place of its own.
    fn library(&self, server: &Server, parts: Parts, bytes: Bytes) -> Pin<Box<dyn Future<Output = Reply> + Send>> {
        let request = Request::from_parts(parts, Full::new(bytes));
        let config = self.library.clone();
        #[cfg(not(feature = "conformance-fixtures"))]
        let server = server.clone();
        #[cfg(feature = "conformance-fixtures")]
        let server = {
            use crate::mcp::fixtures::{Fixtures, sessions};
            let fixtures = Fixtures(server.clone());
            if sessions::are_on() {
                return Box::pin(sessions::answer(fixtures, request, config));
            }
            fixtures
        };
        let library = StreamableHttpService::new(move || Ok(server.clone()), Arc::clone(&self.sessions), config);
        Box::pin(async move { library.handle(request).await })
    }
}

fn is_json(headers: &HeaderMap) -> bool {
    let mut values = headers.get_all(CONTENT_TYPE).iter();
    let value = values.next().and_then(|value| value.to_str().ok()).filter(|_| values.next().is_none());
    let essence = value.and_then(|value| value.split(';').next()).unwrap_or_default();
    essence.trim().eq_ignore_ascii_case("application/json")
}

/// What the browser of a page that may call asks first.
fn preflight() -> Reply {
    let mut reply = reply::text(StatusCode::NO_CONTENT, "");
    reply.headers_mut().insert(ACCESS_CONTROL_ALLOW_METHODS, HeaderValue::from_static("POST"));
    reply.headers_mut().insert(ACCESS_CONTROL_ALLOW_HEADERS, HeaderValue::from_static(PAGE_HEADERS));
    reply
}

/// An answer that the page of this origin may read.
fn for_page(mut reply: Reply, origin: &str) -> Reply {
    if let Ok(origin) = HeaderValue::from_str(origin) {
        let headers = reply.headers_mut();
        headers.insert(ACCESS_CONTROL_ALLOW_ORIGIN, origin);
        headers.insert(ACCESS_CONTROL_EXPOSE_HEADERS, HeaderValue::from_static("www-authenticate, retry-after"));
        headers.insert(VARY, HeaderValue::from_static("origin"));
    }
    reply
}
