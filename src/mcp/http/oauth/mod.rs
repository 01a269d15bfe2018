//! An OAuth resource server: callers bring access tokens that an issuer signed for this very server (JWTs, as in
//! RFC 9068).
//!
//! `token` reads one, `keys` holds what the issuer signs with, `signature` checks with it, `scopes` says what a token
//! is good for, `discovery` says where an issuer says where its keys are, and `metadata` tells a client whom to ask for one (RFC 9728).
//!
//! Deliberately absent: getting a token, which is the work of a client, and passing one on: the platform never sees it.

mod denied;
mod discovery;
mod keys;
mod metadata;
mod scopes;
mod signature;
mod token;

use std::time::Instant;

use hyper::header::HeaderValue;

pub(super) use denied::Denied;
pub use discovery::{MOST_DOCUMENT_BYTES, documents, keys_of};
pub use keys::ReadKeys;

use self::keys::Keys;
use self::metadata::Metadata;
use self::token::Expected;
use crate::mcp::caller::Caller;

/// The largest set of keys that is read, in bytes.
pub const MOST_KEY_BYTES: usize = 256 * 1024;

/// What the names of callers begin with whom the issuer knows: a name in the file of tokens has no colon.
const PREFIX: &str = "oauth:";

/// Whom this server trusts to say who calls.
#[derive(Debug)]
pub struct Issuer {
    expected: Expected,
    keys: Keys,
    metadata: Metadata,
    groups: Vec<&'static str>,
}

impl Issuer {
    /// An issuer by its address, as its tokens name it, which gives tokens for a server at `audience`. The groups are
    /// those that scopes may name.
    ///
    /// # Errors
    /// What is wrong with an address.
    pub fn new(issuer: &str, audience: &str, read: ReadKeys, groups: Vec<&'static str>) -> Result<Self, String> {
        signature::install();
        let metadata = Metadata::new(issuer, audience, &groups)?;
        let expected = Expected { issuer: issuer.to_owned(), audience: audience.to_owned() };
        Ok(Self { expected, keys: Keys::new(read), metadata, groups })
    }

    /// Who has this token.
    pub(super) async fn caller(&self, token: &str) -> Result<Caller, Denied> {
        let claims = token::read(token, &self.expected, &self.keys, Instant::now()).await?;
        let grant = scopes::grant(claims.scopes(), &self.groups).ok_or(Denied::Scope)?;
        Ok(Caller::new(&format!("{PREFIX}{}", claims.subject()), grant))
    }

    /// Whether tokens can be told apart now.
    pub(super) async fn is_ready(&self) -> bool {
        self.keys.are_known(Instant::now()).await
    }

    /// The document that stands at a path, if it is the one about this server.
    pub(super) fn metadata(&self, path: &str) -> Option<&str> {
        self.metadata.at(path)
    }

    /// What a client without a good token is told in `WWW-Authenticate`.
    pub(super) fn challenge(&self, denied: Option<Denied>) -> HeaderValue {
        self.metadata.challenge(denied)
    }
}
