//! Which port and which command are meant where the call does not say: what the platform, the container and its
//! zerops.yaml tell.

use super::Wanted;
use crate::deploy::dev_server::{self, Known};
use crate::deploy::ssh::{Destination, Ssh};
use crate::domain::documents::zerops_yaml::{self, Port, Setup};
use crate::domain::failure::Fail;
use crate::generated::errors::code;
use crate::generated::tools::zerops_dev_server::Error;
use crate::ops::context::Context;
use crate::ops::exec::ends_in_background;
use crate::ops::support::{container, service_facts};
use crate::platform::wire::Service;

/// Bytes of a command, and of a path.
const MOST_BYTES: usize = 20_000;
const LONGEST_PATH: usize = 4096;

/// Refuses what cannot be passed.
pub(super) fn check(wanted: &Wanted<'_>) -> Result<(), Fail<Error>> {
    let refuse = |field: &str, reason: &str| {
        Err(Fail::new(code::InvalidParameter, "This is no server that can be started.").field(field, reason))
    };
    let (command, folder) = (wanted.command.unwrap_or_default(), wanted.folder.unwrap_or_default());
    if command.len() > MOST_BYTES || wanted.command.is_some_and(|line| line.trim().is_empty()) {
        return refuse("command", "is empty or too long");
    }
    if folder.len() > LONGEST_PATH || wanted.folder.is_some_and(str::is_empty) {
        return refuse("workingDir", "is no path");
    }
    let plain = |byte: u8| byte.is_ascii_graphic() && byte != b'#';
    if wanted.path.is_some_and(|path| !path.starts_with('/') || path.len() > LONGEST_PATH || !path.bytes().all(plain)) {
        return refuse("healthPath", "is no path: it begins with / and is written in printable ASCII without #");
    }
    if ends_in_background(command) {
        return refuse(
            "command",
            "puts a process into the background; leave the `&` out, the server is kept running anyway",
        );
    }
    Ok(())
}

/// The port, and the usual line of such a code where the call has none.
pub(super) async fn of(
    cx: &Context,
    service: &Service,
    to: &Destination,
    wanted: &Wanted<'_>,
    starts: bool,
) -> Result<(u16, Option<String>), Fail<Error>> {
    let given = wanted.port.and_then(|port| u16::try_from(port).ok());
    let lacks_line = starts && wanted.command.is_none();
    if let Some(port) = given.filter(|_| !lacks_line) {
        return Ok((port, None));
    }
    tracing::debug!(effect = "ssh.look", hostname = to.hostname(), "asking what the container knows of its server");
    let known = dev_server::find(Ssh::new(cx.programs()), to, wanted.folder).await;
    let known = known.map_err(|error| container::unreached::<Error>(cx, to, &error))?;
    let declared = service.ports.iter().find(|port| service_facts::speaks_http(port)).map(|port| port.port);
    let kept = known.ports.first().copied();
    let first = if starts { declared.or(kept) } else { kept.or(declared) };
    let Some(port) = given.or(first).or_else(|| of_document(&known)) else {
        let message = format!("On which port the server of `{}` listens is not known.", service.name);
        let fail = Fail::new(code::InvalidParameter, message);
        let fail = fail.field("port", "is neither given nor in `run.ports` of a setup with `httpSupport: true`");
        return Err(fail.suggest("Give `port`, and `command` where package.json has no script for development."));
    };
    Ok((port, known.usual.map(|line| line.replace("PORT", &port.to_string()))))
}

/// The HTTP port of the setup that keeps a container alive, in the zerops.yaml beside the code; of the only setup where
/// none does.
fn of_document(known: &Known) -> Option<u16> {
    let document = zerops_yaml::parse(&known.zerops_yaml)?;
    let setups: Vec<Setup> = document.names().filter_map(|name| document.resolved(name)).collect();
    let only = setups.first().filter(|_| setups.len() == 1);
    http_port(setups.iter().find(|setup| setup.waits()).or(only)?)
}

fn http_port(setup: &Setup) -> Option<u16> {
    let ports = &setup.run.as_ref()?.value.ports.as_ref()?.value;
    let speaks = |port: &&Port| port.http_support.as_ref().is_some_and(|it| it.value);
    let port = ports.iter().map(|port| &port.value).find(speaks)?;
    u16::try_from(port.port.as_ref()?.value).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_port_is_that_of_the_setup_that_waits() {
        let port = |yaml: &str| of_document(&Known { zerops_yaml: yaml.to_owned(), ..Known::default() });
        let prod = "  - {setup: prod, run: {ports: [{port: 80, httpSupport: true}], start: node x}}\n";
        let dev = "  - {setup: dev, run: {ports: [{port: 9, protocol: udp}, {port: 3000, httpSupport: true}], start: zsc noop --silent}}\n";
        assert_eq!(port(&format!("zerops:\n{prod}{dev}")), Some(3000));
        assert_eq!(port(&format!("zerops:\n{prod}")), Some(80));
        assert_eq!(port(&format!("zerops:\n{prod}{prod}")), None);
        assert_eq!(
            port(
                "zerops:\n  - {setup: dev, extends: base, run: {start: zsc noop}}\n  - {setup: base, run: {ports: [{port: 8080, httpSupport: true}]}}\n"
            ),
            Some(8080)
        );
        for nothing in ["", "zerops: x", "[", "zerops: [{setup: dev, run: {start: zsc noop}}]"] {
            assert_eq!(port(nothing), None, "{nothing}");
        }
    }
}
