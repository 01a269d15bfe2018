//! Environment variables.

use std::fmt;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::blank::{blank, blank_if_null};
use super::lenient::{moment, write_moment};
use super::marks::verbatim;

/// One environment variable of a service or of a project.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct EnvEntry {
    /// The id of the variable.
    #[serde(default = "blank", deserialize_with = "blank_if_null")]
    pub id: String,
    /// Its name.
    #[serde(default = "blank", deserialize_with = "blank_if_null")]
    pub key: String,
    /// Its value, which may be a secret.
    #[serde(default = "blank", deserialize_with = "verbatim")]
    pub content: String,
    /// `USER` or `SYSTEM`; `READ_ONLY`, `EDITABLE`, `SECRET`, `INTERNAL` or `ENV` of a service on the
    /// platform of May 2026.
    #[serde(rename = "type", default = "blank", deserialize_with = "blank_if_null")]
    pub kind: String,
    /// Whether the owner marked the value as a secret.
    #[serde(default = "blank", deserialize_with = "blank_if_null")]
    pub sensitive: bool,
    /// Whether a variable of a project may be changed, where that is said.
    #[serde(default)]
    pub editable: Option<bool>,
    /// When it was last written.
    #[serde(default, deserialize_with = "moment", serialize_with = "write_moment")]
    pub last_update: Option<Timestamp>,
    /// Whether the active version brought it. The list does not say so; whoever asks adds it.
    #[serde(skip)]
    pub from_version: bool,
}

/// What the API answers instead of a value that a token may not see.
const REDACTED: &str = "REDACTED";
/// How everything that age encrypts begins, in hexadecimal digits.
const ENCRYPTED: &str = "6167652d656e6372797074696f6e";
/// The fewest hexadecimal digits that are taken for something encrypted.
const LEAST_ENCRYPTED: usize = 256;

impl EnvEntry {
    /// Whether the platform made it.
    #[must_use]
    pub fn is_of_the_platform(&self) -> bool {
        matches!(self.kind.as_str(), "SYSTEM" | "READ_ONLY" | "INTERNAL")
    }

    /// Whether `run.envVariables` of a zerops.yaml sets it.
    #[must_use]
    pub fn is_of_zerops_yaml(&self) -> bool {
        self.kind == "ENV" || self.from_version
    }

    /// Whether a call may give it another value.
    #[must_use]
    pub fn may_be_changed(&self) -> bool {
        (!self.is_of_the_platform() || self.editable == Some(true)) && !self.is_of_zerops_yaml()
    }

    /// Whether a call may remove it.
    #[must_use]
    pub fn may_be_removed(&self) -> bool {
        !self.is_of_the_platform() && !self.is_of_zerops_yaml()
    }

    /// Whether the platform tells something else instead of the value: `REDACTED`, or what it has
    /// encrypted, as a search does with the sensitive variables of a project.
    #[must_use]
    pub fn is_hidden(&self) -> bool {
        let is_hexadecimal = || self.content.bytes().all(|byte| byte.is_ascii_hexdigit());
        self.content == REDACTED
            || self.content.starts_with(ENCRYPTED)
            || (self.sensitive && self.content.len() >= LEAST_ENCRYPTED && is_hexadecimal())
    }
}

/// Leaves the value out: what is not marked as a secret may still be one.
impl fmt::Debug for EnvEntry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EnvEntry")
            .field("id", &self.id)
            .field("key", &self.key)
            .field("kind", &self.kind)
            .field("sensitive", &self.sensitive)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::EnvEntry;

    #[test]
    fn a_value_is_not_printed() {
        let json = r#"{"id":"e1","key":"DB","content":"hunter2","type":"SECRET","sensitive":false}"#;
        let entry: EnvEntry = serde_json::from_str(json).expect("parses");
        assert_eq!(entry.content, "hunter2");
        let debug = format!("{entry:?}");
        assert!(debug.contains("DB") && !debug.contains("hunter2"), "{debug}");
    }

    #[test]
    fn what_the_platform_does_not_tell_is_hidden() {
        let hex = "5f".repeat(221);
        for (content, sensitive, hidden) in [
            ("REDACTED", true, true),
            ("REDACTED", false, true),
            ("6167652d656e6372797074696f6e2e6f72672f7631", false, true),
            (hex.as_str(), true, true),
            (hex.as_str(), false, false),
            ("5f5f", true, false),
            ("", true, false),
            ("hunter2", true, false),
        ] {
            let entry = EnvEntry { content: content.to_owned(), sensitive, ..EnvEntry::default() };
            assert_eq!(entry.is_hidden(), hidden, "{content} {sensitive}");
        }
    }

    #[test]
    fn only_what_is_the_platforms_or_comes_from_zerops_yaml_cannot_be_changed() {
        let of = |kind: &str| EnvEntry { kind: kind.to_owned(), ..EnvEntry::default() };
        for kind in ["USER", "SECRET", "EDITABLE", "", "SOMETHING_NEW"] {
            assert!(of(kind).may_be_changed() && of(kind).may_be_removed(), "{kind}");
            assert!(!EnvEntry { from_version: true, ..of(kind) }.may_be_changed(), "{kind}");
        }
        for kind in ["SYSTEM", "READ_ONLY", "INTERNAL", "ENV"] {
            assert!(!of(kind).may_be_changed() && !of(kind).may_be_removed(), "{kind}");
        }
        let isolation = EnvEntry { editable: Some(true), ..of("SYSTEM") };
        assert!(isolation.may_be_changed() && !isolation.may_be_removed());
    }
}
