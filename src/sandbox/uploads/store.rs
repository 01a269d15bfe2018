//! Which app versions wait for an archive, and which have one.

use std::collections::HashMap;
use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;

use crate::domain::ids::AppVersionId;
use crate::sandbox::wire::error::ApiError;

/// How long a version waits for its archive and for what is to be done with it. Guessed.
pub(crate) const PATIENCE: Duration = Duration::from_hours(24);

/// A file that goes when nobody needs it any more.
#[derive(Debug)]
pub(crate) struct Archive {
    path: PathBuf,
}

impl Archive {
    /// A file that is about to be written.
    pub(crate) fn new(path: PathBuf) -> Self {
        Self { path }
    }

    /// Where it is.
    pub(crate) fn path(&self) -> &Path {
        &self.path
    }
}

impl Drop for Archive {
    fn drop(&mut self) {
        fs::remove_file(&self.path).ok();
    }
}

/// The upload of a version.
struct Upload {
    /// What the address is signed with.
    signature: String,
    created: Timestamp,
    state: State,
}

impl fmt::Debug for Upload {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Upload").field("state", &self.state).finish_non_exhaustive()
    }
}

#[derive(Debug)]
enum State {
    Waiting,
    /// Somebody is sending it.
    Receiving,
    Stored(Arc<Archive>),
    /// It is built, or came too late.
    Over,
}

/// Every version that is or was UPLOADING.
#[derive(Debug, Default)]
pub(crate) struct Uploads {
    entries: HashMap<AppVersionId, Upload>,
}

impl Uploads {
    /// Lets a version be uploaded to an address with this signature.
    pub(crate) fn expect(&mut self, version: AppVersionId, signature: String, created: Timestamp) {
        self.entries.insert(version, Upload { signature, created, state: State::Waiting });
    }

    /// Whether a signature is that of a version.
    pub(crate) fn is_signed(&self, version: &AppVersionId, signature: &str) -> bool {
        self.entries.get(version).is_some_and(|upload| same(&upload.signature, signature))
    }

    /// Begins to receive.
    ///
    /// Guessed: a version takes one archive; one whose transfer broke off may be sent again.
    pub(crate) fn begin(&mut self, version: &AppVersionId) -> Result<(), ApiError> {
        match self.entries.get_mut(version) {
            Some(upload) if matches!(upload.state, State::Waiting) => {
                upload.state = State::Receiving;
                Ok(())
            }
            Some(upload) if !matches!(upload.state, State::Over) => {
                Err(not_being_uploaded("The archive of the app version is uploaded already."))
            }
            _ => Err(not_being_uploaded("App version is not being uploaded.")),
        }
    }

    /// The end of receiving, with what arrived.
    pub(crate) fn end(&mut self, version: &AppVersionId, archive: Option<Archive>) {
        if let Some(upload) = self.entries.get_mut(version)
            && matches!(upload.state, State::Receiving)
        {
            upload.state = archive.map_or(State::Waiting, |archive| State::Stored(Arc::new(archive)));
        }
    }

    /// Takes the archive of a version; from then on it is no longer uploaded.
    pub(crate) fn take(&mut self, version: &AppVersionId) -> Option<Arc<Archive>> {
        let upload = self.entries.get_mut(version)?;
        let State::Stored(archive) = &upload.state else { return None };
        let archive = Arc::clone(archive);
        upload.state = State::Over;
        Some(archive)
    }

    /// Forgets a version with its archive.
    pub(crate) fn forget(&mut self, version: &AppVersionId) {
        self.entries.remove(version);
    }

    /// Takes out the versions that waited too long.
    pub(crate) fn expired(&mut self, now: Timestamp) -> Vec<AppVersionId> {
        let late = |upload: &Upload| {
            matches!(upload.state, State::Waiting | State::Stored(_))
                && upload.created.checked_add(PATIENCE).is_ok_and(|expires| expires <= now)
        };
        let mut expired: Vec<AppVersionId> =
            self.entries.iter().filter(|(_, upload)| late(upload)).map(|(id, _)| id.clone()).collect();
        expired.sort();
        for id in &expired {
            if let Some(upload) = self.entries.get_mut(id) {
                upload.state = State::Over;
            }
        }
        expired
    }
}

fn not_being_uploaded(message: &str) -> ApiError {
    ApiError::new("appVersionIsNotBeingUploaded", message)
}

/// Compares in a time that says nothing of where the difference is.
fn same(wanted: &str, given: &str) -> bool {
    let difference = wanted.bytes().zip(given.bytes()).fold(0, |sum, (a, b)| sum | (a ^ b));
    wanted.len() == given.len() && difference == 0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn version() -> AppVersionId {
        AppVersionId::new("v")
    }

    fn uploads() -> Uploads {
        let mut uploads = Uploads::default();
        uploads.expect(version(), "secret".into(), Timestamp::UNIX_EPOCH);
        uploads
    }

    #[test]
    fn only_its_own_signature_opens_a_version() {
        let uploads = uploads();
        assert!(uploads.is_signed(&version(), "secret"));
        for wrong in ["", "secre", "secret ", "Secret"] {
            assert!(!uploads.is_signed(&version(), wrong), "{wrong}");
        }
        assert!(!uploads.is_signed(&AppVersionId::new("w"), "secret"));
        assert!(!format!("{uploads:?}").contains("secret"));
    }

    #[test]
    fn a_version_takes_one_archive_and_gives_it_once() {
        let mut uploads = uploads();
        uploads.begin(&version()).expect("the first");
        assert!(uploads.begin(&version()).is_err());
        uploads.end(&version(), None);
        uploads.begin(&version()).expect("after one that broke off");
        assert!(uploads.take(&version()).is_none());
        uploads.end(&version(), Some(Archive::new("no-such-file".into())));
        assert!(uploads.begin(&version()).is_err());
        assert!(uploads.take(&version()).is_some());
        assert!(uploads.take(&version()).is_none() && uploads.begin(&version()).is_err());
    }

    #[test]
    fn what_waits_too_long_expires_unless_it_is_arriving() {
        let late = Timestamp::UNIX_EPOCH + PATIENCE;
        let mut uploads = uploads();
        assert!(uploads.expired(late - Duration::from_secs(1)).is_empty());
        uploads.begin(&version()).expect("begun");
        assert!(uploads.expired(late).is_empty());
        uploads.end(&version(), None);
        assert_eq!(uploads.expired(late), [version()]);
        assert!(uploads.expired(late).is_empty());
    }
}
