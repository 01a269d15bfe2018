//! The only way of a browser to the network: a proxy on this computer that decides by the address that it connects to
//! itself. So no name that is looked up twice, no redirect and no script leads where it does not.
//!
//! It asks for no password: whoever else is on this computer reaches by it nothing that they do not reach without.

use std::convert::Infallible;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use http_body_util::combinators::BoxBody;
use http_body_util::{BodyExt, Empty};
use hyper::body::{Bytes, Incoming};
use hyper::header::{CONNECTION, HOST, HeaderMap, HeaderName, HeaderValue, TE, TRAILER, TRANSFER_ENCODING, UPGRADE};
use hyper::service::service_fn;
use hyper::{Method, Request, Response, Uri};
use hyper_util::rt::TokioIo;
use tokio::net::{TcpListener, TcpStream};
use tokio_util::sync::{CancellationToken, DropGuard};

use super::place::{Place, Way};
use crate::domain::network::is_public;

/// The longest time of a lookup, and of a connection.
const PATIENCE: Duration = Duration::from_secs(10);
/// Ports of the Internet that pages use.
const WEB: [u16; 2] = [80, 443];
/// Reasons that are remembered.
const MOST: usize = 50;

/// The proxy; it ends when this is dropped.
#[derive(Debug)]
pub(super) struct Guard {
    address: SocketAddr,
    rules: Arc<Rules>,
    _ends: DropGuard,
}

#[derive(Debug)]
struct Rules {
    places: Vec<Place>,
    /// Hosts that were not reached, and why.
    refused: Mutex<Vec<(String, String)>>,
}

type Body = BoxBody<Bytes, hyper::Error>;

impl Guard {
    /// Starts it.
    ///
    /// # Errors
    /// The system gives no port.
    pub(super) async fn start(places: Vec<Place>) -> std::io::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
        let address = listener.local_addr()?;
        let rules = Arc::new(Rules { places, refused: Mutex::default() });
        let stop = CancellationToken::new();
        tokio::spawn(listen(listener, Arc::clone(&rules), stop.clone()));
        Ok(Self { address, rules, _ends: stop.drop_guard() })
    }

    pub(super) fn address(&self) -> SocketAddr {
        self.address
    }

    /// Why a host was not reached.
    pub(super) fn why(&self, host: &str) -> Option<String> {
        let refused = self.rules.refused.lock().unwrap_or_else(PoisonError::into_inner);
        refused.iter().rev().find(|(name, _)| name == host).map(|(_, why)| why.clone())
    }
}

async fn listen(listener: TcpListener, rules: Arc<Rules>, stop: CancellationToken) {
    loop {
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            () = stop.cancelled() => return,
        };
        let Ok((stream, _)) = accepted else { continue };
        let (rules, stop) = (Arc::clone(&rules), stop.clone());
        tokio::spawn(async move {
            let inner = stop.clone();
            let service = service_fn(move |request| serve(Arc::clone(&rules), inner.clone(), request));
            let connection = hyper::server::conn::http1::Builder::new()
                .preserve_header_case(true)
                .serve_connection(TokioIo::new(stream), service)
                .with_upgrades();
            tokio::select! {
                // A browser that goes away in between is nothing to tell of.
                ended = connection => drop(ended),
                () = stop.cancelled() => {}
            }
        });
    }
}

/// One request; an error closes the connection, so that the page sees no answer that its server did not give.
async fn serve(
    rules: Arc<Rules>,
    stop: CancellationToken,
    request: Request<Incoming>,
) -> Result<Response<Body>, std::io::Error> {
    let Some((host, port)) = target(request.uri(), request.method()) else {
        return Err(std::io::Error::other("a request without a host"));
    };
    let stream = match rules.connect(&host, port).await {
        Ok(stream) => stream,
        Err(why) => {
            rules.note(&host, &why);
            return Err(std::io::Error::other(why));
        }
    };
    if request.method() == Method::CONNECT {
        tokio::spawn(tunnel(request, stream, stop));
        return Ok(Response::new(empty()));
    }
    let answer = forward(request, stream).await;
    answer.inspect_err(|why| rules.note(&host, why)).map_err(std::io::Error::other)
}

