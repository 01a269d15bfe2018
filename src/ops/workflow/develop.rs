//! Opens a piece of work on code.

use std::collections::BTreeMap;

use super::gather::{Focus, gather};
use super::{answer, known, open};
use crate::domain::failure::{Fail, Stake};
use crate::domain::nearest::nearest;
use crate::generated::errors::code;
use crate::generated::tools::zerops_workflow::{Error, StartArgs};
use crate::generated::types::WorkflowResult;
use crate::ops::context::Context;
use crate::ops::support::consent::{self, Loss};
use crate::ops::support::notebook;
use crate::platform::session::Session;
use crate::suggest;
use crate::workflow::envelope::{Close, Envelope, Unit};
use crate::workflow::notebook::{Book, Kind, Owner, Reading, Work};

/// Opens work on services. The same intent goes on with what is open.
///
/// # Errors
/// `INVALID_PARAMETER` for a scope that has no such service, or one that runs no code of the user's.
pub(super) async fn start(cx: &Context, args: StartArgs) -> Result<WorkflowResult, Fail<Error>> {
    let session = cx.connection().session().await?;
    let envelope = gather(cx, &session, Focus::All).await?;
    let scope = scope(&envelope, &args)?;
    let intent = args.intent.map(|intent| intent.split_whitespace().collect::<Vec<_>>().join(" "));
    let intent = intent.filter(|intent| !intent.is_empty()).ok_or_else(|| {
        let message = "Work has an intent: what it is for, in a few words.";
        Fail::new(code::InvalidParameter, message).field("intent", "is missing")
    })?;
    let baseline: BTreeMap<String, String> = scope
        .iter()
        .filter_map(|hostname| {
            let serving = envelope.services.get(hostname)?.serving()?;
            Some((hostname.clone(), serving.id.to_string()))
        })
        .collect();
    if let Some(loss) = loss(&notebook::read(cx, &session).await, &envelope, &intent) {
        consent::agreed::<Error>(cx, loss)?;
    }
    let replaced = note(cx, &session, Work { intent, scope, began: cx.clock().now(), baseline, closed: None }).await?;
    let envelope = gather(cx, &session, Focus::All).await?;
    let mut result = answer::of(&envelope);
    if let Some(replaced) = replaced {
        result.notes.insert(
            0,
            format!("It takes the place of \"{replaced}\", which was open; what was deployed for it stays."),
        );
    }
    Ok(result)
}

/// What other work that is open stands for, where a human decides how it ends: it is not left without their word.
fn loss(reading: &Reading, envelope: &Envelope, intent: &str) -> Option<Loss> {
    let (_, open) = known::open_work(reading).filter(|(_, open)| open.intent != intent)?;
    let humans = |(name, unit): (&String, &Unit)| {
        let is_humans = unit.is_adopted && matches!(unit.close, None | Some(Close::Manual));
        let is_meant = std::iter::once(name).chain(&unit.stage).any(|one| open.scope.contains(one));
        (is_humans && is_meant).then(|| name.clone())
    };
    let units: Vec<String> = envelope.units.iter().filter_map(humans).collect();
    let (first, named) = (units.first()?.clone(), units.join("`, `"));
    let why = format!("How work on `{named}` ends is for a human to say.");
    Some(Loss {
        stake: Stake::new(std::iter::once(open.intent.as_str()).chain(units.iter().map(String::as_str))),
        deed: format!("leave the work \"{}\" for other work", open.intent),
        question: format!("Leave the work \"{}\" as it is and begin \"{intent}\"? {why}", open.intent),
        word: first,
        typed: "leave it; what was deployed for it stays".to_owned(),
        message: format!("The work \"{}\" is open. {why} Nothing was begun.", open.intent),
        suggestion: Some("Ask the human; if they agree, close it with the call under `next`, then start."),
        next: vec![suggest::close()],
        confirmed: false,
    })
}

