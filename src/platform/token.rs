//! The bearer token. It has no `Display`, no `Serialize` and a `Debug` that says nothing, so the
//! only ways out are the header of a request, the environment of zcli, and the comparison with a
//! text to clean.

use std::fmt;
use std::sync::Arc;

use reqwest::header::HeaderValue;

use super::secrets::{Index, Kind};

/// What stands in the place of a token.
const HIDDEN: &str = "[token]";
/// One that is shorter is no secret: it is replaced where it stands alone, or it would take words and codes apart.
const SHORT: usize = 12;

/// A bearer token.
#[derive(Clone)]
pub struct Token(Arc<str>, Arc<Index>);

impl PartialEq for Token {
    fn eq(&self, other: &Self) -> bool {
        self.0 == other.0
    }
}

impl Eq for Token {}

impl Token {
    /// Takes a token without the white space around it; none when nothing is left.
    #[must_use]
    pub fn new(text: &str) -> Option<Self> {
        let text = text.trim();
        let mut index = Index::default();
        if text.len() >= SHORT {
            index.add(text, false);
            index.settle();
        }
        (!text.is_empty()).then(|| Self(text.into(), Arc::new(index)))
    }

    /// Whether a header can carry the token.
    pub(super) fn is_sendable(&self) -> bool {
        self.0.bytes().all(|byte| byte.is_ascii_graphic())
    }

    /// The value of the `Authorization` header; none when the token has characters that no header
    /// can carry.
    pub(crate) fn header(&self) -> Option<HeaderValue> {
        if !self.is_sendable() {
            return None;
        }
        let mut value = HeaderValue::try_from(format!("Bearer {}", self.0)).ok()?;
        value.set_sensitive(true);
        Some(value)
    }

    /// The token, for what looks for it.
    pub(super) fn text(&self) -> &str {
        &self.0
    }

    /// The token for the environment of a program that calls the platform itself.
    pub(crate) fn secret(&self) -> &std::ffi::OsStr {
        std::ffi::OsStr::new(&*self.0)
    }

    /// The text with every occurrence of the token replaced, however it is escaped or encoded.
    pub(crate) fn redact(&self, text: &str) -> String {
        if self.0.len() >= SHORT {
            return self.1.replaced(text, Kind::Words, HIDDEN).unwrap_or_else(|| text.to_owned());
        }
        let mut clean = String::with_capacity(text.len());
        let mut done = 0;
        for (start, token) in text.match_indices(&*self.0) {
            let end = start + token.len();
            let before = text[..start].chars().next_back();
            let after = text[end..].chars().next();
            if ![before, after].into_iter().flatten().any(char::is_alphanumeric) {
                clean.push_str(&text[done..start]);
                clean.push_str(HIDDEN);
                done = end;
            }
        }
        clean.push_str(&text[done..]);
        clean
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::Token;

    #[test]
    fn a_token_is_never_printed() {
        let token = Token::new(" s3cr3t-value\n").expect("a token");
        assert_eq!(format!("{token:?} {:?}", Some(&token)), "Token(…) Some(Token(…))");
        let header = token.header().expect("a header");
        assert_eq!(format!("{header:?}"), "Sensitive");
        assert_eq!(header.to_str().ok(), Some("Bearer s3cr3t-value"));
        assert_eq!(token.redact("bad token s3cr3t-value!"), "bad token [token]!");
    }

    #[test]
    fn a_short_token_does_not_take_words_apart() {
        let redact = |token: &str, text: &str| Token::new(token).expect("a token").redact(text);
        assert_eq!(redact("t", "Token t: not set"), "Token [token]: not set");
        assert_eq!(redact("expired", "tokenExpired, expired."), "tokenExpired, [token].");
        assert_eq!(redact("a-long-token-value", "xa-long-token-valuex"), "x[token]x");
        assert_eq!(redact("a-long-token-value", "a%2Dlong\\u002dtoken&#45;value"), "[token]");
    }

    #[test]
    fn what_cannot_be_a_token() {
        assert!(Token::new(" \n").is_none());
        assert!(Token::new("a\nb").expect("kept").header().is_none());
        assert!(Token::new("žluť").expect("kept").header().is_none());
        assert!(Token::new("-starts-with-a-dash").expect("kept").header().is_some());
    }
}
