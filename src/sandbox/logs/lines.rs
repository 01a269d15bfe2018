//! What simulated services and builds write of themselves.
//!
//! Guessed: every text but the ones the manuals name. Observed: a build writes on the service that
//! builds, each line with the tag `zbuilder@<app version>`.

use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;

use super::store::{APPLICATION, DAEMON, NewLine, Source, WEB_SERVER};
use crate::domain::documents::Spanned;
use crate::domain::ids::{AppVersionId, ServiceId};
use crate::sandbox::ids::derived_id;
use crate::sandbox::lifecycle::app_version::AppVersionStatus;
use crate::sandbox::model::app_version::AppVersion;
use crate::sandbox::model::process::Failure;
use crate::sandbox::model::service::Service;
use crate::sandbox::world::World;

/// The lines of one moment follow each other by this.
const STEP: Duration = Duration::from_millis(10);

/// Severities.
const ERROR: u8 = 3;
const WARNING: u8 = 4;
const INFORMATIONAL: u8 = 6;

/// A line without its time, tag and place.
type Text = (u8, u8, String);

/// The first container of a service. Guessed: its name.
pub(crate) fn source(service: &Service) -> Source {
    let kind = if service.kind.is_runtime() { "runtime-" } else { "" };
    Source {
        project: service.project.clone(),
        service: service.id.clone(),
        hostname: format!("{}-{kind}1", service.hostname),
        container: derived_id(service.id.as_str(), 2),
    }
}

/// The containers of a service came up.
pub(crate) fn started(world: &mut World, id: &ServiceId) {
    // What really runs writes lines of its own.
    if world.executes {
        return;
    }
    let Some(service) = world.data.service(id) else { return };
    let app = |severity: u8, text: String| (severity, APPLICATION, text);
    let mut texts = vec![(INFORMATIONAL, DAEMON, "Started the container.".to_owned())];
    let port = service.ports.first().map(|port| port.number);
    match (service.kind.is_runtime(), port) {
        (false, port) => {
            let at = port.map(|port| format!(" on port {port}")).unwrap_or_default();
            texts.push(app(INFORMATIONAL, format!("{} is ready to accept connections{at}", service.kind.family.name)));
        }
        (true, None) => texts.push(app(INFORMATIONAL, "no start command, waiting for code".to_owned())),
        (true, Some(80)) if service.kind.family.traits.web_server.is_some() => {
            texts.push((INFORMATIONAL, WEB_SERVER, "start worker processes".to_owned()));
            texts.push((INFORMATIONAL, WEB_SERVER, "10.0.0.2 - - \"GET / HTTP/1.1\" 200 612".to_owned()));
            texts.push((INFORMATIONAL, WEB_SERVER, "10.0.0.2 - - \"GET /favicon.ico HTTP/1.1\" 404 153".to_owned()));
        }
        (true, Some(port)) => {
            texts.push(app(INFORMATIONAL, format!("listening on 0.0.0.0:{port}")));
            texts.push(app(INFORMATIONAL, "GET /health 200 1ms".to_owned()));
            texts.push(app(WARNING, "the cache is cold, the first requests will be slow".to_owned()));
            texts.push(app(INFORMATIONAL, "GET / 200 14ms".to_owned()));
        }
    }
    let (source, tag) = (source(service), service.hostname.clone());
    write(world, source, &tag, &texts);
}

/// The containers of a service were asked to stop.
pub(crate) fn stopped(world: &mut World, id: &ServiceId) {
    if world.executes {
        return;
    }
    let Some(service) = world.data.service(id) else { return };
    let (source, tag) = (source(service), service.hostname.clone());
    write(world, source, &tag, &[(INFORMATIONAL, APPLICATION, "received SIGTERM, shutting down".to_owned())]);
}

/// Where a line of a version is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    /// The service that builds.
    Build,
    /// The service that prepares the runtime.
    Prepare,
    /// The service itself.
    Runtime,
}

/// Writes a line of a version.
pub(crate) fn of_version(world: &mut World, id: &AppVersionId, place: Place, severity: u8, text: &str) {
    write_at(world, id, place, &[(severity, APPLICATION, text.to_owned())]);
}

/// Writes lines of a service that really runs, with the present time.
pub(crate) fn of_service(
    world: &mut World,
    id: &ServiceId,
    version: Option<&AppVersionId>,
    facility: u8,
    lines: Vec<(u8, String)>,
) {
    let Some(service) = world.data.service(id) else { return };
    let mut source = source(service);
    if let Some(version) = version {
        source.container = container_of(version);
    }
    let (source, tag) = (Arc::new(source), service.hostname.clone());
    let time = world.now();
    for (severity, message) in lines {
        world.logs.push(&source, NewLine { time, severity, facility, tag: &tag, message: &message });
    }
}

