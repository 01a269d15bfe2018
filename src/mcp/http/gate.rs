//! What a request has to be before a byte of its body is read.
//!
//! A page in somebody's browser can send requests to this computer under a name of its own (DNS rebinding) or
//! straight to a local address; `Host` and `Origin` tell them, and both are checked first.

use std::net::{IpAddr, SocketAddr};

use hyper::StatusCode;
use hyper::header::{HOST, HeaderMap, ORIGIN};
use hyper::http::uri::{Authority, Uri};
use rmcp::model::ErrorCode;

use super::reply::{self, Reply};

/// Names of this computer.
const LOOPBACK: [&str; 3] = ["localhost", "127.0.0.1", "[::1]"];

/// The addresses under which this server is reached, and the pages that may call it.
#[derive(Clone, Debug)]
pub struct Addresses {
    hosts: Vec<String>,
    origins: Vec<String>,
}

impl Addresses {
    /// A server that listens here and is reached as these hosts too (`NAME` or `NAME:PORT`), where pages of these
    /// origins (`https://NAME[:PORT]`) may call.
    ///
    /// # Errors
    /// The host or origin that is none.
    pub fn new(listens: SocketAddr, hosts: &[String], origins: &[String]) -> Result<Self, String> {
        let mut all: Vec<String> = LOOPBACK.map(str::to_owned).to_vec();
        if !listens.ip().is_unspecified() && !listens.ip().is_loopback() {
            all.push(host_of(listens.ip()));
        }
        for host in hosts {
            let authority: Option<Authority> = host.parse().ok().filter(|_| !host.contains('@'));
            all.push(authority.ok_or(host)?.as_str().to_ascii_lowercase());
        }
        let origins = origins.iter().map(|origin| canonical(origin).ok_or_else(|| origin.clone()));
        Ok(Self { hosts: all, origins: origins.collect::<Result<_, _>>()? })
    }

    /// Refuses a request that came under another name, or from a page that may not call. Answers the origin of one
    /// that may, where it says one.
    pub(super) fn check(&self, uri: &Uri, headers: &HeaderMap) -> Result<Option<String>, Box<Reply>> {
        let mut hosts = headers.get_all(HOST).iter();
        let host = hosts.next().and_then(|host| host.to_str().ok()).and_then(|host| host.parse::<Authority>().ok());
        let (Some(host), None) = (host, hosts.next()) else {
            return Err(Box::new(refuse(StatusCode::BAD_REQUEST, "the request needs one `Host`")));
        };
        // One that names its target whole may name another there.
        let named = [Some(&host), uri.authority()];
        if !named.into_iter().flatten().all(|authority| self.is_ours(authority)) {
            let message = "this server is not reached under that `Host`; --allow-host names those that are its own";
            return Err(Box::new(refuse(StatusCode::FORBIDDEN, message)));
        }
        let mut origins = headers.get_all(ORIGIN).iter();
        let Some(origin) = origins.next() else { return Ok(None) };
        let origin = origin.to_str().ok().filter(|_| origins.next().is_none());
        match origin.and_then(|origin| Some((origin, canonical(origin)?))) {
            Some((origin, canonical)) if self.may_call(&canonical, &host) => Ok(Some(origin.to_owned())),
            _ => {
                let message = "pages of that `Origin` may not call this server; --allow-origin names those that may";
                Err(Box::new(refuse(StatusCode::FORBIDDEN, message)))
            }
        }
    }

    fn is_ours(&self, authority: &Authority) -> bool {
        let (whole, host) = (authority.as_str(), authority.host());
        let is = |ours: &String| ours.eq_ignore_ascii_case(whole) || ours.eq_ignore_ascii_case(host);
        !whole.contains('@') && self.hosts.iter().any(is)
    }

    /// A page of the very address that it calls may, and those that were named.
    fn may_call(&self, origin: &str, host: &Authority) -> bool {
        let same = canonical(&format!("http://{host}"));
        same.as_deref() == Some(origin) || self.origins.iter().any(|allowed| allowed == origin)
    }
}

