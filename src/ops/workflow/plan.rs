//! Checking a plan: nothing is made.

use super::open::{self, Open};
use super::recipe;
use crate::domain::failure::Fail;
use crate::generated::errors::code;
use crate::generated::tools::zerops_workflow::{Error, PlanArgs};
use crate::generated::types::{PlannedService, WorkflowResult};
use crate::ops::context::Context;
use crate::ops::support::types_and_schemas::Live;
use crate::ops::support::{notebook, service_facts};
use crate::platform::wire::Service;
use crate::suggest;
use crate::workflow::notebook::Step;
use crate::workflow::plan::import_yaml::import_yaml;
use crate::workflow::plan::{Checked, Existing, World, check};

/// Checks a plan and keeps it with the open bootstrap.
pub(super) async fn plan(cx: &Context, args: PlanArgs) -> Result<WorkflowResult, Fail<Error>> {
    let platform = cx.connection().session().await?;
    let services = platform.services().await?;
    let live = Live::current(cx, &platform).await;
    let reading = notebook::read(cx, &platform).await;
    let Open { id, mut session } = open::find(&reading, args.session_id.as_deref())?;
    if session.step == Step::Making {
        let message = "The services of this bootstrap are being made, so its plan stays as it is.";
        let fail = Fail::new(code::PlanInvalid, message);
        return Err(fail
            .suggest("Go on with `provision`, or drop the bootstrap with `reset`.")
            .next(suggest::provision()));
    }
    let existing = existing(&services);
    let mut checked = check(&args.services, World { types: &live.types, services: &existing });
    let mut document = import_yaml(&checked, &live.types);
    if let Some(taken) = session.recipe.as_ref().filter(|_| checked.findings.is_empty()) {
        document = recipe::fitted(taken, &args.services, &checked, &live.types).map_or_else(
            |findings| {
                checked.findings = findings;
                None
            },
            |fitted| fitted.import,
        );
    }
    let fail = invalid(&checked);
    session.why = fail.as_ref().map(|fail| fail.detail.message.clone());
    session.step = if fail.is_some() { Step::Discover } else { Step::Planned };
    session.plan.clone_from(&args.services);
    let (me, now, kept, name) = (reading.me.clone(), cx.clock().now(), session, id.clone());
    let ((), reading) = open::change(cx, &platform, move |book| book.set_session(&name, kept, &me, now)).await?;
    if let Some(fail) = fail {
        return Err(fail);
    }
    Ok(WorkflowResult {
        title: Some("The plan has no finding; nothing was made".to_owned()),
        session: Some(id),
        services: checked.lines(),
        import_yaml: document,
        notes: open::notes(&reading),
        next: vec![suggest::provision()],
        ..WorkflowResult::default()
    })
}

/// All findings of a plan as one error.
pub(super) fn invalid(checked: &Checked) -> Option<Fail<Error>> {
    let count = checked.findings.len();
    let first = checked.findings.first()?;
    let more = if count > 1 { format!(", and {} more", count - 1) } else { String::new() };
    let message = format!("The plan cannot be made: `{}` {}{more}.", first.field, first.reason);
    let fail = Fail::new(code::PlanInvalid, message);
    Some(checked.findings.iter().fold(fail, |fail, finding| fail.field(&finding.field, &finding.reason)))
}

/// The services of the project as a plan sees them.
pub(super) fn existing(services: &[Service]) -> Vec<Existing> {
    let one = |service: &Service| Existing {
        hostname: service.name.clone(),
        type_name: service.type_name().to_owned(),
        status: service.status.clone(),
        is_runtime: service_facts::is_runtime(service) && !service_facts::is_workspace(service),
    };
    services.iter().map(one).collect()
}

/// The plan for services some of which this bootstrap has made meanwhile.
pub(super) fn as_made(plan: &[PlannedService]) -> Vec<PlannedService> {
    plan.iter().map(|one| PlannedService { existing: None, ..one.clone() }).collect()
}
