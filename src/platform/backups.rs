//! Backups of services: which there are, making one, taking one away, and reading one.
//!
//! A backup is read at an address that gives access to whoever has it, so that is never printed and is asked
//! without the token.

use std::fmt;

use reqwest::Url;
use serde_json::json;

use super::duration;
use super::error::{Error, ErrorKind};
use super::host::{Host, named_address};
use super::search::Entry;
use super::session::Session;
use super::transport::Fault;
use super::wire::{Backup, BackupBegun, DownloadUrl, ServiceBackups, Succeeded};
use crate::domain::ids::ServiceId;
use crate::generated::operations::Operation;

/// Where a backup is read.
pub struct DownloadAddress(Url);

impl fmt::Debug for DownloadAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("DownloadAddress(…)")
    }
}

/// Somebody who takes the bytes of a backup.
pub trait Taker: Send {
    /// Takes the next bytes; says whether more are wanted.
    fn take(&mut self, bytes: bytes::Bytes) -> impl Future<Output = bool> + Send;
}

impl Entry for Backup {
    fn id(&self) -> &str {
        // The path has the service in it, which the name has not.
        if self.path.is_empty() { &self.name } else { &self.path }
    }
}

impl Session {
    /// The backups of a service.
    ///
    /// # Errors
    /// As every call of the platform.
    pub async fn service_backups(&self, service: &ServiceId) -> Result<ServiceBackups, Error> {
        self.run(Operation::ServiceBackupList, &[service.as_str()]).await
    }

    /// The backups of the project, those of services that are gone too.
    ///
    /// # Errors
    /// As every call of the platform.
    pub async fn project_backups(&self) -> Result<Vec<Backup>, Error> {
        let project = self.project_id().as_str();
        let (backups, _) = self.list(Operation::ProjectBackupList, project, usize::MAX, |_: &Backup| true).await?;
        Ok(backups)
    }

    /// Asks for a backup. There is no process to follow: it is in the list when it is done.
    ///
    /// # Errors
    /// As every call of the platform.
    pub async fn create_backup(&self, service: &ServiceId, tags: &[String]) -> Result<(), Error> {
        let operation = Operation::ServiceBackupCreate;
        let body = json!({ "tags": (!tags.is_empty()).then_some(tags) });
        let begun: BackupBegun = self.run_with(operation, &[service.as_str()], &body).await?;
        if begun.success {
            return Ok(());
        }
        Err(Error::of(operation.info(), ErrorKind::Api, "the platform did not begin with the backup", false))
    }

    /// Deletes a backup.
    ///
    /// # Errors
    /// As every call of the platform.
    pub async fn delete_backup(&self, service: &ServiceId, date: &str) -> Result<(), Error> {
        let operation = Operation::ServiceBackupDelete;
        let answer: Succeeded = self.run(operation, &[service.as_str(), date]).await?;
        if answer.success {
            return Ok(());
        }
        Err(Error::of(operation.info(), ErrorKind::Api, "the platform did not delete the backup", false))
    }

    /// Where a backup is read, for a while.
    ///
    /// # Errors
    /// As every call of the platform.
    pub async fn backup_address(&self, service: &ServiceId, date: &str) -> Result<DownloadAddress, Error> {
        let answer: DownloadUrl = self.run(Operation::ServiceBackupDownload, &[service.as_str(), date]).await?;
        named_address(answer.url.trim()).map(DownloadAddress)
    }

    /// Reads a backup. It takes as long as it takes; only one that stands still is given up.
    ///
    /// # Errors
    /// It did not come as a whole. What the server says besides is not repeated.
    pub async fn read_backup(&self, address: &DownloadAddress, taker: &mut impl Taker) -> Result<(), Error> {
        let client = self.client();
        let host = Host::of(&address.0);
        let failed = |kind, what: String| Error::new(kind, format!("backup.fetch: {what}"));
        let idle = client.settings.call_timeout.saturating_mul(2);
        let still = || {
            let idle = duration::words(idle);
            failed(ErrorKind::Timeout, format!("{host} sent nothing for {idle}"))
        };
        let lost = |fault| match fault {
            Fault::Connect { why, .. } => failed(ErrorKind::Network, format!("no connection to {host}: {why}")),
            Fault::ConnectTimeout => failed(ErrorKind::Timeout, format!("no connection to {host} in time")),
            _ => failed(ErrorKind::Network, format!("the connection to {host} was lost")),
        };
        let begun = tokio::time::timeout(idle, client.transport.get(address.0.as_str())).await;
        let mut answer = begun.map_err(|_| still())?.map_err(lost)?;
        let status = answer.status();
        if status != 200 {
            return Err(failed(ErrorKind::Api, format!("{host} answered HTTP {status}")).status(status));
        }
        loop {
            let next = tokio::time::timeout(idle, answer.next()).await.map_err(|_| still())?.map_err(lost)?;
            let Some(bytes) = next else { return Ok(()) };
            if !taker.take(bytes).await {
                return Ok(());
            }
        }
    }
}
