//! `spec/server.yaml`.

use super::super::diagnostics::At;
use super::{Publication, Setting, SettingTable, Tool};

/// `spec/server.yaml`
#[derive(Debug, Default)]
pub(crate) struct Server {
    /// Tool groups with a doc each.
    pub(crate) groups: Vec<(At<String>, String)>,
    /// Several groups under one name.
    pub(crate) sets: Vec<GroupSet>,
    /// Operations that any call may make to find its project.
    pub(crate) ambient: Vec<At<String>>,
    /// The doc of the `wait` parameter of asynchronous tools.
    pub(crate) wait_doc: String,
    /// `(number of tools, tokens)`: that many tools together stay under that many tokens.
    pub(crate) totals: Vec<(usize, usize)>,
    /// How registries and clients present it, if they do.
    pub(crate) publication: Option<Publication>,
    /// The environment variables that are read.
    pub(crate) settings: Vec<Setting>,
}

/// Several tool groups under one name.
#[derive(Debug)]
pub(crate) struct GroupSet {
    /// Its name, beside those of the groups.
    pub(crate) name: At<String>,
    /// What it is for.
    pub(crate) doc: String,
    /// The groups.
    pub(crate) groups: Vec<At<String>>,
}

impl Server {
    /// What registries and clients ask a user for, by the name that a person reads.
    pub(crate) fn asked(&self) -> impl Iterator<Item = (&str, &Setting)> {
        self.settings.iter().filter_map(|setting| Some((setting.title.as_deref()?, setting)))
    }

    /// The settings of a table of the page about the configuration.
    pub(crate) fn table(&self, table: SettingTable) -> impl Iterator<Item = &Setting> {
        self.settings.iter().filter(move |setting| setting.table == Some(table))
    }

    /// The sets that have the group of a tool.
    pub(crate) fn sets_of<'a>(&'a self, tool: &'a Tool) -> impl Iterator<Item = &'a GroupSet> {
        self.sets.iter().filter(|set| set.groups.iter().any(|group| group.value == tool.group.value))
    }
}
