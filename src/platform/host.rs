//! Where the API is, and which addresses may be asked at all: https anywhere, http only on the
//! loopback interface, so that no token and no secret address crosses a network in the clear.

use std::fmt;
use std::net::IpAddr;

use reqwest::Url;

use super::error::{Error, ErrorKind};

/// The host that is asked when nothing names one.
pub const DEFAULT_HOST: &str = "api.app-prg1.zerops.io";

/// The address of an API: scheme, host and port.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Host {
    url: Url,
}

impl Host {
    /// Reads a host name, `host:port`, or an address with a scheme. `origin` is what the error
    /// calls it; the value itself may hold a password and is not repeated.
    ///
    /// # Errors
    /// When it is anything else, or http to another machine.
    pub fn parse(text: &str, origin: &str) -> Result<Self, Error> {
        let refuse = |why: &str| {
            let message = format!("{origin} must be a host name such as {DEFAULT_HOST}, but it {why}");
            Error::new(ErrorKind::UnusableHost, message)
        };
        let text = text.trim();
        let text = if text.contains("://") { text.to_owned() } else { format!("https://{text}") };
        let url = Url::parse(&text).map_err(|_| refuse("cannot be read"))?;
        check(&url).map_err(refuse)?;
        if !url.username().is_empty() || url.password().is_some() {
            return Err(refuse("has a user name or password"));
        }
        if !matches!(url.path(), "" | "/") {
            return Err(refuse("has a path"));
        }
        if url.query().is_some() || url.fragment().is_some() {
            return Err(refuse("has a query or fragment"));
        }
        Ok(Self { url })
    }

    /// The host of an address that an answer of the API names.
    pub(super) fn of(address: &Url) -> Self {
        let mut url = address.clone();
        url.set_path("");
        url.set_query(None);
        url.set_fragment(None);
        // Neither can fail on an address that has a host.
        let _ = url.set_username("").and_then(|()| url.set_password(None));
        Self { url }
    }

    /// The address of a path, which begins with a slash.
    pub(super) fn address(&self, path: &str) -> String {
        let origin = self.url.as_str();
        format!("{}{path}", origin.trim_end_matches('/'))
    }

    /// Whether it is on this machine.
    #[must_use]
    pub fn is_loopback(&self) -> bool {
        is_loopback(&self.url)
    }

    /// Whether it is asked without TLS.
    #[must_use]
    pub fn is_plain(&self) -> bool {
        self.url.scheme() == "http"
    }
}

impl fmt::Display for Host {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&host_and_port(&self.url))
    }
}

/// Reads an address that an answer of the API names.
///
/// # Errors
/// When it is not an address, or http to another machine. The address may hold a secret and is not
/// repeated.
pub fn named_address(text: &str) -> Result<Url, Error> {
    let refuse = |why: &str| Error::new(ErrorKind::Api, format!("the API named an address that {why}"));
    let url = Url::parse(text).map_err(|_| refuse("cannot be read"))?;
    check(&url).map_err(refuse)?;
    Ok(url)
}

/// Host and port of an address, without its secrets.
pub(super) fn host_and_port(url: &Url) -> String {
    let host = url.host_str().unwrap_or("?");
    url.port().map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"))
}

fn check(url: &Url) -> Result<(), &'static str> {
    match url.scheme() {
        "https" => {}
        "http" if is_loopback(url) => {}
        "http" => return Err("uses http:// to another machine; use https://"),
        _ => return Err("uses neither https:// nor http://"),
    }
    if url.host_str().is_none_or(str::is_empty) { Err("has no host") } else { Ok(()) }
}

fn is_loopback(url: &Url) -> bool {
    let Some(host) = url.host_str() else { return false };
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    host == "localhost" || bare.parse().is_ok_and(|address: IpAddr| address.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts_that_are_taken() {
        for (text, address) in [
            ("api.app-prg1.zerops.io", "https://api.app-prg1.zerops.io/x"),
            (" api.example.com:8443 ", "https://api.example.com:8443/x"),
            ("https://api.example.com/", "https://api.example.com/x"),
            ("HTTPS://API.example.com", "https://api.example.com/x"),
            ("localhost:9000", "https://localhost:9000/x"),
            ("http://localhost:9000", "http://localhost:9000/x"),
            ("http://127.0.0.1:9000", "http://127.0.0.1:9000/x"),
            ("http://127.8.9.10", "http://127.8.9.10/x"),
            ("http://[::1]:9000/", "http://[::1]:9000/x"),
        ] {
            assert_eq!(Host::parse(text, "it").map(|host| host.address("/x")).ok().as_deref(), Some(address), "{text}");
        }
    }

    #[test]
    fn hosts_that_are_refused() {
        for (text, why) in [
            ("http://api.example.com", "http:// to another machine"),
            ("http://10.0.0.1", "http:// to another machine"),
            ("http://0.0.0.0", "http:// to another machine"),
            ("http://localhost.example.com", "http:// to another machine"),
            ("http://127.0.0.1.example.com", "http:// to another machine"),
            ("http://127.0.0.1@example.com", "http:// to another machine"),
            ("http://[::ffff:10.0.0.1]", "http:// to another machine"),
            ("ftp://example.com", "neither https:// nor http://"),
            ("file:///etc/passwd", "neither https:// nor http://"),
            ("https://user:hunter2@example.com", "user name or password"),
            ("me@example.com", "user name or password"),
            ("example.com/api", "path"),
            ("example.com?x=1", "query or fragment"),
            ("example.com#x", "query or fragment"),
            ("two words", "cannot be read"),
            ("https://", "cannot be read"),
            ("example.com:99999", "cannot be read"),
        ] {
            let error = Host::parse(text, "ZCP_API_HOST").expect_err(text);
            assert!(error.message.contains(why) && error.message.contains("ZCP_API_HOST"), "{text}: {error}");
            assert!(!error.message.contains("hunter2"));
        }
    }

    #[test]
    fn addresses_of_answers_follow_the_same_rule() {
        assert!(named_address("https://logs.example.com/a?accessToken=1").is_ok());
        assert!(named_address("http://127.0.0.1:1/a").is_ok());
        let error = named_address("http://logs.example.com/a?accessToken=hunter2").expect_err("plain");
        assert!(!error.message.contains("hunter2"));
        assert!(named_address("/relative").is_err());
    }
}
