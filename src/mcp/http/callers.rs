//! Who may call: anybody who can connect, or whoever has a token, from a file or of an issuer.

use hyper::StatusCode;
use hyper::header::{AUTHORIZATION, HeaderMap, HeaderValue, WWW_AUTHENTICATE};
use rmcp::model::ErrorCode;

use super::oauth::{Denied, Issuer};
use super::reply::{self, Reply};
use super::tokens::Tokens;
use crate::mcp::caller::Caller;

/// Who may call.
#[derive(Debug)]
pub enum Callers {
    /// Anybody who can connect.
    Anybody,
    /// Whoever has a token.
    Known(Box<Known>),
}

/// What tells callers apart: at least one of the two.
#[derive(Debug, Default)]
pub struct Known {
    /// Tokens that this server was given.
    pub tokens: Option<Tokens>,
    /// Who gives others.
    pub issuer: Option<Issuer>,
}

impl Callers {
    /// Whether callers have to say who they are.
    #[must_use]
    pub fn are_known(&self) -> bool {
        matches!(self, Self::Known(_))
    }

    /// Who makes this request, or the refusal.
    pub(super) async fn who(&self, headers: &HeaderMap) -> Result<Caller, Box<Reply>> {
        match self {
            Self::Anybody => Ok(Caller::default()),
            Self::Known(known) => known.who(headers).await.map_err(Box::new),
        }
    }

    /// Whether callers can be told apart now.
    pub(super) async fn are_ready(&self) -> bool {
        match self {
            Self::Anybody => true,
            Self::Known(known) => known.is_ready().await,
        }
    }

    /// The document at a path that tells clients whom to ask for a token.
    pub(super) fn metadata(&self, path: &str) -> Option<&str> {
        match self {
            Self::Anybody => None,
            Self::Known(known) => known.issuer.as_ref()?.metadata(path),
        }
    }
}

impl Known {
    async fn who(&self, headers: &HeaderMap) -> Result<Caller, Reply> {
        let Some(token) = bearer(headers) else {
            return Err(self.unauthorized(None, "this server takes a bearer token in `Authorization`"));
        };
        if let Some(tokens) = &self.tokens {
            match tokens.caller(token).await {
                Ok(Some(caller)) => return Ok(caller),
                Ok(None) => {}
                Err(_) => return Err(later("the tokens of this server cannot be read")),
            }
        }
        let unknown = Denied::Invalid("the token is not known here");
        let denied = match &self.issuer {
            None => unknown,
            Some(issuer) => match issuer.caller(token).await {
                Ok(caller) => return Ok(caller),
                Err(denied) => denied,
            },
        };
        Err(match denied {
            Denied::Invalid(why) => self.unauthorized(Some(denied), why),
            Denied::NoKeys => later("the keys of the issuer of tokens cannot be read"),
            Denied::Scope => {
                let message = "the token has no scope that is good for anything here";
                let mut reply = reply::error(StatusCode::FORBIDDEN, ErrorCode::INVALID_REQUEST, message);
                reply.headers_mut().insert(WWW_AUTHENTICATE, self.challenge(Some(denied)));
                reply
            }
        })
    }

    async fn is_ready(&self) -> bool {
        let tokens = match &self.tokens {
            Some(tokens) => tokens.are_readable().await,
            None => true,
        };
        let issuer = match &self.issuer {
            Some(issuer) => issuer.is_ready().await,
            None => true,
        };
        tokens && issuer
    }

    fn unauthorized(&self, denied: Option<Denied>, message: &str) -> Reply {
        let mut reply = reply::error(StatusCode::UNAUTHORIZED, ErrorCode::INVALID_REQUEST, message);
        reply.headers_mut().insert(WWW_AUTHENTICATE, self.challenge(denied));
        reply
    }

    fn challenge(&self, denied: Option<Denied>) -> HeaderValue {
        match (&self.issuer, denied) {
            (Some(issuer), _) => issuer.challenge(denied),
            (None, None) => HeaderValue::from_static("Bearer"),
            (None, Some(_)) => HeaderValue::from_static("Bearer error=\"invalid_token\""),
        }
    }
}

fn later(message: &str) -> Reply {
    reply::later(StatusCode::SERVICE_UNAVAILABLE, message)
}

/// The one bearer token of a request.
fn bearer(headers: &HeaderMap) -> Option<&str> {
    let mut values = headers.get_all(AUTHORIZATION).iter();
    let value = values.next()?.to_str().ok()?;
    if values.next().is_some() {
        return None;
    }
    let (scheme, token) = value.split_once(' ')?;
    let token = token.trim();
    (scheme.eq_ignore_ascii_case("bearer") && !token.is_empty() && !token.contains(' ')).then_some(token)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_bearer_token_and_no_other_form_is_taken() {
        let of = |values: &[&'static str]| {
            let mut headers = HeaderMap::new();
            for value in values {
                headers.append(AUTHORIZATION, HeaderValue::from_static(value));
            }
            bearer(&headers).map(str::to_owned)
        };
        assert_eq!(of(&["Bearer abc"]).as_deref(), Some("abc"));
        assert_eq!(of(&["bEARER   abc"]).as_deref(), Some("abc"));
        for none in [&[][..], &["Bearer"], &["Bearer "], &["Basic abc"], &["Bearer a b"], &["Bearer a", "Bearer b"]] {
            assert_eq!(of(none), None, "{none:?}");
        }
    }
}
