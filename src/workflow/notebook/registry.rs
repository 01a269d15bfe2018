//! Which sessions and which pieces of work there are, whose they are, and when they were last touched.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use super::owner::Owner;

/// What nobody has touched for so long is over.
const LIFE: SignedDuration = SignedDuration::from_hours(24);

/// What an entry is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Kind {
    /// A bootstrap.
    Session,
    /// A piece of work.
    Work,
}

/// One session or piece of work.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Entry {
    /// What it is.
    pub kind: Kind,
    /// Its name: that of its file.
    pub name: String,
    /// The process that it belongs to; nobody's when that has ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner: Option<Owner>,
    /// When it was last touched.
    pub active: Timestamp,
}

/// All of them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Registry {
    /// The entries, in the order of their making.
    pub open: Vec<Entry>,
}

impl Registry {
    /// The entry of a name.
    #[must_use]
    pub fn entry(&self, kind: Kind, name: &str) -> Option<&Entry> {
        self.open.iter().find(|entry| entry.kind == kind && entry.name == name)
    }

    /// Notes that somebody has something in hand now.
    pub fn touch(&mut self, kind: Kind, name: &str, owner: &Owner, now: Timestamp) {
        self.forget(kind, name);
        self.open.push(Entry { kind, name: name.to_owned(), owner: Some(owner.clone()), active: now });
    }

    /// Takes an entry out.
    pub fn forget(&mut self, kind: Kind, name: &str) {
        self.open.retain(|entry| entry.kind != kind || entry.name != name);
    }

    /// Takes the owner off what nobody has in hand any more; answers what is over.
    pub(super) fn prune(&mut self, now: Timestamp) -> Vec<(Kind, String)> {
        for entry in &mut self.open {
            entry.owner = entry.owner.take().filter(Owner::is_alive);
        }
        // A time to come is as little now as one long ago.
        let is_over = |entry: &Entry| now.duration_since(entry.active).abs() > LIFE;
        let over =
            self.open.iter().filter(|entry| is_over(entry)).map(|entry| (entry.kind, entry.name.clone())).collect();
        self.open.retain(|entry| !is_over(entry));
        over
    }
}
