//! What the checks of a zerops.yaml are given.

use std::collections::HashSet;

use super::super::context::Context;
use super::super::read::sink::Sink;
use super::super::zerops_yaml::Setup;
use super::scope::{Services, Vaults};
use super::variables::{Kind, Place};

/// What every check of a document needs.
#[derive(Clone, Copy)]
pub(crate) struct Check<'a> {
    pub(crate) sink: &'a Sink,
    pub(crate) context: &'a Context,
    pub(crate) services: &'a Services,
    /// What the vaults hold, where the configuration stands in the document that has them.
    pub(crate) vaults: &'a Vaults,
}

impl<'a> Check<'a> {
    /// Where variables of a kind stand.
    pub(crate) fn place(&self, kind: Kind) -> Place<'a> {
        let (sink, services, vaults) = (self.sink, self.services, self.vaults);
        let catalog = self.context.known.types.catalog;
        Place { sink, services, vaults, catalog, own: HashSet::new(), shadowed: HashSet::new(), kind }
    }
}

/// A setup and what it takes from others.
pub(crate) struct Lineage<'a> {
    /// The setup as it is written.
    pub(crate) own: &'a Setup,
    /// It and those that it extends, the strongest first.
    pub(crate) all: Vec<&'a Setup>,
    /// Whether others extend it; then it need not be complete.
    pub(crate) is_parent: bool,
}
