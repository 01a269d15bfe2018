//! Ends a piece of work.

use super::gather::{Focus, gather};
use super::{answer, known};
use crate::domain::failure::Fail;
use crate::generated::tools::zerops_workflow::Error;
use crate::generated::types::WorkflowResult;
use crate::ops::context::Context;
use crate::ops::notebook;
use crate::workflow::notebook::{Book, Closed, Kind};

/// Ends the work that is open. Nothing is deployed, and what runs stays.
pub(super) async fn close(cx: &Context) -> Result<WorkflowResult, Fail<Error>> {
    let session = cx.connection().session().await?;
    let before = gather(cx, &session, Focus::All).await?;
    let reading = notebook::read(cx, &session).await;
    let Some((name, work)) = known::open_work(&reading).map(|(name, work)| (name.clone(), work.clone())) else {
        let mut result = answer::of(&before);
        result.notes.insert(0, "No work was open.".to_owned());
        return Ok(result);
    };
    let left = crate::workflow::decide::decide(&before).blockers;
    let open: Vec<String> = left.iter().map(|(what, why)| format!("{what}: {why}")).collect();
    let why = if open.is_empty() { "done".to_owned() } else { "closed with work left".to_owned() };
    tracing::debug!(effect = "notebook.write", "closing work");
    let now = cx.clock().now();
    let change = move |book: &mut Book| {
        book.registry.forget(Kind::Work, &name);
        if let Some(work) = book.works.get_mut(&name) {
            work.closed = Some(Closed { why, at: now });
        }
        Ok::<(), ()>(())
    };
    notebook::apply(cx, &session, change).await.map_err(super::refused)?.0.unwrap_or_default();
    let after = gather(cx, &session, Focus::All).await?;
    let mut result = answer::of(&after);
    let left = if open.is_empty() { String::new() } else { format!(" Left open: {}.", open.join("; ")) };
    result.notes.insert(0, format!("\"{}\" is closed; nothing was deployed.{left}", work.intent));
    Ok(result)
}
