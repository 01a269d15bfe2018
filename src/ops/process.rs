//! Processes that other calls started.

use super::context::Context;
use super::support::consent::{self, Loss};
use super::support::wire_to_view;
use super::workflow::next;
use crate::domain::call::Arguments;
use crate::domain::failure::{ErrorCode, Fail, Stake};
use crate::domain::ids::ProcessId;
use crate::generated::errors::{PlatformError as GeneralError, code};
use crate::generated::tools::zerops_process::{Args, CancelArgs, Error, StatusArgs};
use crate::generated::types::ProcessResult;
use crate::platform::error::{Error as PlatformFault, ErrorKind};
use crate::platform::session::Session;
use crate::platform::wire::Process;
use crate::suggest;

/// What begins with this makes or brings a version of an application.
const DEPLOYS: [&str; 2] = ["stack.build", "stack.deploy"];

/// How a process stands.
///
/// # Errors
/// `PROCESS_NOT_FOUND`; a process that failed is a result here.
pub async fn status(cx: &Context, args: StatusArgs) -> Result<ProcessResult, Fail<Error>> {
    let session = cx.connection().session().await?;
    look(cx, &session, &args.process_id).await
}

/// How a process stands, for the other tool that tells it too.
pub(super) async fn look<E>(cx: &Context, session: &Session, id: &ProcessId) -> Result<ProcessResult, Fail<E>>
where
    E: ErrorCode + From<GeneralError> + From<code::ProcessNotFound>,
{
    let found = session.process(id).await;
    let process = found.map_err(|error| not_found(error, id))?;
    let mut result = result(&process);
    if let (true, Some(service)) = (result.done, process.service_stacks.first()) {
        result.next = next::for_service(cx, session, &service.name).await.unwrap_or_default();
    }
    Ok(result)
}

/// Asks a process to stop. A build or a deploy is lost by that, so somebody has to agree.
///
/// # Errors
/// `CONFIRM_REQUIRED` and its like without consent; `PROCESS_ALREADY_TERMINAL` when it has ended, also when it ends between the look and the call.
pub async fn cancel(cx: &Context, args: CancelArgs) -> Result<ProcessResult, Fail<Error>> {
    let session = cx.connection().session().await?;
    let id = args.process_id.clone();
    let process = session.process(&id).await.map_err(|error| not_found(error, &args.process_id))?;
    if process.is_terminal() {
        let message = format!("The process ended already: {}.", process.status);
        return Err(Fail::new(code::ProcessAlreadyTerminal, message).next(suggest::process(process.id.as_str())));
    }
    if DEPLOYS.iter().any(|action| process.action_name.starts_with(action)) {
        consent::agreed::<Error>(cx, loss(&args, &process))?;
    }
    match session.cancel_process(&id).await {
        Ok(process) => Ok(result(&process)),
        Err(error) if is_over(&error) => {
            let fail = Fail::new(code::ProcessAlreadyTerminal, "The process ended before it could be cancelled.");
            Err(fail.next(suggest::process(process.id.as_str())))
        }
        Err(error) => Err(not_found(error, &args.process_id)),
    }
}

fn result(process: &Process) -> ProcessResult {
    let done = process.is_terminal();
    let next = if done { Vec::new() } else { vec![suggest::process(process.id.as_str())] };
    ProcessResult { process: wire_to_view::process(process), done, next }
}

/// A yes is good for this process with this version.
fn loss(args: &CancelArgs, process: &Process) -> Loss {
    let services: Vec<&str> = process.service_stacks.iter().map(|service| service.name.as_str()).collect();
    let (services, action) = (services.join("`, `"), &process.action_name);
    let version = process.app_version.as_ref().map(|version| version.id.as_str()).unwrap_or_default();
    let exact = CancelArgs { confirm: Some(true), ..args.clone() };
    let lost = "Its version is lost and has to be deployed again; what runs now stays.";
    Loss {
        stake: Stake::new([process.id.as_str(), version, action, &services]),
        deed: format!("cancel `{action}` of `{services}`"),
        question: format!("Cancel `{action}` of `{services}`? {lost}"),
        word: process.service_stacks.first().map_or_else(|| "cancel".to_owned(), |service| service.name.clone()),
        typed: "cancel it and lose its version".to_owned(),
        message: format!("This cancels `{action}` of `{services}`. {lost}"),
        suggestion: None,
        next: vec![Args::Cancel(exact).to_call()],
        confirmed: args.confirm == Some(true),
    }
}

fn is_over(error: &PlatformFault) -> bool {
    let codes = ["processIsAlreadyOver", "processAlreadyFinished", "processCanNoLongerBeCanceled", "nothingToCancel"];
    error.api_code.as_deref().is_some_and(|code| codes.contains(&code))
}

fn not_found<E>(error: PlatformFault, id: &ProcessId) -> Fail<E>
where
    E: ErrorCode + From<GeneralError> + From<code::ProcessNotFound>,
{
    if error.kind == ErrorKind::NotFound {
        Fail::new(code::ProcessNotFound, format!("The project has no process `{id}`."))
    } else {
        error.into()
    }
}
