//! Where things stand, and what to do next.

use super::answer;
use super::gather::{Focus, gather};
use crate::domain::failure::Fail;
use crate::generated::tools::zerops_workflow::{Error, StatusArgs};
use crate::generated::types::WorkflowResult;
use crate::ops::context::Context;

/// The answer after any interruption: it looks at everything anew.
///
/// # Errors
/// What the platform says.
pub async fn status(cx: &Context, _args: StatusArgs) -> Result<WorkflowResult, Fail<Error>> {
    let session = cx.connection().session().await?;
    let envelope = gather(cx, &session, Focus::All).await?;
    Ok(answer::of(&envelope))
}
