//! Taking on services that are there.

use std::collections::BTreeSet;

use super::open;
use crate::domain::failure::Fail;
use crate::generated::errors::code;
use crate::generated::tools::zerops_workflow::{AdoptArgs, Error};
use crate::generated::types::{Hostname, Layout, WorkflowResult};
use crate::ops::context::Context;
use crate::ops::support::{notebook, service_facts};
use crate::platform::session::Session as Platform;
use crate::platform::wire::Service;
use crate::suggest;
use crate::workflow::notebook::{Book, Origin};
use crate::workflow::source;

/// A unit as it would be adopted.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Proposal {
    hostname: String,
    layout: Layout,
    stage: Option<String>,
}

/// Adopts the services of `scope`, or proposes.
pub(super) async fn adopt(cx: &Context, args: AdoptArgs) -> Result<WorkflowResult, Fail<Error>> {
    let platform = cx.connection().session().await?;
    let live = platform.services().await?;
    if args.scope.is_empty() {
        return propose(cx, &platform, &live).await;
    }
    let scope = runtimes(&live, &args.scope)?;
    let proposals: Vec<Proposal> = proposals(&live)
        .into_iter()
        .filter_map(|one| {
            let has = |hostname: &str| scope.iter().any(|named| named == hostname);
            let stage = one.stage.clone().filter(|stage| has(stage));
            match (has(&one.hostname), stage) {
                (true, Some(stage)) => Some(Proposal { stage: Some(stage), ..one }),
                (true, None) => Some(Proposal { stage: None, layout: alone(&one), ..one }),
                (false, Some(stage)) => Some(Proposal { hostname: stage, layout: Layout::Simple, stage: None }),
                (false, None) => None,
            }
        })
        .collect();
    let now = cx.clock().now();
    let adopted = proposals.clone();
    let take = move |book: &mut Book| {
        for one in adopted {
            // What was noted of a half as a service of its own goes with it into the pair.
            let stage = one.stage.as_ref().and_then(|stage| book.units.remove(stage));
            let unit = book.units.entry(one.hostname).or_default();
            unit.layout = Some(one.layout);
            unit.stage = one.stage;
            unit.origin.get_or_insert(Origin::Adopted { at: now });
            unit.proofs.extend(stage.map(|stage| stage.proofs).unwrap_or_default());
        }
    };
    let ((), reading) = open::change(cx, &platform, take).await?;
    Ok(WorkflowResult {
        title: Some("Adopted".to_owned()),
        services: proposals.iter().map(line).collect(),
        notes: open::notes(&reading),
        next: vec![suggest::standing()],
        ..WorkflowResult::default()
    })
}

/// What could be adopted, and the call that does it.
pub(super) async fn propose(
    cx: &Context,
    platform: &Platform,
    live: &[Service],
) -> Result<WorkflowResult, Fail<Error>> {
    let reading = notebook::read(cx, platform).await;
    let known = |one: &Proposal| reading.book.unit_of(&one.hostname).is_some_and(|(_, unit)| unit.origin.is_some());
    let proposals: Vec<Proposal> = proposals(live).into_iter().filter(|one| !known(one)).collect();
    let scope: Vec<Hostname> = proposals
        .iter()
        .flat_map(|one| std::iter::once(&one.hostname).chain(&one.stage))
        .cloned()
        .map(Hostname)
        .collect();
    let call = suggest::adopt(scope.clone());
    Ok(WorkflowResult {
        title: Some(
            if scope.is_empty() { "Nothing is left to adopt" } else { "Adopt these, or name others in `scope`" }
                .to_owned(),
        ),
        services: proposals.iter().map(line).collect(),
        notes: open::notes(&reading),
        next: if scope.is_empty() { vec![suggest::standing()] } else { vec![call] },
        ..WorkflowResult::default()
    })
}

fn line(one: &Proposal) -> String {
    let stage = one.stage.as_ref().map(|stage| format!(" with stage {stage}")).unwrap_or_default();
    format!("{} {}{stage}", one.hostname, one.layout.as_str())
}

/// The named services, all of which are runtimes.
pub(super) fn runtimes(live: &[Service], named: &[Hostname]) -> Result<Vec<String>, Fail<Error>> {
    let able = |service: &&Service| service_facts::is_runtime(service) && !service_facts::is_workspace(service);
    let valid: Vec<&str> = live.iter().filter(able).map(|service| service.name.as_str()).collect();
    let wrong: Vec<&str> = named.iter().map(|one| one.0.as_str()).filter(|one| !valid.contains(one)).collect();
    if wrong.is_empty() {
        return Ok(named.iter().map(|one| one.0.clone()).collect());
    }
    let known = if valid.is_empty() { "the project has none".to_owned() } else { valid.join(", ") };
    let message = format!("No runtime of the project is called {}; nothing was changed.", wrong.join(", "));
    Err(Fail::new(code::InvalidParameter, message).field("scope", format!("can name: {known}")))
}

/// The units that hostnames show.
fn proposals(live: &[Service]) -> Vec<Proposal> {
    let able = |service: &&Service| service_facts::is_runtime(service) && !service_facts::is_workspace(service);
    let mut free: BTreeSet<&str> = live.iter().filter(able).map(|service| service.name.as_str()).collect();
    let mut found = Vec::new();
    let names: Vec<&str> = free.iter().copied().collect();
    for name in names.iter().filter(|name| source::is_dev(name)) {
        let stage = source::stage_to_propose(name, &free.iter().copied()).map(str::to_owned);
        free.remove(name);
        if let Some(stage) = &stage {
            free.remove(stage.as_str());
        }
        let layout = if stage.is_some() { Layout::Standard } else { Layout::Dev };
        found.push(Proposal { hostname: (*name).to_owned(), layout, stage });
    }
    found.extend(free.iter().map(|name| Proposal {
        hostname: (*name).to_owned(),
        layout: Layout::Simple,
        stage: None,
    }));
    found.sort_by(|a, b| a.hostname.cmp(&b.hostname));
    found
}

/// The layout of one half without the other.
fn alone(one: &Proposal) -> Layout {
    if source::is_dev(&one.hostname) { Layout::Dev } else { Layout::Simple }
}
