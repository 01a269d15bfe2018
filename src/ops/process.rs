//! Processes that other calls started.

use super::context::Context;
use super::{finish, views};
use crate::domain::failure::Fail;
use crate::domain::ids::ProcessId;
use crate::generated::errors::code;
use crate::generated::tools::zerops_process::{CancelArgs, Error, StatusArgs};
use crate::generated::types::{self, ProcessResult};
use crate::platform::error::{Error as PlatformFault, ErrorKind};
use crate::platform::wire::Process;

/// How a process stands.
///
/// # Errors
/// `PROCESS_NOT_FOUND`; a process that failed is a result here.
pub async fn status(cx: &Context, args: StatusArgs) -> Result<ProcessResult, Fail<Error>> {
    let session = cx.connection().session().await?;
    let id = ProcessId::new(args.process_id.0.clone());
    let process = session.process(&id).await.map_err(|error| not_found(error, &args.process_id))?;
    Ok(result(&process))
}

/// Asks a process to stop.
///
/// # Errors
/// `PROCESS_ALREADY_TERMINAL` when it has ended, also when it ends between the look and the call.
pub async fn cancel(cx: &Context, args: CancelArgs) -> Result<ProcessResult, Fail<Error>> {
    let session = cx.connection().session().await?;
    let id = ProcessId::new(args.process_id.0.clone());
    let process = session.process(&id).await.map_err(|error| not_found(error, &args.process_id))?;
    if process.is_terminal() {
        let message = format!("The process ended already: {}.", process.status);
        return Err(Fail::new(code::ProcessAlreadyTerminal, message).next(finish::status_of(process.id.as_str())));
    }
    match session.cancel_process(&id).await {
        Ok(process) => Ok(result(&process)),
        Err(error) if is_over(&error) => {
            let fail = Fail::new(code::ProcessAlreadyTerminal, "The process ended before it could be cancelled.");
            Err(fail.next(finish::status_of(process.id.as_str())))
        }
        Err(error) => Err(not_found(error, &args.process_id)),
    }
}

fn result(process: &Process) -> ProcessResult {
    let done = process.is_terminal();
    let next = if done { Vec::new() } else { vec![finish::status_of(process.id.as_str())] };
    ProcessResult { process: views::process(process), done, next }
}

fn is_over(error: &PlatformFault) -> bool {
    let codes = ["processIsAlreadyOver", "processAlreadyFinished", "processCanNoLongerBeCanceled", "nothingToCancel"];
    error.api_code.as_deref().is_some_and(|code| codes.contains(&code))
}

fn not_found(error: PlatformFault, id: &types::ProcessId) -> Fail<Error> {
    if error.kind == ErrorKind::NotFound {
        Fail::new(code::ProcessNotFound, format!("The project has no process `{id}`."))
    } else {
        error.into()
    }
}
