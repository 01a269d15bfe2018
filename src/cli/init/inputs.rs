//! What VS Code asks its user for: it is started from a desktop, without the variables of a shell, so the token has no
//! other way to the server. It asks once and keeps the answer itself.

use serde_json::{Value, json};

use super::json_file::{self, Step};
use super::jsonc::parse::{Node, parse};

/// The key of the list.
const INPUTS: &str = "inputs";
/// What stands in the place of the answer.
pub(super) const REFERENCE: &str = "${input:zerops_token}";

/// The question.
pub(super) fn question() -> Value {
    json!({
        "type": "promptString",
        "id": "zerops_token",
        "description": "Zerops token of one project; empty where `zcli login` or ZCP_API_KEY says it",
        "password": true,
    })
}

/// The document with the list alone before `servers`.
pub(super) fn before(servers: &Value) -> Value {
    let mut document = json!({ INPUTS: [question()] });
    for (key, value) in servers.as_object().into_iter().flatten() {
        document[key] = value.clone();
    }
    document
}

/// The text with the question, where something refers to it and it is not there.
///
/// # Errors
/// When the list is none.
pub(super) fn put(text: &str) -> Result<String, String> {
    let root = parse(text)?;
    match json_file::find(&root, &[INPUTS])? {
        None => json_file::add(text, &[INPUTS], &json!([question()])),
        Some(list) if asks(list)?.is_some() => Ok(text.to_owned()),
        Some(_) => json_file::append(text, &[INPUTS], &question()),
    }
}

/// The way to the question, where it is as it was put.
///
/// # Errors
/// When the list is none.
pub(super) fn ours(root: &Node) -> Result<Option<Vec<Step>>, String> {
    let Some(list) = json_file::find(root, &[INPUTS])? else { return Ok(None) };
    let Value::Array(items) = list.value() else { return Ok(None) };
    Ok(items.iter().position(|item| *item == question()).map(|at| vec![Step::Key(INPUTS), Step::At(at)]))
}

/// The place of a question of this id, whoever wrote it.
fn asks(list: &Node) -> Result<Option<usize>, String> {
    let Value::Array(items) = list.value() else { return Err(format!("`{INPUTS}` is no list")) };
    Ok(items.iter().position(|item| item["id"] == question()["id"]))
}
