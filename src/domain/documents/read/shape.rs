//! How the simple values of a document are read: strings, numbers, booleans, lists.

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};

use super::super::codes;
use super::super::path::Path;
use super::super::preprocessor::is_dynamic;
use super::super::report::Finding;
use super::super::spanned::Spanned;
use super::super::words::{list, quoted};
use super::reader::Reader;
use crate::domain::nearest::nearest;
use crate::domain::yaml::{Data, Node};

/// A value that can be read from a node. What cannot be read is reported and left out.
pub(crate) trait Shape: Sized + Clone {
    fn read(reader: &Reader<'_>, node: &Node, path: &Path) -> Option<Self>;

    /// This value where a parent has one too: most replace the parent's whole.
    #[must_use]
    fn over(&self, _parent: &Self) -> Self {
        self.clone()
    }
}

impl Shape for String {
    fn read(reader: &Reader<'_>, node: &Node, path: &Path) -> Option<Self> {
        if let Some(text) = node.text() {
            return Some(text.to_owned());
        }
        let command = path.is_element() && matches!(&node.data, Data::Mapping(entries) if entries.len() == 1);
        let fix = command.then(|| "quote the whole text: `: ` makes a mapping of it".to_owned());
        reader.wrong_type_with(node, path, "a string", fix);
        None
    }
}

impl Shape for bool {
    fn read(reader: &Reader<'_>, node: &Node, path: &Path) -> Option<Self> {
        match &node.data {
            Data::Scalar { text, .. } if is_dynamic(text) => return None,
            Data::Scalar { text, plain } => {
                let lower = text.to_ascii_lowercase();
                match lower.as_str() {
                    "true" | "yes" | "on" | "y" if *plain => return Some(true),
                    "false" | "no" | "off" | "n" if *plain => return Some(false),
                    "true" | "false" => {
                        let fix = Some(format!("write {lower} without quotes"));
                        reader.wrong_type_with(node, path, "true or false", fix);
                        return None;
                    }
                    _ => {}
                }
            }
            _ => {}
        }
        reader.wrong_type(node, path, "true or false");
        None
    }
}

impl Shape for f64 {
    fn read(reader: &Reader<'_>, node: &Node, path: &Path) -> Option<Self> {
        let text = number_text(reader, node, path, "a number")??;
        let parsed = text.parse::<f64>().ok().filter(|number| number.is_finite());
        if parsed.is_none() {
            reader.wrong_type(node, path, "a number");
        }
        parsed
    }
}

impl Shape for i64 {
    fn read(reader: &Reader<'_>, node: &Node, path: &Path) -> Option<Self> {
        let text = number_text(reader, node, path, "a whole number")??;
        let radix =
            |prefix, radix| text.strip_prefix(prefix).and_then(|digits| i64::from_str_radix(digits, radix).ok());
        let whole = text.strip_suffix(".0").unwrap_or(&text).parse::<i64>().ok();
        let parsed = whole.or_else(|| radix("0x", 16)).or_else(|| radix("0o", 8)).or_else(|| radix("0b", 2));
        if parsed.is_none() {
            reader.wrong_type(node, path, "a whole number");
        }
        parsed
    }
}

/// The text of a number; the inner `None` is a number that only the preprocessor knows.
#[expect(clippy::option_option, reason = "reported and unknown are different things")]
fn number_text(reader: &Reader<'_>, node: &Node, path: &Path, expected: &str) -> Option<Option<String>> {
    match &node.data {
        Data::Scalar { text, .. } if is_dynamic(text) => Some(None),
        Data::Scalar { text, plain: true } => Some(Some(text.replace('_', ""))),
        Data::Scalar { text, plain: false } => {
            let fix = text.parse::<f64>().is_ok().then(|| "write it without quotes".to_owned());
            reader.wrong_type_with(node, path, expected, fix);
            None
        }
        _ => {
            reader.wrong_type(node, path, expected);
            None
        }
    }
}

impl<T: Shape> Shape for Vec<Spanned<T>> {
    fn read(reader: &Reader<'_>, node: &Node, path: &Path) -> Option<Self> {
        let Data::Sequence(items) = &node.data else {
            reader.sink.mask(node);
            let fix = node.text().map(|_| "put `- ` before it on a line of its own".to_owned());
            reader.wrong_type_with(node, path, "a list", fix);
            return None;
        };
        let read = |(index, item): (usize, &Node)| {
            if item.is_null() {
                let message = "this element of the list is empty";
                reader.sink.push(Finding::error(codes::WRONG_TYPE, &path.index(index), &item.span, message));
            }
            reader.spanned(&item.span, item, path.index(index))
        };
        Some(items.iter().enumerate().filter_map(read).collect())
    }
}

/// One of a closed set of words.
pub(crate) fn word<'n>(reader: &Reader<'_>, node: &'n Node, path: &Path, words: &[&str]) -> Option<&'n str> {
    let expected = format!("one of {}", list(words.iter().copied()));
    let Some(text) = node.text() else {
        reader.wrong_type(node, path, &expected);
        return None;
    };
    if words.contains(&text) || is_dynamic(text) {
        return Some(text);
    }
    let fix = nearest(text, words.iter().copied()).map(|word| format!("did you mean `{word}`?"));
    let message = format!("expected {expected}; {} is none of them", quoted(text));
    reader.sink.push(Finding::error(codes::INVALID_VALUE, path, &node.span, message).maybe_fix(fix));
    None
}

impl<T: JsonSchema> JsonSchema for Spanned<T> {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> std::borrow::Cow<'static, str> {
        T::schema_name()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        generator.subschema_for::<T>()
    }
}

/// A scalar of any type, where the document has strings and the platform takes what it is given.
pub(crate) fn scalar_schema() -> Schema {
    json_schema!({ "type": ["string", "number", "boolean"] })
}
