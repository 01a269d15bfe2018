//! The end of every call: what was started is awaited if the caller wants that, and the record
//! becomes a result.

use serde::Serialize;

use super::{follow_process, wire_to_view};
use crate::domain::call::NextCall;
use crate::domain::failure::{ErrorCode, Fail, Failure};
use crate::domain::ids::ProcessId;
use crate::domain::outcome::{Lines, Outcome, Render, Success};
use crate::domain::status::ProcessStatus;
use crate::domain::tracked::Tracked;
use crate::generated::errors::{INTERNAL_ERROR, PlatformError, code};
use crate::generated::types::ProcessView;
use crate::ops::context::Context;
use crate::suggest;

/// Calls that are suggested for several processes at most.
const SUGGESTED: usize = 3;

/// The result of an operation that is done when it answers.
pub(crate) fn done<T: Serialize, E: ErrorCode>(result: Result<T, Fail<E>>, render: Render) -> Result<Success, Failure> {
    success(&result?, render)
}

/// The result of an operation that writes lines beside its record.
pub(crate) fn lines<T: Serialize, E: ErrorCode>(result: Result<Lines<T>, Fail<E>>) -> Result<Success, Failure> {
    let Lines { record, text } = result?;
    success(&record, Render::Lines(text))
}

/// The result of an operation that may have started processes. They are awaited when the caller
/// said `wait: true`, or asked for progress and did not say `wait: false`.
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
    settle::<T, E>(cx, wait, &mut record).await?;
    success(&record, render)
}

/// Awaits what a record started, where that is wanted, and says what to do about what goes on.
pub(crate) async fn settle<T, E>(cx: &Context, wait: Option<bool>, record: &mut T) -> Result<(), Fail<E>>
where
    T: Tracked<Process = ProcessView>,
    E: ErrorCode + From<PlatformError> + From<code::ProcessFailed>,
{
    if cx.waits(wait) {
        follow_all::<E>(cx, record.processes_mut()).await?;
    }
    if let Some(fail) = failed::<E>(record.processes()) {
        return Err(fail);
    }
    let unfinished = record.processes().iter().filter(|process| process.status != "FINISHED");
    let calls: Vec<NextCall> = unfinished.take(SUGGESTED).map(|process| suggest::process(&process.id)).collect();
    if !calls.is_empty() {
        record.suggest(calls);
    }
    Ok(())
}

/// Replaces each process by how it was seen last.
pub(crate) async fn follow_all<E>(cx: &Context, views: &mut [ProcessView]) -> Result<(), Fail<E>>
where
    E: ErrorCode + From<PlatformError>,
{
    let what = match &*views {
        [] => return Ok(()),
        [one] => described(one),
        [first, others @ ..] if others.iter().all(|view| view.services == first.services) => {
            format!("{} ({} processes)", described(first), views.len())
        }
        many => format!("{} of {} services", many[0].action, many.len()),
    };
    let ids: Vec<ProcessId> = views.iter().map(|view| ProcessId::new(view.id.clone())).collect();
    let answer = async {
        let session = cx.connection().session().await?;
        follow_process::all(cx, &session, &ids, &what).await
    };
    match answer.await {
        Ok(seen) => {
            for (view, followed) in views.iter_mut().zip(seen) {
                if let Some(process) = &followed.process {
                    *view = self::wire_to_view::process(process);
                }
                view.note = followed.doubt();
            }
            Ok(())
        }
        // The change was accepted, so the error is about watching it and says so.
        Err(error) => {
            let mut fail = Fail::<E>::from(error);
            let message = format!("{what} was accepted, but following it failed: {}", fail.detail.message);
            fail.detail.message = message;
            fail.detail.suggestion = Some("Do not repeat the change; look at its process.".to_owned());
            Err(views.iter().take(SUGGESTED).fold(fail, |fail, view| fail.next(suggest::process(&view.id))))
        }
    }
}

/// The failure that processes amount to, when one of them did not finish well.
pub(crate) fn failed<E: ErrorCode + From<code::ProcessFailed>>(views: &[ProcessView]) -> Option<Fail<E>> {
    let failed: Vec<&ProcessView> = views.iter().filter(|view| ProcessStatus::of(&view.status).is_lost()).collect();
    let message = failed.iter().map(|view| {
        let reason = view.fail_reason.as_ref().map(|reason| format!(": {reason}")).unwrap_or_default();
        format!("{} ended {}{reason}", described(view), view.status)
    });
    let message = message.collect::<Vec<_>>().join("; ");
    let first = *failed.first()?;
    let mut fail = Fail::new(code::ProcessFailed, message).next(suggest::process(&first.id));
    for view in failed.iter().take(SUGGESTED) {
        let Some(hostname) = view.services.first() else { continue };
        // The reason of a build is in its log.
        let look =
            if view.action == "build" { suggest::newest_build_log(hostname) } else { suggest::service(hostname) };
        fail = fail.next(look);
    }
    Some(fail)
}

fn described(view: &ProcessView) -> String {
    match view.services.as_slice() {
        [] => view.action.clone(),
        services => format!("{} of {}", view.action, services.join(", ")),
    }
}

fn success(record: &impl Serialize, render: Render) -> Result<Success, Failure> {
    Success::new(record, render).map_err(|error| {
        let message = format!("the result could not be written as JSON: {error}");
        Failure::new(&INTERNAL_ERROR, crate::domain::failure::Detail { message, ..Default::default() })
    })
}
