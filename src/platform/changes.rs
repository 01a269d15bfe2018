//! What this session has changed of late. The index behind the searches lags by seconds, so what it
//! says of these services is not believed: they are read one by one.

use std::collections::VecDeque;
use std::sync::{Mutex, PoisonError};

use futures_util::future::join_all;
use jiff::{SignedDuration, Timestamp};

use super::error::{Error, ErrorKind};
use super::session::Session;
use super::wire::{Process, Service};
use crate::domain::ids::{ProcessId, ServiceId};

/// Changes that are remembered.
const KEPT: usize = 64;
/// The index has caught up with what is older.
const LAG: SignedDuration = SignedDuration::from_secs(60);
/// Services that one look reads again at most.
const READ_AGAIN: usize = 24;
/// Services that are read at the same time.
const AT_ONCE: usize = 8;
/// The newest processes that are searched for unfinished ones.
const SEARCHED: usize = 30;
/// The statuses in which nothing is being done.
const RESTING: [&str; 3] = ["ACTIVE", "READY_TO_DEPLOY", "STOPPED"];

/// The changes, the newest last.
#[derive(Debug, Default)]
pub(super) struct Changes(Mutex<VecDeque<Change>>);

#[derive(Clone, Debug)]
struct Change {
    service: ServiceId,
    /// The process that makes it, with its action.
    process: Option<(ProcessId, String)>,
    at: Timestamp,
}

impl Changes {
    /// Remembers that something was done to a service.
    pub(super) fn note(&self, service: &ServiceId, process: Option<&Process>, at: Timestamp) {
        let process = process.map(|process| (process.id.clone(), process.action_name.clone()));
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.retain(|change| change.service != *service || change.process != process);
        kept.push_back(Change { service: service.clone(), process, at });
        let surplus = kept.len().saturating_sub(KEPT);
        kept.drain(..surplus);
    }

    /// The services that the index may be wrong about, the newest change first.
    fn services(&self, now: Timestamp) -> Vec<ServiceId> {
        let kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let mut services: Vec<ServiceId> = Vec::new();
        for change in kept.iter().rev().filter(|change| now.duration_since(change.at) <= LAG) {
            if !services.contains(&change.service) {
                services.push(change.service.clone());
            }
        }
        services
    }

    /// The processes of a service with one of these actions, the newest first.
    fn processes(&self, service: &ServiceId, actions: &[&str]) -> Vec<ProcessId> {
        let kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let own = kept.iter().rev().filter(|change| change.service == *service);
        let processes = own.filter_map(|change| change.process.as_ref());
        processes.filter(|(_, action)| actions.contains(&action.as_str())).map(|(id, _)| id.clone()).collect()
    }
}

impl Session {
    /// The user's services by name. Those that are being changed, or that this session has changed of
    /// late, are as they are now; the others as the index has them.
    ///
    /// # Errors
    /// As every call of the platform; a service that cannot be read again stays as the index has it.
    pub async fn services_now(&self) -> Result<Vec<Service>, Error> {
        let mut services = self.services().await?;
        let mut doubtful = self.changes().services(self.now());
        for service in services.iter().filter(|service| !RESTING.contains(&service.status.as_str())) {
            if !doubtful.contains(&service.id) {
                doubtful.push(service.id.clone());
            }
        }
        doubtful.truncate(READ_AGAIN);
        for ids in doubtful.chunks(AT_ONCE) {
            let answers = join_all(ids.iter().map(|id| self.service(id))).await;
            for (id, answer) in ids.iter().zip(answers) {
                match answer {
                    Ok(service) => {
                        services.retain(|known| known.id != *id);
                        if !service.is_machinery() && service.status != "DELETED" {
                            services.push(service);
                        }
                    }
                    // The API's own word; a page of a proxy says nothing about the service.
                    Err(error) if error.kind == ErrorKind::NotFound && error.api_code.is_some() => {
                        services.retain(|known| known.id != *id);
                    }
                    Err(error) => tracing::debug!(%error, "a service was not read again"),
                }
            }
        }
        services.sort_by(|a, b| a.name.cmp(&b.name));
        Ok(services)
    }

    /// The newest process of a service, or of the project as a whole, with one of these actions that has
    /// not ended, as it is now.
    ///
    /// # Errors
    /// As every call of the platform.
    pub async fn unfinished(&self, service: &ServiceId, actions: &[&str]) -> Result<Option<Process>, Error> {
        let is_one = |process: &Process| {
            !process.is_terminal()
                && actions.contains(&process.action_name.as_str())
                && (process.service_stacks.is_empty() || process.service_stacks.iter().any(|one| one.id == *service))
        };
        let mut ids = self.changes().processes(service, actions);
        let indexed = self.recent_processes(SEARCHED, |_| true).await?.entries;
        ids.extend(indexed.into_iter().filter(is_one).map(|process| process.id));
        let mut newest: Option<Process> = None;
        let mut asked: Vec<ProcessId> = Vec::new();
        for id in ids {
            if asked.contains(&id) {
                continue;
            }
            let process = self.process(&id).await?;
            asked.push(id);
            if is_one(&process) && newest.as_ref().is_none_or(|known| known.created < process.created) {
                newest = Some(process);
            }
        }
        Ok(newest)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn process(id: &str, action: &str) -> Process {
        serde_json::from_value(serde_json::json!({ "id": id, "actionName": action })).expect("a process")
    }

    #[test]
    fn changes_are_forgotten_when_the_index_has_them() {
        let (changes, begun) = (Changes::default(), Timestamp::UNIX_EPOCH);
        let (a, b) = (ServiceId::new("a"), ServiceId::new("b"));
        changes.note(&a, Some(&process("1", "on")), begun);
        changes.note(&b, None, begun + SignedDuration::from_secs(50));
        changes.note(&a, Some(&process("2", "off")), begun);
        assert_eq!(changes.services(begun + SignedDuration::from_secs(55)), [a.clone(), b.clone()]);
        assert_eq!(changes.services(begun + SignedDuration::from_secs(70)), std::slice::from_ref(&b));
        assert_eq!(changes.processes(&a, &["on", "off"]), [ProcessId::new("2"), ProcessId::new("1")]);
        assert_eq!(changes.processes(&a, &["on"]), [ProcessId::new("1")]);
        assert!(changes.processes(&b, &["on"]).is_empty());
    }

    #[test]
    fn they_are_bounded_and_none_is_kept_twice() {
        let (changes, begun) = (Changes::default(), Timestamp::UNIX_EPOCH);
        for number in 0..200 {
            changes.note(&ServiceId::new(number.to_string()), None, begun);
            changes.note(&ServiceId::new("same"), None, begun);
        }
        let services = changes.services(begun);
        assert_eq!((services.len(), services[0].as_str()), (KEPT, "same"));
    }
}
