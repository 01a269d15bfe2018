//! An HTTP request from inside of a container to itself.

use std::io;
use std::time::Duration;

use reqwest::header;

/// Derived: a request of a check may take 5 s.
pub(crate) const LIMIT: Duration = Duration::from_secs(5);

/// Makes a request; redirects are followed.
///
/// # Errors
/// It was not answered with 2xx, in words.
pub async fn probe(url: &str, host: Option<&str>) -> io::Result<()> {
    drop(rustls::crypto::ring::default_provider().install_default());
    let client = reqwest::Client::builder().no_proxy().timeout(LIMIT).danger_accept_invalid_certs(true);
    let client = client.build().map_err(io::Error::other)?;
    let mut request = client.get(url);
    if let Some(host) = host {
        request = request.header(header::HOST, host);
    }
    let answer = request.send().await.map_err(|error| {
        let why = if error.is_timeout() { "was not answered within 5 s" } else { "failed: nothing answers there" };
        io::Error::other(format!("GET {url} {why}"))
    })?;
    if answer.status().is_success() {
        return Ok(());
    }
    Err(io::Error::other(format!("GET {url} was answered with {}", answer.status().as_u16())))
}
