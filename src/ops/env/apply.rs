//! Making changes one by one, and what follows from them: processes to await, services to restart.

use super::{Owner, entries, restart};
use crate::domain::failure::Fail;
use crate::domain::outcome::Outcome;
use crate::domain::room::{Form, Room};
use crate::generated::errors::code;
use crate::generated::tools::zerops_env::{Error, SPEC};
use crate::generated::types::{EnvResult, ProcessView};
use crate::ops::context::Context;
use crate::ops::support::poll::SOON;
use crate::ops::support::{end_of_call, failure, wire_to_view};
use crate::platform::error::Error as PlatformFault;
use crate::platform::session::Session;
use crate::platform::variables::Value;
use crate::platform::wire::{EnvEntry, Process};
use crate::suggest;

/// How often a change is tried that the platform is not ready for.
const TRIES: u32 = 6;

/// A change of one variable.
pub(super) enum Change {
    /// Sets a new one.
    Create(String, Content),
    /// Gives one another content.
    Put(EnvEntry, Content),
    /// Removes one.
    Delete(EnvEntry),
}

/// What a variable gets.
pub(super) struct Content {
    pub(super) value: String,
    pub(super) sensitive: bool,
}

/// What the caller wants besides the changes.
pub(super) struct Wish {
    pub(super) restart: bool,
    pub(super) wait: Option<bool>,
    pub(super) note: Option<String>,
}

impl Content {
    fn of<'a>(&'a self, key: &'a str) -> Value<'a> {
        Value { key, content: &self.value, sensitive: self.sensitive }
    }
}

impl Change {
    pub(super) fn key(&self) -> &str {
        match self {
            Self::Create(key, _) => key,
            Self::Put(entry, _) | Self::Delete(entry) => &entry.key,
        }
    }

    fn value(&self) -> Option<&str> {
        match self {
            Self::Create(_, content) | Self::Put(_, content) => Some(&content.value),
            Self::Delete(_) => None,
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
        let (key, value) = (change.key().to_owned(), change.value().unwrap_or_default().to_owned());
        match make(cx, session, owner, change).await {
            Ok(process) => processes.extend(process.as_ref().map(wire_to_view::process)),
            Err(error) => {
                let lost = error.may_have_taken_effect;
                let fail = match (refused(&error, &key), owner.hostname()) {
                    (Some(fail), _) => fail,
                    (None, Some(hostname)) => failure::of_change(discreet(error, &value), &hostname),
                    (None, None) => discreet(error, &value).into(),
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
    if !(wish.restart || cx.waits(wish.wait)) {
        if let Some(failed) = end_of_call::failed::<Error>(&processes) {
            return Err(failed);
        }
        record.process = processes.pop();
        // The restart is for when the process has finished, so it comes after the look at that.
        let restart = restart::suggested(cx, session, &record.restart_needed);
        record.next = record.process.iter().map(|view| suggest::process(&view.id)).chain(restart).collect();
        return Ok(Outcome::Done(record));
    }
    end_of_call::follow_all::<Error>(cx, &mut processes).await?;
    if let Some(failed) = end_of_call::failed::<Error>(&processes) {
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

/// The failure where the platform says that a variable is not there to be changed.
fn refused(error: &PlatformFault, key: &str) -> Option<Fail<Error>> {
    let code = error.api_code.as_deref()?;
    let reason = entries::refusal(code)?;
    let mut fail = Fail::new(code::InvalidEnvFormat, format!("`{key}` {reason}."));
    fail.detail.api_code = Some(code.to_owned());
    Some(fail)
}

/// An error without the value that was refused: the platform's own words may quote it.
fn discreet(mut error: PlatformFault, value: &str) -> PlatformFault {
    if value.is_empty() {
        return error;
    }
    if let Some(code) = error.api_code.as_deref().filter(|_| error.message.contains(value)) {
        error.message = format!("the API refused with {code}");
    }
    error.fields.retain(|field| !field.reasons.iter().any(|reason| reason.contains(value)));
    error
}

/// The record when the wait ended before its process did.
pub(super) fn unfinished_record(mut record: EnvResult) -> Outcome<EnvResult> {
    record.next = record.process.iter().map(|view| suggest::process(&view.id)).collect();
    Outcome::Done(record)
}

/// A failure that says what was done before it.
pub(super) fn after(keys: &[String], what: &str, mut fail: Fail<Error>) -> Fail<Error> {
    let mut names: Vec<String> = keys.iter().map(|key| format!("`{key}`")).collect();
    let cut = Room::of(&SPEC, Form::Quoted).part(1, 4).cut(&mut names);
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
            (Change::Put(entry, content), Some("projectEnvNotFound" | "userDataNotFound")) => {
                change = Change::Create(entry.key, content);
            }
            (Change::Create(key, content), _) if says_taken(&error) => {
                if !cx.pause(SOON).await {
                    return Err(error);
                }
                let stored = owner.read(session).await?;
                // Keys are unique whatever their case.
                let found = stored.into_iter().find(|entry| entry.key.eq_ignore_ascii_case(&key));
                change = match found {
                    Some(entry) if !entry.may_be_changed() => return Err(error),
                    Some(entry) => Change::Put(entry, content),
                    None => Change::Create(key, content),
                };
            }
            (same, Some("userDataSyncRunning" | "processIsAlreadyRunning")) => {
                if !cx.pause(SOON).await {
                    return Err(error);
                }
                change = same;
            }
            _ => return Err(error),
        }
    }
    attempt(session, owner, &change).await.map(Some)
}

/// Whether a key is taken; the platform has several ways to say so.
fn says_taken(error: &PlatformFault) -> bool {
    match error.api_code.as_deref() {
        Some("projectEnvDuplicateKey" | "userDataDuplicateKey") => true,
        Some("invalidUserInput") => {
            let is_said = |text: &str| text.contains("is not unique");
            is_said(&error.message)
                || error.fields.iter().flat_map(|field| &field.reasons).any(|reason| is_said(reason))
        }
        _ => false,
    }
}

async fn attempt(session: &Session, owner: &Owner, change: &Change) -> Result<Process, PlatformFault> {
    match (owner, change) {
        (Owner::Service(service), Change::Create(key, content)) => {
            session.create_service_variable(&service.id, content.of(key)).await
        }
        (Owner::Service(_), Change::Put(entry, content)) => {
            session.change_service_variable(entry, content.of(&entry.key)).await
        }
        (Owner::Service(_), Change::Delete(entry)) => session.delete_service_variable(entry).await,
        (Owner::Project, Change::Create(key, content)) => session.create_project_variable(content.of(key)).await,
        (Owner::Project, Change::Put(entry, content)) => {
            session.change_project_variable(entry, content.of(&entry.key)).await
        }
        (Owner::Project, Change::Delete(entry)) => session.delete_project_variable(entry).await,
    }
}
