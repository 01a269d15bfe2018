//! The spec after loading: plain data with places. Look-ups are in `queries`.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::causes::Failures;
use super::diagnostics::{At, Place};

mod catalog;
mod coverage;
mod example;
mod guidance;
mod publication;
mod server;

pub(crate) use catalog::{
    CatalogFamily, CatalogLimits, CatalogPort, CatalogSection, CatalogSign, CatalogTraits, CatalogVariable,
};
pub(crate) use coverage::{Basis, Behaviour, Coverage, Further};
pub(crate) use example::{Example, Given};
pub(crate) use guidance::{Document, SituationDef, SituationText, Synonym, Workflow, WorkflowStep};
pub use publication::Released;
pub(crate) use publication::{Breaking, Publication, Setting, SettingKind};
pub(crate) use server::{GroupSet, Server};

/// The whole spec.
#[derive(Debug, Default)]
pub struct Spec {
    /// `spec/platform.yaml`
    pub(crate) operations: Vec<Operation>,
    /// `spec/platform.yaml`, what is no operation of the REST API.
    pub(crate) effects: Vec<EffectDef>,
    /// `spec/types.yaml`
    pub(crate) types: Types,
    /// `spec/errors.yaml`, the codes.
    pub(crate) errors: Vec<ErrorDef>,
    /// `spec/errors.yaml`, the groups.
    pub(crate) groups: Vec<ErrorGroup>,
    /// `spec/server.yaml`
    pub(crate) server: Server,
    /// `spec/catalog.yaml`
    pub(crate) catalog: Vec<CatalogSection>,
    /// `knowledge/*/*.md`, by path.
    pub(crate) documents: Vec<Document>,
    /// `knowledge/synonyms.yaml`
    pub(crate) synonyms: Vec<Synonym>,
    /// `spec/workflow.yaml`
    pub(crate) workflows: Vec<Workflow>,
    /// `spec/situations.yaml`
    pub(crate) situations: Vec<SituationDef>,
    /// `spec/failures.yaml`
    pub(crate) failures: Failures,
    /// `spec/sandbox.yaml`
    pub(crate) coverage: Coverage,
    /// `templates/site/*.md`, the hand-written pages, by file name.
    pub(crate) pages: BTreeMap<String, String>,
    /// `spec/tools/*.yaml`, by name.
    pub(crate) tools: Vec<Tool>,
    /// `spec/released.json`
    pub released: Option<Released>,
    /// `spec/breaking.yaml`
    pub(crate) breaking: Vec<Breaking>,
    /// The paths of files that could not be read: what they declare is not known.
    pub(crate) unread: Vec<String>,
}

/// What an operation does to the platform; the order is by severity.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Effect {
    /// Changes nothing.
    Read,
    /// Changes something.
    Write,
    /// Removes something for good.
    Destroy,
}

/// A REST operation.
#[derive(Debug)]
pub(crate) struct Operation {
    /// Its dotted name.
    pub(crate) name: At<String>,
    /// `GET`, `POST`, `PUT` or `DELETE`.
    pub(crate) method: String,
    /// The whole path with its prefix.
    pub(crate) path: String,
    /// What it does.
    pub(crate) effect: Effect,
    /// Whether twice is as once.
    pub(crate) idempotent: bool,
    /// One sentence.
    pub(crate) doc: String,
}

/// Something that a tool does and that is no operation of the REST API.
#[derive(Debug)]
pub(crate) struct EffectDef {
    /// Its dotted name.
    pub(crate) name: At<String>,
    /// What it does.
    pub(crate) effect: Effect,
    /// Whether twice is as once.
    pub(crate) idempotent: bool,
    /// Whether it touches the computer that zcp runs on.
    pub(crate) local: bool,
    /// One sentence.
    pub(crate) doc: String,
}

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

/// Where arguments stand.
#[derive(Clone, Debug)]
pub(crate) struct ArgPlaces {
    /// All of them.
    pub(crate) whole: Place,
    /// Each one with its value.
    pub(crate) each: Vec<(At<String>, Place)>,
}

/// Stands in the arguments of a suggested call for the hostname of the service that it is about.
pub(crate) const SERVICE: &str = "${service}";

/// A suggested call.
#[derive(Clone, Debug)]
pub(crate) struct CallDef {
    /// The tool.
    pub(crate) tool: At<String>,
    /// Its arguments.
    pub(crate) args: Map<String, Value>,
    /// Where they stand, or the tool where there are none.
    pub(crate) places: ArgPlaces,
}

/// An error code.
#[derive(Debug)]
pub(crate) struct ErrorDef {
    /// The code.
    pub(crate) code: At<String>,
    /// What it says.
    pub(crate) meaning: String,
    /// What leads to it.
    pub(crate) cause: String,
    /// What to do.
    pub(crate) suggestion: At<String>,
    /// Whether a retry can help.
    pub(crate) retryable: bool,
    /// The call to suggest.
    pub(crate) next: Option<CallDef>,
}

