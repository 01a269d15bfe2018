//! The notebook as operations use it: apart from the threads that answer, and of the project at hand.

use std::sync::Arc;

use crate::files::{FileError, apart};
use crate::ops::context::Context;
use crate::platform::session::Session;
use crate::workflow::notebook::{Book, NotebookError, Reading};

/// Said where nothing can be written.
pub(crate) const FORGETS: &str = "Choices and proofs end with this process: the notebook's folder cannot be written to; ZCP_STATE_DIR names another.";

/// What the notebook says of the project.
pub(crate) async fn read(cx: &Context, session: &Session) -> Reading {
    let (notebook, project) = (Arc::clone(cx.notebook()), session.project_id().to_string());
    match apart(move || notebook.read(&project)).await {
        Ok(reading) => reading,
        Err(error) => Reading { notes: vec![format!("the notebook {error}")], ..Reading::default() },
    }
}

/// Changes what it says.
///
/// # Errors
/// Why nothing was changed.
pub(crate) async fn apply<T, E>(
    cx: &Context,
    session: &Session,
    change: impl FnOnce(&mut Book) -> Result<T, E> + Send + 'static,
) -> Result<(Result<T, E>, Reading), NotebookError>
where
    T: Send + 'static,
    E: Send + 'static,
{
    let (notebook, project, now) = (Arc::clone(cx.notebook()), session.project_id().to_string(), cx.clock().now());
    let changed = apart(move || notebook.change(&project, now, change)).await;
    changed.unwrap_or_else(|error: FileError| Err(NotebookError::Refused(error.to_string())))
}
