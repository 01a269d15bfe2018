//! The values that both documents have: lists that may be one, variables, secrets.

use std::fmt;
use std::ops::{Deref, Range};

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};

use super::codes;
use super::path::Path;
use super::read::reader::Reader;
use super::read::shape::{BRACES, Shape, is_doubled, scalar_schema};
use super::report::Finding;
use super::spanned::Spanned;
use crate::domain::yaml::{Data, Node};

/// A list that may be written as its only element.
#[derive(Clone, Debug, Default)]
pub struct OneOrMany<T>(pub Vec<Spanned<T>>);

impl<T> Deref for OneOrMany<T> {
    type Target = [Spanned<T>];

    fn deref(&self) -> &[Spanned<T>] {
        &self.0
    }
}

impl<T: Shape> Shape for OneOrMany<T> {
    fn read(reader: &Reader<'_>, node: &Node, path: &Path) -> Option<Self> {
        match &node.data {
            Data::Sequence(_) => Shape::read(reader, node, path).map(Self),
            Data::Scalar { .. } => reader.spanned(&node.span, node, path.clone()).map(|one| Self(vec![one])),
            Data::Mapping(_) => {
                reader.wrong_type(node, path, "a string or a list of strings");
                None
            }
        }
    }
}

/// What of the build is kept for the next one.
#[derive(Clone, Debug)]
pub enum Cache {
    /// Everything or nothing of what the commands left outside the source.
    All(bool),
    /// These paths.
    Paths(Vec<Spanned<String>>),
}

impl Shape for Cache {
    fn read(reader: &Reader<'_>, node: &Node, path: &Path) -> Option<Self> {
        match &node.data {
            Data::Scalar { text, plain: true } if matches!(text.as_str(), "true" | "false") => {
                Some(Self::All(text == "true"))
            }
            Data::Mapping(_) => {
                reader.wrong_type(node, path, "true, false, a path or a list of paths");
                None
            }
            _ => OneOrMany::read(reader, node, path).map(|paths| Self::Paths(paths.0)),
        }
    }
}

/// Variables by name. Their values are shown to nobody.
#[derive(Clone, Debug, Default)]
pub struct Variables(pub Vec<Variable>);

/// A variable.
#[derive(Clone)]
pub struct Variable {
    /// The name.
    pub name: String,
    /// The value as it was written.
    pub value: String,
    /// Where the name stands.
    pub key: Range<usize>,
    /// Where the value stands.
    pub span: Range<usize>,
    /// Whether it is kept from readers, where the place has a word for that.
    pub sensitive: Option<bool>,
    /// Whether null is given: in zerops.yaml that removes what `extends` brings.
    pub is_null: bool,
    /// The path; by index where the name may be a value that lost its key.
    pub path: Path,
}

impl fmt::Debug for Variable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: (hidden)", self.path)
    }
}

impl Deref for Variables {
    type Target = [Variable];

    fn deref(&self) -> &[Variable] {
        &self.0
    }
}

impl Shape for Variables {
    fn read(reader: &Reader<'_>, node: &Node, path: &Path) -> Option<Self> {
        Self::read_with(reader, node, path, &scalar)
    }

    /// Those of the parent that are not given here; null takes one away.
    fn over(&self, parent: &Self) -> Self {
        let mut all = self.0.clone();
        let inherited = parent.iter().filter(|variable| !self.iter().any(|own| own.name == variable.name));
        all.extend(inherited.cloned());
        Self(all)
    }
}

/// The value of a variable, and whether it is sensitive.
pub(super) type Content<'n> = (&'n Node, Option<bool>);

fn scalar<'n>(reader: &Reader<'_>, node: &'n Node, path: &Path) -> Option<Content<'n>> {
    if node.text().is_none() {
        let fix = is_doubled(node).then(|| BRACES.to_owned());
        reader.wrong_type_with(node, path, "a string", fix);
        return None;
    }
    Some((node, None))
}