fn empty() -> Body {
    Empty::new().map_err(|never: Infallible| match never {}).boxed()
}

/// Where a request is to go.
fn target(uri: &Uri, method: &Method) -> Option<(String, u16)> {
    let host = uri.host()?.trim_start_matches('[').trim_end_matches(']').to_ascii_lowercase();
    let is_plain = uri.scheme_str() == Some("http") || *method == Method::CONNECT;
    let usual = if *method == Method::CONNECT { None } else { Some(80) };
    is_plain.then_some((host, uri.port_u16().or(usual)?))
}

async fn tunnel(request: Request<Incoming>, mut stream: TcpStream, stop: CancellationToken) {
    let Ok(upgraded) = hyper::upgrade::on(request).await else { return };
    let mut upgraded = TokioIo::new(upgraded);
    tokio::select! {
        copied = tokio::io::copy_bidirectional(&mut upgraded, &mut stream) => drop(copied),
        () = stop.cancelled() => {}
    }
}

/// Hands on a request in plain text.
async fn forward(mut request: Request<Incoming>, stream: TcpStream) -> Result<Response<Body>, String> {
    let authority = request.uri().authority().map(ToString::to_string).unwrap_or_default();
    let path = request.uri().path_and_query().map_or("/", |path| path.as_str()).to_owned();
    *request.uri_mut() = path.parse().map_err(|_| "it cannot be asked for".to_owned())?;
    of_one_connection(request.headers_mut());
    if let Ok(host) = HeaderValue::from_str(&authority) {
        request.headers_mut().insert(HOST, host);
    }
    let broken = |error: hyper::Error| {
        if error.is_incomplete_message() { "it closed the connection without an answer" } else { "it speaks no HTTP" }
            .to_owned()
    };
    let (mut sender, connection) = hyper::client::conn::http1::handshake(TokioIo::new(stream)).await.map_err(broken)?;
    tokio::spawn(async move { connection.await.ok() });
    let mut answer = sender.send_request(request).await.map_err(broken)?;
    of_one_connection(answer.headers_mut());
    Ok(answer.map(BodyExt::boxed))
}

/// Takes out what is said to the next one on the way alone.
fn of_one_connection(headers: &mut HeaderMap) {
    for name in [CONNECTION, TE, TRAILER, TRANSFER_ENCODING, UPGRADE] {
        headers.remove(name);
    }
    for name in ["keep-alive", "proxy-connection", "proxy-authorization"] {
        headers.remove(HeaderName::from_static(name));
    }
}

impl Rules {
    async fn connect(&self, host: &str, port: u16) -> Result<TcpStream, String> {
        match self.places.iter().find_map(|place| place.way_to(host, port)) {
            Some(Way::At(address)) => reach(&[address]).await,
            None if !WEB.contains(&port) => Err(format!("port {port} is none that pages of other places are at")),
            Some(Way::Public) | None => reach(&public(host, port).await?).await,
        }
    }

    fn note(&self, host: &str, why: &str) {
        let mut refused = self.refused.lock().unwrap_or_else(PoisonError::into_inner);
        if refused.len() < MOST {
            refused.push((host.to_owned(), why.to_owned()));
        }
    }
}

/// The public addresses of a name.
async fn public(host: &str, port: u16) -> Result<Vec<SocketAddr>, String> {
    let found = tokio::time::timeout(PATIENCE, tokio::net::lookup_host((host, port))).await;
    let Ok(Ok(found)) = found else { return Err("its name is not known".to_owned()) };
    let found: Vec<SocketAddr> = found.collect();
    let public: Vec<SocketAddr> = found.iter().copied().filter(|address| is_public(address.ip())).collect();
    match (public.is_empty(), found.is_empty()) {
        (false, _) => Ok(public),
        (true, true) => Err("its name is not known".to_owned()),
        (true, false) => Err("it is at a private address, where a page may not lead".to_owned()),
    }
}

