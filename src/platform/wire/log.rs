//! Access to logs, and their lines.

use std::fmt;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::blank::{blank, blank_if_null};
use super::lenient::{moment, write_moment};
use super::marks::{logged, verbatim};

/// Where the log of a project is read.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct LogAccess {
    /// The address, with a secret that gives access.
    #[serde(default = "blank", deserialize_with = "verbatim")]
    pub url: String,
    /// The secret alone.
    #[serde(default = "blank", deserialize_with = "verbatim")]
    pub access_token: String,
}

/// Says nothing: all of it gives access.
impl fmt::Debug for LogAccess {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("LogAccess(…)")
    }
}

/// Lines of a log.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct LogItems {
    /// The lines in the order that was asked for.
    #[serde(default = "blank", deserialize_with = "blank_if_null")]
    pub items: Vec<LogItem>,
}

/// One line of a log.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct LogItem {
    /// When it was written; none where that cannot be read.
    #[serde(default, deserialize_with = "moment", serialize_with = "write_moment")]
    pub timestamp: Option<Timestamp>,
    /// From 0, an emergency, to 7, debugging.
    #[serde(default)]
    pub severity: Option<u8>,
    /// 16 is an application, 17 a web server, below are daemons.
    #[serde(default)]
    pub facility: Option<u8>,
    /// What was written. What an application logs is its own affair, and whoever shows it filters it line by line.
    #[serde(default = "blank", deserialize_with = "logged")]
    pub message: String,
    /// The name of the container.
    #[serde(default = "blank", deserialize_with = "blank_if_null")]
    pub hostname: String,
    /// The id of the container.
    #[serde(default = "blank", deserialize_with = "blank_if_null")]
    pub container_id: String,
}