/// Codes that tools declare together.
#[derive(Debug)]
pub(crate) struct ErrorGroup {
    /// Its name.
    pub(crate) name: At<String>,
    /// What its codes have in common.
    pub(crate) doc: String,
    /// Whether the server answers them itself, so that no tool declares them.
    pub(crate) server: bool,
    /// Its codes, each with the recipe that provokes it.
    pub(crate) codes: Vec<GroupCode>,
}

/// A code of a group.
#[derive(Debug)]
pub(crate) struct GroupCode {
    /// The code.
    pub(crate) code: At<String>,
    /// Provokes the code from the first successful example of any tool.
    pub(crate) recipe: Option<Recipe>,
}

/// How to provoke a code from an example that works.
#[derive(Clone, Debug, Default)]
pub(crate) struct Recipe {
    /// What to change about the surroundings.
    pub(crate) given: Given,
    /// Arguments to set; null takes one away.
    pub(crate) args: Map<String, Value>,
}

/// How a tool runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Answers when it is done.
    Sync,
    /// Starts a process of the platform.
    Async,
}

/// How the text block of a result is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Render {
    /// Compact JSON.
    Json,
    /// The record's `text` field.
    Text,
    /// Lines that the operation writes beside the record.
    Lines,
}

/// A tool.
#[derive(Debug)]
pub(crate) struct Tool {
    /// Index of its source file.
    pub(crate) file: usize,
    /// Its name, which is that of its file.
    pub(crate) name: At<String>,
    /// The name that it gives itself, empty where it gives none.
    pub(crate) declared: At<String>,
    /// The name a person reads.
    pub(crate) title: String,
    /// Its group.
    pub(crate) group: At<String>,
    /// What the model reads.
    pub(crate) summary: At<String>,
    /// What the site adds.
    pub(crate) docs: String,
    /// All parameters, of all actions.
    pub(crate) params: Vec<Param>,
    /// Conditions between parameters.
    pub(crate) rules: Vec<Rule>,
    /// The record whose fields are parameters, so that arguments can be had as one.
    pub(crate) carries: Option<At<String>>,
    /// The actions; a tool without them has exactly one with an empty name.
    pub(crate) actions: Vec<Action>,
    /// The action of a call that names none.
    pub(crate) default_action: Option<At<String>>,
    /// Whether parameters, rules and actions could be read, so that arguments can be decoded.
    pub(crate) decodes: bool,
    /// The record of its result.
    pub(crate) output: At<String>,
    /// How its text is written.
    pub(crate) render: Render,
    /// The codes and groups as declared.
    pub(crate) errors: Vec<At<String>>,
    /// Whether they could be read.
    pub(crate) errors_known: bool,
    /// Where they stand, or where they should.
    pub(crate) errors_place: Place,
    /// Tokens its row of tools/list may cost.
    pub(crate) budget: usize,
    /// Bytes its result may have.
    pub(crate) budget_bytes: usize,
    /// Why what it destroys needs no `confirm`.
    pub(crate) unconfirmed: Option<At<String>>,
    /// Its examples.
    pub(crate) examples: Vec<Example>,
    /// Whether they could be read.
    pub(crate) examples_known: bool,
}

/// A parameter.
#[derive(Debug)]
pub(crate) struct Param {
    /// Its name.
    pub(crate) name: At<String>,
    /// Its type.
    pub(crate) kind: TypeRef,
    /// Whether every call needs it.
    pub(crate) required: bool,
    /// Whether it is taken and not published: another name for what is.
    pub(crate) unlisted: bool,
    /// What it is.
    pub(crate) doc: String,
    /// The unit of a number.
    pub(crate) unit: Option<String>,
    /// Bounds of a number.
    pub(crate) min: Option<f64>,
    /// See `min`.
    pub(crate) max: Option<f64>,
    /// The value when absent.
    pub(crate) default: Option<At<Value>>,
    /// The most elements of a list.
    pub(crate) max_items: usize,
    /// Whether a text alone is one element whatever is in it.
    pub(crate) line: bool,
}

/// A condition between parameters.
#[derive(Debug)]
pub(crate) enum Rule {
    /// At least one of these.
    AtLeastOne {
        /// The parameters.
        fields: Vec<At<String>>,
        /// The code of a violation.
        error: At<String>,
    },
    /// The first does not exceed the second.
    Ordered {
        /// The parameters, two.
        fields: Vec<At<String>>,
        /// The code of a violation.
        error: At<String>,
    },
}

/// An action, or the whole of a tool that has none.
#[derive(Debug)]
pub(crate) struct Action {
    /// Its value of `action`; empty for a tool without actions.
    pub(crate) name: At<String>,
    /// What it does, in a few words.
    pub(crate) doc: String,
    /// How it runs.
    pub(crate) kind: Kind,
    /// Whether `kind` could be read.
    pub(crate) kind_known: bool,
    /// The function behind it, `module::function`.
    pub(crate) op: At<String>,
    /// The operations it makes.
    pub(crate) calls: Vec<At<String>>,
    /// Whether it can destroy by a call that seldom does.
    pub(crate) destroys: bool,
    /// The parameters it takes besides the common ones.
    pub(crate) takes: Vec<At<String>>,
    /// Those of them it needs.
    pub(crate) needs: Vec<At<String>>,
}
