//! A push is noted: before a version comes of it, nothing else knows that it is awaited.

use crate::ops::context::Context;
use crate::ops::support::notebook;
use crate::platform::session::Session;
use crate::workflow::notebook::{Book, Pushed};

/// Notes the push of a commit of a unit. Answers why it was not noted, if it was not.
pub(super) async fn note(cx: &Context, session: &Session, unit: &str, commit: &str) -> Option<String> {
    let (unit, pushed) = (unit.to_owned(), Pushed { commit: commit.to_owned(), at: cx.clock().now() });
    let append = move |book: &mut Book| {
        book.unit_of_mut(&unit).pushed = Some(pushed);
        Ok::<(), ()>(())
    };
    tracing::debug!(effect = "notebook.append", "noting a push");
    let error = notebook::apply(cx, session, append).await.err()?;
    Some(format!("that this was pushed was not noted: {error}"))
}
