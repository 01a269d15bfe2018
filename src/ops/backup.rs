//! Backups of databases and storages.

mod choose;
mod download;
pub(super) mod newest;
mod show;
mod size;

use std::collections::BTreeSet;
use std::time::Duration;

use jiff::SignedDuration;

use super::context::Context;
use super::support::consent::{self, Loss};
use super::support::poll::{Pauses, Poll, report};
use super::support::{failure, services};
use crate::domain::call::Arguments;
use crate::domain::failure::{ErrorCode, Fail, Stake};
use crate::domain::status::Category;
use crate::generated::errors::{PlatformError, code};
use crate::generated::tools::zerops_backup::{Args, CreateArgs, DeleteArgs, DownloadArgs, Error, ListArgs};
use crate::generated::types::BackupResult;
use crate::platform::error::Error as PlatformFault;
use crate::platform::session::Session;
use crate::platform::wire::{Backup, Service, ServiceBackups};
use crate::suggest;

/// How long a new backup is looked for: where nobody sees progress, and where somebody does.
const LOOKED_FOR: SignedDuration = SignedDuration::from_secs(20);
const FOLLOWED: SignedDuration = SignedDuration::from_mins(5);
/// Between two looks at the list, and how long they are that often.
const PAUSES: Pauses = Pauses::Then(Duration::from_secs(1), SignedDuration::from_secs(10), Duration::from_secs(5));
/// Characters of a tag.
const LONGEST_TAG: usize = 24;
/// The platform's word for a type that has no backups.
const UNSUPPORTED: &str = "backupUnsupportedStackType";

/// The backups of a service, or of the project, the newest first.
///
/// # Errors
/// `BACKUP_UNSUPPORTED` for a service that has none.
pub async fn list(cx: &Context, args: ListArgs) -> Result<BackupResult, Fail<Error>> {
    let session = cx.connection().session().await?;
    let Some(hostname) = &args.service_hostname else {
        return Ok(show::of_project(session.project_backups().await?));
    };
    let service = services::find::<Error>(&session, hostname).await?;
    let found = read(&session, &service).await?;
    Ok(show::of_service(&service.name, found))
}

/// The backups of a service; none of what the platform does not back up.
pub(super) async fn listed(session: &Session, service: &Service) -> Result<Option<BackupResult>, PlatformFault> {
    if newest::WITHOUT.contains(&service.kind()) {
        return Ok(None);
    }
    match session.service_backups(&service.id).await {
        Ok(found) => Ok(Some(show::of_service(&service.name, found))),
        Err(error) if error.api_code.as_deref() == Some(UNSUPPORTED) => Ok(None),
        Err(error) => Err(error),
    }
}

/// Makes a backup and looks for it in the list: the platform has no process for it.
///
/// # Errors
/// `BACKUP_UNSUPPORTED`. That it takes longer than it is looked for is none.
pub async fn create(cx: &Context, args: CreateArgs) -> Result<BackupResult, Fail<Error>> {
    let session = cx.connection().session().await?;
    let service = services::find::<Error>(&session, &args.service_hostname).await?;
    let tags = tags(args.tags)?;
    let before: BTreeSet<String> = names(read(&session, &service).await?);
    let begun = cx.clock().now();
    let asked = session.create_backup(&service.id, &tags).await;
    asked.map_err(|error| of_service(error, &service))?;
    let limit = if cx.waits(None) { FOLLOWED } else { LOOKED_FOR };
    let mut poll = Poll::new(cx, begun, limit, PAUSES);
    loop {
        // What cannot be read for once is there at the next look.
        if let Ok(found) = session.service_backups(&service.id).await
            && let Some(made) = found.files.into_iter().find(|backup| !before.contains(&backup.name))
        {
            return Ok(show::made(&service.name, &made));
        }
        let elapsed = poll.elapsed();
        if poll.goes_on() && elapsed > SignedDuration::ZERO {
            report(cx, format!("the backup of {} is being made", service.name), elapsed).await;
        }
        if !poll.next().await {
            return Ok(show::goes_on(&service.name));
        }
    }
}

