//! Places of the web, and how they are reached.

use std::net::SocketAddr;

use reqwest::Url;

/// A place that a page may be at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Place {
    scheme: String,
    host: String,
    port: u16,
    way: Way,
}

/// How a place is reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Way {
    /// Here, whatever its name says.
    At(SocketAddr),
    /// By its name, on the public Internet.
    Public,
}

impl Place {
    /// The place of an address of the web.
    pub(crate) fn of(url: &Url, way: Way) -> Option<Self> {
        let is_web = matches!(url.scheme(), "http" | "https");
        let (host, port) = (host(url)?, url.port_or_known_default()?);
        is_web.then(|| Self { scheme: url.scheme().to_owned(), host, port, way })
    }

    /// Whether an address is in it.
    pub(crate) fn has(&self, url: &Url) -> bool {
        self.scheme == url.scheme()
            && url.port_or_known_default() == Some(self.port)
            && host(url).is_some_and(|host| host == self.host)
    }

    /// How it is reached, if it is the one of this host and port.
    pub(super) fn way_to(&self, host: &str, port: u16) -> Option<Way> {
        (self.host == host && self.port == port).then_some(self.way)
    }
}

/// The host of an address, without the brackets of IPv6.
fn host(url: &Url) -> Option<String> {
    Some(url.host_str()?.trim_start_matches('[').trim_end_matches(']').to_owned())
}

/// The host of an address, as a browser reads it.
pub(super) fn host_of(url: &str) -> Option<String> {
    host(&Url::parse(url).ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_only_looks_like_a_place_is_another() {
        let url = |text: &str| Url::parse(text).expect("an address");
        let place = Place::of(&url("https://API-1df2.prg1.zerops.app"), Way::Public).expect("a place");
        for (address, inside) in [
            ("https://api-1df2.prg1.zerops.app/a?b#c", true),
            ("https://user@API-1df2.PRG1.zerops.app:443", true),
            ("http://api-1df2.prg1.zerops.app", false),
            ("https://api-1df2.prg1.zerops.app:8443", false),
            ("https://api-1df2.prg1.zerops.app@evil.example", false),
            ("https://evil.example\\@api-1df2.prg1.zerops.app", false),
            ("https://api-1df2.prg1.zerops.app.evil.example", false),
        ] {
            assert_eq!(place.has(&url(address)), inside, "{address}");
        }
        for none in ["about:blank", "data:text/html,x", "file:///etc/passwd", "ftp://a/"] {
            assert_eq!(Place::of(&url(none), Way::Public), None, "{none}");
        }
        assert_eq!(host_of("http://[::1]:3000/").as_deref(), Some("::1"));
    }
}