impl Variables {
    /// Reads variables whose values have a form of their own.
    pub(super) fn read_with(
        reader: &Reader<'_>,
        node: &Node,
        path: &Path,
        content: &dyn for<'n> Fn(&Reader<'_>, &'n Node, &Path) -> Option<Content<'n>>,
    ) -> Option<Self> {
        reader.sink.mask(node);
        let Data::Mapping(_) = &node.data else {
            reader.wrong_type_with(node, path, "variables", Some("write one `KEY: value` per line".to_owned()));
            return None;
        };
        let mut variables = Vec::new();
        let entries = super::read::entries::of(node);
        for key in entries.duplicates {
            let message = "a variable of this name is given above";
            reader.sink.push(Finding::error(codes::DUPLICATE_KEY, path, &key.span, message).fix("keep one of them"));
        }
        for key in entries.odd {
            reader.sink.mask(key);
            reader.wrong_type(key, path, "the name of a variable");
        }
        for (index, (key, value)) in entries.list.into_iter().enumerate() {
            let name = key.text().unwrap_or_default();
            // A value that lost its key reads as a name without a value, or as no name at all.
            let safe = is_variable_name(name) && !value.is_null();
            if !safe {
                reader.sink.mask_span(&key.span);
            }
            let at = if safe { path.key(name) } else { path.index(index) };
            let Some((value, sensitive)) = content(reader, value, &at) else { continue };
            let is_null = value.is_null();
            let text = value.text().filter(|_| !is_null).unwrap_or_default();
            let (name, value_text, span) = (name.to_owned(), text.to_owned(), value.span.clone());
            let key = key.span.clone();
            variables.push(Variable { name, value: value_text, key, span, sensitive, is_null, path: at });
        }
        Some(Self(variables))
    }
}

/// The one key that users set although it begins as the platform's own.
pub const PROMETHEUS_KEY: &str = "ZEROPS_PROMETHEUS_PORT";

/// Whether the platform takes this for the name of a variable.
#[must_use]
pub fn is_variable_name(name: &str) -> bool {
    let mut bytes = name.bytes();
    bytes.next().is_some_and(|first| first.is_ascii_alphabetic() || first == b'_')
        && bytes.all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
}

/// A text that is shown to nobody.
#[derive(Clone, Default)]
pub struct SecretText(pub String);

impl fmt::Debug for SecretText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("(hidden)")
    }
}

impl Shape for SecretText {
    fn read(reader: &Reader<'_>, node: &Node, path: &Path) -> Option<Self> {
        reader.sink.mask(node);
        String::read(reader, node, path).map(Self)
    }
}

/// A mapping of names to scalars, such as the headers of a response.
#[derive(Clone, Debug, Default)]
pub struct Scalars(pub Vec<(String, Spanned<String>)>);

impl Shape for Scalars {
    fn read(reader: &Reader<'_>, node: &Node, path: &Path) -> Option<Self> {
        let Data::Mapping(_) = &node.data else {
            reader.sink.mask(node);
            reader.wrong_type(node, path, "a mapping");
            return None;
        };
        let entries = reader.entries(node, path);
        let read = |(key, value): (&Node, &Node)| {
            let name = key.text().unwrap_or_default();
            Some((name.to_owned(), reader.spanned(&key.span, value, path.key(name))?))
        };
        Some(Self(entries.into_iter().filter_map(read).collect()))
    }
}

macro_rules! schemas {
    ($($name:ident($generator:ident) $body:block)+) => {$(
        impl JsonSchema for $name {
            fn inline_schema() -> bool {
                true
            }

            fn schema_name() -> std::borrow::Cow<'static, str> {
                stringify!($name).into()
            }

            fn json_schema($generator: &mut SchemaGenerator) -> Schema $body
        }
    )+};
}

schemas! {
    Cache(_generator) {
        let text = json_schema!({ "type": "string" });
        json_schema!({ "anyOf": [{ "type": "boolean" }, text, { "type": "array", "items": text }] })
    }
    Variables(_generator) {
        // Null takes away what `extends` brings.
        json_schema!({ "type": "object", "additionalProperties": { "type": ["string", "number", "boolean", "null"] } })
    }
    Scalars(_generator) { json_schema!({ "type": "object", "additionalProperties": scalar_schema() }) }
    SecretText(_generator) { json_schema!({ "type": "string" }) }
}

impl<T: JsonSchema> JsonSchema for OneOrMany<T> {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> std::borrow::Cow<'static, str> {
        format!("OneOrMany_{}", T::schema_name()).into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let one = generator.subschema_for::<T>();
        json_schema!({ "anyOf": [one, { "type": "array", "items": one }] })
    }
}
