//! What of a dev service was deployed to another one is noted as one hash of its files, so that it can be told
//! later whether they are still the same: no timeline shows that.

use std::time::Duration;

use super::source::{Files, Source};
use crate::deploy::remote;
use crate::deploy::ssh::Ssh;
use crate::ops::context::Context;
use crate::ops::support::notebook;
use crate::platform::session::Session;
use crate::workflow::notebook::{Book, Promoted};

/// The most that the hash may take.
const WITHIN: Duration = Duration::from_secs(30);

/// The hash of what is about to be deployed from one service to another.
pub(super) struct Looked {
    from: String,
    folder: String,
    digest: String,
}

/// Makes the hash. What cannot be found out is only not noted.
pub(super) async fn look(cx: &Context, source: &Source, target: &str) -> Option<Looked> {
    let Ok(Files::There(to, listing)) = &source.files else { return None };
    if to.hostname() == target {
        // A build may leave other files there than it was made of.
        return None;
    }
    tracing::debug!(effect = "ssh.exec", hostname = to.hostname(), "hashing the files of a container");
    match remote::digest(Ssh::new(cx.programs()), to, listing, WITHIN).await {
        Ok(digest) => Some(Looked { from: to.hostname().to_owned(), folder: listing.folder.clone(), digest }),
        Err(error) => {
            tracing::debug!(?error, "the files were not hashed");
            None
        }
    }
}

/// Notes it with the version that was made.
pub(super) async fn note(cx: &Context, session: &Session, looked: Looked, version: &str) {
    let Looked { from, folder, digest } = looked;
    let promoted = Promoted { version: version.to_owned(), folder, digest };
    let append = move |book: &mut Book| {
        book.unit_of_mut(&from).promoted = Some(promoted);
        Ok::<(), ()>(())
    };
    tracing::debug!(effect = "notebook.append", "noting what was deployed");
    if let Err(error) = notebook::apply(cx, session, append).await {
        tracing::debug!(%error, "what was deployed was not noted");
    }
}