/// A version went on to its next stage, or failed.
pub(crate) fn pipeline(world: &mut World, id: &AppVersionId, before: AppVersionStatus, failure: Option<&Failure>) {
    let Some(version) = world.data.app_version(id) else { return };
    let line = |text: String| (INFORMATIONAL, APPLICATION, text);
    if let Some(failure) = failure {
        if failure.is_silent() {
            return;
        }
        let (place, end) = match version.status {
            AppVersionStatus::DeployFailed => (Place::Runtime, INIT_FAILED),
            AppVersionStatus::PreparingRuntimeFailed => (Place::Prepare, "PREPARE RUNTIME FAILED"),
            _ => (Place::Build, "BUILD FAILED"),
        };
        let mut texts: Vec<Text> = failure.log.iter().map(|text| line(text.clone())).collect();
        texts.push((ERROR, APPLICATION, failure.reason.clone()));
        texts.push((ERROR, APPLICATION, end.to_owned()));
        return write_at(world, id, place, &texts);
    }
    let commands = |commands: Commands<'_>| -> Vec<Text> {
        commands.map_or(&[][..], |commands| &commands.value).iter().map(|command| line(prompt(command))).collect()
    };
    let setup = version.setup.clone();
    let (build, run) =
        (setup.as_ref().and_then(|setup| setup.build.as_ref()), setup.as_ref().and_then(|setup| setup.run.as_ref()));
    if version.status == AppVersionStatus::Building {
        let mut texts = vec![
            line(format!("preparing a build container for {}", type_version(version))),
            line(match &version.git {
                Some(git) => format!("fetching the source from {}", git.url),
                None => "unpacking the uploaded source".to_owned(),
            }),
        ];
        texts.extend(commands(build.and_then(|build| build.prepare_commands.as_ref())));
        texts.push(line("running the build commands".to_owned()));
        texts.extend(commands(build.and_then(|build| build.build_commands.as_ref())));
        write_at(world, id, Place::Build, &texts);
    } else if before == AppVersionStatus::Building && version.status != AppVersionStatus::Cancelled {
        let texts = ["the build commands are done", "packing the deploy files", "BUILD FINISHED"];
        write_at(world, id, Place::Build, &texts.map(|text| line(text.to_owned())));
    }
    match world.data.app_version(id).map(|version| version.status) {
        Some(AppVersionStatus::PreparingRuntime) => {
            let mut texts = vec![line("preparing the runtime".to_owned())];
            texts.extend(commands(run.and_then(|run| run.prepare_commands.as_ref())));
            write_at(world, id, Place::Prepare, &texts);
        }
        Some(AppVersionStatus::Deploying) => {
            let texts = commands(run.and_then(|run| run.init_commands.as_ref()));
            write_at(world, id, Place::Runtime, &texts);
        }
        _ => {}
    }
}

/// Commands of a setup.
type Commands<'a> = Option<&'a Spanned<Vec<Spanned<String>>>>;

/// A command as it is shown before it runs: the beginning of its first line.
pub(crate) fn prompt(command: &str) -> String {
    let first = command.trim().lines().next().unwrap_or_default();
    format!("$ {}", first.chars().take(LONGEST_PROMPT).collect::<String>())
}

/// How many characters of a command are shown.
const LONGEST_PROMPT: usize = 200;

fn write_at(world: &mut World, id: &AppVersionId, place: Place, texts: &[Text]) {
    let Some(version) = world.data.app_version(id) else { return };
    let service = match place {
        Place::Build => version.build.as_ref().map(|build| &build.service),
        Place::Prepare => version.prepare.as_ref().map(|prepare| &prepare.service),
        Place::Runtime => Some(&version.service),
    };
    let Some(service) = service.and_then(|service| world.data.service(service)) else { return };
    let tag = if place == Place::Runtime { service.hostname.clone() } else { build_tag(id) };
    let mut source = source(service);
    if place == Place::Runtime && world.executes {
        source.container = container_of(id);
    }
    write(world, source, &tag, texts);
}

/// The first container that a version runs in. Observed: a deploy replaces the container, a restart keeps it.
fn container_of(version: &AppVersionId) -> String {
    derived_id(version.as_str(), 2)
}

/// Derived: what the manual says of init commands that fail.
const INIT_FAILED: &str = "RUN.INIT COMMANDS FINISHED WITH ERROR";

/// The tag of every line of a build.
pub(crate) fn build_tag(version: &AppVersionId) -> String {
    format!("zbuilder@{version}")
}

fn type_version(version: &AppVersion) -> &str {
    version.build.as_ref().map_or("", |build| &build.type_version)
}

fn write(world: &mut World, source: Source, tag: &str, texts: &[Text]) {
    let source = Arc::new(source);
    let mut time = world.now();
    for (severity, facility, message) in texts {
        let number = world.logs.next_number();
        // What really happens has a real time, and the order in which it did.
        let at = if world.executes { world.now() } else { fraction(time, number) };
        let line = NewLine { time: at, severity: *severity, facility: *facility, tag, message };
        world.logs.push(&source, line);
        time += STEP;
    }
}

/// A moment within the next hundredth of a second.
///
/// Observed: fractions of seconds have any number of digits.
pub(crate) fn fraction(time: Timestamp, number: u64) -> Timestamp {
    let digits = u32::try_from(number % 8).unwrap_or(0);
    let unit = 10_u64.pow(7 - digits);
    let nanoseconds = number.wrapping_mul(0x9E37_79B9_7F4A_7C15) % 10_u64.pow(digits) * unit;
    time + Duration::from_nanos(nanoseconds)
}
