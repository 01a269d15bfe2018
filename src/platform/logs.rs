//! Reading logs in two steps: the API names an address, and the log backend behind it answers.
//!
//! The address gives access to whoever has it, so it is never printed and is asked without the
//! token. The backend filters by service, severity, tag and container; it takes neither times nor
//! words, and the newest lines are all that can be had of it.

use std::fmt;

use reqwest::Url;

use super::client::Errand;
use super::error::{Error, ErrorKind};
use super::host::{Host, named_address};
use super::session::Session;
use super::token::Token;
use super::wire::{LogAccess, LogItem, LogItems};
use crate::domain::ids::ServiceId;
use crate::domain::operation::{Effect, Method, OperationInfo};
use crate::generated::operations::Operation;

/// The most lines that the backend answers; asked for many more it answers none.
pub const MOST_LINES: usize = 5000;

/// The second step, which is no operation of the API.
const FETCH: OperationInfo =
    OperationInfo { name: "log.fetch", method: Method::Get, path: "", effect: Effect::Read, idempotent: true };

/// Which lines to read.
#[derive(Clone, Debug)]
pub struct LogQuery {
    /// The service that wrote them; of a build the service that builds. None for those of the project.
    pub service: Option<ServiceId>,
    /// The least grave severity, from 0 to 7.
    pub severity: Option<u8>,
    /// The tag that every line of a build has.
    pub tag: Option<String>,
    /// The id of a container.
    pub container: Option<String>,
}

/// Reads the log of the session's project.
#[derive(Debug)]
pub struct LogReader<'a> {
    session: &'a Session,
    address: Option<Result<Address, Error>>,
}

/// An address of the backend.
struct Address {
    url: Url,
    secret: Option<Token>,
}

impl fmt::Debug for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Address(…)")
    }
}

impl<'a> LogReader<'a> {
    /// A reader that has asked for nothing yet.
    #[must_use]
    pub fn new(session: &'a Session) -> Self {
        Self { session, address: None }
    }

    /// Asks where the log is read, so that it is known by then. Where that fails, the first read says so.
    pub async fn prepare(&mut self) {
        self.address = Some(self.access().await);
    }

    /// The newest lines, at most so many, the newest first. An address that has ended is renewed.
    ///
    /// # Errors
    /// As every call of the platform; a backend that refuses a new address is `Api`.
    pub async fn newest(&mut self, query: &LogQuery, limit: usize) -> Result<Vec<LogItem>, Error> {
        let mut last = None;
        // One that was good a moment ago can have ended; a new one that is refused will stay so.
        for _ in 0..2 {
            let address = match self.address.take() {
                Some(address) => address?,
                None => self.access().await?,
            };
            match self.fetch(&address, query, limit).await {
                Err(error) if is_refusal(&error) => last = error.status,
                answer => {
                    self.address = Some(Ok(address));
                    return answer;
                }
            }
        }
        let what = "the log backend refused the address that the API named";
        Err(Error { status: last, ..Error::of(&FETCH, ErrorKind::Api, what, true) })
    }

    async fn access(&self) -> Result<Address, Error> {
        let operation = Operation::ProjectLog;
        let access: LogAccess = self.session.run(operation, &[self.session.project_id().as_str()]).await?;
        self.session.client().secrets.learn([access.access_token.as_str()]);
        // Some versions of the API put the method before the address, or leave the scheme out.
        let text = access.url.trim();
        let text = text.strip_prefix("GET ").unwrap_or(text).trim_start();
        let text = if text.contains("://") { text.to_owned() } else { format!("https://{text}") };
        let url = named_address(&text)?;
        Ok(Address { url, secret: Token::new(&access.access_token) })
    }

    async fn fetch(&self, address: &Address, query: &LogQuery, limit: usize) -> Result<Vec<LogItem>, Error> {
        let client = self.session.client();
        let asked = asked(&address.url, query, limit);
        let errand = Errand {
            info: &FETCH,
            host: &Host::of(&address.url),
            address: asked.as_str(),
            authorization: None,
            body: None,
            secret: address.secret.as_ref().unwrap_or(&client.token),
        };
        let answer: LogItems = client.run(errand, &mut client.budget()).await?;
        Ok(answer.items)
    }
}

fn asked(address: &Url, query: &LogQuery, limit: usize) -> Url {
    let mut url = address.clone();
    let mut pairs = url.query_pairs_mut();
    if let Some(service) = &query.service {
        pairs.append_pair("serviceStackId", service.as_str());
    }
    pairs.append_pair("limit", &limit.min(MOST_LINES).to_string());
    pairs.append_pair("desc", "1");
    if let Some(severity) = query.severity {
        pairs.append_pair("minimumSeverity", &severity.to_string());
    }
    if let Some(tag) = &query.tag {
        pairs.append_pair("tags", tag);
    }
    if let Some(container) = &query.container {
        pairs.append_pair("containerId", container);
    }
    drop(pairs);
    url
}

/// Whether the backend refused the address. That says nothing about the token of the API.
fn is_refusal(error: &Error) -> bool {
    error.kind.is_auth() || error.kind == ErrorKind::PermissionDenied
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_never_printed_and_keeps_its_query() {
        let url = named_address("https://log.example/api/rest/log?accessToken=hunter2").expect("an address");
        let address = Address { url, secret: Token::new("hunter2") };
        assert_eq!(format!("{address:?}"), "Address(…)");
        let query = LogQuery {
            service: Some(ServiceId::new("s1")),
            severity: Some(3),
            tag: Some("zbuilder@v1".to_owned()),
            container: None,
        };
        let asked = asked(&address.url, &query, 100_000);
        let expected = "accessToken=hunter2&serviceStackId=s1&limit=5000&desc=1&minimumSeverity=3&tags=zbuilder%40v1";
        assert_eq!(asked.query(), Some(expected));
        let of_tag = LogQuery { service: None, severity: None, ..query };
        let expected = "accessToken=hunter2&limit=1&desc=1&tags=zbuilder%40v1";
        assert_eq!(super::asked(&address.url, &of_tag, 1).query(), Some(expected));
        assert_eq!(Host::of(&address.url).to_string(), "log.example");
    }
}
