//! The conductor as a tool: where things stand, what to do next, and work on code. Everything is read anew
//! at each call; only the notebook is kept.

mod answer;
mod close;
mod develop;
mod folders;
pub(super) mod gather;
mod guide;
mod known;
pub(super) mod next;

use super::context::Context;
use crate::domain::failure::Fail;
use crate::generated::errors::code;
use crate::generated::tools::zerops_workflow::{CloseArgs, Error, GuideArgs, StartArgs, StatusArgs};
use crate::generated::types::{Workflow, WorkflowResult};
use crate::workflow::notebook::NotebookError;

/// Lists the guides, or fits one to the project.
///
/// # Errors
/// What the platform says; the list needs none of it.
pub async fn guide(cx: &Context, args: GuideArgs) -> Result<WorkflowResult, Fail<Error>> {
    guide::guide(cx, args).await
}

/// Where things stand and what to do next: the answer after any interruption, which looks at everything anew.
///
/// # Errors
/// What the platform says.
pub async fn status(cx: &Context, _args: StatusArgs) -> Result<WorkflowResult, Fail<Error>> {
    let session = cx.connection().session().await?;
    let envelope = gather::gather(cx, &session, gather::Focus::All).await?;
    Ok(answer::of(&envelope))
}

/// Opens work on code.
///
/// # Errors
/// `INVALID_PARAMETER` for what is nothing that is started, and for a scope that has no such service.
pub async fn start(cx: &Context, args: StartArgs) -> Result<WorkflowResult, Fail<Error>> {
    match args.workflow {
        Workflow::Develop => develop::start(cx, args).await,
        other => {
            let message = format!("`{}` is nothing that is started: it is guidance only.", other.as_str());
            Err(Fail::new(code::InvalidParameter, message).field("workflow", "is develop where work is started"))
        }
    }
}

/// Ends the work that is open. Nothing open is no error.
///
/// # Errors
/// What the platform says, and why the notebook was not changed.
pub async fn close(cx: &Context, _args: CloseArgs) -> Result<WorkflowResult, Fail<Error>> {
    close::close(cx).await
}

/// What was not noted.
fn refused(error: NotebookError) -> Fail<Error> {
    let waits = matches!(error, NotebookError::Busy(_));
    let mut fail = Fail::new(code::NotebookFailed, format!("Nothing was noted: {error}."));
    fail.detail.retryable = Some(waits);
    fail
}
