//! Serving over HTTP: one address, `/mcp`, for both eras of the protocol, and what a deployment needs
//! beside it (`/healthz`, `/readyz`, `/metrics`, and for `oauth` the document that names the issuer).
//!
//! There are no sessions: each request is answered by itself, by whichever replica gets it. A request passes
//! the `gate` (host, origin, who calls, how often) before a byte of its body is read, then its body is read
//! within bounds, and only then it reaches the library's HTTP service. The answer is JSON, or a stream of events
//! where the call reports progress.
//!
//! Deliberately absent: TLS, which is a proxy's work, and the token of the platform, which is the server's
//! own; the tokens here only say who may call.

mod body;
mod callers;
mod connections;
mod gate;
mod limits;
mod metrics_page;
mod oauth;
mod rate;
mod reply;
mod serve;
mod service;
mod stream;
mod tokens;

pub use callers::{Callers, Known};
pub use gate::Addresses;
pub use limits::HttpLimits;
pub use oauth::{Issuer, MOST_DOCUMENT_BYTES, MOST_KEY_BYTES, ReadKeys, documents, keys_of};
pub use serve::{Settings, serve, serve_on};
pub use tokens::{Tokens, TokensError};

/// Has sessions from now on.
#[cfg(feature = "conformance-fixtures")]
pub fn with_sessions() {
    super::fixtures::sessions::turn_on();
}
