//! Deleting a service.

use super::context::Context;
use super::{failure, services, views};
use crate::domain::call::Arguments;
use crate::domain::failure::Fail;
use crate::domain::outcome::Outcome;
use crate::domain::scope::Consent;
use crate::generated::errors::code;
use crate::generated::tools::zerops_delete::{Args, Error};
use crate::generated::types::ServiceChange;
use crate::platform::wire::Service;

/// Deletes a service and its data for good.
///
/// # Errors
/// `CONFIRM_REQUIRED` without consent, `SERVICE_PROTECTED` for the service that zcp runs in.
pub async fn delete(cx: &Context, args: Args) -> Result<Outcome<ServiceChange>, Fail<Error>> {
    let session = cx.connection().session().await?;
    let service = services::find::<Error>(&session, &args.service_hostname).await?;
    if cx.runs_in(session.project_id(), &service.name) {
        let message = format!("zcp itself runs in `{}`, so it does not delete it.", service.name);
        return Err(Fail::new(code::ServiceProtected, message));
    }
    let change = ServiceChange { service: service.name.clone(), action: "delete".to_owned(), ..Default::default() };
    if service.status == "DELETING" {
        let note = Some("The service is being deleted already.".to_owned());
        return Ok(Outcome::Done(ServiceChange { note, ..change }));
    }
    consent(cx, &args, &service)?;
    let process = session.delete_service(&service.id).await;
    let process = process.map_err(|error| failure::of_change(error, &service.name))?;
    Ok(Outcome::Started(ServiceChange { changed: true, process: Some(views::process(&process)), ..change }))
}

/// What the human says decides; where they cannot be asked, the arguments must say it twice.
fn consent(cx: &Context, args: &Args, service: &Service) -> Result<(), Fail<Error>> {
    let hostname = &service.name;
    let confirmed = args.confirm == Some(true) && args.confirm_hostname.as_ref() == Some(&args.service_hostname);
    match cx.scope().consent {
        Consent::Accepted => Ok(()),
        Consent::CannotAsk if confirmed => Ok(()),
        Consent::Refused => {
            let message = format!("The human refused to delete `{hostname}`.");
            Err(Fail::new(code::ConfirmRequired, message).suggest("Leave the service as it is."))
        }
        Consent::CannotAsk | Consent::CanAsk => {
            let mut message = format!("Deleting `{hostname}` ({}) and its data cannot be undone", service.type_name());
            if args.confirm == Some(true) {
                message.push_str(&format!(", and confirmHostname is not `{hostname}`"));
            }
            message.push('.');
            let question = format!(
                "Delete the service `{hostname}` ({}) and all its data? This cannot be undone.",
                service.type_name()
            );
            let exact =
                Args { confirm: Some(true), confirm_hostname: Some(args.service_hostname.clone()), ..args.clone() };
            Err(Fail::new(code::ConfirmRequired, message).next(exact.to_call()).ask(question))
        }
    }
}
