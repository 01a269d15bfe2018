//! What the log of a failed build or start can prove, as `spec/failures.yaml` declares it.

use super::call::Template;

/// The part of a deploy whose log is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Phase {
    /// `build.prepareCommands`, `build.buildCommands` and the packing of `deployFiles`.
    Build,
    /// `run.prepareCommands`.
    Prepare,
    /// `run.initCommands`, the start and the readiness check.
    Init,
}

/// How much a cause says against others that the same log proves.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rank {
    /// True, and often the consequence of something else.
    Weak,
    /// The usual.
    Proof,
    /// What others follow from.
    Root,
}

/// Something that makes a build or a start fail.
#[derive(Debug)]
pub struct Cause {
    /// Its name.
    pub name: &'static str,
    /// What kind of failure it is.
    pub category: &'static str,
    /// What is wrong, in one sentence.
    pub cause: &'static str,
    /// What to do about it.
    pub advice: &'static str,
    /// What to do about it where a build failed, if that is something else; then no call helps.
    pub building: Option<&'static str>,
    /// How much it says.
    pub rank: Rank,
    /// The phases whose logs can prove it.
    pub phases: &'static [Phase],
    /// A call to make next, for the service that was deployed.
    pub next: Option<Template>,
    /// What proves it: a line that one of these matches.
    pub evidence: &'static [Pattern],
}

/// A pattern of lines.
#[derive(Debug)]
pub struct Pattern {
    /// The regular expression.
    pub regex: &'static str,
    /// One of these is in whatever it matches, in small letters: finding a text is much cheaper than
    /// matching.
    pub literals: &'static [&'static str],
}
