//! The service types that exist: the platform's own list when it was read within a day, else the one
//! built into this zcp, so that types newer than the binary are accepted.
//!
//! The list is kept in a file that processes share. It is written whole and then renamed, so a
//! reader never sees half of it; a file that cannot be read or written only means the built-in list.

use std::path::{Path, PathBuf};

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use super::context::Context;
use crate::domain::documents::types::{Category, Types};
use crate::generated::catalog::CATALOG;
use crate::platform::error::Error;
use crate::platform::session::Session;

/// After this time the list is read again.
const FRESH: SignedDuration = SignedDuration::from_hours(24);
/// A larger file is not one of ours.
const MOST_BYTES: u64 = 1024 * 1024;

/// The list in use.
pub(super) struct Live {
    /// The types.
    pub(super) types: Types,
    /// Which list it is and how old, for the caller.
    pub(super) source: String,
    fresh: bool,
}

/// What the file holds.
#[derive(Serialize, Deserialize)]
struct Kept {
    fetched: Timestamp,
    types: Vec<(String, String)>,
}

impl Live {
    /// The list as far as it is known without a call. It reads a file, so it blocks briefly.
    pub(super) fn known(cx: &Context) -> Self {
        let now = cx.clock().now();
        let kept = cx.cache_folder().and_then(|folder| load(&file(folder)));
        match kept.filter(|kept| now.duration_since(kept.fetched).abs() < FRESH) {
            Some(kept) => {
                let age = now.duration_since(kept.fetched).abs();
                let hours = age.as_hours();
                let age = if hours == 0 { format!("{} min", age.as_mins()) } else { format!("{hours} h") };
                let source = format!("the platform's list of service types, {age} old");
                Self { types: types(&kept.types), source, fresh: true }
            }
            None => Self {
                types: Types::from_sections(CATALOG),
                source: concat!("the list of service types built into zcp ", env!("CARGO_PKG_VERSION")).to_owned(),
                fresh: false,
            },
        }
    }

    /// The list, read from the platform when the one at hand is old. Where the platform does not
    /// give one, the list at hand serves.
    pub(super) async fn current(cx: &Context, session: &Session) -> Self {
        let known = Self::known(cx);
        if known.fresh {
            return known;
        }
        match fetch(session).await {
            Ok(list) if !list.is_empty() => {
                let kept = Kept { fetched: cx.clock().now(), types: list };
                if let Some(folder) = cx.cache_folder() {
                    store(folder, &kept);
                }
                let source = "the platform's list of service types, read just now".to_owned();
                Self { types: types(&kept.types), source, fresh: true }
            }
            Ok(_) => known,
            Err(error) => {
                tracing::debug!(%error, "the list of service types was not read");
                known
            }
        }
    }
}

async fn fetch(session: &Session) -> Result<Vec<(String, String)>, Error> {
    let found = session.service_types().await?;
    Ok(found
        .into_iter()
        .flat_map(|one| {
            let category = one.category;
            let versions = one.service_stack_type_version_list.into_iter();
            let usable = versions.filter(|version| version.status == "ACTIVE" && !version.is_build);
            usable.map(move |version| (version.name, category.clone())).collect::<Vec<_>>()
        })
        .filter(|(_, category)| Category::from_wire(category).is_some())
        .collect())
}

fn types(list: &[(String, String)]) -> Types {
    Types::from_names(list.iter().filter_map(|(name, category)| Some((name.clone(), Category::from_wire(category)?))))
}

fn file(folder: &Path) -> PathBuf {
    folder.join("service-types.json")
}

fn load(file: &Path) -> Option<Kept> {
    let size = std::fs::metadata(file).ok()?.len();
    if size > MOST_BYTES {
        return None;
    }
    serde_json::from_slice(&std::fs::read(file).ok()?).ok()
}

fn store(folder: &Path, kept: &Kept) {
    let written = (|| {
        std::fs::create_dir_all(folder)?;
        let fresh = folder.join(format!("service-types.{}.new", std::process::id()));
        std::fs::write(&fresh, serde_json::to_vec(kept)?)?;
        std::fs::rename(&fresh, file(folder))
    })();
    if let Err(error) = written {
        tracing::debug!(kind = %error.kind(), "the list of service types was not kept");
    }
}
