//! Backups of services: those there are, those that are being made, and who may read one.
//!
//! Observed: nothing. Derived: what they hold for `PostgreSQL`, and that they outlive their service. Guessed: the form of
//! their names, how long one takes, how long an address is good, and that none is made by itself here.

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;

use super::uploads::store::Archive;
use crate::domain::ids::{ProjectId, ServiceId};

/// How long a backup takes where nothing runs. Guessed.
pub(crate) const TAKES: Duration = Duration::from_secs(3);
/// How long the address of one is good. Guessed.
const ADDRESS_LASTS: Duration = Duration::from_hours(1);

/// What a backup holds.
#[derive(Clone, Debug)]
pub(crate) enum Content {
    /// Where nothing runs, a text that says so.
    Simulated(String),
    /// The file goes with the backup.
    File(Arc<Archive>, u64),
}

/// A backup, or one that is being made.
#[derive(Clone, Debug)]
pub(crate) struct Backup {
    pub(crate) service: ServiceId,
    pub(crate) hostname: String,
    pub(crate) project: ProjectId,
    /// What names it in calls.
    pub(crate) date: String,
    /// The name of its file.
    pub(crate) name: String,
    pub(crate) created: Timestamp,
    pub(crate) tags: Vec<String>,
    /// None while somebody makes it.
    content: Option<Content>,
    /// When it is there, where nobody makes it.
    due: Timestamp,
}

/// A backup that is to be made of what really runs.
#[derive(Clone, Debug)]
pub(crate) struct Task {
    pub(crate) service: ServiceId,
    pub(crate) date: String,
}

/// All backups of a sandbox.
#[derive(Debug, Default)]
pub(crate) struct Backups {
    all: Vec<Backup>,
    /// Which secret leads to which backup, and until when.
    addresses: HashMap<String, (ServiceId, String, Timestamp)>,
    /// How long they take longer than usual.
    pub(crate) held: Duration,
    /// What is to be made by whoever runs things.
    pub(crate) tasks: Vec<Task>,
}

impl Backup {
    /// What it is said to have in bytes.
    pub(crate) fn size(&self) -> u64 {
        match &self.content {
            Some(Content::File(_, size)) => *size,
            Some(Content::Simulated(text)) => text.len() as u64,
            None => 0,
        }
    }
}

/// What is to be backed up.
#[derive(Debug)]
pub(crate) struct Subject<'a> {
    pub(crate) service: &'a ServiceId,
    pub(crate) hostname: &'a str,
    pub(crate) project: &'a ProjectId,
    /// How the name of its backups ends.
    pub(crate) ending: &'static str,
}

impl Backups {
    /// Begins with a backup. Where things run, somebody makes it; elsewhere time does.
    pub(crate) fn begin(
        &mut self,
        subject: &Subject<'_>,
        tags: Vec<String>,
        now: Timestamp,
        due: Timestamp,
        executes: bool,
    ) {
        let mut created = now;
        let date = loop {
            let date = created.strftime("%Y-%m-%dT%H-%M-%SZ").to_string();
            if !self.all.iter().any(|backup| backup.service == *subject.service && backup.date == date) {
                break date;
            }
            created += Duration::from_secs(1);
        };
        if executes {
            self.tasks.push(Task { service: subject.service.clone(), date: date.clone() });
        }
        self.all.push(Backup {
            service: subject.service.clone(),
            hostname: subject.hostname.to_owned(),
            project: subject.project.clone(),
            name: format!("{date}{}", subject.ending),
            content: (!executes).then(|| simulated(subject.hostname)),
            date,
            created: now,
            tags,
            due,
        });
    }

    /// The end of one that was made of what runs; without a file it is one that stands for it.
    pub(crate) fn finish(&mut self, task: &Task, file: Option<(PathBuf, u64)>, now: Timestamp) {
        let found = self.all.iter_mut().find(|one| one.service == task.service && one.date == task.date);
        let Some(backup) = found else { return };
        backup.content = Some(match file {
            Some((path, size)) => Content::File(Arc::new(Archive::new(path)), size),
            None => simulated(&backup.hostname),
        });
        backup.due = now;
    }

    /// Forgets one that could not be made.
    pub(crate) fn give_up(&mut self, task: &Task) {
        self.all.retain(|one| one.service != task.service || one.date != task.date);
    }

    /// Those that are there, the newest first.
    pub(crate) fn there(&self, now: Timestamp) -> impl Iterator<Item = &Backup> {
        self.all.iter().rev().filter(move |backup| backup.content.is_some() && backup.due <= now)
    }

    /// One of them.
    pub(crate) fn of(&self, service: &ServiceId, date: &str, now: Timestamp) -> Option<&Backup> {
        self.there(now).find(|backup| backup.service == *service && backup.date == date)
    }

    /// Takes one away.
    pub(crate) fn remove(&mut self, service: &ServiceId, date: &str) {
        self.all.retain(|backup| backup.service != *service || backup.date != date);
    }

    /// Lets whoever has this secret read a backup for a while.
    pub(crate) fn grant(&mut self, secret: String, service: ServiceId, date: String, now: Timestamp) {
        let until = now.saturating_add(ADDRESS_LASTS).unwrap_or(Timestamp::MAX);
        self.addresses.insert(secret, (service, date, until));
    }

    /// What a secret leads to.
    pub(crate) fn granted(&self, secret: &str, now: Timestamp) -> Option<Content> {
        let (service, date, until) = self.addresses.get(secret)?;
        let backup = self.of(service, date, now).filter(|_| now < *until)?;
        backup.content.clone()
    }
}

fn simulated(hostname: &str) -> Content {
    Content::Simulated(format!("The data of `{hostname}`, as far as this sandbox has any: nothing runs for it.\n"))
}
