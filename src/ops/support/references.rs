//! Which services refer to each other in their variables: who uses a service, and whom it uses.

use std::collections::BTreeMap;

use futures_util::future::try_join_all;

use super::service_facts;
use crate::platform::error::Error;
use crate::platform::session::Session;
use crate::platform::wire::Service;

/// Services whose variables are read.
const READ: usize = 60;
/// Lists that are read at the same time.
const AT_ONCE: usize = 8;
/// Hostnames that a sentence has at most.
const LISTED: usize = 20;

/// Hostname to the hostnames that its variables refer to.
#[derive(Debug, Default)]
pub(crate) struct References(BTreeMap<String, Vec<String>>);

impl References {
    /// Reads them of the runtimes among these services, and of one more that is of interest by itself.
    ///
    /// # Errors
    /// As every call of the platform.
    pub(crate) async fn read(session: &Session, all: &[Service], also: Option<&str>) -> Result<Self, Error> {
        let services = &all[..all.len().min(READ)];
        let read = services.iter().filter(|service| service_facts::is_runtime(service) || also == Some(&service.name));
        let read: Vec<&Service> = read.collect();
        let mut references = BTreeMap::new();
        for chunk in read.chunks(AT_ONCE) {
            let lists = try_join_all(chunk.iter().map(|service| session.service_env(&service.id))).await?;
            for (service, list) in chunk.iter().zip(lists) {
                let others = services.iter().map(|other| &other.name).filter(|other| **other != service.name);
                let is_named = |other: &str| list.iter().any(|entry| entry.content.contains(&format!("${{{other}_")));
                references.insert(service.name.clone(), others.filter(|other| is_named(other)).cloned().collect());
            }
        }
        Ok(Self(references))
    }

    /// The services that this one refers to.
    pub(crate) fn uses(&self, hostname: &str) -> Vec<String> {
        self.0.get(hostname).cloned().unwrap_or_default()
    }

    /// The services that refer to this one.
    pub(crate) fn used_by(&self, hostname: &str) -> Vec<String> {
        let using = self.0.iter().filter(|(_, to)| to.iter().any(|one| one == hostname));
        using.map(|(service, _)| service.clone()).collect()
    }
}

/// Who uses a service, in a sentence; nothing where nobody does. That it cannot be read keeps nobody from anything.
pub(crate) fn said(read: &Result<References, Error>, hostname: &str) -> Option<String> {
    let Ok(references) = read else { return Some(format!("Which services use `{hostname}` could not be read.")) };
    let users = references.used_by(hostname);
    let more = users.len().saturating_sub(LISTED);
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    let shown = users[..users.len().min(LISTED)].join(", ");
    (!users.is_empty()).then(|| format!("`{hostname}` is in use: variables of {shown}{more} refer to it."))
}
