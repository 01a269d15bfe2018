//! The hand-over: gathered from the platform, the notebook and zerops.yaml, and written as a report.

use std::path::Path;

use futures_util::try_join;

use super::gather::{self, Focus};
use super::{old_variables, open};
use crate::domain::documents::zerops_yaml;
use crate::domain::failure::Fail;
use crate::domain::situation::Situation;
use crate::files::{Root, apart};
use crate::generated::tools::zerops_workflow::Error;
use crate::generated::types::{FileView, WorkflowResult};
use crate::ops::context::Context;
use crate::ops::support::{notebook, public_addresses, service_facts, wire_to_view};
use crate::platform::session::Session as Platform;
use crate::platform::wire::Service;
use crate::suggest;
use crate::workflow::decide::decide;
use crate::workflow::envelope;
use crate::workflow::handoff::{Part, Release, markdown};
use crate::workflow::notebook::{Book, Handed, Unit};

/// Where the report belongs.
const PATH: &str = "RELEASE.md";
/// The names of the file with the setups.
const DOCUMENTS: [&str; 2] = ["zerops.yaml", "zerops.yml"];
/// A larger one is not read.
const MOST_BYTES: u64 = 256 * 1024;

/// Writes the report.
pub(super) async fn handoff(cx: &Context) -> Result<WorkflowResult, Fail<Error>> {
    let platform = cx.connection().session().await?;
    let (live, processes) = try_join!(platform.services(), gather::processes(&platform))?;
    let mut envelope = gather::among(cx, &platform, Focus::All, &live, &processes).await?;
    old_variables::complete(&platform, &mut envelope, &live, &processes).await?;
    let decision = decide(&envelope);
    let reading = notebook::read(cx, &platform).await;
    let mut release = Release { project: platform.project_name().to_owned(), ..Release::default() };
    release.open = envelope.work.as_ref().map(|work| work.intent.clone());
    for (hostname, unit) in reading.book.units.iter().filter(|(_, unit)| unit.origin.is_some()) {
        let mut part = part(&platform, &live, hostname, unit).await?;
        let version = envelope.services.get(&part.hostname).and_then(envelope::Service::serving);
        part.version = version.map(|version| (version.id.to_string(), version.name.clone(), version.source.clone()));
        part.setup = version.and_then(|version| version.setup().map(str::to_owned));
        part.standing = decision.standings.get(&part.hostname).and_then(|step| standing(step.case.situation));
        release.units.push(part);
    }
    let managed = live.iter().filter(|service| !service_facts::is_runtime(service));
    release.managed = managed.map(|service| (service.name.clone(), service.type_name().to_owned())).collect();
    release.commands = commands(cx).await;
    let blocked: Vec<&str> =
        release.units.iter().filter(|part| part.blocker().is_some()).map(|part| part.hostname.as_str()).collect();
    let note = (!blocked.is_empty()).then(|| format!("Not ready: {}.", blocked.join(", ")));
    let (now, handed) = (cx.clock().now(), handed(&release));
    let note_handed = move |book: &mut Book| {
        for (service, version) in handed {
            book.unit_of_mut(&service).handed = Some(Handed { version, at: now });
        }
        Ok::<(), ()>(())
    };
    tracing::debug!(effect = "notebook.append", "noting a hand-over");
    let noted = notebook::apply(cx, &platform, note_handed).await.err();
    let file = FileView { path: Some(PATH.to_owned()), of: None, text: Some(markdown(&release)), note: None };
    Ok(WorkflowResult {
        title: Some(
            "The report for the release, to be written to RELEASE.md; zcp writes and releases nothing".to_owned(),
        ),
        files: vec![file],
        note,
        notes: open::notes(&reading)
            .into_iter()
            .chain(noted.map(|error| format!("that this was handed over was not noted: {error}")))
            .collect(),
        next: vec![suggest::services()],
        ..WorkflowResult::default()
    })
}

async fn part(platform: &Platform, live: &[Service], hostname: &str, unit: &Unit) -> Result<Part, Fail<Error>> {
    let shows = unit.stage.as_deref().unwrap_or(hostname);
    let Some(service) = live.iter().find(|service| service.name == shows) else {
        return Ok(Part { hostname: shows.to_owned(), type_name: "not in the project".to_owned(), ..Part::default() });
    };
    let urls = if service.subdomain_access { public_addresses::of(platform, service).await? } else { Vec::new() };
    let version = service.active_app_version.as_ref().filter(|version| !version.is_empty());
    let proof = version.and_then(|version| unit.proof(shows, version.id.as_str())).cloned();
    let set = platform.service_variables(service).await?;
    let mut variables: Vec<String> =
        set.iter().filter(|entry| entry.may_be_changed()).map(|entry| entry.key.clone()).collect();
    variables.sort();
    Ok(Part {
        hostname: shows.to_owned(),
        type_name: service.type_name().to_owned(),
        urls,
        proof,
        before: unit.handed.as_ref().map(|handed| (wire_to_view::moment(handed.at), handed.version.clone())),
        remote: unit.remote.as_ref().map(|remote| (remote.url.clone(), remote.branch.clone())),
        variables,
        ..Part::default()
    })
}

/// What is handed over, by service: the version that each of them runs.
fn handed(release: &Release) -> Vec<(String, String)> {
    let of = |part: &Part| {
        let (id, name, _) = part.version.as_ref()?;
        Some((part.hostname.clone(), name.clone().unwrap_or_else(|| id.clone())))
    };
    release.units.iter().filter_map(of).collect()
}

/// What keeps a service from a release though what it serves is proven.
fn standing(situation: Situation) -> Option<&'static str> {
    Some(match situation {
        Situation::Promote | Situation::StageWaits | Situation::ToPush => "its dev service is ahead of it",
        Situation::DeployFailed | Situation::PushFailed | Situation::Stop => "its newest version failed",
        Situation::AwaitingBuild => "a version that was pushed is awaited",
        Situation::ToDeploy => "the open work is not deployed to it",
        Situation::Deploying => "a version of it is on its way",
        Situation::NotRunning | Situation::Broken => "it does not run",
        Situation::OldVariables => "it runs with old variables",
        Situation::Unproven => "it was changed since it was verified",
        _ => return None,
    })
}

/// What the setups of the working folder run at a start.
async fn commands(cx: &Context) -> Vec<(String, Vec<String>)> {
    tracing::debug!(effect = "files.read", "reading zerops.yaml");
    let folder = cx.working_folder().to_owned();
    let text = apart(move || {
        let root = Root::open(&folder).ok()?;
        DOCUMENTS.iter().find_map(|name| root.text(Path::new(name), MOST_BYTES).ok())
    });
    let Ok(Some(text)) = text.await else { return Vec::new() };
    let Some(document) = zerops_yaml::parse(&text) else { return Vec::new() };
    let commands = document.setups().iter().filter_map(|setup| {
        let run = setup.run.as_ref()?;
        let all = run.init_commands.as_ref()?.iter().map(|command| command.value.clone()).collect();
        Some((setup.name()?.to_owned(), all))
    });
    commands.collect()
}
