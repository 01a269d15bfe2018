//! Whose a token is, kept between processes, so that the first call of a new one need not ask before it begins.
//!
//! What is kept is used at once and checked beside the first call. Nothing is changed before the check has agreed, and
//! what it does not agree to is thrown away. The file is named by a digest of token, host and choice, is its owner's
//! alone and has no token in it.

use std::io;
use std::path::{Path, PathBuf};

use jiff::{SignedDuration, Timestamp};
use ring::digest::{Context, SHA256};
use serde::{Deserialize, Serialize};

use super::credentials::Credentials;
use super::discovery::Identity;
use crate::domain::ids::ProjectId;
use crate::files::{Access, Root};

/// How the files begin.
const NAME: &str = "identity";
/// A larger file is not one of ours.
const MOST_BYTES: u64 = 64 * 1024;

/// What was not confirmed for so long is asked for first: a process that is soon over may end before its check.
const FRESH: SignedDuration = SignedDuration::from_hours(24);

/// What the file holds.
#[derive(Serialize, Deserialize)]
struct Kept {
    /// When the API said so.
    confirmed: Timestamp,
    identity: Identity,
}

/// Where identities are kept.
#[derive(Clone, Debug)]
pub struct Keeper {
    /// The folder; it is made when something is kept.
    pub folder: PathBuf,
    /// Whether those of a platform on this computer are kept too, which may be another one tomorrow.
    pub keeps_local: bool,
}

/// The file of one token on one host.
#[derive(Clone, Debug)]
pub(super) struct Place {
    folder: PathBuf,
    name: String,
}

impl Keeper {
    /// The file for these credentials, in a process of this project; none where nothing is kept.
    pub(super) fn place(&self, credentials: &Credentials, home: Option<&ProjectId>) -> Option<Place> {
        let Credentials { token, host, project, .. } = credentials;
        if host.is_loopback() && !self.keeps_local {
            return None;
        }
        let mut digest = Context::new(&SHA256);
        let chosen = [project.as_ref(), home].map(|id| id.map(ProjectId::as_str).unwrap_or_default());
        for part in [token.text(), &host.to_string(), chosen[0], chosen[1]] {
            digest.update(part.as_bytes());
            digest.update(&[0]);
        }
        let digest: String = digest.finish().as_ref().iter().take(16).map(|byte| format!("{byte:02x}")).collect();
        Some(Place { folder: self.folder.clone(), name: format!("{NAME}-{digest}.json") })
    }
}

impl Place {
    /// What is kept; none where there is nothing that can be used now.
    pub(super) fn load(&self, now: Timestamp) -> Option<Identity> {
        let kept = Root::open(&self.folder).and_then(|folder| folder.read(Path::new(&self.name), MOST_BYTES));
        let Kept { confirmed, identity } = serde_json::from_slice(&kept.ok()?).ok()?;
        let has_ids = !identity.project_id.as_str().is_empty() && !identity.client_id.as_str().is_empty();
        (has_ids && now.duration_since(confirmed).abs() < FRESH).then_some(identity)
    }

    /// Keeps an identity. Where that fails, the next process asks again.
    pub(super) fn store(&self, identity: Identity, confirmed: Timestamp) {
        let written = (|| {
            std::fs::create_dir_all(&self.folder)?;
            let text = serde_json::to_vec(&Kept { confirmed, identity }).map_err(io::Error::from)?;
            Root::open(&self.folder)?.replace(Path::new(&self.name), &text, Access::Private)
        })();
        if let Err(error) = written {
            tracing::debug!(%error, "whose the token is was not kept");
        }
    }

    /// Throws away what is kept.
    pub(super) fn forget(&self) {
        let removed = Root::open(&self.folder).and_then(|folder| folder.remove_file(Path::new(&self.name)));
        if let Err(error) = removed.or_else(|error| if error.is_missing() { Ok(()) } else { Err(error) }) {
            tracing::debug!(%error, "whose the token was could not be thrown away");
        }
    }
}
