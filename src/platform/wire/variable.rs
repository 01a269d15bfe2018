//! Environment variables.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::lenient::{blank, blank_if_null};
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
    /// `READ_ONLY`, `EDITABLE`, `SECRET`, `INTERNAL` or `ENV` of a service; `USER` or `SYSTEM` of a
    /// project.
    #[serde(rename = "type", default = "blank", deserialize_with = "blank_if_null")]
    pub kind: String,
    /// Whether the owner marked the value as a secret.
    #[serde(default = "blank", deserialize_with = "blank_if_null")]
    pub sensitive: bool,
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
}
