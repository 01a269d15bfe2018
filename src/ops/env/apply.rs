//! Making changes one by one, and what follows from them: processes to await, services to restart.

use std::time::Duration;

use super::{NAMES_BYTES, Owner, cut_names, restart};
use crate::domain::failure::Fail;
use crate::domain::outcome::Outcome;
use crate::generated::tools::zerops_env::Error;
use crate::generated::types::{EnvResult, ProcessView};
use crate::ops::context::Context;
use crate::ops::{failure, finish, views};
use crate::platform::error::Error as PlatformFault;
use crate::platform::session::Session;
use crate::platform::wire::{EnvEntry, Process};

/// How long to wait before a change that the platform is not ready for.
const PAUSE: Duration = Duration::from_secs(2);
/// How often a change is tried.
const TRIES: u32 = 6;

/// A change of one variable.
pub(super) enum Change {
    /// Sets a new one.
    Create(String, String),
    /// Gives one another value.
    Put(EnvEntry, String),
    /// Removes one.
    Delete(EnvEntry),
}

/// What the caller wants besides the changes.
pub(super) struct Wish {
    pub(super) restart: bool,
    pub(super) wait: Option<bool>,
    pub(super) note: Option<String>,
}

impl Change {
    pub(super) fn key(&self) -> &str {
        match self {
            Self::Create(key, _) => key,
            Self::Put(entry, _) | Self::Delete(entry) => &entry.key,
        }
    }
}

/// Applies all changes, awaits them where that is wanted or a restart has to follow, and restarts.
pub(super) async fn all(
    cx: &Context,
    session: &Session,
    owner: &Owner,
    changes: Vec<Change>,
    wish: &Wish,
) -> Result<Outcome<EnvResult>, Fail<Error>> {
    let keys: Vec<String> = changes.iter().map(|change| change.key().to_owned()).collect();
    // Asked before anything is changed: a question that fails must not hide what was done.
    let (stale, note) = restart::needed(session, owner, &keys, wish.restart).await?;
    let mut processes: Vec<ProcessView> = Vec::new();
    for (done, change) in changes.into_iter().enumerate() {
        match make(cx, session, owner, change).await {
            Ok(process) => processes.extend(process.as_ref().map(views::process)),
            Err(error) => {
                let lost = error.may_have_taken_effect;
                let fail = match owner.hostname() {
                    Some(hostname) => failure::of_change(error, &hostname),
                    None => error.into(),
                };
                let mut fail = after(&keys[..done], "changed", fail);
                if lost {
                    fail.detail.next = vec![owner.look()];
                }
                return Err(fail);
            }
        }
    }
    let mut record = EnvResult {
        service: owner.hostname(),
        changed: Some(true),
        keys,
        restart_needed: stale,
        note: wish.note.clone().into_iter().chain(note).reduce(|all, note| format!("{all} {note}")),
        ..EnvResult::default()
    };
    if processes.is_empty() {
        return if wish.restart { restart::all(cx, session, record).await } else { Ok(Outcome::Done(record)) };
    }
    if !(wish.restart || wish.wait.unwrap_or(cx.scope().progress.is_some())) {
        if let Some(failed) = finish::failed::<Error>(&processes) {
            return Err(failed);
        }
        record.process = processes.pop();
        // The restart is for when the process has finished, so it comes after the look at that.
        let restart = restart::suggested(cx, session, &record.restart_needed);
        record.next = record.process.iter().map(|view| finish::status_of(&view.id)).chain(restart).collect();
        return Ok(Outcome::Done(record));
    }
    finish::follow_all::<Error>(cx, &mut processes).await?;
    if let Some(failed) = finish::failed::<Error>(&processes) {
        return Err(failed);
    }
    let unfinished = processes.iter().find(|view| view.status != "FINISHED").cloned();
    let is_finished = unfinished.is_none();
    record.process = unfinished.or_else(|| processes.pop());
    if !is_finished {
        return Ok(unfinished_record(record));
    }
    if wish.restart {
        return restart::all(cx, session, record).await;
    }
    record.next = restart::suggested(cx, session, &record.restart_needed);
    Ok(Outcome::Done(record))
}

/// The record when the wait ended before its process did.
pub(super) fn unfinished_record(mut record: EnvResult) -> Outcome<EnvResult> {
    record.next = record.process.iter().map(|view| finish::status_of(&view.id)).collect();
    Outcome::Done(record)
}

/// A failure that says what was done before it.
pub(super) fn after(keys: &[String], what: &str, mut fail: Fail<Error>) -> Fail<Error> {
    let mut names: Vec<String> = keys.iter().map(|key| format!("`{key}`")).collect();
    let cut = cut_names(&mut names, NAMES_BYTES);
    if !keys.is_empty() {
        let more = if cut > 0 { format!(" and {cut} more") } else { String::new() };
        fail.detail.message = format!("{}{more} {what}, but then: {}", names.join(", "), fail.detail.message);
    }
    fail
}

/// Makes one change; no process when there was nothing to do.
///
/// The index that the project's variables are read from lags, and somebody else may have been
/// quicker: what turns out to be there is changed instead of created, and the other way round.
async fn make(
    cx: &Context,
    session: &Session,
    owner: &Owner,
    mut change: Change,
) -> Result<Option<Process>, PlatformFault> {
    for _ in 1..TRIES {
        let error = match attempt(session, owner, &change).await {
            Ok(process) => return Ok(Some(process)),
            Err(error) => error,
        };
        match (change, error.api_code.as_deref()) {
            (Change::Delete(_), Some("projectEnvNotFound" | "userDataNotFound")) => return Ok(None),
            (Change::Put(entry, value), Some("projectEnvNotFound" | "userDataNotFound")) => {
                change = Change::Create(entry.key, value);
            }
            (Change::Create(key, value), Some("projectEnvDuplicateKey")) => {
                cx.clock().sleep(PAUSE).await;
                let found = owner.read(session).await?.into_iter().find(|entry| entry.key == key);
                change = match found {
                    Some(entry) => Change::Put(entry, value),
                    None => Change::Create(key, value),
                };
            }
            (same, Some("userDataSyncRunning" | "processIsAlreadyRunning")) => {
                cx.clock().sleep(PAUSE).await;
                change = same;
            }
            _ => return Err(error),
        }
    }
    attempt(session, owner, &change).await.map(Some)
}

async fn attempt(session: &Session, owner: &Owner, change: &Change) -> Result<Process, PlatformFault> {
    match (owner, change) {
        (Owner::Service(service), Change::Create(key, value)) => {
            session.create_service_variable(&service.id, key, value).await
        }
        (Owner::Service(_), Change::Put(entry, value)) => session.change_service_variable(entry, value).await,
        (Owner::Service(_), Change::Delete(entry)) => session.delete_service_variable(entry).await,
        (Owner::Project, Change::Create(key, value)) => session.create_project_variable(key, value).await,
        (Owner::Project, Change::Put(entry, value)) => session.change_project_variable(entry, value).await,
        (Owner::Project, Change::Delete(entry)) => session.delete_project_variable(entry).await,
    }
}
