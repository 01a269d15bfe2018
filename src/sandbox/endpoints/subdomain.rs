//! The zerops.app addresses of a service.

use super::call::{Answer, Call};
use super::lifecycle;
use crate::sandbox::lifecycle::action::Action;
use crate::sandbox::lifecycle::engine;
use crate::sandbox::model::process::{Failure, Work};
use crate::sandbox::wire::error::ApiError;

/// Makes the HTTP ports of a service public.
///
/// Observed: without an HTTP port or a deploy it is `serviceStackIsNotHttp`, also for a moment after a
/// deploy, which was `noSubdomainPorts` before; on what is enabled already the call succeeds and its
/// process fails, without a reason.
pub(crate) fn enable(call: &mut Call<'_>) -> Answer {
    let found = call.service(0)?.clone();
    lifecycle::check(&call.world.data, &found, Action::EnableSubdomain)?;
    if found.http_port().is_none() {
        return Err(ApiError::new("serviceStackIsNotHttp", "Service stack is not http or https"));
    }
    let version = found.active_version.as_ref().and_then(|id| call.world.data.app_version(id));
    let known = version.and_then(|version| version.activated).map(|activated| activated + call.world.port_lag());
    if known.is_some_and(|known| known > call.world.now()) {
        return Err(match call.world.platform.is_former() {
            true => ApiError::new("noSubdomainPorts", "No subdomain ports."),
            false => ApiError::new("serviceStackIsNotHttp", "Service stack is not http or https"),
        });
    }
    let action = Action::EnableSubdomain;
    let process = engine::begin(call.world, &found.project, Some(&found.id), action, Work::Plain, None);
    let now = call.world.now();
    let former = call.world.platform.is_former();
    if found.subdomain_access
        && let Some(begun) = call.world.data.process_mut(&process)
    {
        let reason = if former { "No subdomain ports." } else { "" };
        begun.failure = Some(Failure { code: Some("noSubdomainPorts"), ..Failure::of(reason) });
        begun.due = Some(now);
    }
    call.process_answer(&process)
}

/// Takes the addresses away.
///
/// Derived: the code for a subdomain that is off; whether the platform answers it is unknown.
pub(crate) fn disable(call: &mut Call<'_>) -> Answer {
    let found = call.service(0)?.clone();
    lifecycle::check(&call.world.data, &found, Action::DisableSubdomain)?;
    if !found.subdomain_access {
        return Err(ApiError::new(
            "serviceStackSubdomainAccessAlreadyDisabled",
            "Service stack subdomain access is already disabled.",
        ));
    }
    let action = Action::DisableSubdomain;
    let process = engine::begin(call.world, &found.project, Some(&found.id), action, Work::Plain, None);
    call.process_answer(&process)
}
