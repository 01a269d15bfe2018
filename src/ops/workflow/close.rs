//! Ends a piece of work.

use super::gather::{Focus, gather};
use super::{answer, known, open};
use crate::domain::failure::Fail;
use crate::generated::tools::zerops_workflow::Error;
use crate::generated::types::WorkflowResult;
use crate::ops::context::Context;
use crate::ops::support::notebook;
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
    let blocked: Vec<String> = left.iter().map(|(what, why)| format!("{what}: {why}")).collect();
    let why = if blocked.is_empty() { "done".to_owned() } else { "closed with work left".to_owned() };
    let now = cx.clock().now();
    let change = move |book: &mut Book| {
        book.registry.forget(Kind::Work, &name);
        if let Some(work) = book.works.get_mut(&name) {
            work.closed = Some(Closed { why, at: now });
        }
    };
    open::change(cx, &session, change).await?;
    let after = gather(cx, &session, Focus::All).await?;
    let mut result = answer::of(&after);
    let left = if blocked.is_empty() { String::new() } else { format!(" Left open: {}.", blocked.join("; ")) };
    result.notes.insert(0, format!("\"{}\" is closed. Closing deploys nothing.{left}", work.intent));
    Ok(result)
}
