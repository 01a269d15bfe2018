//! How the simple values of a document are read: strings, numbers, booleans, lists.

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};

use super::super::codes;
use super::super::path::Path;
use super::super::preprocessor::is_dynamic;
use super::super::report::Finding;
use super::super::spanned::Spanned;
use super::super::words::{has_spaces, list, quoted};
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
        let fix = match &node.data {
            _ if is_doubled(node) => Some(BRACES),
            _ if command => Some("quote the whole text: `: ` makes a mapping of it"),
            Data::Sequence(_) => match path.last_key() {
                Some("base") => Some("name the one that runs the application, without a list"),
                _ => Some("write it as one text, without a list"),
            },
            _ => None,
        };
        reader.wrong_type_with(node, path, "a string", fix.map(str::to_owned));
        None
    }
}

/// What to do with a template of another system that YAML reads.
pub(crate) const BRACES: &str = "quote the whole text: its braces make a mapping of it";

/// Whether this is what YAML makes of `{{ name }}`.
pub(crate) fn is_doubled(node: &Node) -> bool {
    matches!(&node.data, Data::Mapping(entries) if entries.iter().any(|(key, _)| key.text().is_none()))
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
            reader.wrong_type_with(
                node,
                path,
                "a number",
                gigabytes(&text).map(|number| format!("write `{number}`: it is in GB")),
            );
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
            reader.wrong_type_with(node, path, "a whole number", port(&text, path));
        }
        parsed
    }
}

/// A size with its unit, as a number of GB.
fn gigabytes(text: &str) -> Option<f64> {
    let digits = text.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(text.len());
    let number = text[..digits].parse::<f64>().ok()?;
    match text[digits..].trim().to_ascii_lowercase().as_str() {
        "g" | "gb" | "gi" | "gib" => Some(number),
        "m" | "mb" | "mi" | "mib" => Some(number / 1024.0),
        _ => None,
    }
}

/// What to write instead of a port with its protocol.
fn port(text: &str, path: &Path) -> Option<String> {
    let (number, protocol) = text.split_once('/').filter(|_| path.last_key() == Some("port"))?;
    let number = number.parse::<u16>().ok()?;
    let protocol = ["tcp", "udp"].into_iter().find(|known| protocol.eq_ignore_ascii_case(known))?;
    Some(format!("write `port: {number}` and `protocol: {protocol}`"))
}

/// What to write where a list belongs.
fn as_list(node: &Node, path: &Path) -> Option<String> {
    let number = node.text().filter(|text| text.parse::<u16>().is_ok());
    Some(match (&node.data, path.last_key(), number) {
        (Data::Mapping(_), Some("services"), _) => {
            "make a list of it: `- hostname: NAME` begins each service".to_owned()
        }
        (Data::Mapping(_), Some("zerops"), _) => "make a list of it: `- setup: NAME` begins each setup".to_owned(),
        (Data::Mapping(_), ..) => "make a list of it: `- ` begins each element".to_owned(),
        (_, Some("ports"), Some(number)) => format!("write `- port: {number}` on a line of its own below"),
        (Data::Scalar { .. }, ..) => "put `- ` before it on a line of its own".to_owned(),
        _ => return None,
    })
}

/// The text of a number; the inner `None` is a number that only the preprocessor knows.
#[expect(clippy::option_option, reason = "reported and unknown are different things")]
fn number_text(reader: &Reader<'_>, node: &Node, path: &Path, expected: &str) -> Option<Option<String>> {
    match &node.data {
        Data::Scalar { text, .. } if is_dynamic(text) => Some(None),
        Data::Scalar { text, plain: true } => Some(Some(text.replace('_', ""))),
        Data::Scalar { text, plain: false } => {
            let fix =
                if text.parse::<f64>().is_ok() { Some("write it without quotes".to_owned()) } else { port(text, path) };
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
            reader.wrong_type_with(node, path, "a list", as_list(node, path));
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
    let fix = match (path.last_key(), text.to_ascii_lowercase().as_str()) {
        (Some("mode"), "single" | "non_ha" | "non-ha") => {
            Some("name it in `type`, such as `postgresql:single@18`, and remove `mode`".to_owned())
        }
        (Some("mode"), "ha") => Some("name it in `type`, such as `postgresql:ha@18`, and remove `mode`".to_owned()),
        (Some("mode"), _) if !has_spaces(text) => Some(
            "name it in `type`, such as `postgresql:single@18` or `postgresql:ha@18`, and remove `mode`".to_owned(),
        ),
        _ => nearest(text, words.iter().copied()).map(|word| format!("did you mean `{word}`?")),
    };
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
