//! How a deploy stands, as a result.

use super::Run;
use super::follow_version::{Followed, build_log};
use crate::domain::call::NextCall;
use crate::generated::types::DeployResult;
use crate::ops::context::Context;
use crate::ops::logs::clean;
use crate::ops::support::{public_addresses, service_facts, wire_to_view};
use crate::ops::workflow::next;
use crate::platform::logs::{LogQuery, LogReader};
use crate::platform::session::Session;
use crate::platform::wire::AppVersion;
use crate::suggest;

/// Said of a service that is not public. Whether it is to be is the human's decision.
const PRIVATE: &str =
    "It has no public address. Publish it only where the human asked for it: zerops_subdomain enable.";
/// Warnings of a build that are shown.
const MOST_WARNINGS: usize = 5;
/// The severity of a warning in a log.
const WARNING: u8 = 4;
/// Characters of each.
const WARNING_LENGTH: usize = 200;

/// It was accepted and nobody waits.
pub(super) async fn begun(session: &Session, run: Run) -> DeployResult {
    let status = match session.app_version(&run.version).await {
        Ok(version) => version.status,
        Err(_) => "WAITING_TO_BUILD".to_owned(),
    };
    let next = watch(&run);
    record(run, status, next)
}

/// It runs.
pub(super) async fn live(cx: &Context, session: &Session, mut run: Run, followed: Followed) -> DeployResult {
    if let Some(version) = &followed.version {
        run.warnings.extend(warnings(session, version).await);
    }
    // The ports, and with them the addresses, come with the version. What cannot be read now is
    // only left out.
    let service = session.service(&run.service.id).await.ok();
    let (mut urls, mut note) = (Vec::new(), None);
    if let Some(service) = &service {
        if service.subdomain_access {
            urls = public_addresses::of(session, service).await.unwrap_or_default();
        } else if service.ports.iter().any(service_facts::speaks_http) {
            note = Some(PRIVATE.to_owned());
        }
    }
    let next = next::for_service(cx, session, &run.service.name).await;
    let mut next = next.unwrap_or_else(|| vec![suggest::verify(&run.service.name)]);
    if run.idles && (cx.is_inside(session.project_id()) || cx.programs().ssh_config.is_some()) {
        let server = suggest::dev_server(&run.service.name);
        next.retain(|call| *call != server);
        next.insert(0, server);
    }
    let mut result = record(run, status(&followed), next);
    (result.changed, result.urls, result.note) = (true, urls, note);
    result
}

/// It ran, and another deploy has taken its place since.
pub(super) fn replaced(run: Run, followed: &Followed) -> DeployResult {
    let next = vec![suggest::events_of(&run.service.name)];
    let mut result = record(run, status(followed), next);
    result.changed = true;
    result.note = Some("It was live, and a later deploy has replaced it already.".to_owned());
    result
}

/// It was made before what serves by now, so it did not take that one's place.
pub(super) fn overtaken(run: Run, followed: &Followed, later: &str) -> DeployResult {
    let service = run.service.name.clone();
    let mut result = record(run, status(followed), vec![suggest::verify(&service), suggest::events_of(&service)]);
    result.note = Some(format!(
        "It is not live: version {later} was pushed later and serves already. Nothing here is to be mended. Deploying \
         again would replace what somebody else has deployed: do so only where that lacks this change."
    ));
    result
}

/// It goes on.
pub(super) fn unfinished(run: Run, followed: &Followed, note: String) -> DeployResult {
    let next = watch(&run);
    let mut result = record(run, status(followed), next);
    result.note = Some(note);
    result
}

fn record(run: Run, status: String, next: Vec<NextCall>) -> DeployResult {
    let number = |count: u64| i64::try_from(count).unwrap_or(i64::MAX);
    DeployResult {
        service: run.service.name,
        changed: false,
        app_version_id: Some(run.version.to_string()),
        app_version_name: run.name,
        status,
        setup: Some(run.setup).filter(|setup| !setup.is_empty()),
        files: run.files.map(number),
        bytes: run.bytes.map(number),
        seconds: run.seconds,
        warnings: run.warnings,
        process: run.process.as_ref().map(wire_to_view::process),
        next,
        ..DeployResult::default()
    }
}

fn status(followed: &Followed) -> String {
    followed.version.as_ref().map_or_else(|| "WAITING_TO_BUILD".to_owned(), |version| version.status.clone())
}

/// The calls that look at what goes on.
fn watch(run: &Run) -> Vec<NextCall> {
    let process = run.process.as_ref().map(|process| suggest::process(process.id.as_str()));
    process.into_iter().chain([suggest::events_of(&run.service.name)]).collect()
}

/// What a build warned of, the newest last; none where the log cannot be read.
async fn warnings(session: &Session, version: &AppVersion) -> Vec<String> {
    let Some(query) = build_log(version) else { return Vec::new() };
    let query = LogQuery { severity: Some(WARNING), ..query };
    let Ok(mut items) = LogReader::new(session).newest(&query, MOST_WARNINGS).await else { return Vec::new() };
    // They come the newest first; lines of one moment keep their order.
    items.reverse();
    items.sort_by_key(|item| item.timestamp);
    let lines = items.iter().map(|item| session.masked(&clean(&item.message))).filter(|line| !line.is_empty());
    lines.map(|line| format!("build: {}", line.chars().take(WARNING_LENGTH).collect::<String>())).collect()
}
