//! One access token, from the outside in: how it is signed, by which key, and only then what it says.

use std::time::Instant;

use jsonwebtoken::errors::ErrorKind;
use jsonwebtoken::{Validation, decode, decode_header};
use serde::Deserialize;
use serde::de::IgnoredAny;

use super::denied::Denied;
use super::keys::{ALGORITHMS, Keys, Missing};

/// How far the clocks of the issuer and of this computer may be apart, in seconds.
const LEEWAY: u64 = 30;
/// The most characters of the name of a caller.
const MOST_NAME: usize = 255;

/// What every token has to say.
#[derive(Debug)]
pub(super) struct Expected {
    pub(super) issuer: String,
    pub(super) audience: String,
}

/// What a token says of its caller.
#[derive(Debug, Deserialize)]
pub(super) struct Claims {
    sub: String,
    /// One word. The library would take a list too.
    #[serde(rename = "iss")]
    _issuer: String,
    #[serde(default)]
    scope: Words,
    /// What some issuers call it.
    #[serde(default)]
    scp: Words,
    /// The key that a caller has to prove it has, which this server does not ask for.
    #[serde(default)]
    cnf: Option<IgnoredAny>,
}

/// Words in one text, or in a list of texts.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum Words {
    Text(String),
    List(Vec<String>),
}

impl Default for Words {
    fn default() -> Self {
        Self::List(Vec::new())
    }
}

impl Words {
    fn texts(&self) -> &[String] {
        match self {
            Self::Text(text) => std::slice::from_ref(text),
            Self::List(texts) => texts,
        }
    }
}

impl Claims {
    /// Whom the issuer means.
    pub(super) fn subject(&self) -> &str {
        &self.sub
    }

    /// What it is good for, word by word.
    pub(super) fn scopes(&self) -> impl Iterator<Item = &str> {
        self.scope.texts().iter().chain(self.scp.texts()).flat_map(|text| text.split(' '))
    }
}

/// Reads a token; what it says is believed only once everything else is right.
pub(super) async fn read(token: &str, expected: &Expected, keys: &Keys, now: Instant) -> Result<Claims, Denied> {
    let header = decode_header(token).map_err(|_| Denied::Invalid("the token is no signed JWT"))?;
    if !ALGORITHMS.contains(&header.alg) {
        return Err(Denied::Invalid("the token is signed in a way that is not taken"));
    }
    let key = keys.find(header.kid.as_deref(), header.alg, now).await.map_err(|missing| match missing {
        Missing::Unread => Denied::NoKeys,
        Missing::Unknown => Denied::Invalid("the token is signed with no key of the issuer"),
    })?;
    let mut validation = Validation::new(header.alg);
    validation.leeway = LEEWAY;
    validation.validate_nbf = true;
    validation.set_issuer(&[&expected.issuer]);
    validation.set_audience(&[&expected.audience]);
    validation.set_required_spec_claims(&["exp", "iss", "aud", "sub"]);
    let claims = decode::<Claims>(token, &key, &validation).map_err(|error| Denied::Invalid(words(error.kind())))?;
    let claims = claims.claims;
    if claims.cnf.is_some() {
        return Err(Denied::Invalid("the token is bound to a key that this server does not ask for"));
    }
    let is_name = !claims.sub.is_empty() && claims.sub.len() <= MOST_NAME;
    if !is_name || !claims.sub.bytes().all(|byte| byte.is_ascii_graphic()) {
        return Err(Denied::Invalid("the token has no `sub` of plain characters"));
    }
    Ok(claims)
}

fn words(kind: &ErrorKind) -> &'static str {
    match kind {
        ErrorKind::ExpiredSignature => "the token has expired",
        ErrorKind::ImmatureSignature => "the token is not valid yet",
        ErrorKind::InvalidAudience => "the token is for another server",
        ErrorKind::InvalidIssuer => "the token is of another issuer",
        ErrorKind::InvalidSignature => "the signature of the token is wrong",
        ErrorKind::MissingRequiredClaim(_) => "the token lacks one of `exp`, `iss`, `aud` and `sub`",
        _ => "the token is not as it must be",
    }
}
