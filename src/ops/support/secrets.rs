//! Learning the secrets of a project before lines of its programs are shown, so that none of them stands there.

use futures_util::future::{join, join_all};

use super::service_facts;
use crate::ops::env::sensitive::names_secret;
use crate::platform::session::Session;
use crate::platform::wire::{EnvEntry, Service};

/// Services whose variables are read, all at the same time.
const READ: usize = 12;

/// Remembers what is a secret by its name; what the platform marks as one is remembered as soon as it is read.
pub(crate) fn note(session: &Session, entries: &[EnvEntry]) {
    let named = |entry: &&EnvEntry| names_secret(&entry.key) && !entry.content.contains("${");
    session.conceal(entries.iter().filter(named).map(|entry| entry.content.as_str()));
}

/// Learns those of the project, of the service that writes, and of services beside it whose variables it may have,
/// databases and their like first. What cannot be read now, or is not told this token, keeps nobody from the lines.
pub(crate) async fn learn(session: &Session, all: &[Service], hostname: &str) {
    let mut services: Vec<&Service> = all.iter().collect();
    services.sort_by_key(|service| (service.name != hostname, service_facts::is_runtime(service)));
    let lists = services.iter().take(READ).map(|service| session.service_env(&service.id));
    let (project, lists) = join(session.project_env(), join_all(lists)).await;
    for list in lists.into_iter().chain([project]) {
        match list {
            Ok(entries) => note(session, &entries),
            Err(error) => tracing::debug!(%error, "variables were not read, so their secrets are not known"),
        }
    }
}
