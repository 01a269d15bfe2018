//! What simulated services and builds write of themselves.
//!
//! Guessed: every text but the ones the manuals name. Observed: a build writes on the service that
//! builds, each line with the tag `zbuilder@<app version>`.

use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;

use super::store::{APPLICATION, DAEMON, NewLine, Source, WEB_SERVER};
use crate::domain::ids::{AppVersionId, ServiceId};
use crate::sandbox::ids::derived_id;
use crate::sandbox::lifecycle::app_version::AppVersionStatus;
use crate::sandbox::model::app_version::AppVersion;
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
        (true, Some(80)) if service.kind.family.web_server => {
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
    let Some(service) = world.data.service(id) else { return };
    let (source, tag) = (source(service), service.hostname.clone());
    write(world, source, &tag, &[(INFORMATIONAL, APPLICATION, "received SIGTERM, shutting down".to_owned())]);
}

/// A build went on to its next stage, or failed for a reason.
pub(crate) fn pipeline(world: &mut World, id: &AppVersionId, failure: Option<&str>) {
    let Some(version) = world.data.app_version(id) else { return };
    let line = |text: String| (INFORMATIONAL, APPLICATION, text);
    let texts: Vec<Text> = match (version.status, failure) {
        (AppVersionStatus::DeployFailed, Some(reason)) => {
            let texts = [(ERROR, APPLICATION, reason.to_owned()), (ERROR, APPLICATION, INIT_FAILED.to_owned())];
            if let Some(service) = world.data.service(&version.service) {
                let (source, tag) = (source(service), service.hostname.clone());
                write(world, source, &tag, &texts);
            }
            return;
        }
        (_, Some(reason)) => {
            vec![(ERROR, APPLICATION, reason.to_owned()), (ERROR, APPLICATION, "BUILD FAILED".to_owned())]
        }
        (AppVersionStatus::Building, None) => vec![
            line(format!("preparing a build container for {}", type_version(version))),
            line(match &version.git_url {
                Some(url) => format!("fetching the source from {url}"),
                None => "unpacking the uploaded source".to_owned(),
            }),
            line("running the build commands".to_owned()),
        ],
        (AppVersionStatus::WaitingToDeploy, None) => vec![
            line("the build commands are done".to_owned()),
            line("packing the deploy files".to_owned()),
            line("BUILD FINISHED".to_owned()),
        ],
        _ => return,
    };
    let builder = version.build.as_ref().and_then(|build| world.data.service(&build.service)).map(source);
    let tag = build_tag(&version.id);
    if let Some(builder) = builder {
        write(world, builder, &tag, &texts);
    }
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
        let line = NewLine { time: fraction(time, number), severity: *severity, facility: *facility, tag, message };
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
