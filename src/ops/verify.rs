//! What can be proved about a service by looking at it.
//!
//! Every check says what it proves and no more, and changes nothing. Not healthy is an answer; only
//! what keeps zcp from looking at all is an error.

mod address;
mod errors;
mod exchange;
mod greetings;
mod inside;
mod kind;
mod onward;
mod proof;
mod protocol;
mod references;
mod report;
mod spans;
mod state;
mod web;

use futures_util::future::join;

use super::context::Context;
use super::support::services;
use crate::domain::failure::Fail;
use crate::generated::errors::code;
use crate::generated::tools::zerops_verify::{Args, Error};
use crate::generated::types::VerifyResult;
use crate::platform::session::Session;
use crate::platform::wire::Service;
use kind::Kind;
use report::Report;

/// One service, and what it is looked at with.
struct Look<'a> {
    cx: &'a Context,
    session: &'a Session,
    service: &'a Service,
    args: &'a Args,
    /// The services of the project, as far as they could be listed.
    all: &'a [Service],
}

/// Looks at a service.
///
/// # Errors
/// `INVALID_PARAMETER` for a port that the service does not have.
pub async fn verify(cx: &Context, args: Args) -> Result<VerifyResult, Fail<Error>> {
    let session = cx.connection().session().await?;
    let (service, all) = join(services::find::<Error>(&session, &args.service_hostname), session.services()).await;
    let (service, all) = (service?, all.unwrap_or_default());
    check_port(&service, args.port)?;
    let kind = Kind::of(&service);
    let look = Look { cx, session: &session, service: &service, args: &args, all: &all };
    let (mut report, mut lost) = (Report::default(), Vec::new());
    state::running(&look, &mut report);
    match kind {
        Kind::Web | Kind::Static | Kind::Worker => {
            state::deployed(&look, &mut report);
            let ((), nowhere) = join(errors::logged(&look, &mut report), references::found(&look)).await;
            references::told(&look, &mut report, &nowhere);
            lost = nowhere;
            if kind == Kind::Worker {
                web::not_asked(&look, &mut report, "it has no HTTP port");
            } else {
                web::asked(&look, &mut report).await?;
            }
        }
        Kind::Managed => {
            protocol::greeted(&look, &mut report).await?;
            web::not_asked(&look, &mut report, "it is no web service");
        }
        Kind::Storage => {
            state::mounted(&look, &mut report).await?;
            web::not_asked(&look, &mut report, "it is no web service");
        }
    }
    let mut result = report.finish(&service.name, kind.name());
    result.note = proof::note(&look, &result, &lost).await;
    onward::add(&look, &mut result).await;
    Ok(result)
}

fn check_port(service: &Service, port: Option<i64>) -> Result<(), Fail<Error>> {
    let Some(port) = port else { return Ok(()) };
    if service.ports.iter().any(|own| i64::from(own.port) == port) {
        return Ok(());
    }
    let own: Vec<String> = service.ports.iter().map(|port| port.port.to_string()).collect();
    let has = if own.is_empty() { "it has none yet".to_owned() } else { format!("it has {}", own.join(", ")) };
    let reason = format!("is no port of `{}`: {has}", service.name);
    Err(Fail::new(code::InvalidParameter, format!("`port` {port} {reason}.")).field("port", reason))
}
