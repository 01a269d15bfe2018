//! The annotations of a tool, derived from what it calls.

/// The four hints of the protocol; all are always published.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "the protocol has four independent flags")]
pub struct Hints {
    /// Nothing it calls changes anything.
    pub read_only: bool,
    /// Something it calls removes for good, or may.
    pub destructive: bool,
    /// Everything it calls can be repeated without another effect.
    pub idempotent: bool,
    /// It reaches something outside zcp.
    pub open_world: bool,
}
