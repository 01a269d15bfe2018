//! The hostname of a service: lower-case letters and digits, a letter first.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Characters that the platform takes at most.
pub const MOST: usize = 40;
/// Characters that are documented as the most.
pub const DOCUMENTED: usize = 25;

/// The hostname of a service, as a caller or the platform named it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct Hostname(pub String);

impl Hostname {
    /// The hostname that a text is, if it is one.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        (is_spelled(text) && text.len() <= MOST).then(|| Self(text.to_owned()))
    }

    /// Its text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Display for Hostname {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

/// Whether a text has the characters of a hostname, however many there are.
#[must_use]
pub fn is_spelled(text: &str) -> bool {
    text.starts_with(|first: char| first.is_ascii_lowercase())
        && text.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_letter_comes_first_and_forty_are_the_most() {
        let longest = "a".repeat(MOST);
        for name in ["a", "api2", longest.as_str()] {
            assert_eq!(Hostname::parse(name).map(|name| name.0), Some(name.to_owned()));
        }
        let longer = "a".repeat(MOST + 1);
        for name in ["", "2api", "Api", "my-api", "a.b", "a b", "é", longer.as_str()] {
            assert_eq!(Hostname::parse(name), None, "{name}");
        }
        assert!(is_spelled(&longer));
    }
}
