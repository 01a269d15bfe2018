//! A document that anybody may read, such as the keys of an issuer of tokens: asked for without a token of any kind,
//! over https or from this computer, within bounds, and never from another place than the one that was named.

use std::fmt;
use std::sync::OnceLock;
use std::time::Duration;

use reqwest::Url;

use super::error::{Error, ErrorKind};
use super::host::{self, Host};
use super::settings::Settings;
use super::transport::{Fault, Request, Transport};
use crate::domain::operation::Method;

/// The longest time that a document may take to come.
const WITHIN: Duration = Duration::from_secs(5);

/// A document at one address.
pub struct PublicDocument {
    url: Url,
    settings: Settings,
    /// Made on first use, because the system's certificates are read for it.
    transport: OnceLock<Transport>,
}

impl PublicDocument {
    /// The document at this address, of at most so many bytes.
    ///
    /// # Errors
    /// When it is no address, is http to another machine, or has a user, a password or a fragment.
    pub fn new(address: &str, most_bytes: usize, settings: Settings) -> Result<Self, Error> {
        let url = host::named_address(address)?;
        if !url.username().is_empty() || url.password().is_some() || url.fragment().is_some() {
            return Err(Error::new(ErrorKind::Api, "the address has a user, a password or a fragment"));
        }
        let settings = Settings { max_body_bytes: most_bytes, ..settings };
        Ok(Self { url, settings, transport: OnceLock::new() })
    }

    /// What stands there now.
    ///
    /// # Errors
    /// When it cannot be had whole, or the answer is another one than 200.
    pub async fn read(&self) -> Result<Vec<u8>, Error> {
        let host = Host::of(&self.url);
        let transport = match self.transport.get() {
            Some(transport) => transport,
            None => {
                let made = Transport::new(&host, &self.settings)?;
                self.transport.get_or_init(|| made)
            }
        };
        let request = Request { method: Method::Get, address: self.url.as_str(), authorization: None, body: None };
        let answer = transport.exchange(request, WITHIN).await.map_err(|fault| refusal(&fault, &host))?;
        match answer.status {
            200 => Ok(answer.body),
            status => Err(Error::new(ErrorKind::Api, format!("{host} answered {status}"))),
        }
    }
}

impl fmt::Debug for PublicDocument {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PublicDocument({})", host::host_and_port(&self.url))
    }
}

fn refusal(fault: &Fault, host: &Host) -> Error {
    let what = match fault {
        Fault::Request => "the request could not be made".to_owned(),
        Fault::Connect { why, .. } => format!("no connection to {host}: {why}"),
        Fault::ConnectTimeout => format!("no connection to {host} in time"),
        Fault::Lost { why } => format!("the connection to {host} was lost: {why}"),
        Fault::Timeout { .. } => format!("no complete answer from {host} in time"),
        Fault::TooLarge { limit } => format!("the answer from {host} is larger than {limit} bytes"),
    };
    Error::new(ErrorKind::Network, what)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_plain_address_of_https_or_of_this_computer_is_taken() {
        let taken = |address: &str| PublicDocument::new(address, 1024, Settings::default()).is_ok();
        for address in ["https://id.example/jwks?v=1", "http://127.0.0.1:8080/keys", "http://localhost/keys"] {
            assert!(taken(address), "{address}");
        }
        for address in [
            "http://id.example/jwks",
            "file:///etc/passwd",
            "https://me:word@id.example/",
            "https://id.example/#a",
            "x",
        ] {
            assert!(!taken(address), "{address}");
        }
    }
}
