//! Dropping what is open.

use super::{next, open};
use crate::domain::failure::Fail;
use crate::generated::errors::code;
use crate::generated::tools::zerops_workflow::{Error, ResetArgs};
use crate::generated::types::WorkflowResult;
use crate::ops::context::Context;
use crate::ops::support::notebook;
use crate::suggest;
use crate::workflow::notebook::{Book, Kind};

/// Drops the open bootstraps and the work that nobody else has in hand, and units of services that are gone.
pub(super) async fn reset(cx: &Context, args: ResetArgs) -> Result<WorkflowResult, Fail<Error>> {
    let platform = cx.connection().session().await?;
    let live = platform.services().await?;
    let reading = notebook::read(cx, &platform).await;
    let ours = |kind: Kind, name: &String| !reading.is_anothers(kind, name);
    let (sessions, works) = match &args.session_id {
        Some(id) if !reading.book.sessions.contains_key(id) => {
            return Err(Fail::new(code::NoBootstrap, format!("There is no bootstrap `{id}`.")));
        }
        Some(id) => (vec![id.clone()], Vec::new()),
        None => (
            reading.book.sessions.keys().filter(|id| ours(Kind::Session, id)).cloned().collect::<Vec<_>>(),
            reading.book.works.keys().filter(|name| ours(Kind::Work, name)).cloned().collect::<Vec<_>>(),
        ),
    };
    let is_there = |hostname: &str| live.iter().any(|service| service.name == hostname);
    let named = reading.book.units.iter().flat_map(|(hostname, unit)| unit.services(hostname));
    let gone: Vec<String> = named.filter(|one| !is_there(one) && !one.starts_with('_')).map(str::to_owned).collect();
    let mut dropped: Vec<String> = sessions.iter().map(|id| format!("the bootstrap {id}")).collect();
    dropped.extend(
        works
            .iter()
            .filter_map(|name| reading.book.works.get(name))
            .map(|work| format!("the work \"{}\"", work.intent)),
    );
    dropped.extend(gone.iter().map(|hostname| format!("what was noted of {hostname}, which is gone")));
    let change = move |book: &mut Book| {
        for id in &sessions {
            book.end_session(id);
        }
        for name in &works {
            book.drop_work(name);
        }
        for hostname in &gone {
            book.forget_service(hostname);
        }
    };
    let ((), reading) = open::change(cx, &platform, change).await?;
    let kept: Vec<&str> = reading.book.units.keys().map(String::as_str).collect();
    let kept = if kept.is_empty() {
        "no unit is known".to_owned()
    } else {
        format!("kept: {} with choices and proofs", kept.join(", "))
    };
    let mut next = next::of_project(cx, &platform).await;
    if next.is_empty() {
        next.push(suggest::standing());
    }
    let dropped =
        if dropped.is_empty() { "Nothing was open".to_owned() } else { format!("Dropped: {}", dropped.join(", ")) };
    Ok(WorkflowResult {
        title: Some("Reset; no service was touched".to_owned()),
        note: Some(format!("{dropped}; {kept}.")),
        notes: open::notes(&reading),
        next,
        ..WorkflowResult::default()
    })
}
