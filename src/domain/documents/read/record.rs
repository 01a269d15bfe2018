//! Declares a record of a document once: the type, how it is read, its JSON schema.

use std::ops::Range;

use schemars::Schema;
use serde_json::{Map, Value, json};

use super::super::path::Path;
use super::super::spanned::Spanned;
use super::shape::Shape;

/// A field of a record.
#[derive(Debug)]
pub(crate) struct Field {
    /// The key as the document has it.
    pub(crate) key: &'static str,
    /// Whether it has to be there.
    pub(crate) required: bool,
    /// What it is for.
    pub(crate) doc: &'static str,
}

/// A field that is given, and where.
pub(crate) struct Given<'a> {
    pub(crate) key: &'static str,
    pub(crate) path: &'a Path,
    /// Where its key stands.
    pub(crate) span: &'a Range<usize>,
}

/// A record of which one can stand over another.
pub(crate) trait Record {
    /// What it can hold.
    const FIELDS: &'static [Field];

    /// These fields, and for those not given the parent's.
    #[must_use]
    fn over(&self, parent: &Self) -> Self;

    /// The fields that are given and could be read.
    fn given(&self) -> Vec<Given<'_>>;

    /// Whether a field is given and could not be read: what is wrong with it has been said, or
    /// only the preprocessor knows it.
    fn is_unread(&self, key: &str) -> bool;
}

impl Field {
    /// What it is for, as the end of a sentence.
    pub(crate) fn doc(&self) -> String {
        let text = self.doc.trim().trim_end_matches('.');
        let mut chars = text.chars();
        match chars.next() {
            Some(first) if !text.starts_with("CPU") => first.to_lowercase().chain(chars).collect(),
            _ => text.to_owned(),
        }
    }
}

/// A field over the parent's.
pub(crate) fn over<T: Shape>(own: Option<&Spanned<T>>, parent: Option<&Spanned<T>>) -> Option<Spanned<T>> {
    match (own, parent) {
        (Some(own), Some(parent)) => Some(Spanned { value: own.value.over(&parent.value), ..own.clone() }),
        (own, parent) => own.or(parent).cloned(),
    }
}

/// The schema of a record.
pub(crate) fn schema(doc: &str, fields: Vec<(&Field, Schema)>) -> Schema {
    let mut properties = Map::new();
    let mut required = Vec::new();
    for (field, schema) in fields {
        let mut schema = schema.to_value();
        if let Value::Object(schema) = &mut schema {
            schema.insert("description".to_owned(), Value::from(field.doc.trim()));
        }
        properties.insert(field.key.to_owned(), schema);
        if field.required {
            required.push(field.key);
        }
    }
    let mut object = json!({
        "type": "object",
        "description": doc.trim(),
        "properties": properties,
        "additionalProperties": false,
    });
    if let (false, Value::Object(object)) = (required.is_empty(), &mut object) {
        object.insert("required".to_owned(), json!(required));
    }
    Schema::try_from(object).unwrap_or_default()
}

macro_rules! record {
    (@need required) => { true };
    (@need optional) => { false };
    ($(#[doc = $doc:literal])+ $name:ident {
        $($(#[doc = $field_doc:literal])+ $need:ident $field:ident: $kind:ty = $key:literal,)+
    }) => {
        $(#[doc = $doc])+
        #[derive(Clone, Debug, Default)]
        pub struct $name {
            $($(#[doc = $field_doc])+ pub $field: Option<$crate::domain::documents::Spanned<$kind>>,)+
            /// The keys of fields that are given and could not be read.
            pub unread: Vec<&'static str>,
        }

        impl $crate::domain::documents::read::record::Record for $name {
            const FIELDS: &'static [$crate::domain::documents::read::record::Field] = &[
                $($crate::domain::documents::read::record::Field {
                    key: $key,
                    required: $crate::domain::documents::read::record::record!(@need $need),
                    doc: concat!($($field_doc),+),
                },)+
            ];

            fn over(&self, parent: &Self) -> Self {
                Self {
                    $($field: $crate::domain::documents::read::record::over(self.$field.as_ref(), parent.$field.as_ref()),)+
                    unread: self.unread.clone(),
                }
            }

            fn given(&self) -> Vec<$crate::domain::documents::read::record::Given<'_>> {
                let given = [$(
                    self.$field.as_ref().map(|field| $crate::domain::documents::read::record::Given {
                        key: $key,
                        path: &field.path,
                        span: &field.key,
                    }),
                )+];
                given.into_iter().flatten().collect()
            }

            fn is_unread(&self, key: &str) -> bool {
                self.unread.contains(&key)
            }
        }

        impl $crate::domain::documents::read::shape::Shape for $name {
            fn read(
                reader: &$crate::domain::documents::read::reader::Reader<'_>,
                node: &$crate::domain::yaml::Node,
                path: &$crate::domain::documents::path::Path,
            ) -> Option<Self> {
                use $crate::domain::documents::read::record::Record as _;
                let fields = reader.fields(node, path, Self::FIELDS)?;
                let mut unread = Vec::new();
                Some(Self { $($field: fields.get($key, &mut unread),)+ unread })
            }
        }

        impl schemars::JsonSchema for $name {
            fn inline_schema() -> bool {
                true
            }

            fn schema_name() -> std::borrow::Cow<'static, str> {
                stringify!($name).into()
            }

            fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
                use $crate::domain::documents::read::record::{Record as _, schema};
                let kinds = [$(generator.subschema_for::<$kind>()),+];
                schema(concat!($($doc),+), Self::FIELDS.iter().zip(kinds).collect())
            }
        }
    };
}
pub(crate) use record;

/// Declares a closed set of words once: the type, how it is read, its JSON schema.
macro_rules! choice {
    ($(#[doc = $doc:literal])+ $name:ident { $($(#[doc = $variant_doc:literal])+ $variant:ident = $word:literal,)+ }) => {
        $(#[doc = $doc])+
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum $name {
            $($(#[doc = $variant_doc])+ $variant,)+
        }

        impl $name {
            /// Every word, in order.
            pub const WORDS: &'static [&'static str] = &[$($word),+];

            /// The word as the document has it.
            #[must_use]
            pub const fn word(self) -> &'static str {
                match self { $(Self::$variant => $word,)+ }
            }

            /// What a word means.
            #[must_use]
            pub fn of(word: &str) -> Option<Self> {
                match word { $($word => Some(Self::$variant),)+ _ => None }
            }
        }

        impl $crate::domain::documents::read::shape::Shape for $name {
            fn read(
                reader: &$crate::domain::documents::read::reader::Reader<'_>,
                node: &$crate::domain::yaml::Node,
                path: &$crate::domain::documents::path::Path,
            ) -> Option<Self> {
                let word = $crate::domain::documents::read::shape::word(reader, node, path, Self::WORDS)?;
                Self::of(word)
            }
        }

        impl schemars::JsonSchema for $name {
            fn inline_schema() -> bool {
                true
            }

            fn schema_name() -> std::borrow::Cow<'static, str> {
                stringify!($name).into()
            }

            fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
                schemars::json_schema!({ "type": "string", "enum": [$($word),+] })
            }
        }
    };
}
pub(crate) use choice;
