//! One GET of an address of the service, bounded in time and size, without credentials.

use std::io;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::time::Duration;

use reqwest::Url;
use reqwest::header::{CONTENT_ENCODING, CONTENT_TYPE, HOST, HeaderMap, HeaderName, LOCATION};

use super::address::Address;
use crate::platform::causes::Causes;

/// Bytes of a body that are read.
pub(super) const MOST_BYTES: usize = 64 * 1024;

/// What came back.
#[derive(Debug)]
pub(super) struct Answer {
    pub(super) status: u16,
    /// Where a redirect leads.
    pub(super) location: Option<String>,
    pub(super) content_type: String,
    /// Whether the body is compressed or otherwise encoded.
    pub(super) encoded: bool,
    pub(super) body: Vec<u8>,
    pub(super) end: End,
}

/// How the body ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum End {
    /// It was read whole.
    Whole,
    /// It is longer than what is read.
    Longer,
    /// It was not over in time.
    Late,
    /// The connection broke before its end.
    Broken,
}

/// Asks once; a redirect is an answer like any other.
///
/// # Errors
/// Why there is no answer, as the end of a sentence.
pub(super) async fn get(address: &Address, within: Duration) -> Result<Answer, String> {
    let client = client(address, within).await?;
    let mut url = address.url.clone();
    if let Some(to) = connect_to(address) {
        // A port that is named in the address counts, not that of the override.
        url.set_port(Some(to.port())).map_err(|()| "the address has no port".to_owned())?;
    }
    let deadline = tokio::time::Instant::now() + within;
    let request = client.get(url).header(HOST, host_header(&address.url));
    let sent = tokio::time::timeout_at(deadline, request.send()).await;
    let late = || format!("nothing answered within {}", seconds(within));
    let mut response = sent.map_err(|_| late())?.map_err(|error| why(&error).unwrap_or_else(late))?;
    let headers = response.headers();
    let mut answer = Answer {
        status: response.status().as_u16(),
        location: text(headers, &LOCATION),
        content_type: text(headers, &CONTENT_TYPE).unwrap_or_default(),
        encoded: text(headers, &CONTENT_ENCODING).is_some_and(|encoding| encoding != "identity"),
        body: Vec::new(),
        end: End::Whole,
    };
    loop {
        match tokio::time::timeout_at(deadline, response.chunk()).await {
            Err(_) => answer.end = End::Late,
            Ok(Err(error)) if error.is_timeout() => answer.end = End::Late,
            Ok(Err(_)) => answer.end = End::Broken,
            Ok(Ok(None)) => {}
            Ok(Ok(Some(chunk))) => {
                let room = MOST_BYTES - answer.body.len();
                answer.body.extend_from_slice(&chunk[..chunk.len().min(room)]);
                if chunk.len() <= room {
                    continue;
                }
                answer.end = End::Longer;
            }
        }
        return Ok(answer);
    }
}

/// A client for this one address: no redirects, and where the address is private or on this machine
/// no proxy and no lookup.
async fn client(address: &Address, within: Duration) -> Result<reqwest::Client, String> {
    let host = address.url.host_str().unwrap_or_default().to_owned();
    let (to, plain) = (connect_to(address), address.url.scheme() == "http");
    // The certificates of the system are read from files.
    let built = tokio::task::spawn_blocking(move || {
        let mut builder = reqwest::Client::builder()
            .user_agent(concat!("zcp/", env!("CARGO_PKG_VERSION")))
            .redirect(reqwest::redirect::Policy::none())
            .connect_timeout(within)
            .pool_max_idle_per_host(0)
            .referer(false);
        if let Some(to) = to {
            builder = builder.no_proxy().resolve(&host, to);
        }
        if plain { builder.tls_certs_only([]) } else { builder.https_only(true) }.build()
    });
    built.await.ok().and_then(Result::ok).ok_or_else(|| "HTTPS could not be set up on this machine".to_owned())
}

/// Where to connect, where that is not looked up. Names below `localhost` are this machine.
fn connect_to(address: &Address) -> Option<SocketAddr> {
    if let Some(private) = address.private {
        return Some(private.address);
    }
    let host = address.url.host_str()?;
    let local = host == "localhost" || host.ends_with(".localhost");
    let port = address.url.port_or_known_default()?;
    local.then(|| SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), port))
}

fn host_header(url: &Url) -> String {
    let host = url.host_str().unwrap_or_default();
    url.port().map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"))
}

fn text(headers: &HeaderMap, name: &HeaderName) -> Option<String> {
    headers.get(name).map(|value| String::from_utf8_lossy(value.as_bytes()).into_owned())
}

pub(super) fn seconds(time: Duration) -> String {
    if time.subsec_millis() == 0 { format!("{} s", time.as_secs()) } else { format!("{} ms", time.as_millis()) }
}

/// Why there is no answer; none where the time was over.
fn why(error: &reqwest::Error) -> Option<String> {
    let causes = Causes::of(error);
    if let Some(tls) = causes.tls {
        return Some(tls.to_owned());
    }
    if error.is_timeout() {
        return None;
    }
    let why = match causes.io {
        _ if error.is_dns() => "its name was not found",
        Some(io::ErrorKind::ConnectionRefused) => "the connection was refused: nothing listens there",
        Some(io::ErrorKind::ConnectionReset | io::ErrorKind::ConnectionAborted | io::ErrorKind::BrokenPipe) => {
            "the connection was reset"
        }
        _ if error.is_connect() => "no connection came about",
        _ => "what answers there does not speak HTTP",
    };
    Some(why.to_owned())
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use rcgen::{CertifiedKey, generate_simple_self_signed};
    use rustls::ServerConfig;
    use rustls::pki_types::PrivateKeyDer;
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    use tokio::net::TcpListener;
    use tokio_rustls::TlsAcceptor;

    use super::*;
    use crate::ops::support::private_port::Private;

    /// Asks a public address of a service, which is found at this one.
    async fn ask(address: SocketAddr) -> Result<Answer, String> {
        let url = Url::parse("https://api-1df2-3000.prg1.zerops.app/").expect("an address");
        let private = Some(Private { address, over_vpn: false });
        get(&Address { url, private }, Duration::from_secs(20)).await
    }

    #[tokio::test]
    async fn what_is_wrong_with_tls_is_said() {
        // Whoever came first has installed the same one.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let CertifiedKey { cert, signing_key } =
            generate_simple_self_signed(["api-1df2-3000.prg1.zerops.app".to_owned()]).expect("a certificate");
        let key = PrivateKeyDer::try_from(signing_key.serialize_der()).expect("a key");
        let config = ServerConfig::builder().with_no_client_auth().with_single_cert(vec![cert.der().clone()], key);
        let acceptor = TlsAcceptor::from(Arc::new(config.expect("a configuration")));
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("an address");
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                drop(acceptor.accept(stream).await);
            }
        });
        let why = ask(address).await.expect_err("nobody has signed it");
        assert_eq!(why, "its certificate is of an issuer that this machine does not trust");

        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("an address");
        tokio::spawn(async move {
            while let Ok((mut stream, _)) = listener.accept().await {
                let _ = stream.read(&mut [0; 512]).await;
                let _ = stream.write_all(b"HTTP/1.1 200 OK\r\n\r\n").await;
            }
        });
        assert_eq!(ask(address).await.expect_err("it speaks no TLS"), "TLS failed");
    }
}
