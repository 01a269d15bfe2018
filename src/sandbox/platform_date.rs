//! Which state of the platform a sandbox plays.

use std::fmt;

/// A state of the platform, named by the month it was looked at.
///
/// Behaviour that has changed asks [`PlatformDate::is_former`]; everything else is the same in both.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum PlatformDate {
    /// As of May 2026: type names without system or mode, `SECRET` variables, dotted subdomain hosts.
    May2026,
    /// As of October 2026.
    #[default]
    October2026,
}

impl PlatformDate {
    /// Every state, the oldest first.
    pub const ALL: [Self; 2] = [Self::May2026, Self::October2026];

    /// The name on the command line: year and month.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::May2026 => "2026-05",
            Self::October2026 => "2026-10",
        }
    }

    /// The state with this name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|date| date.name() == name)
    }

    /// Whether it is the state before today's.
    #[must_use]
    pub const fn is_former(self) -> bool {
        matches!(self, Self::May2026)
    }
}

impl fmt::Display for PlatformDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
