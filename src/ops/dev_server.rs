//! The development server of a dev service: the program that answers while the container itself is kept alive by
//! `zsc noop`.
//!
//! A server is known by its port. What keeps it from answering is an error of its own kind, with the last lines of its log.

mod show;
mod usual;

use std::time::Duration;

use super::context::Context;
use super::exec::variables;
use super::support::{container, services};
use crate::deploy::dev_server::{self, Action, Report, Server};
use crate::deploy::ssh::{Destination, Ssh};
use crate::domain::failure::Fail;
use crate::domain::outcome::Lines;
use crate::generated::tools::zerops_dev_server::{Error, LogsArgs, RestartArgs, StartArgs, StatusArgs, StopArgs};
use crate::generated::types::{DevServerResult, Hostname};
use crate::platform::session::Session;
use crate::platform::wire::Service;

/// Lines of its log that are shown where nobody asked for them.
const LINES: usize = 20;
/// The same where somebody did, as far as they fit.
const LINES_OF_LOG: usize = 300;
/// The path that is asked for where none is given.
const ROOT: &str = "/";
/// How long ending one may take, and looking at one.
const USUAL: Duration = Duration::from_secs(20);

/// What all actions are told.
#[derive(Clone, Copy, Debug, Default)]
struct Wanted<'a> {
    port: Option<i64>,
    command: Option<&'a str>,
    path: Option<&'a str>,
    folder: Option<&'a str>,
    timeout: Option<i64>,
}

/// A server that was asked for, and what came of it.
struct Found {
    session: Session,
    service: Service,
    port: u16,
    path: String,
    report: Report,
}

/// Starts the server, and waits until it answers.
///
/// # Errors
/// `DEV_SERVER_EXITED`, `DEV_SERVER_SILENT`, `DEV_SERVER_FAILS`, `DEV_SERVER_LOCAL`, `PORT_TAKEN` for what keeps it from
/// answering; `INVALID_PARAMETER` where neither command nor port is known.
pub async fn start(cx: &Context, args: StartArgs) -> Result<Lines<DevServerResult>, Fail<Error>> {
    begin(cx, Action::Start, args).await
}

/// Ends the server and starts it again.
///
/// # Errors
/// As those of [`start`].
pub async fn restart(cx: &Context, args: RestartArgs) -> Result<Lines<DevServerResult>, Fail<Error>> {
    let RestartArgs { service_hostname, command, port, health_path, working_dir, timeout } = args;
    let args = StartArgs { service_hostname, command, port, health_path, working_dir, timeout };
    begin(cx, Action::Restart, args).await
}

async fn begin(cx: &Context, action: Action, args: StartArgs) -> Result<Lines<DevServerResult>, Fail<Error>> {
    let wanted = Wanted {
        port: args.port,
        command: args.command.as_deref(),
        path: args.health_path.as_deref(),
        folder: args.working_dir.as_deref(),
        timeout: Some(args.timeout),
    };
    show::started(&ask(cx, action, &args.service_hostname, wanted).await?, args.timeout)
}

/// Ends the server with all that it started.
///
/// # Errors
/// Those of the tool; a server that does not run is no error.
pub async fn stop(cx: &Context, args: StopArgs) -> Result<Lines<DevServerResult>, Fail<Error>> {
    let found = ask(cx, Action::Stop, &args.service_hostname, Wanted { port: args.port, ..Wanted::default() }).await?;
    Ok(show::stopped(&found))
}

/// How the server stands: its process, its port, what it answers.
///
/// # Errors
/// Those of the tool; whatever keeps it from answering is no error.
pub async fn status(cx: &Context, args: StatusArgs) -> Result<Lines<DevServerResult>, Fail<Error>> {
    let wanted = Wanted { port: args.port, path: args.health_path.as_deref(), ..Wanted::default() };
    Ok(show::standing(&ask(cx, Action::Status, &args.service_hostname, wanted).await?, LINES))
}

/// The last lines of its log.
///
/// # Errors
/// Those of the tool.
pub async fn logs(cx: &Context, args: LogsArgs) -> Result<Lines<DevServerResult>, Fail<Error>> {
    let wanted = Wanted { port: args.port, ..Wanted::default() };
    Ok(show::standing(&ask(cx, Action::Status, &args.service_hostname, wanted).await?, LINES_OF_LOG))
}

async fn ask(cx: &Context, action: Action, hostname: &Hostname, wanted: Wanted<'_>) -> Result<Found, Fail<Error>> {
    usual::check(&wanted)?;
    let session = cx.connection().session().await?;
    let service = services::find::<Error>(&session, hostname).await?;
    let to: Destination = container::of::<Error>(cx, &service)?;
    let unreached = |error| container::unreached::<Error>(cx, &to, &error);
    variables::conceal(cx, &session, &service, &to).await?.map_err(unreached)?;
    let starts = matches!(action, Action::Start | Action::Restart);
    let (port, line) = usual::of(cx, &service, &to, &wanted, starts).await?;
    let path = wanted.path.unwrap_or(ROOT);
    let server = Server {
        port,
        path,
        line: wanted.command,
        usual: line.as_deref(),
        folder: wanted.folder,
        time: wanted.timeout.map_or(USUAL, |seconds| Duration::from_secs(seconds.unsigned_abs())),
    };
    let effect = if action == Action::Status { "ssh.look" } else { "ssh.command" };
    tracing::debug!(effect, hostname = to.hostname(), "asking for the development server");
    let report = dev_server::run(Ssh::new(cx.programs()), &to, action, server).await.map_err(unreached)?;
    Ok(Found { path: path.to_owned(), session, service, port, report })
}
