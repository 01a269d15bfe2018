//! A container of a runtime, for what is done in one: which service has one that can be entered, and what is said where
//! it cannot.

use super::service_facts;
use crate::deploy::ssh::{Destination, Kind, SshError};
use crate::domain::failure::{ErrorCode, Fail};
use crate::generated::errors::code;
use crate::ops::context::Context;
use crate::platform::wire::Service;
use crate::suggest;

/// The container of a service.
///
/// # Errors
/// `SERVICE_PROTECTED` for the one that zcp runs in, `INVALID_PARAMETER` for what is no runtime, `SERVICE_NOT_RUNNING`
/// for what has no container now, `SSH_FAILED` for a hostname that ssh cannot be given.
pub(crate) fn of<E>(cx: &Context, service: &Service) -> Result<Destination, Fail<E>>
where
    E: ErrorCode
        + From<code::ServiceProtected>
        + From<code::InvalidParameter>
        + From<code::ServiceNotRunning>
        + From<code::SshFailed>,
{
    let name = &service.name;
    if cx.is_own(service) {
        let fail = Fail::new(code::ServiceProtected, format!("zcp itself runs in `{name}`."));
        return Err(fail.suggest("Use the shell that you have there: this is the same container."));
    }
    if !service_facts::is_runtime(service) {
        let message = format!("`{name}` is {} and has no container that can be entered.", service.type_name());
        let fail = Fail::new(code::InvalidParameter, message).field("serviceHostname", "is no runtime");
        return Err(fail.suggest("Run it in a runtime of the project, which reaches this one by its hostname."));
    }
    if service_facts::is_being_made(service) {
        let mut fail = Fail::new(code::ServiceNotRunning, format!("`{name}` is still being made."));
        fail.detail.retryable = Some(true);
        return Err(fail.suggest("Call again in a few seconds.").next(suggest::service(name)));
    }
    if !service_facts::may_run(service) {
        let fail = Fail::new(
            code::ServiceNotRunning,
            format!("`{name}` has no running container: its status is {}.", service.status),
        );
        return Err(match service.status.as_str() {
            "STOPPED" => fail.suggest("Start it, then call again.").next(suggest::start(name, Some(true))),
            _ => fail.suggest("Deploy to it with zerops_deploy, then call again.").next(suggest::service(name)),
        });
    }
    let odd = || Fail::new(code::SshFailed, format!("`{name}` is not a hostname that ssh can be given."));
    Destination::of(service).ok_or_else(odd)
}

/// What is said of a container that was not reached.
pub(crate) fn unreached<E: ErrorCode + From<code::SshFailed>>(
    cx: &Context,
    to: &Destination,
    error: &SshError,
) -> Fail<E> {
    let name = to.hostname();
    let fail = Fail::new(code::SshFailed, format!("`{name}` over SSH: {error}."));
    let unknown = ["Could not resolve hostname", "Name or service not known"];
    let advice = match error.kind {
        Kind::Simulated | Kind::Unsaid => advice(error.kind).to_owned(),
        Kind::Missing => "Let a human install OpenSSH (`ssh`) on the computer that zcp runs on.".to_owned(),
        Kind::HostKey => {
            "Its containers were replaced without a deploy. Let a human remove its file in zcp's folder of known hosts, \
             or deploy it again."
                .to_owned()
        }
        Kind::Unreachable if unknown.iter().any(|words| error.message.contains(words)) => match cx.programs().ssh_config {
            Some(_) => "The file in ZCP_SSH_CONFIG does not name this host; where it is a sandbox's, the sandbox must run."
                .to_owned(),
            None => "zcp runs outside of the project's network: let a human connect the VPN (`zcli vpn up`), or name an \
                     ssh configuration that knows the hosts in ZCP_SSH_CONFIG."
                .to_owned(),
        },
        Kind::Lost => "Call again; whether the command came to its end is not known.".to_owned(),
        _ => format!("Check that `{}` works from where zcp runs.", line(cx, name)),
    };
    fail.suggest(advice).next(suggest::service(name))
}

/// What helps where the containers of a sandbox are not reached.
pub(crate) fn advice(kind: Kind) -> &'static str {
    match kind {
        Kind::Unsaid => "Let a human name the ssh configuration that the sandbox prints in ZCP_SSH_CONFIG.",
        _ => "This sandbox only simulates. One of `zcp sandbox` runs what is deployed, and prints how to connect.",
    }
}

/// The words that lead into a service, as a human would type them.
pub(crate) fn line(cx: &Context, hostname: &str) -> String {
    match &cx.programs().ssh_config {
        Some(config) => {
            format!("ssh -F {} {hostname}", crate::domain::call::shell_quoted(&config.to_string_lossy()))
        }
        None => format!("ssh {hostname}"),
    }
}
