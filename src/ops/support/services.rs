//! Finding the service that a call names.

use crate::domain::failure::{ErrorCode, Fail};
use crate::domain::nearest::nearest;
use crate::generated::errors::{PlatformError, code};
use crate::generated::types::Hostname;
use crate::platform::session::Session;
use crate::platform::wire::Service;
use crate::suggest;

/// More hostnames than this are not listed in an error.
const LISTED: usize = 20;

/// The service of this hostname.
pub(crate) async fn find<E>(session: &Session, hostname: &Hostname) -> Result<Service, Fail<E>>
where
    E: ErrorCode + From<PlatformError> + From<code::ServiceNotFound>,
{
    if let Some(service) = session.service_by_hostname(&hostname.0).await?.filter(|service| !service.is_machinery()) {
        return Ok(service);
    }
    let services = session.services().await?;
    if services.is_empty() {
        // The list of a project that is gone is empty too.
        session.project().await?;
    }
    let names: Vec<&str> = services.iter().map(|service| service.name.as_str()).collect();
    let mut message = format!("The project `{}` has no service `{hostname}`.", session.project_name());
    if let Some(near) = nearest(&hostname.0, names.iter().copied()) {
        message.push_str(&format!(" Did you mean `{near}`?"));
    }
    if names.is_empty() {
        let fail = Fail::new(code::ServiceNotFound, message).suggest("The project has no services yet: create them.");
        return Err(fail.next(suggest::bootstrap(None, None)));
    }
    let suggestion = match names.len() {
        count if count <= LISTED => format!("It has: {}.", names.join(", ")),
        count => format!("It has {count} services; zerops_discover lists them."),
    };
    Err(Fail::new(code::ServiceNotFound, message).suggest(suggestion).next(suggest::services()))
}
