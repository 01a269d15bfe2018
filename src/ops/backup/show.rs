//! Backups as the tool shows them.

use std::cmp::Reverse;

use super::download::Written;
use crate::domain::call::{Arguments, NextCall};
use crate::generated::tools::zerops_backup::{Args, CreateArgs, DownloadArgs, ListArgs};
use crate::generated::tools::zerops_knowledge;
use crate::generated::types::{BackupResult, BackupView, Hostname, KnowledgeDetail, Question};
use crate::platform::wire::{Backup, Service, ServiceBackups};

/// So many are shown.
const MOST: usize = 50;

/// The calls that are suggested.
pub(super) mod calls {
    use super::{Args, Arguments, CreateArgs, DownloadArgs, Hostname, ListArgs, NextCall};
    pub(in crate::ops::backup) fn list(hostname: Option<&str>) -> NextCall {
        Args::List(ListArgs { service_hostname: hostname.map(|name| Hostname(name.to_owned())) }).to_call()
    }

    pub(in crate::ops::backup) fn create(hostname: &str) -> NextCall {
        Args::Create(CreateArgs::new(Hostname(hostname.to_owned()))).to_call()
    }

    pub(in crate::ops::backup) fn download(hostname: &str, backup: Option<String>) -> NextCall {
        let args = DownloadArgs::new(Hostname(hostname.to_owned()));
        Args::Download(DownloadArgs { backup, ..args }).to_call()
    }
}

/// The backups of a service.
pub(super) fn of_service(hostname: &str, mut found: ServiceBackups) -> BackupResult {
    found.files.sort_by(|a, b| (b.created, &b.name).cmp(&(a.created, &a.name)));
    let next = match found.files.first() {
        Some(_) => vec![calls::download(hostname, None)],
        None => vec![calls::create(hostname)],
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
        next: vec![calls::download(hostname, Some(backup.name.clone()))],
        ..BackupResult::default()
    }
}

/// One that is not there yet.
pub(super) fn goes_on(hostname: &str) -> BackupResult {
    BackupResult {
        service: Some(hostname.to_owned()),
        changed: Some(true),
        note: Some("It was begun and is still being made; it is in the list when it is done.".to_owned()),
        next: vec![calls::list(Some(hostname))],
        ..BackupResult::default()
    }
}

/// One that is gone.
pub(super) fn deleted(hostname: &str, backup: &Backup) -> BackupResult {
    BackupResult {
        service: Some(hostname.to_owned()),
        changed: Some(true),
        backup: Some(view(backup, false)),
        next: vec![calls::list(Some(hostname))],
        ..BackupResult::default()
    }
}

/// One that was downloaded.
pub(super) fn written(service: &Service, backup: &Backup, written: Written) -> BackupResult {
    let family = service.type_name().split(['@', ':']).next().unwrap_or_default().to_owned();
    let question = Question(format!("restore a backup of {family}"));
    let args =
        zerops_knowledge::Args { detail: KnowledgeDetail::Full, limit: 2, ..zerops_knowledge::Args::new(question) };
    let note = "It has the data of the service: keep it out of git and of what you deploy.".to_owned();
    BackupResult {
        service: Some(service.name.clone()),
        backup: Some(BackupView { size: i64::try_from(written.bytes).ok(), ..view(backup, false) }),
        file: Some(written.file),
        sha256: Some(written.sha256),
        note: Some(note),
        next: vec![args.to_call()],
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

/// Bytes as a person says them.
pub(super) fn size(bytes: u64) -> String {
    const UNITS: [(u64, &str); 3] = [(1_000_000_000, "GB"), (1_000_000, "MB"), (1_000, "kB")];
    match UNITS.iter().find(|(unit, _)| bytes >= *unit) {
        Some((unit, name)) => format!("{}.{} {name}", bytes / unit, bytes % unit * 10 / unit),
        None => format!("{bytes} bytes"),
    }
}

#[cfg(test)]
mod tests {
    use super::size;

    #[test]
    fn bytes_are_said_in_the_unit_that_fits() {
        let said: Vec<String> = [0, 999, 1_000, 12_345_678, 1_999_999_999].map(size).into_iter().collect();
        assert_eq!(said, ["0 bytes", "999 bytes", "1.0 kB", "12.3 MB", "1.9 GB"]);
    }
}
