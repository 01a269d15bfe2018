//! The spec after loading: plain data with places. Look-ups are in `queries`.

use std::collections::BTreeMap;

use super::causes::Failures;
use super::diagnostics::At;

mod calls;
mod catalog;
mod coverage;
mod errors;
mod example;
mod guidance;
mod publication;
mod server;
mod tool;
mod types;

pub(crate) use calls::{ArgPlaces, CallDef, SERVICE};
pub(crate) use catalog::{
    CatalogFamily, CatalogLimits, CatalogPort, CatalogSection, CatalogSign, CatalogTraits, CatalogVariable,
};
pub(crate) use coverage::{Basis, Behaviour, Coverage, Further};
pub(crate) use errors::{ErrorDef, ErrorGroup, GroupCode, Recipe};
pub(crate) use example::{Example, Given};
pub(crate) use guidance::{Document, SituationDef, SituationText, Synonym, Workflow, WorkflowStep};
pub use publication::Released;
pub(crate) use publication::{Breaking, Publication, Setting, SettingKind, SettingTable};
pub(crate) use server::{GroupSet, Server};
pub(crate) use tool::{Action, Kind, Param, Render, Rule, Tool};
pub(crate) use types::{EnumDef, Record, RecordField, Scalar, TypeRef, Types};

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
