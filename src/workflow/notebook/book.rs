//! All that a notebook says of one project.

use std::collections::BTreeMap;

use jiff::Timestamp;

use super::owner::Owner;
use super::registry::{Kind, Registry};
use super::session::Session;
use super::unit::{Proof, Unit};
use super::work::Work;
use crate::generated::types::Layout;

/// The content of a notebook.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Book {
    /// The units, by the hostname that they are called by, or [`super::LOCAL`].
    pub units: BTreeMap<String, Unit>,
    /// Bootstraps that go on, by id.
    pub sessions: BTreeMap<String, Session>,
    /// Pieces of work, by the number of the process that began them.
    pub works: BTreeMap<String, Work>,
    /// Whose those are, and since when.
    pub registry: Registry,
}

impl Book {
    /// The unit that a service belongs to, with the hostname that it is called by.
    #[must_use]
    pub fn unit_of(&self, service: &str) -> Option<(&str, &Unit)> {
        let is_it = |(hostname, unit): &(&String, &Unit)| unit.services(hostname).any(|one| one == service);
        self.units.iter().find(is_it).map(|(hostname, unit)| (hostname.as_str(), unit))
    }

    /// The same unit, to change it; it is made when there is none.
    pub fn unit_of_mut(&mut self, service: &str) -> &mut Unit {
        let hostname = self.unit_of(service).map_or_else(|| service.to_owned(), |(hostname, _)| hostname.to_owned());
        self.units.entry(hostname).or_default()
    }

    /// Notes what was found out about a service.
    pub fn add_proof(&mut self, service: &str, proof: Proof) {
        self.unit_of_mut(service).add_proof(service, proof);
    }

    /// Opens a session or goes on with it, for a process.
    pub fn set_session(&mut self, id: &str, session: Session, owner: &Owner, now: Timestamp) {
        self.sessions.insert(id.to_owned(), session);
        self.registry.touch(Kind::Session, id, owner, now);
    }

    /// Ends a session.
    pub fn end_session(&mut self, id: &str) -> Option<Session> {
        self.registry.forget(Kind::Session, id);
        self.sessions.remove(id)
    }

    /// Opens a piece of work or goes on with it, for a process.
    pub fn set_work(&mut self, name: &str, work: Work, owner: &Owner, now: Timestamp) {
        self.works.insert(name.to_owned(), work);
        self.registry.touch(Kind::Work, name, owner, now);
    }

    /// Drops a piece of work.
    pub fn drop_work(&mut self, name: &str) -> Option<Work> {
        self.registry.forget(Kind::Work, name);
        self.works.remove(name)
    }

    /// A name for a new piece of work of a process: its number, and one more where that is taken.
    #[must_use]
    pub fn new_work_name(&self, owner: &Owner) -> String {
        let mut names = std::iter::once(owner.pid.to_string()).chain((2..).map(|n: u32| format!("{}-{n}", owner.pid)));
        names.find(|name| !self.works.contains_key(name)).unwrap_or_default()
    }

    /// Takes out what is known of a service that is no more. Of a pair the other half is left as a single.
    pub fn forget_service(&mut self, service: &str) {
        let Some((hostname, _)) = self.unit_of(service) else { return };
        let hostname = hostname.to_owned();
        let Some(mut unit) = self.units.remove(&hostname) else { return };
        unit.proofs.remove(service);
        unit.deployed.remove(service);
        let (left, layout) = match unit.stage.take() {
            Some(stage) if hostname == service => (Some(stage), Layout::Simple),
            Some(_) => (Some(hostname), Layout::Dev),
            None => (None, Layout::Simple),
        };
        if let Some(left) = left {
            unit.layout = unit.layout.map(|_| layout);
            self.units.insert(left, unit);
        }
        for work in self.works.values_mut() {
            work.scope.retain(|one| one != service);
            work.baseline.remove(service);
        }
    }

    /// Takes out what nobody has touched for a day.
    pub(super) fn prune(&mut self, now: Timestamp) {
        for (kind, name) in self.registry.prune(now) {
            match kind {
                Kind::Session => drop(self.sessions.remove(&name)),
                Kind::Work => drop(self.works.remove(&name)),
            }
        }
    }
}
