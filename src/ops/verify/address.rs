//! The address that a web service is asked at: only ever one of its own.

use reqwest::Url;

use super::Look;
use crate::ops::support::private_port::{self, Private};
use crate::ops::support::public_addresses;
use crate::platform::error::Error;

/// An address, and how it is reached.
#[derive(Debug)]
pub(super) struct Address {
    /// The address as the service knows it.
    pub(super) url: Url,
    /// Where to connect instead of looking the host up.
    pub(super) private: Option<Private>,
}

/// Where a port is asked, or why nowhere.
pub(super) enum Found {
    At(Address),
    Nowhere(String),
}

/// The public address of a port where there is one, else the private one.
///
/// # Errors
/// As every call of the platform.
pub(super) async fn of_port(look: &Look<'_>, port: u16, path: &str) -> Result<Found, Error> {
    let hostname = &look.service.name;
    if look.service.subdomain_access {
        let public = public_addresses::of_port(look.session, look.service, port).await?;
        if let Some(url) = public.and_then(|origin| with_path(&origin, path)) {
            return Ok(Found::At(Address { url, private: None }));
        }
    }
    let found = private_port::find(look.cx, look.session, look.service, port).await;
    let origin = if port == 80 { format!("http://{hostname}") } else { format!("http://{hostname}:{port}") };
    Ok(match (found, with_path(&origin, path)) {
        (Ok(private), Some(url)) => Found::At(Address { url, private: Some(private) }),
        (Ok(_), None) => Found::Nowhere("The path cannot be asked for.".to_owned()),
        (Err(reason), _) => Found::Nowhere(reason),
    })
}

/// The path on this origin, and on no other: whatever the path is, the host stays.
fn with_path(origin: &str, path: &str) -> Option<Url> {
    let base = Url::parse(origin).ok()?;
    let url = Url::parse(&format!("{origin}{path}")).ok()?;
    (path.starts_with('/') && url.origin() == base.origin()).then_some(url)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_does_not_leave_its_host() {
        for path in
            ["/", "/a?b=c", "//evil.example/x", "/\\evil.example", "/@evil.example", "/../..", "/%2e%2e", "/:80"]
        {
            let url = with_path("https://api-1df2.prg1.zerops.app", path).expect(path);
            assert_eq!(url.host_str(), Some("api-1df2.prg1.zerops.app"), "{path}");
        }
        assert!(with_path("https://api.example", "@evil.example/").is_none());
        assert!(with_path("https://api.example", ".evil.example/").is_none());
    }
}
