//! Reading single fields of an import document.

use crate::domain::yaml::{Data, Node};
use crate::sandbox::wire::error::ApiError;

/// A field with a wrong value. Observed: the code, the message and the place of the reason.
pub(crate) fn invalid(field: &str, reason: &str) -> ApiError {
    ApiError::new("projectImportInvalidParameter", "Invalid parameter provided.").reason(field, reason)
}

/// A field that is not there. Observed: the code and that `parameter` names the field.
pub(crate) fn missing(field: &str) -> ApiError {
    ApiError::new("projectImportMissingParameter", "Mandatory parameter is missing.").reason("parameter", field)
}

/// The keys of a mapping; none for anything else.
pub(crate) fn mapping_keys(node: &Node) -> impl Iterator<Item = &str> {
    node.entries().iter().filter_map(|(key, _)| key.text())
}

/// A scalar that is not null.
pub(crate) fn text<'a>(field: &str, node: &'a Node) -> Result<&'a str, ApiError> {
    match node.text() {
        Some(text) if !node.is_null() => Ok(text),
        _ => Err(invalid(field, &format!("expected a string, {} given", node.describe()))),
    }
}

/// `true` or `false`.
pub(crate) fn boolean(field: &str, node: &Node) -> Result<bool, ApiError> {
    match node.text() {
        Some("true") => Ok(true),
        Some("false") => Ok(false),
        _ => Err(invalid(field, &format!("expected a boolean, {} given", node.describe()))),
    }
}

/// A number.
pub(crate) fn number(field: &str, node: &Node) -> Result<f64, ApiError> {
    let number = node.text().and_then(|text| text.parse::<f64>().ok()).filter(|number| number.is_finite());
    number.ok_or_else(|| invalid(field, &format!("expected a number, {} given", node.describe())))
}

/// A whole number.
pub(crate) fn integer(field: &str, node: &Node) -> Result<i64, ApiError> {
    let number = node.text().and_then(|text| text.parse::<i64>().ok());
    number.ok_or_else(|| invalid(field, &format!("expected an integer, {} given", node.describe())))
}

/// A list of scalars.
pub(crate) fn texts(field: &str, node: &Node) -> Result<Vec<String>, ApiError> {
    if node.is_null() {
        return Ok(Vec::new());
    }
    match &node.data {
        Data::Sequence(items) => items.iter().map(|item| text(field, item).map(str::to_owned)).collect(),
        _ => Err(invalid(field, &format!("expected a list, {} given", node.describe()))),
    }
}

/// A mapping of scalars.
pub(crate) fn pairs(field: &str, node: &Node) -> Result<Vec<(String, String)>, ApiError> {
    if node.is_null() {
        return Ok(Vec::new());
    }
    let Data::Mapping(entries) = &node.data else {
        return Err(invalid(field, &format!("expected a mapping, {} given", node.describe())));
    };
    entries
        .iter()
        .map(|(key, value)| match (key.text(), value.text()) {
            (Some(key), Some(value)) => Ok((key.to_owned(), value.to_owned())),
            _ => Err(invalid(field, "expected scalar values")),
        })
        .collect()
}

/// A vault: scalars, or `{value, sensitive}`. Each with its key and whether it is sensitive.
pub(crate) fn vault(field: &str, node: &Node) -> Result<Vec<(String, String, bool)>, ApiError> {
    if node.is_null() {
        return Ok(Vec::new());
    }
    let Data::Mapping(entries) = &node.data else {
        return Err(invalid(field, &format!("expected a mapping, {} given", node.describe())));
    };
    let read = |(key, item): &(Node, Node)| {
        let key = key.text().ok_or_else(|| invalid(field, "expected scalar keys"))?;
        let at = format!("{field}.{key}");
        let Data::Mapping(_) = &item.data else { return Ok((key.to_owned(), text(&at, item)?.to_owned(), false)) };
        let value = item.get("value").ok_or_else(|| missing(&format!("{at}.value")))?;
        let sensitive = item.get("sensitive").map_or(Ok(false), |flag| boolean(&format!("{at}.sensitive"), flag))?;
        Ok((key.to_owned(), text(&at, value)?.to_owned(), sensitive))
    };
    entries.iter().map(read).collect()
}
