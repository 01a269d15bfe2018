//! What every change of a JSON file has in common: a value at the end of a path of keys is put
//! there, or taken out with the containers that came with it.

use serde_json::{Map, Value};

use super::jsonc::edit;
use super::jsonc::parse::{Kind, Node, parse};
use super::text::without_mark;

/// The value at the end of a path; none where the path ends before.
///
/// # Errors
/// When a key stands there twice, or something on the way is no object.
pub(super) fn find<'n>(root: &'n Node, path: &[&str]) -> Result<Option<&'n Node>, String> {
    let mut node = root;
    for (depth, key) in path.iter().enumerate() {
        if !matches!(node.kind, Kind::Object(_)) {
            let what = if depth == 0 { "the document".to_owned() } else { format!("`{}`", path[..depth].join(".")) };
            return Err(format!("{what} is no JSON object"));
        }
        let Some(next) = node.member(key)? else { return Ok(None) };
        node = next;
    }
    Ok(Some(node))
}

/// The text with a value at the end of a path that ends before.
///
/// # Errors
/// As those of [`find`].
pub(super) fn add(text: &str, path: &[&str], value: &Value) -> Result<String, String> {
    let root = parse(text)?;
    let mut deepest = (0, &root);
    for depth in 1..path.len() {
        match find(&root, &path[..depth])? {
            Some(node) => deepest = (depth, node),
            None => break,
        }
    }
    let (depth, container) = deepest;
    let Some((key, rest)) = path[depth..].split_first() else { return Ok(text.to_owned()) };
    let value =
        rest.iter().rev().fold(value.clone(), |value, key| Value::Object(Map::from_iter([((*key).to_owned(), value)])));
    Ok(edit::add(text, &root, container, Some(key), &value))
}

/// The text with a value more in the array at the end of a path.
///
/// # Errors
/// As those of [`find`].
pub(super) fn append(text: &str, path: &[&str], value: &Value) -> Result<String, String> {
    let root = parse(text)?;
    let array = find(&root, path)?.ok_or_else(|| format!("`{}` is missing", path.join(".")))?;
    Ok(edit::add(text, &root, array, None, value))
}

/// The text of a file with a change made to its document, whatever surrounds that. A file that is
/// blank gets a document of its own.
///
/// # Errors
/// Those of the change.
pub(super) fn changed(
    file: &str,
    alone: &Value,
    change: impl FnOnce(&str) -> Result<String, String>,
) -> Result<String, String> {
    let (mark, text) = without_mark(file);
    let blank = text.trim().is_empty();
    // Without a line end after it, a document says that its file was there before.
    let after = if blank { format!("{text}{}", edit::document(alone)) } else { change(text)? };
    parse(&after).map_err(|_| UNSAFE.to_owned())?;
    Ok(format!("{mark}{after}"))
}

/// One step of the way to a value.
#[derive(Clone, Copy, Debug)]
pub(super) enum Step {
    /// To the member of a key.
    Key(&'static str),
    /// To the element at an index.
    At(usize),
}

/// The text without the values that `next` finds, one by one; none when the file came with them.
///
/// # Errors
/// When the file is no JSON.
pub(super) fn without(
    file: &str,
    mut next: impl FnMut(&Node) -> Result<Option<Vec<Step>>, String>,
) -> Result<Option<String>, String> {
    let (mark, body) = without_mark(file);
    let mut text = body.to_owned();
    while !text.trim().is_empty() {
        let root = parse(&text)?;
        let Some(path) = next(&root)? else { break };
        if let Some(after) = remove(&text, &root, &path) {
            parse(&after).map_err(|_| UNSAFE.to_owned())?;
            text = after;
        } else {
            let (before, after) = (&text[..root.span.start], &text[root.span.end..]);
            let came_with_it = before.is_empty() && matches!(after, "\n" | "\r\n");
            return Ok((!came_with_it).then(|| format!("{mark}{before}{after}")));
        }
    }
    Ok(Some(format!("{mark}{text}")))
}

const UNSAFE: &str = "it cannot be changed without breaking it";

/// The text without a value and the containers that came with it; none when that is everything.
fn remove(text: &str, root: &Node, path: &[Step]) -> Option<String> {
    (0..path.len()).rev().find_map(|depth| {
        let container = path[..depth].iter().try_fold(root, |node, step| {
            let index = position(node, *step)?;
            Some(&node.items()[index].value)
        })?;
        edit::remove(text, container, position(container, path[depth])?)
    })
}

fn position(node: &Node, step: Step) -> Option<usize> {
    match step {
        Step::Key(key) => node.items().iter().position(|item| item.key.as_deref() == Some(key)),
        Step::At(index) => (index < node.items().len()).then_some(index),
    }
}
