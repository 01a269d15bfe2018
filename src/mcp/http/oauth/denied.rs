//! Why a token lets nobody in.

/// Why a token lets nobody in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::mcp::http) enum Denied {
    /// It is not good, and why.
    Invalid(&'static str),
    /// It is good, but for nothing here.
    Scope,
    /// Nobody can tell now, since the keys of the issuer cannot be read.
    NoKeys,
}
