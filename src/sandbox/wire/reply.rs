//! The body of an answer: a tree, or text for answers whose tree would be many times as large.

use serde_json::Value;

/// A body that is JSON.
#[derive(Debug)]
pub(crate) enum Reply {
    Tree(Value),
    Text(String),
}

impl From<Value> for Reply {
    fn from(value: Value) -> Self {
        Self::Tree(value)
    }
}

impl Reply {
    /// A list written item by item between what stands before and after it.
    pub(crate) fn list(before: &str, items: impl Iterator<Item = Value>, after: &str) -> Self {
        let mut text = before.to_owned();
        for (index, item) in items.enumerate() {
            if index > 0 {
                text.push(',');
            }
            text.push_str(&item.to_string());
        }
        text.push_str(after);
        Self::Text(text)
    }

    /// The body as it is sent.
    pub(crate) fn into_text(self) -> String {
        match self {
            Self::Tree(value) => value.to_string(),
            Self::Text(text) => text,
        }
    }

    /// The body as a tree.
    pub(crate) fn into_tree(self) -> Value {
        match self {
            Self::Tree(value) => value,
            Self::Text(text) => serde_json::from_str(&text).unwrap_or_default(),
        }
    }
}
