//! The envelopes around what the API sends and takes: lists, errors, searches.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::blank::{Blank, blank, blank_if_null};
use super::marks::words;

/// One page of a list.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", bound(deserialize = "T: Deserialize<'de>"))]
pub struct Page<T> {
    /// The entries of this page. An answer without them is none: it would read as an empty list.
    #[serde(deserialize_with = "blank_if_null")]
    pub items: Vec<T>,
    /// How many entries all pages have together.
    #[serde(default)]
    pub total_hits: Option<u64>,
    /// The largest number of entries of a page.
    #[serde(default)]
    pub limit: Option<u64>,
    /// How many entries the pages before this one have.
    #[serde(default)]
    pub offset: Option<u64>,
}

/// One page of a direct list. Its envelope differs by list and by date: `{list, totalCount}`,
/// `{list, count, total, limit, offset}`, `{items}` (measured 2026-09).
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", bound(deserialize = "T: Deserialize<'de>"))]
pub struct List<T> {
    /// The entries of this page. Without the key the answer is no list.
    #[serde(rename = "list", alias = "items", deserialize_with = "blank_if_null")]
    pub entries: Vec<T>,
    /// How many entries all pages have together, which some lists get wrong.
    #[serde(default)]
    pub total: Option<u64>,
    /// The same under its former name.
    #[serde(default)]
    pub total_count: Option<u64>,
}

/// A list that comes whole.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(bound(deserialize = "T: Deserialize<'de>"))]
pub struct Items<T> {
    /// The entries, likewise.
    #[serde(deserialize_with = "blank_if_null")]
    pub items: Vec<T>,
}

/// What a status of 300 and up carries.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct ErrorEnvelope {
    /// The error.
    #[serde(default = "blank", deserialize_with = "blank_if_null")]
    pub error: ErrorBody,
}

/// An error of the API.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct ErrorBody {
    /// The API's code, such as `serviceStackNotFound`.
    #[serde(default = "blank", deserialize_with = "words")]
    pub code: String,
    /// What happened.
    #[serde(default = "blank", deserialize_with = "words")]
    pub message: String,
    /// Reasons in one of three shapes: a list of codes with reasons by field, a list of parameters
    /// with a message, or one object.
    #[serde(default)]
    pub meta: Value,
}

impl Blank for ErrorBody {
    fn blank_value() -> Self {
        Self::default()
    }
}

/// The body of a search; all keys are always sent.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct SearchRequest {
    /// Conditions that must all hold.
    pub search: Vec<Condition>,
    /// The order.
    pub sort: Vec<Sort>,
    /// How many entries to leave out.
    pub offset: Option<u64>,
    /// How many entries to answer at most.
    pub limit: Option<u64>,
    /// Free text.
    pub text: Option<String>,
    /// Not used by zcp; the API wants the key.
    pub subscription_name: Option<String>,
    /// Not used by zcp; the API wants the key.
    pub receiver_id: Option<String>,
}

/// One condition of a search.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Condition {
    /// The field, such as `clientId`.
    pub name: String,
    /// `eq` or `ne`.
    pub operator: String,
    /// The value, always text.
    pub value: String,
}

impl Condition {
    /// The field has this value.
    pub fn equals(name: &str, value: impl Into<String>) -> Self {
        Self { name: name.to_owned(), operator: "eq".to_owned(), value: value.into() }
    }
}

/// One level of the order of a search.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Sort {
    /// The field.
    pub name: String,
    /// Smallest first.
    #[serde(default)]
    pub ascending: Option<bool>,
}
