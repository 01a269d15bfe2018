//! What a client learns that has no token yet: whom to ask for one, and what to ask for (RFC 9728).

use hyper::Uri;
use hyper::header::HeaderValue;
use serde_json::json;

use super::denied::Denied;
use super::scopes;

/// Where the document stands, in front of the path of what it is about.
const WELL_KNOWN: &str = "/.well-known/oauth-protected-resource";

/// The document about this server, and the words that lead to it.
#[derive(Debug)]
pub(super) struct Metadata {
    /// The path at which the address of this server puts it.
    path: String,
    document: String,
    /// Its address.
    address: String,
}

impl Metadata {
    /// The document about a server at `audience`.
    pub(super) fn new(issuer: &str, audience: &str, groups: &[&str]) -> Result<Self, String> {
        let _ = address(issuer).ok_or_else(|| wrong("the issuer"))?;
        let uri = address(audience).ok_or_else(|| wrong("the audience"))?;
        let (Some(scheme), Some(authority)) = (uri.scheme_str(), uri.authority()) else {
            return Err(wrong("the audience"));
        };
        let path = format!("{WELL_KNOWN}{}", uri.path().trim_end_matches('/'));
        let document = json!({
            "resource": audience,
            "authorization_servers": [issuer],
            "scopes_supported": scopes::all(groups),
            "bearer_methods_supported": ["header"],
            "resource_name": "zcp, the operations of one Zerops project",
        });
        Ok(Self { address: format!("{scheme}://{authority}{path}"), path, document: document.to_string() })
    }

    /// The document, if it stands at this path. A proxy may have taken the first part of it away.
    pub(super) fn at(&self, path: &str) -> Option<&str> {
        let rest = path.strip_prefix(WELL_KNOWN)?;
        (rest.is_empty() || rest == "/mcp" || path == self.path).then_some(&self.document)
    }

    /// What a client is told that brought no token, or one that is not good enough.
    pub(super) fn challenge(&self, denied: Option<Denied>) -> HeaderValue {
        let mut words = match denied {
            Some(Denied::Invalid(why)) => format!("error=\"invalid_token\", error_description=\"{why}\", "),
            Some(Denied::Scope) => "error=\"insufficient_scope\", ".to_owned(),
            Some(Denied::NoKeys) | None => String::new(),
        };
        words.push_str(&format!("scope=\"{}\", resource_metadata=\"{}\"", scopes::ALL, self.address));
        HeaderValue::try_from(format!("Bearer {words}")).unwrap_or(HeaderValue::from_static("Bearer"))
    }
}

/// An address of the web without a query or fragment, over https or on this computer.
fn address(text: &str) -> Option<Uri> {
    let is_plain = text.bytes().all(|byte| byte.is_ascii_graphic() && !b"\"\\#?<>@".contains(&byte));
    let uri: Uri = text.parse().ok().filter(|_| is_plain)?;
    let host = uri.host()?;
    let is_here = ["localhost", "127.0.0.1", "[::1]"].contains(&host);
    match uri.scheme_str()? {
        "https" => Some(uri),
        "http" if is_here => Some(uri),
        _ => None,
    }
}

fn wrong(what: &str) -> String {
    format!("{what} is no address such as https://example.com/path")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_document_stands_where_a_client_looks_and_the_challenge_names_it() {
        let metadata = Metadata::new("https://id.example", "https://zcp.example/mcp", &["deploy"]).expect("right");
        let document = metadata.at("/.well-known/oauth-protected-resource/mcp").expect("there");
        assert_eq!(metadata.at("/.well-known/oauth-protected-resource"), Some(document));
        for none in ["/.well-known/oauth-protected-resource/other", "/.well-known/oauth-protected-resourcemcp", "/mcp"]
        {
            assert_eq!(metadata.at(none), None, "{none}");
        }
        let document: serde_json::Value = serde_json::from_str(document).expect("JSON");
        assert_eq!(document["resource"], "https://zcp.example/mcp");
        assert_eq!(document["authorization_servers"], json!(["https://id.example"]));
        let at = "resource_metadata=\"https://zcp.example/.well-known/oauth-protected-resource/mcp\"";
        for (denied, words) in [
            (None, format!("Bearer scope=\"zcp\", {at}")),
            (Some(Denied::Scope), format!("Bearer error=\"insufficient_scope\", scope=\"zcp\", {at}")),
            (
                Some(Denied::Invalid("why")),
                format!("Bearer error=\"invalid_token\", error_description=\"why\", scope=\"zcp\", {at}"),
            ),
        ] {
            assert_eq!(metadata.challenge(denied), words);
        }
    }

    #[test]
    fn what_is_no_address_is_refused() {
        let good = "https://id.example";
        for bad in [
            "",
            "id.example",
            "http://id.example",
            "https://",
            "https://id.example/?a",
            "https://a\"b",
            "https://a@b",
            "x:y",
        ] {
            assert!(Metadata::new(bad, good, &[]).is_err() && Metadata::new(good, bad, &[]).is_err(), "{bad}");
        }
        assert!(Metadata::new("http://127.0.0.1:8080/id", "http://localhost:1/mcp", &[]).is_ok());
    }
}
