//! The end of every call: what was started is awaited if the caller wants that, and the record
//! becomes a result.

use serde::Serialize;

use super::context::Context;
use super::{follow, services, views};
use crate::domain::call::Arguments;
use crate::domain::failure::{ErrorCode, Fail, Failure};
use crate::domain::ids::ProcessId;
use crate::domain::outcome::{Lines, Outcome, Render, Success};
use crate::domain::tracked::Tracked;
use crate::generated::errors::{INTERNAL_ERROR, PlatformError, code};
use crate::generated::tools::zerops_process;
use crate::generated::types::{self, ProcessView};

/// The result of an operation that is done when it answers.
pub(crate) fn done<T: Serialize, E: ErrorCode>(result: Result<T, Fail<E>>, render: Render) -> Result<Success, Failure> {
    success(&result?, render)
}

/// The result of an operation that writes lines beside its record.
pub(crate) fn lines<T: Serialize, E: ErrorCode>(result: Result<Lines<T>, Fail<E>>) -> Result<Success, Failure> {
    let Lines { record, text } = result?;
    success(&record, Render::Lines(text))
}

/// The result of an operation that may have started a process. It is awaited when the caller said
/// `wait: true`, or asked for progress and did not say `wait: false`.
pub(crate) async fn awaited<T, E>(
    cx: &Context,
    wait: Option<bool>,
    result: Result<Outcome<T>, Fail<E>>,
    render: Render,
) -> Result<Success, Failure>
where
    T: Serialize + Tracked<Process = ProcessView>,
    E: ErrorCode + From<PlatformError> + From<code::ProcessFailed>,
{
    let mut record = match result? {
        Outcome::Done(record) => return success(&record, render),
        Outcome::Started(record) => record,
    };
    let Some(view) = record.process().cloned() else { return success(&record, render) };
    let mut view = view;
    if wait.unwrap_or(cx.scope().progress.is_some()) {
        view = wait_for::<E>(cx, view).await?;
    }
    if let Some(fail) = failure_of::<E>(&view) {
        return Err(fail.into());
    }
    if view.status != "FINISHED" {
        record.suggest(status_of(&view.id));
    }
    record.set_process(view);
    success(&record, render)
}

/// Follows a process as far as a call does.
pub(super) async fn wait_for<E>(cx: &Context, view: ProcessView) -> Result<ProcessView, Fail<E>>
where
    E: ErrorCode + From<PlatformError>,
{
    let what = described(&view);
    let answer = async {
        let session = cx.connection().session().await?;
        follow::to_the_end(cx, &session, &ProcessId::new(view.id.clone()), &what).await
    };
    match answer.await {
        Ok(process) => Ok(process.as_ref().map_or(view, views::process)),
        // The change was accepted, so the error is about watching it and says so.
        Err(error) => {
            let mut fail = Fail::<E>::from(error);
            let message = format!("{what} was accepted, but following it failed: {}", fail.detail.message);
            fail.detail.message = message;
            fail.detail.suggestion = Some("Do not repeat the change; look at its process.".to_owned());
            Err(fail.next(status_of(&view.id)))
        }
    }
}

/// The failure of a process that ended without having done its work.
pub(super) fn failure_of<E: ErrorCode + From<code::ProcessFailed>>(view: &ProcessView) -> Option<Fail<E>> {
    if !matches!(view.status.as_str(), "FAILED" | "CANCELED") {
        return None;
    }
    let mut message = format!("{} ended {}", described(view), view.status);
    if let Some(reason) = &view.fail_reason {
        message.push_str(&format!(": {reason}"));
    }
    let mut fail = Fail::new(code::ProcessFailed, message).next(status_of(&view.id));
    if let Some(hostname) = view.services.first() {
        fail = fail.next(services::look_at(hostname));
    }
    Some(fail)
}

fn described(view: &ProcessView) -> String {
    match view.services.as_slice() {
        [] => view.action.clone(),
        services => format!("{} of {}", view.action, services.join(", ")),
    }
}

/// The call that looks at a process.
pub(super) fn status_of(id: &str) -> crate::domain::call::NextCall {
    let process_id = types::ProcessId(id.to_owned());
    zerops_process::Args::Status(zerops_process::StatusArgs { process_id }).to_call()
}

fn success(record: &impl Serialize, render: Render) -> Result<Success, Failure> {
    Success::new(record, render).map_err(|error| {
        let message = format!("the result could not be written as JSON: {error}");
        Failure::new(&INTERNAL_ERROR, crate::domain::failure::Detail { message, ..Default::default() })
    })
}
