//! Backups of services.

use std::fmt;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::blank::{blank, blank_if_null};
use super::lenient::{moment, readable, write_moment};
use super::marks::verbatim;
use crate::domain::ids::ServiceId;

/// The backups of one service.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ServiceBackups {
    /// The backups. Without the key the answer is no list.
    #[serde(deserialize_with = "blank_if_null")]
    pub files: Vec<Backup>,
    /// When they are made by themselves: `daily`, or five fields of cron.
    #[serde(default, deserialize_with = "readable")]
    pub backup_period: Option<String>,
}

/// One backup. Those of a service have the first fields alone.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Backup {
    /// Where it lies.
    #[serde(default = "blank", deserialize_with = "blank_if_null")]
    pub path: String,
    /// The name of its file.
    #[serde(default = "blank", deserialize_with = "blank_if_null")]
    pub name: String,
    /// In bytes.
    #[serde(default, deserialize_with = "readable")]
    pub size: Option<u64>,
    /// What else is known of it, its tags among that.
    #[serde(default, deserialize_with = "readable")]
    pub metadata: Option<Map<String, Value>>,
    /// When it was made.
    #[serde(default, deserialize_with = "moment", serialize_with = "write_moment")]
    pub created: Option<Timestamp>,
    /// Whose it is.
    #[serde(default, deserialize_with = "readable")]
    pub service_stack_id: Option<ServiceId>,
    /// Its hostname.
    #[serde(default, deserialize_with = "readable")]
    pub service_stack_name: Option<String>,
    /// Whether that service is gone.
    #[serde(default, deserialize_with = "readable")]
    pub service_stack_deleted: Option<bool>,
}

/// How the names of backup files end.
pub(crate) const BACKUP_ENDINGS: [&str; 7] = [".tar.gz", ".xb.gz", ".zip", ".gz", ".dump", ".snapshot", ".rdb"];

impl Backup {
    /// What names it in calls: the name of its file without the ending.
    #[must_use]
    pub fn date(&self) -> &str {
        BACKUP_ENDINGS.iter().find_map(|ending| self.name.strip_suffix(ending)).unwrap_or(&self.name)
    }

    /// Its tags, which come as a list or as one text.
    #[must_use]
    pub fn tags(&self) -> Vec<String> {
        let tags = self.metadata.as_ref().and_then(|metadata| metadata.get("tags"));
        match tags {
            Some(Value::Array(tags)) => tags.iter().filter_map(Value::as_str).map(str::to_owned).collect(),
            Some(Value::String(tags)) => {
                tags.split(',').map(str::trim).filter(|tag| !tag.is_empty()).map(str::to_owned).collect()
            }
            _ => Vec::new(),
        }
    }
}

/// What came of asking for a backup.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct BackupBegun {
    /// Whether it was accepted.
    #[serde(default = "blank", deserialize_with = "blank_if_null")]
    pub success: bool,
}

/// Where a backup can be had for a while.
#[derive(Clone, Default, Serialize, Deserialize)]
pub struct DownloadUrl {
    /// The address, which gives access to whoever has it.
    #[serde(default = "blank", deserialize_with = "verbatim")]
    pub url: String,
}

/// Says nothing: all of it gives access.
impl fmt::Debug for DownloadUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("DownloadUrl(…)")
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_backup_is_read_as_far_as_it_can_be() {
        let backup: Backup =
            serde_json::from_value(json!({ "name": "2026-01-02.xb.gz", "size": "many" })).expect("one");
        assert_eq!((backup.date(), backup.size, backup.tags()), ("2026-01-02", None, Vec::new()));
        let tagged = |tags: Value| {
            let backup: Backup = serde_json::from_value(json!({ "metadata": { "tags": tags } })).expect("one");
            backup.tags()
        };
        assert_eq!(tagged(json!(["daily", 7, "mine"])), ["daily", "mine"]);
        assert_eq!(tagged(json!("daily, mine")), ["daily", "mine"]);
        assert!(serde_json::from_value::<ServiceBackups>(json!({})).is_err());
    }
}
