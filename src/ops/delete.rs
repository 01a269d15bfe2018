//! Deleting a service.

use futures_util::future::join;

use super::backup::newest::{self, Before};
use super::context::Context;
use super::support::consent::{self, Loss};
use super::support::references::{self, References};
use super::support::{failure, services, wire_to_view};
use crate::domain::call::Arguments;
use crate::domain::failure::{Fail, Stake};
use crate::domain::outcome::Outcome;
use crate::generated::errors::code;
use crate::generated::tools::zerops_delete::{Args, Error};
use crate::generated::types::ServiceChange;
use crate::platform::wire::Service;
use crate::suggest;

/// Services that use it of which a look is suggested.
const USERS: usize = 3;

/// Deletes a service and its data for good.
///
/// # Errors
/// `CONFIRM_REQUIRED` and its like without consent, `SERVICE_PROTECTED` for the service that zcp runs in.
pub async fn delete(cx: &Context, args: Args) -> Result<Outcome<ServiceChange>, Fail<Error>> {
    let session = cx.connection().session().await?;
    let (service, all) = join(services::find::<Error>(&session, &args.service_hostname), session.services()).await;
    let service = service?;
    if cx.is_own(&service) {
        let message = format!("zcp itself runs in `{}`, so it does not delete it.", service.name);
        return Err(Fail::new(code::ServiceProtected, message));
    }
    let change = ServiceChange { service: service.name.clone(), action: "delete".to_owned(), ..Default::default() };
    if service.state().is_going() {
        let note = Some("The service is being deleted already.".to_owned());
        return Ok(Outcome::Done(ServiceChange { note, ..change }));
    }
    let users = async {
        let read = async { References::read(&session, &all?, None).await };
        let read = read.await;
        let using = read.as_ref().map(|references| references.used_by(&service.name)).unwrap_or_default();
        (references::said(&read, &service.name), using)
    };
    let confirmed = is_confirmed(&args);
    let (process, (note, using)) = if consent::is_told(cx, confirmed) {
        let (before, users) = join(newest::before(&session, &service), users).await;
        consent::agreed::<Error>(cx, loss(&args, &service, before, users.0.clone()))?;
        (session.delete_service(&service.id).await, users)
    } else {
        consent::agreed::<Error>(cx, loss(&args, &service, None, None))?;
        // It takes no longer where both are asked at the same time.
        join(session.delete_service(&service.id), users).await
    };
    let process = process.map_err(|error| failure::of_change(error, &service.name))?;
    Ok(Outcome::Started(ServiceChange {
        changed: true,
        note,
        process: Some(wire_to_view::process(&process)),
        // What refers to it may not work any more.
        next: using.iter().take(USERS).map(|user| suggest::verify(user)).collect(),
        ..change
    }))
}

/// Whether the arguments say that the human agreed.
fn is_confirmed(args: &Args) -> bool {
    args.confirm == Some(true) && args.confirm_hostname.as_ref() == Some(&args.service_hostname)
}

/// A yes is good for the service of this id: one that was made again under the same name is another.
fn loss(args: &Args, service: &Service, before: Option<Before>, users: Option<String>) -> Loss {
    let (hostname, kind) = (&service.name, service.type_name());
    let mut message = format!("Deleting `{hostname}` ({kind}) and its data cannot be undone");
    if args.confirm == Some(true) {
        message.push_str(&format!(", and confirmHostname is not `{hostname}`"));
    }
    message.push('.');
    let mut question = format!("Delete the service `{hostname}` ({kind}) and all its data? This cannot be undone.");
    if let Some(users) = users {
        message.push_str(&format!(" {users}"));
        question.push_str(&format!(" {users}"));
    }
    let mut next = Vec::new();
    let suggestion = before.map(|before| {
        message.push_str(&format!(" {}", before.text));
        question.push_str(&format!(" {}", before.text));
        next.push(before.next);
        "Ask the human whether a backup is to be made first: the first call under `next`. If they agree to delete it, make the second."
    });
    let exact = Args { confirm: Some(true), confirm_hostname: Some(args.service_hostname.clone()), ..args.clone() };
    next.push(exact.to_call());
    Loss {
        stake: Stake::new([service.id.as_str(), kind]),
        deed: format!("delete `{hostname}`"),
        question,
        word: hostname.clone(),
        typed: "delete it with all its data".to_owned(),
        message,
        suggestion,
        next,
        confirmed: is_confirmed(args),
    }
}
