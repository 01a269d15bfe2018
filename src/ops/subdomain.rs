//! The public zerops.app address of a service.

use std::time::Duration;

use super::context::Context;
use super::{services, views};
use crate::domain::failure::Fail;
use crate::domain::outcome::Outcome;
use crate::generated::tools::zerops_subdomain::{DisableArgs, EnableArgs, Error};
use crate::generated::types::{Hostname, SubdomainResult};
use crate::platform::error::Error as PlatformFault;
use crate::platform::session::Session;
use crate::platform::wire::Process;
use crate::platform::wire::Service;

/// Right after a deploy the platform does not know the ports yet for a moment.
const PORTS_LAG: [Duration; 3] = [Duration::from_millis(250), Duration::from_millis(500), Duration::from_secs(1)];

/// Switches the address on.
///
/// # Errors
/// Those of the tool; an address that is on is no error.
pub async fn enable(cx: &Context, args: EnableArgs) -> Result<Outcome<SubdomainResult>, Fail<Error>> {
    switch(cx, &args.service_hostname, true).await
}

/// Switches the address off.
///
/// # Errors
/// Those of the tool; an address that is off is no error.
pub async fn disable(cx: &Context, args: DisableArgs) -> Result<Outcome<SubdomainResult>, Fail<Error>> {
    switch(cx, &args.service_hostname, false).await
}

/// Asks first: switching on what is on makes the platform run a process that fails.
async fn switch(cx: &Context, hostname: &Hostname, on: bool) -> Result<Outcome<SubdomainResult>, Fail<Error>> {
    let session = cx.connection().session().await?;
    let service = services::find::<Error>(&session, hostname).await?;
    let urls = if on { views::urls(&service, &session.project().await?) } else { Vec::new() };
    let result =
        SubdomainResult { service: service.name.clone(), enabled: on, changed: false, urls, ..Default::default() };
    if service.subdomain_access == on {
        let note = Some(format!("Subdomain access is {} already.", if on { "on" } else { "off" }));
        return Ok(Outcome::Done(SubdomainResult { note, ..result }));
    }
    let process = match call(cx, &session, &service, on).await {
        Err(error) if !on && error.api_code.as_deref() == Some("serviceStackSubdomainAccessAlreadyDisabled") => {
            let note = Some("Subdomain access is off already.".to_owned());
            return Ok(Outcome::Done(SubdomainResult { note, ..result }));
        }
        answer => answer?,
    };
    let note = on.then(|| "The address answers a second or two after the process has finished.".to_owned());
    let process = Some(views::process(&process));
    Ok(Outcome::Started(SubdomainResult { changed: true, process, note, ..result }))
}

async fn call(cx: &Context, session: &Session, service: &Service, on: bool) -> Result<Process, PlatformFault> {
    let mut pauses = PORTS_LAG.iter();
    loop {
        let answer = session.set_subdomain(&service.id, on).await;
        let lagging = answer.as_ref().is_err_and(|error| error.api_code.as_deref() == Some("noSubdomainPorts"));
        match pauses.next() {
            Some(pause) if on && lagging => cx.clock().sleep(*pause).await,
            _ => return answer,
        }
    }
}