async fn reach(addresses: &[SocketAddr]) -> Result<TcpStream, String> {
    let mut why = "nothing listens there".to_owned();
    for address in addresses {
        match tokio::time::timeout(PATIENCE, TcpStream::connect(address)).await {
            Ok(Ok(stream)) => return Ok(stream),
            Ok(Err(error)) => why = format!("it does not accept connections ({})", error.kind()),
            Err(_) => "nothing answers there".clone_into(&mut why),
        }
    }
    Err(why)
}

#[cfg(test)]
mod tests {
    use tokio::io::{AsyncReadExt, AsyncWriteExt};

    use super::*;

    /// What a guard answers to a request, up to its end.
    async fn asked(guard: &Guard, request: &str) -> String {
        let mut stream = TcpStream::connect(guard.address()).await.expect("a connection");
        stream.write_all(request.as_bytes()).await.expect("sent");
        let mut answer = String::new();
        stream.read_to_string(&mut answer).await.ok();
        answer
    }

    /// A server that answers everything with the head that it got.
    async fn mirror() -> SocketAddr {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("an address");
        tokio::spawn(async move {
            while let Ok((mut stream, _)) = listener.accept().await {
                let mut head = vec![0; 2048];
                let count = stream.read(&mut head).await.unwrap_or(0);
                let body = String::from_utf8_lossy(&head[..count]).replace("\r\n", "|");
                let text = format!("HTTP/1.1 200 OK\r\ncontent-length: {}\r\n\r\n{body}", body.len());
                stream.write_all(text.as_bytes()).await.ok();
            }
        });
        address
    }

    #[tokio::test]
    async fn places_are_reached_and_nothing_private_is() {
        let to = mirror().await;
        let url = "http://api:3000".parse().expect("an address");
        let place = Place::of(&url, Way::At(to)).expect("a place");
        let guard = Guard::start(vec![place]).await.expect("a guard");
        let seen = asked(
            &guard,
            "GET http://api:3000/a?b HTTP/1.1\r\nHost: evil\r\nProxy-Connection: keep-alive\r\nConnection: close\r\n\r\n",
        )
        .await;
        assert!(seen.contains("GET /a?b HTTP/1.1|") && seen.to_lowercase().contains("host: api:3000|"), "{seen}");
        assert!(!seen.to_lowercase().contains("proxy-"), "{seen}");
        let tunnel = asked(&guard, "CONNECT api:3000 HTTP/1.1\r\nHost: api:3000\r\n\r\nGET /x HTTP/1.1\r\n\r\n").await;
        assert!(tunnel.starts_with("HTTP/1.1 200") && tunnel.contains("GET /x HTTP/1.1"), "{tunnel}");

        let port = to.port();
        for (host, request) in [
            ("127.0.0.1", format!("GET http://127.0.0.1:{port}/ HTTP/1.1\r\nHost: x\r\n\r\n")),
            ("localhost", format!("CONNECT localhost:{port} HTTP/1.1\r\nHost: x\r\n\r\n")),
            ("127.0.0.1", "GET http://127.0.0.1/ HTTP/1.1\r\nHost: x\r\n\r\n".to_owned()),
            ("::1", "GET http://[::1]/ HTTP/1.1\r\nHost: x\r\n\r\n".to_owned()),
            ("169.254.169.254", "GET http://169.254.169.254/latest HTTP/1.1\r\nHost: x\r\n\r\n".to_owned()),
            ("10.0.0.1", "CONNECT 10.0.0.1:443 HTTP/1.1\r\nHost: x\r\n\r\n".to_owned()),
        ] {
            assert_eq!(asked(&guard, &request).await, "", "{request}");
            assert!(guard.why(host).is_some(), "{host}");
        }
        assert_eq!(guard.why("api"), None);
    }
}
