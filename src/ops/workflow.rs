//! The conductor as a tool: where things stand, what to do next, and work on code. Everything is read anew
//! at each call; only the notebook is kept.

mod adopt;
mod answer;
mod choices;
mod close;
mod develop;
mod drift;
mod export;
mod folders;
pub(super) mod gather;
mod guide;
mod handoff;
mod known;
pub(super) mod next;
pub(super) mod old_variables;
mod open;
mod plan;
mod provision;
mod recipe;
mod required;
mod reset;
mod start;

use futures_util::try_join;

use super::context::Context;
use crate::domain::failure::Fail;
use crate::generated::tools::zerops_workflow::{
    AdoptArgs, BuildIntegrationArgs, CloseArgs, CloseModeArgs, Error, ExportArgs, GitPushSetupArgs, GuideArgs,
    HandoffArgs, PlanArgs, ProvisionArgs, ResetArgs, StartArgs, StatusArgs,
};
use crate::generated::types::{Workflow, WorkflowResult};
use crate::platform::error::Error as PlatformFault;
use crate::platform::session::Session;

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
    Ok(standing(cx, &session).await?)
}

/// Where the project stands, from a look at everything.
pub(super) async fn standing(cx: &Context, session: &Session) -> Result<WorkflowResult, PlatformFault> {
    let (all, processes) = try_join!(session.services(), gather::processes(session))?;
    let mut envelope = gather::among(cx, session, gather::Focus::All, &all, &processes).await?;
    old_variables::complete(session, &mut envelope, &all, &processes).await?;
    let drift = drift::notes(cx, session, &envelope).await;
    envelope.notes.extend(drift);
    Ok(answer::of(&envelope))
}

/// Opens work on code, or begins a bootstrap or goes on with one; without a route the routes with why.
///
/// # Errors
/// What keeps it from being begun.
pub async fn start(cx: &Context, args: StartArgs) -> Result<WorkflowResult, Fail<Error>> {
    match args.workflow {
        Workflow::Develop => develop::start(cx, args).await,
        _ => start::start(cx, args).await,
    }
}

/// Ends the work that is open. Nothing open is no error.
///
/// # Errors
/// What the platform says, and why the notebook was not changed.
pub async fn close(cx: &Context, _args: CloseArgs) -> Result<WorkflowResult, Fail<Error>> {
    close::close(cx).await
}

/// Checks a plan; nothing is made.
///
/// # Errors
/// Everything that is wrong with the plan, or that no bootstrap is open.
pub async fn plan(cx: &Context, args: PlanArgs) -> Result<WorkflowResult, Fail<Error>> {
    plan::plan(cx, args).await
}

/// Makes the services of the plan and follows them to their end.
///
/// # Errors
/// What was made and what was not.
pub async fn provision(cx: &Context, args: ProvisionArgs) -> Result<WorkflowResult, Fail<Error>> {
    provision::provision(cx, args).await
}

/// Takes on services that are there, or proposes which.
///
/// # Errors
/// What cannot be adopted; nothing is changed then.
pub async fn adopt(cx: &Context, args: AdoptArgs) -> Result<WorkflowResult, Fail<Error>> {
    adopt::adopt(cx, args).await
}

/// Drops what is open; no service is touched.
///
/// # Errors
/// Why nothing was dropped.
pub async fn reset(cx: &Context, args: ResetArgs) -> Result<WorkflowResult, Fail<Error>> {
    reset::reset(cx, args).await
}

/// Notes how work on units ends.
///
/// # Errors
/// Which of them nobody adopted; nothing is changed then.
pub async fn close_mode(cx: &Context, args: CloseModeArgs) -> Result<WorkflowResult, Fail<Error>> {
    choices::close_mode(cx, args).await
}

/// Notes where a unit is pushed to, once that has answered.
///
/// # Errors
/// Why the remote is none; nothing is changed then.
pub async fn git_push_setup(cx: &Context, args: GitPushSetupArgs) -> Result<WorkflowResult, Fail<Error>> {
    choices::git_push_setup(cx, args).await
}

/// Notes what builds what was pushed, and gives what that needs.
///
/// # Errors
/// Why it cannot be; nothing is changed then.
pub async fn build_integration(cx: &Context, args: BuildIntegrationArgs) -> Result<WorkflowResult, Fail<Error>> {
    choices::build_integration(cx, args).await
}

/// Writes the report with which work leaves zcp.
///
/// # Errors
/// What the platform says.
pub async fn handoff(cx: &Context, _args: HandoffArgs) -> Result<WorkflowResult, Fail<Error>> {
    handoff::handoff(cx).await
}

/// Writes the project as an import.yaml, with a blank for every secret.
///
/// # Errors
/// What the platform says, and what is no runtime of the project.
pub async fn export(cx: &Context, args: ExportArgs) -> Result<WorkflowResult, Fail<Error>> {
    export::export(cx, args).await
}
