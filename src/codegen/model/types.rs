//! `spec/types.yaml`.

use crate::diagnostics::At;

/// Shared types.
#[derive(Debug, Default)]
pub(crate) struct Types {
    /// Strings with a rule.
    pub(crate) scalars: Vec<Scalar>,
    /// Closed sets of strings.
    pub(crate) enums: Vec<EnumDef>,
    /// Records of results.
    pub(crate) records: Vec<Record>,
}

/// A string with a rule.
#[derive(Debug)]
pub(crate) struct Scalar {
    /// Its Rust and spec name.
    pub(crate) name: At<String>,
    /// What it is.
    pub(crate) doc: String,
    /// An anchored pattern.
    pub(crate) pattern: Option<String>,
    /// Bounds on the number of characters.
    pub(crate) min_length: usize,
    /// See `min_length`.
    pub(crate) max_length: usize,
    /// The rule in words.
    pub(crate) rule: String,
    /// The code of a violation.
    pub(crate) error: Option<At<String>>,
    /// The code of its absence where it is required.
    pub(crate) missing: Option<At<String>>,
    /// Whether it names something of the computer that zcp runs on.
    pub(crate) local: bool,
    /// The type of `domain` that it is, as `domain::ids::ProcessId`; otherwise it becomes one of its own.
    pub(crate) is: Option<At<String>>,
}

/// A closed set of strings.
#[derive(Debug)]
pub(crate) struct EnumDef {
    /// Its Rust and spec name.
    pub(crate) name: At<String>,
    /// What it is.
    pub(crate) doc: String,
    /// The values with a doc each.
    pub(crate) values: Vec<(At<String>, String)>,
}

/// A record of results.
#[derive(Debug)]
pub(crate) struct Record {
    /// Its Rust and spec name.
    pub(crate) name: At<String>,
    /// What it is.
    pub(crate) doc: String,
    /// The type of `domain` that it is, as `domain::scaling::Scaling`; otherwise it becomes one of its own.
    pub(crate) is: Option<At<String>>,
    /// Its fields.
    pub(crate) fields: Vec<RecordField>,
}

impl Record {
    /// The field that holds awaited processes: `process`, one that may be absent, or `processes`, a
    /// list of them.
    pub(crate) fn awaited(&self) -> Option<&RecordField> {
        let is_view = |kind: &TypeRef| matches!(kind, TypeRef::Named(name) if name.value == "ProcessView");
        self.fields.iter().find(|field| match (field.name.value.as_str(), &field.kind) {
            ("process", kind) => field.optional && is_view(kind),
            ("processes", TypeRef::List(item)) => is_view(item),
            _ => false,
        })
    }
}

/// A field of a record.
#[derive(Debug)]
pub(crate) struct RecordField {
    /// Its name on the wire.
    pub(crate) name: At<String>,
    /// Its type.
    pub(crate) kind: TypeRef,
    /// What it is, with its unit.
    pub(crate) doc: String,
    /// Whether it may be absent.
    pub(crate) optional: bool,
}

/// A reference to a type.
#[derive(Clone, Debug)]
pub(crate) enum TypeRef {
    /// `string`
    Text,
    /// `integer`
    Integer,
    /// `number`
    Number,
    /// `boolean`
    Boolean,
    /// `call`: a suggested call.
    Call,
    /// `[T]`
    List(Box<TypeRef>),
    /// A scalar, enum or record of `types.yaml`.
    Named(At<String>),
}
