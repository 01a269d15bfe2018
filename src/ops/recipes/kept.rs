//! The catalogue as it is kept between processes, in a file that only its owner reads: fresh for a day, and after
//! that for when it cannot be read again.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use crate::domain::recipe::Recipe;
use crate::files::KeptFile;
use crate::ops::context::Context;
use crate::platform::error::Error;
use crate::platform::host::Host;

/// After this time it is read again.
const FRESH: SignedDuration = SignedDuration::from_hours(24);
/// How the files begin; the host follows.
const NAME: &str = "recipes";
/// A larger file is not one of ours.
const MOST_BYTES: u64 = 64 * 1024 * 1024;

/// The published recipes.
#[derive(Debug)]
pub(in crate::ops) struct Catalogue {
    /// In the order of their slugs.
    pub(in crate::ops) recipes: Vec<Recipe>,
    /// When they were read.
    pub(in crate::ops) read: Timestamp,
    /// What is to be known of that.
    pub(in crate::ops) note: Option<String>,
}

#[derive(Serialize, Deserialize)]
struct Kept {
    read: Timestamp,
    recipes: Vec<Recipe>,
}

/// The catalogue of today, or the last one that was seen.
///
/// # Errors
/// Why it was not read, in words, where none was seen.
pub(in crate::ops) async fn current(cx: &Context) -> Result<Catalogue, String> {
    let host = cx.connection().recipes_host().map_err(|error| error.message)?;
    let place = place(cx, &host);
    let kept = match place.clone() {
        Some(place) => tokio::task::spawn_blocking(move || place.load::<Kept>()).await.ok().flatten(),
        None => None,
    };
    let now = cx.clock().now();
    let is_fresh = |kept: &Kept| now.duration_since(kept.read).abs() < FRESH;
    if let Some(kept) = kept.as_ref().filter(|kept| is_fresh(kept)) {
        return Ok(Catalogue { recipes: kept.recipes.clone(), read: kept.read, note: None });
    }
    match cx.connection().recipes().await {
        Ok(recipes) if !recipes.is_empty() => {
            if let Some(place) = place {
                let fetched = Kept { read: now, recipes: recipes.clone() };
                tokio::task::spawn_blocking(move || place.store(&fetched)).await.ok();
            }
            Ok(Catalogue { recipes, read: now, note: None })
        }
        answer => {
            let why = answer.err().map_or_else(|| format!("{host} has none"), |error: Error| said(&error, &host));
            let kept = kept.ok_or_else(|| why.clone())?;
            let note = format!("This is the catalogue of {}; it was not read again: {why}.", kept.read);
            Ok(Catalogue { recipes: kept.recipes, read: kept.read, note: Some(note) })
        }
    }
}

/// What kept it from being read. Nothing was sent that could be a bad token.
fn said(error: &Error, host: &Host) -> String {
    if error.kind.is_auth() {
        format!("{host} did not let zcp in")
    } else {
        error.message.trim_end_matches('.').to_owned()
    }
}

/// Where that of a host is kept; nowhere for one on this computer, which is a sandbox.
fn place(cx: &Context, host: &Host) -> Option<KeptFile> {
    let folder = cx.cache_folder().filter(|_| cx.keeps_local() || !host.is_loopback())?;
    Some(KeptFile::new(folder, NAME, &host.to_string(), MOST_BYTES))
}
