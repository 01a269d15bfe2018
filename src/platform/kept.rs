//! Whose a token is, kept between processes, so that the first call of a new one need not ask before it begins.
//!
//! What is kept is used at once and checked beside the first call. Nothing is changed before the check has agreed, and
//! what it does not agree to is thrown away. The file is named by a digest of token, host and choice, is its owner's
//! alone and has no token in it.

use std::path::PathBuf;

use jiff::{SignedDuration, Timestamp};
use ring::digest::{Context, SHA256};
use serde::{Deserialize, Serialize};

use super::credentials::Credentials;
use super::discovery::Identity;
use crate::domain::ids::ProjectId;
use crate::files::KeptFile;

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
pub(super) struct Place(KeptFile);

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
        Some(Place(KeptFile::new(&self.folder, NAME, &digest, MOST_BYTES)))
    }
}

impl Place {
    /// What is kept; none where there is nothing that can be used now.
    pub(super) fn load(&self, now: Timestamp) -> Option<Identity> {
        let Kept { confirmed, identity } = self.0.load()?;
        let has_ids = !identity.project_id.as_str().is_empty() && !identity.client_id.as_str().is_empty();
        (has_ids && now.duration_since(confirmed).abs() < FRESH).then_some(identity)
    }

    /// Keeps an identity. Where that fails, the next process asks again.
    pub(super) fn store(&self, identity: Identity, confirmed: Timestamp) {
        self.0.store(&Kept { confirmed, identity });
    }

    /// Throws away what is kept.
    pub(super) fn forget(&self) {
        self.0.forget();
    }
}
