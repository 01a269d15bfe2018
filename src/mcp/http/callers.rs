//! Who may call: anybody who can connect, or whoever has a token.

use hyper::StatusCode;
use hyper::header::{AUTHORIZATION, HeaderMap, HeaderValue, WWW_AUTHENTICATE};
use rmcp::model::ErrorCode;

use super::reply::{self, Reply};
use super::tokens::Tokens;
use crate::mcp::caller::Caller;

/// Who may call.
#[derive(Debug)]
pub enum Callers {
    /// Anybody who can connect.
    Anybody,
    /// Whoever has one of these tokens.
    Tokens(Tokens),
}

impl Callers {
    /// Whether callers have to say who they are.
    #[must_use]
    pub fn are_known(&self) -> bool {
        matches!(self, Self::Tokens(_))
    }

    /// Who makes this request, or the refusal.
    pub(super) async fn who(&self, headers: &HeaderMap) -> Result<Caller, Box<Reply>> {
        let tokens = match self {
            Self::Anybody => return Ok(Caller::default()),
            Self::Tokens(tokens) => tokens,
        };
        let Some(token) = bearer(headers) else {
            return Err(Box::new(unauthorized("Bearer", "this server takes a bearer token in `Authorization`")));
        };
        match tokens.caller(token).await {
            Ok(Some(caller)) => Ok(caller),
            Ok(None) => Err(Box::new(unauthorized("Bearer error=\"invalid_token\"", "the token is not known here"))),
            Err(_) => {
                Err(Box::new(reply::later(StatusCode::SERVICE_UNAVAILABLE, "the tokens of this server cannot be read")))
            }
        }
    }

    /// Whether callers can be told apart now.
    pub(super) async fn are_ready(&self) -> bool {
        match self {
            Self::Anybody => true,
            Self::Tokens(tokens) => tokens.are_readable().await,
        }
    }
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

fn unauthorized(challenge: &'static str, message: &str) -> Reply {
    let mut reply = reply::error(StatusCode::UNAUTHORIZED, ErrorCode::INVALID_REQUEST, message);
    reply.headers_mut().insert(WWW_AUTHENTICATE, HeaderValue::from_static(challenge));
    reply
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
