//! The bearer token. It has no `Display`, no `Serialize` and a `Debug` that says nothing, so the
//! only ways out are the header of a request and the comparison with a text to clean.

use std::fmt;
use std::sync::Arc;

use reqwest::header::HeaderValue;

/// A bearer token.
#[derive(Clone, PartialEq, Eq)]
pub struct Token(Arc<str>);

impl Token {
    /// Takes a token without the white space around it; none when nothing is left.
    #[must_use]
    pub fn new(text: &str) -> Option<Self> {
        let text = text.trim();
        (!text.is_empty()).then(|| Self(text.into()))
    }

    /// The value of the `Authorization` header; none when the token has characters that no header
    /// can carry.
    pub(crate) fn header(&self) -> Option<HeaderValue> {
        if !self.0.bytes().all(|byte| byte.is_ascii_graphic()) {
            return None;
        }
        let mut value = HeaderValue::try_from(format!("Bearer {}", self.0)).ok()?;
        value.set_sensitive(true);
        Some(value)
    }

    /// The text with every occurrence of the token replaced.
    pub(crate) fn redact(&self, text: &str) -> String {
        text.replace(&*self.0, "[token]")
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
    fn what_cannot_be_a_token() {
        assert!(Token::new(" \n").is_none());
        assert!(Token::new("a\nb").expect("kept").header().is_none());
        assert!(Token::new("žluť").expect("kept").header().is_none());
        assert!(Token::new("-starts-with-a-dash").expect("kept").header().is_some());
    }
}