/// Notes the work; answers the intent of what it takes the place of.
async fn note(cx: &Context, session: &Session, work: Work) -> Result<Option<String>, Fail<Error>> {
    let (me, now) = (cx.notebook().me().clone(), cx.clock().now());
    let reading = notebook::read(cx, session).await;
    let former = known::open_work(&reading).map(|(name, former)| (name.clone(), former.clone()));
    let (replaced, _) = open::change(cx, session, move |book| put(book, former, work, &me, now)).await?;
    Ok(replaced)
}

fn put(
    book: &mut Book,
    former: Option<(String, Work)>,
    mut work: Work,
    me: &Owner,
    now: jiff::Timestamp,
) -> Option<String> {
    let Some((name, before)) = former else {
        let name = book.new_work_name(me);
        book.set_work(&name, work, me, now);
        return None;
    };
    let same = before.intent == work.intent;
    if same {
        // It began when it began: what was deployed for it since counts.
        work.began = before.began;
        // A service that began without a version did: what it serves by now was deployed for this.
        work.baseline.retain(|service, _| !before.scope.contains(service));
        let joined = before.baseline.into_iter().filter(|(service, _)| work.scope.contains(service));
        work.baseline.extend(joined);
    }
    book.registry.forget(Kind::Work, &name);
    book.works.remove(&name);
    let name = book.new_work_name(me);
    book.set_work(&name, work, me, now);
    (!same).then_some(before.intent)
}

/// The services that are named, with the other half of each pair.
fn scope(envelope: &Envelope, args: &StartArgs) -> Result<Vec<String>, Fail<Error>> {
    let runtimes: Vec<&str> =
        envelope.services.iter().filter(|(_, one)| one.is_runtime()).map(|(name, _)| name.as_str()).collect();
    let valid = if runtimes.is_empty() { "none yet".to_owned() } else { runtimes.join(", ") };
    let wrong = |index: usize, hostname: &str| {
        let field = format!("scope[{index}]");
        let reason = match envelope.services.get(hostname) {
            Some(_) => format!("`{hostname}` runs no code of yours; those that do: {valid}"),
            None => {
                let near = nearest(hostname, runtimes.iter().copied());
                let near = near.map(|near| format!(" (did you mean `{near}`?)")).unwrap_or_default();
                format!("the project has no service `{hostname}`{near}; services with code: {valid}")
            }
        };
        (field, reason)
    };
    let named: Vec<&str> = args.scope.iter().map(|hostname| hostname.0.as_str()).collect();
    let wrong: Vec<(String, String)> = named
        .iter()
        .enumerate()
        .filter(|(_, hostname)| !runtimes.contains(*hostname))
        .map(|(index, hostname)| wrong(index, hostname))
        .collect();
    if let Some((_, first)) = wrong.first() {
        let fail = Fail::new(code::InvalidParameter, format!("Work was not started: {first}."));
        let fail = wrong.into_iter().fold(fail, |fail, (field, reason)| fail.field(field, reason));
        return Err(without_runtime(fail, &runtimes));
    }
    let mut scope: Vec<String> = Vec::new();
    for (name, unit) in &envelope.units {
        let of_unit: Vec<&str> = std::iter::once(name.as_str()).chain(unit.stage.as_deref()).collect();
        if of_unit.iter().any(|hostname| named.contains(hostname)) {
            scope.extend(of_unit.into_iter().map(str::to_owned));
        }
    }
    if scope.is_empty() {
        let fail = Fail::new(code::InvalidParameter, "Work is on services; none was named.");
        let fail = fail.field("scope", format!("name the services that the task changes: {valid}"));
        return Err(without_runtime(fail, &runtimes));
    }
    Ok(scope)
}

/// Where nothing runs code, no scope is right: something has to be created first.
fn without_runtime(fail: Fail<Error>, runtimes: &[&str]) -> Fail<Error> {
    if !runtimes.is_empty() {
        return fail;
    }
    let fail = fail.suggest("The project has no service that runs code: create one first, then start the work.");
    fail.next(suggest::bootstrap(None, None))
}
