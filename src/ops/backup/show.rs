//! Backups as the tool shows them.

use std::cmp::Reverse;

use super::download::Written;
use crate::generated::types::{BackupResult, BackupView};
use crate::platform::wire::{Backup, Service, ServiceBackups};
use crate::suggest;

/// So many are shown.
const MOST: usize = 50;

/// The backups of a service.
pub(super) fn of_service(hostname: &str, mut found: ServiceBackups) -> BackupResult {
    found.files.sort_by(|a, b| (b.created, &b.name).cmp(&(a.created, &a.name)));
    let next = match found.files.first() {
        Some(_) => vec![suggest::download_backup(hostname, None)],
        None => vec![suggest::make_backup(hostname)],
    };
    let schedule = found.backup_period;
    BackupResult { service: Some(hostname.to_owned()), schedule, next, ..listed(&found.files, false) }
}

/// Those of the project.
pub(super) fn of_project(mut found: Vec<Backup>) -> BackupResult {
    found.sort_by_key(|backup| Reverse((backup.created, backup.name.clone())));
    let note = found
        .iter()
        .any(|backup| backup.service_stack_deleted == Some(true))
        .then(|| "Backups of a deleted service are kept for seven days; they can be downloaded in the GUI.".to_owned());
    let listed = listed(&found, true);
    BackupResult { note: note.or(listed.note), ..listed }
}

fn listed(found: &[Backup], with_service: bool) -> BackupResult {
    let views: Vec<BackupView> = found.iter().take(MOST).map(|backup| view(backup, with_service)).collect();
    let total = (found.len() > views.len()).then(|| i64::try_from(found.len()).unwrap_or(i64::MAX));
    let note = views.is_empty().then(|| "There is no backup.".to_owned());
    BackupResult { backups: views, total, note, ..BackupResult::default() }
}

/// One that was made.
pub(super) fn made(hostname: &str, backup: &Backup) -> BackupResult {
    BackupResult {
        service: Some(hostname.to_owned()),
        changed: Some(true),
        backup: Some(view(backup, false)),
        next: vec![suggest::download_backup(hostname, Some(backup.name.clone()))],
        ..BackupResult::default()
    }
}

/// One that is not there yet.
pub(super) fn goes_on(hostname: &str) -> BackupResult {
    BackupResult {
        service: Some(hostname.to_owned()),
        changed: Some(true),
        note: Some("It was begun and is still being made; it is in the list when it is done.".to_owned()),
        next: vec![suggest::backups(Some(hostname))],
        ..BackupResult::default()
    }
}

/// One that is gone.
pub(super) fn deleted(hostname: &str, backup: &Backup) -> BackupResult {
    BackupResult {
        service: Some(hostname.to_owned()),
        changed: Some(true),
        backup: Some(view(backup, false)),
        next: vec![suggest::backups(Some(hostname))],
        ..BackupResult::default()
    }
}

/// One that was downloaded.
pub(super) fn written(service: &Service, backup: &Backup, written: Written) -> BackupResult {
    let family = service.type_name().split(['@', ':']).next().unwrap_or_default().to_owned();
    let note = "It has the data of the service: keep it out of git. Deploys leave it out under a name such as zcp gives it, and what \
                you unpack of it they do not.".to_owned();
    BackupResult {
        service: Some(service.name.clone()),
        backup: Some(BackupView { size: i64::try_from(written.bytes).ok(), ..view(backup, false) }),
        file: Some(written.file),
        sha256: Some(written.sha256),
        note: Some(note),
        next: vec![suggest::how_to(&format!("restore a backup of {family}"))],
        ..BackupResult::default()
    }
}

fn view(backup: &Backup, with_service: bool) -> BackupView {
    BackupView {
        name: backup.name.clone(),
        service: backup.service_stack_name.clone().filter(|_| with_service),
        created: backup.created.map(|created| created.to_string()),
        size: backup.size.and_then(|size| i64::try_from(size).ok()),
        tags: backup.tags(),
        deleted: backup.service_stack_deleted.filter(|gone| *gone),
    }
}
