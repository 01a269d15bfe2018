//! Where an issuer publishes its keys, as it says itself: authorization server metadata (RFC 8414) and OIDC
//! discovery have different places for the same document.

use hyper::Uri;
use serde::Deserialize;

/// The largest document that is read, in bytes.
pub const MOST_DOCUMENT_BYTES: usize = 64 * 1024;

const OAUTH: &str = "/.well-known/oauth-authorization-server";
const OPENID: &str = "/.well-known/openid-configuration";

/// Where the document of an issuer may stand: in front of the path of its address, or behind it. None where that is no
/// address with a scheme and a host.
#[must_use]
pub fn documents(issuer: &str) -> Vec<String> {
    let parsed: Option<Uri> = issuer.parse().ok();
    let Some((scheme, authority, path)) =
        parsed.as_ref().and_then(|uri| Some((uri.scheme_str()?, uri.authority()?, uri.path().trim_end_matches('/'))))
    else {
        return Vec::new();
    };
    let root = format!("{scheme}://{authority}");
    let mut all = vec![format!("{root}{OAUTH}{path}"), format!("{root}{OPENID}{path}")];
    if !path.is_empty() {
        all.push(format!("{root}{path}{OPENID}"));
    }
    all
}

/// Where the keys are that a document names, if it is the one about this issuer.
///
/// # Errors
/// Why it is not believed.
pub fn keys_of(issuer: &str, document: &[u8]) -> Result<String, &'static str> {
    #[derive(Deserialize)]
    struct Document {
        issuer: String,
        jwks_uri: String,
    }
    let document: Document = serde_json::from_slice(document).map_err(|_| "it does not say issuer and `jwks_uri`")?;
    if document.issuer != issuer {
        return Err("it is about another issuer");
    }
    // What an issuer of the web says leads back to this computer otherwise.
    if issuer.starts_with("https:") && !document.jwks_uri.starts_with("https:") {
        return Err("its `jwks_uri` is not https");
    }
    Ok(document.jwks_uri)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_document_is_looked_for_where_both_ways_put_it() {
        for issuer in ["https://id.example", "https://id.example/"] {
            let there = [
                "https://id.example/.well-known/oauth-authorization-server",
                "https://id.example/.well-known/openid-configuration",
            ];
            assert_eq!(documents(issuer), there, "{issuer}");
        }
        assert_eq!(
            documents("http://localhost:8080/realms/a"),
            [
                "http://localhost:8080/.well-known/oauth-authorization-server/realms/a",
                "http://localhost:8080/.well-known/openid-configuration/realms/a",
                "http://localhost:8080/realms/a/.well-known/openid-configuration",
            ]
        );
        assert!(documents("id.example").is_empty() && documents("").is_empty());
    }

    #[test]
    fn only_the_document_about_the_issuer_itself_is_believed() {
        let of = |issuer: &str, keys: &str| format!("{{\"issuer\":\"{issuer}\",\"jwks_uri\":\"{keys}\"}}");
        let (issuer, keys) = ("https://id.example", "https://keys.example/jwks");
        assert_eq!(keys_of(issuer, of(issuer, keys).as_bytes()).as_deref(), Ok(keys));
        let here = ("http://127.0.0.1:1", "http://127.0.0.1:1/keys");
        assert_eq!(keys_of(here.0, of(here.0, here.1).as_bytes()).as_deref(), Ok(here.1));
        for wrong in [
            of("https://id.example/", keys),
            of("https://ID.example", keys),
            of("https://evil.example", keys),
            of(issuer, "http://127.0.0.1:1/keys"),
            of(issuer, "file:///etc/passwd"),
            format!("{{\"issuer\":[\"{issuer}\"],\"jwks_uri\":\"{keys}\"}}"),
            format!("{{\"issuer\":\"{issuer}\"}}"),
            "<html>".to_owned(),
            String::new(),
        ] {
            assert!(keys_of(issuer, wrong.as_bytes()).is_err(), "{wrong}");
        }
    }
}