/// An origin as scheme, host and port; none for what is no origin of the web.
fn canonical(origin: &str) -> Option<String> {
    let (scheme, rest) = origin.split_once("://")?;
    let (scheme, authority) = (scheme.to_ascii_lowercase(), rest.parse::<Authority>().ok()?);
    let port = match scheme.as_str() {
        "http" => 80,
        "https" => 443,
        _ => return None,
    };
    if rest.contains('@') {
        return None;
    }
    let port = authority.port_u16().unwrap_or(port);
    Some(format!("{scheme}://{}:{port}", authority.host().to_ascii_lowercase()))
}

fn host_of(ip: IpAddr) -> String {
    match ip {
        IpAddr::V4(ip) => ip.to_string(),
        IpAddr::V6(ip) => format!("[{ip}]"),
    }
}

fn refuse(status: StatusCode, message: &str) -> Reply {
    reply::error(status, ErrorCode::INVALID_REQUEST, message)
}

#[cfg(test)]
mod tests {
    use hyper::header::HeaderValue;

    use super::*;

    fn status(addresses: &Addresses, uri: &str, headers: &[(hyper::header::HeaderName, &'static str)]) -> u16 {
        let mut map = HeaderMap::new();
        for (name, value) in headers {
            map.append(name, HeaderValue::from_static(value));
        }
        let uri = uri.parse().expect("a target");
        addresses.check(&uri, &map).map_or_else(|refused| refused.status().as_u16(), |_| 200)
    }

    #[test]
    fn only_its_own_names_and_pages_reach_it() {
        let words = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>();
        let listens = "127.0.0.1:8080".parse().expect("an address");
        let (hosts, origins) = (words(&["zcp.example.com", "other.example.com:8443"]), words(&["https://App.example"]));
        let addresses = Addresses::new(listens, &hosts, &origins).expect("right");
        for (host, expected) in [
            ("localhost", 200),
            ("LOCALHOST:8080", 200),
            ("127.0.0.1:1", 200),
            ("[::1]:8080", 200),
            ("zcp.example.com", 200),
            ("zcp.example.com:443", 200),
            ("other.example.com:8443", 200),
            ("other.example.com", 403),
            ("evil.example", 403),
            ("localhost.evil.example", 403),
            ("localhost@evil.example", 403),
            ("evil.example@localhost", 403),
            ("127.0.0.1.nip.io", 403),
            ("0.0.0.0:8080", 403),
            ("[::ffff:127.0.0.1]", 403),
            ("2130706433", 403),
            ("", 400),
            ("local host", 400),
        ] {
            assert_eq!(status(&addresses, "/mcp", &[(HOST, host)]), expected, "{host}");
        }
        assert_eq!(status(&addresses, "/mcp", &[]), 400);
        assert_eq!(status(&addresses, "/mcp", &[(HOST, "localhost"), (HOST, "evil.example")]), 400);
        assert_eq!(status(&addresses, "http://evil.example/mcp", &[(HOST, "localhost")]), 403);
        for (origin, expected) in [
            ("http://localhost:8080", 200),
            ("https://app.example", 200),
            ("https://app.example:443", 200),
            ("http://app.example", 403),
            ("https://app.example:444", 403),
            ("http://localhost:8081", 403),
            ("http://evil.example", 403),
            ("https://app.example.evil.example", 403),
            ("https://app.example@evil.example", 403),
            ("null", 403),
            ("file://", 403),
            ("", 403),
        ] {
            let headers = [(HOST, "localhost:8080"), (ORIGIN, origin)];
            assert_eq!(status(&addresses, "/mcp", &headers), expected, "{origin}");
        }
        let two = [(HOST, "localhost:8080"), (ORIGIN, "http://localhost:8080"), (ORIGIN, "https://app.example")];
        assert_eq!(status(&addresses, "/mcp", &two), 403);
    }

    #[test]
    fn an_address_that_is_none_is_said() {
        let listens = "10.0.0.1:80".parse().expect("an address");
        let addresses = Addresses::new(listens, &[], &[]).expect("right");
        assert_eq!(status(&addresses, "/mcp", &[(HOST, "10.0.0.1")]), 200);
        let word = |word: &str| vec![word.to_owned()];
        assert!(Addresses::new(listens, &word("https://a b"), &[]).is_err());
        assert!(Addresses::new(listens, &[], &word("app.example")).is_err());
        assert!(Addresses::new(listens, &[], &word("*")).is_err());
    }
}