/// Writes a backup to a new file below the working folder.
///
/// # Errors
/// `BACKUP_NOT_FOUND`, `FILE_REFUSED` where it cannot be written, `DOWNLOAD_FAILED` where it did not come as a whole.
pub async fn download(cx: &Context, args: DownloadArgs) -> Result<BackupResult, Fail<Error>> {
    let session = cx.connection().session().await?;
    let service = services::find::<Error>(&session, &args.service_hostname).await?;
    let found = read(&session, &service).await?;
    let backup = choose::one(&found.files, args.backup.as_deref(), &service.name)?.clone();
    let path = args.file_path.unwrap_or_else(|| download::usual_name(&service.name, &backup));
    let file = download::prepare(cx, path, &backup).await?;
    let address = session.backup_address(&service.id, backup.date()).await;
    let address = address.map_err(|error| of_service(error, &service))?;
    let written = download::run(&session, &address, file, &backup).await?;
    Ok(show::written(&service, &backup, written))
}

/// Deletes a backup for good.
///
/// # Errors
/// `CONFIRM_REQUIRED` and its like without consent; `BACKUP_NOT_FOUND`.
pub async fn delete(cx: &Context, args: DeleteArgs) -> Result<BackupResult, Fail<Error>> {
    let session = cx.connection().session().await?;
    let service = services::find::<Error>(&session, &args.service_hostname).await?;
    let found = read(&session, &service).await?;
    let backup = choose::one(&found.files, Some(&args.backup), &service.name)?;
    consent::agreed::<Error>(cx, loss(&args, &service, backup))?;
    let deleted = session.delete_backup(&service.id, backup.date()).await;
    deleted.map_err(|error| of_service(error, &service))?;
    Ok(show::deleted(&service.name, backup))
}

/// A yes is good for this backup of the service of this id.
fn loss(args: &DeleteArgs, service: &Service, backup: &Backup) -> Loss {
    let (hostname, name) = (&service.name, &backup.name);
    let exact = DeleteArgs { confirm: Some(true), ..args.clone() };
    let size = backup.size.map(|size| format!(", {}", size::size(size))).unwrap_or_default();
    Loss {
        stake: Stake::new([service.id.as_str(), name]),
        deed: format!("delete the backup `{name}` of `{hostname}`"),
        question: format!("Delete the backup `{name}` of `{hostname}`{size}? This cannot be undone."),
        word: name.clone(),
        typed: "delete it".to_owned(),
        message: format!("Deleting the backup `{name}` of `{hostname}` cannot be undone."),
        suggestion: None,
        next: vec![Args::Delete(exact).to_call()],
        confirmed: args.confirm == Some(true),
    }
}

/// The tags of a new backup, as the platform takes them.
fn tags(tags: Vec<String>) -> Result<Vec<String>, Fail<Error>> {
    let plain = |c: char| c.is_ascii_alphanumeric() || ":_-".contains(c);
    let wrong = |tag: &String| !(1..=LONGEST_TAG).contains(&tag.len()) || !tag.chars().all(plain);
    let faults: Vec<usize> = tags.iter().enumerate().filter(|(_, tag)| wrong(tag)).map(|(at, _)| at).collect();
    if faults.is_empty() {
        return Ok(tags);
    }
    let fail = Fail::new(code::InvalidParameter, "A tag has 1 to 24 letters, digits, `:`, `_` or `-`.");
    Err(faults.into_iter().fold(fail, |fail, at| fail.field(format!("tags[{at}]"), "cannot be a tag")))
}

async fn read(session: &Session, service: &Service) -> Result<ServiceBackups, Fail<Error>> {
    session.service_backups(&service.id).await.map_err(|error| of_service(error, service))
}

fn names(backups: ServiceBackups) -> BTreeSet<String> {
    backups.files.into_iter().map(|backup| backup.name).collect()
}

/// The failure of a call about the backups of a service.
fn of_service<E: ErrorCode + From<PlatformError> + From<code::BackupUnsupported>>(
    error: PlatformFault,
    service: &Service,
) -> Fail<E> {
    if error.api_code.as_deref() == Some(UNSUPPORTED) {
        let message = format!("The platform makes no backups of `{}` ({}).", service.name, service.type_name());
        let fail = Fail::new(code::BackupUnsupported, message);
        if service.kind() == Category::ObjectStorage {
            let copy =
                "Copy the bucket from a container of a runtime: `zsc object-storage backup`, or any program for S3.";
            return fail.suggest(copy).next(suggest::how_to("back up an object storage"));
        }
        return fail.next(suggest::backups(None));
    }
    failure::of_change(error, &service.name)
}
