//! The preprocessor before the import: making keys and hashing passwords takes seconds, and nobody else
//! waits for that. It happens without the state, two documents at a time; the import then applies
//! what came of it in one step.

use std::sync::{Arc, LazyLock};

use serde_json::Value;
use tokio::sync::Semaphore;

use super::document;
use super::preprocessor::expand;
use crate::domain::documents::preprocessor::is_switched_on;
use crate::sandbox::shared::Shared;
use crate::sandbox::wire::error::ApiError;

/// How many documents are expanded at once.
const MOST_AT_ONCE: usize = 2;

static TURNS: LazyLock<Arc<Semaphore>> = LazyLock::new(|| Arc::new(Semaphore::new(MOST_AT_ONCE)));

/// What the document of an import becomes; none where there is nothing to expand.
///
/// The ids that it takes are taken: the state goes on after them.
pub(crate) async fn expanded(shared: &Shared, body: &[u8]) -> Option<Result<String, ApiError>> {
    let body: Value = serde_json::from_slice(body).ok()?;
    let source = body["yaml"].as_str().filter(|source| is_switched_on(source))?.to_owned();
    if let Err(error) = document::check_size(&source) {
        return Some(Err(error));
    }
    let turn = Arc::clone(&TURNS).acquire_owned().await.ok()?;
    let (mut ids, now) = {
        let world = shared.world();
        (world.ids.clone(), world.now())
    };
    let work = tokio::task::spawn_blocking(move || {
        let expanded = expand(&source, &mut ids, now).map(std::borrow::Cow::into_owned);
        drop(turn);
        (expanded, ids)
    });
    let (expanded, ids) = work.await.ok()?;
    shared.world().ids.catch_up(&ids);
    Some(expanded)
}
