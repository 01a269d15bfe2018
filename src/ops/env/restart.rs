//! Which services run with old values, and restarting them.

use futures_util::future::try_join_all;

use super::apply::{after, unfinished_record};
use super::{Owner, noted, references};
use crate::domain::call::NextCall;
use crate::domain::failure::Fail;
use crate::domain::outcome::Outcome;
use crate::generated::errors::code;
use crate::generated::tools::zerops_env::Error;
use crate::generated::types::{EnvResult, Hostname, ProcessView};
use crate::ops::context::Context;
use crate::ops::support::{end_of_call, failure, service_facts, services, wire_to_view};
use crate::platform::error::Error as PlatformFault;
use crate::platform::session::{Lifecycle, Session};
use crate::platform::wire::Service;
use crate::suggest;

/// Processes of accepted restarts that a failure suggests to look at.
const SHOWN: usize = 3;
/// Services that one call restarts at most.
const RESTARTED: usize = 50;
/// Restarts that an answer suggests.
const SUGGESTED: usize = 4;
/// Services whose variables are searched for references to the ones that changed.
const SEARCHED: usize = 40;
/// Services whose variables are read at the same time.
const AT_ONCE: usize = 8;

/// zcp must not end the service it runs in.
pub(super) fn refuse_own(cx: &Context, owner: &Owner, restart: bool) -> Result<(), Fail<Error>> {
    match owner {
        Owner::Service(service) if restart && cx.is_own(service) => {
            let message =
                format!("zcp itself runs in `{}`, so it does not restart it. Nothing was changed.", service.name);
            Err(Fail::new(code::ServiceProtected, message).suggest("Call again without restart."))
        }
        _ => Ok(()),
    }
}

/// The services that run and will have old values once these variables have changed, and what to
/// say of those that were not looked at.
pub(super) async fn needed(
    session: &Session,
    owner: &Owner,
    keys: &[String],
    restart: bool,
) -> Result<(Vec<String>, Option<String>), Fail<Error>> {
    let (stale, note) = stale(session, owner, keys).await?;
    if restart && stale.len() > RESTARTED {
        let count = stale.len();
        let reason = format!("is for at most {RESTARTED} services, and {count} need one");
        let fail = Fail::new(code::InvalidParameter, format!("restart {reason}; nothing was changed."));
        return Err(fail
            .field("restart", reason)
            .suggest("Call again without restart, then restart with zerops_manage."));
    }
    Ok((stale, note))
}

async fn stale(
    session: &Session,
    owner: &Owner,
    keys: &[String],
) -> Result<(Vec<String>, Option<String>), PlatformFault> {
    let running = session.services().await?.into_iter().filter(runs);
    let mut running: Vec<Service> = running.collect();
    let Owner::Service(own) = owner else {
        return Ok((running.into_iter().map(|service| service.name).collect(), None));
    };
    let mut stale: Vec<String> = runs(own).then(|| own.name.clone()).into_iter().collect();
    let names: Vec<String> = keys.iter().map(|key| format!("{}_{key}", own.name)).collect();
    running.retain(|service| service.id != own.id);
    let note = (running.len() > SEARCHED).then(|| {
        let count = running.len() - SEARCHED;
        format!("{count} more services were not searched for references to these variables.")
    });
    running.truncate(SEARCHED);
    for services in running.chunks(AT_ONCE) {
        let read = services.iter().map(|service| session.service_env(&service.id));
        for (service, env) in services.iter().zip(try_join_all(read).await?) {
            let refers = |content: &str| references(content).any(|name| names.iter().any(|known| known == name));
            if env.iter().any(|entry| refers(&entry.content)) {
                stale.push(service.name.clone());
            }
        }
    }
    Ok((stale, note))
}

/// Also what is restarting or changing at this moment: whether it has the new values nobody knows.
fn runs(service: &Service) -> bool {
    service_facts::is_runtime(service) && service_facts::may_run(service)
}

/// Restarts the services that need it, awaits it and says how it ended.
pub(super) async fn all(
    cx: &Context,
    session: &Session,
    mut record: EnvResult,
) -> Result<Outcome<EnvResult>, Fail<Error>> {
    let fail = |record: &EnvResult, fail| {
        Err(after(&record.keys, "changed", fail).suggest("Do not set them again; look at the service and its process."))
    };
    let hostnames: Vec<String> = record.restart_needed.drain(..).collect();
    let (mut own, mut started, mut views) = (Vec::new(), Vec::new(), Vec::new());
    for hostname in hostnames {
        let service = services::find::<Error>(session, &Hostname(hostname.clone())).await;
        let process = match service {
            Ok(service) if cx.is_own(&service) => {
                own.push(hostname);
                continue;
            }
            Ok(service) => {
                let answer = session.lifecycle(&service.id, Lifecycle::Restart).await;
                answer.map_err(|error| failure::of_change(error, &service.name))
            }
            Err(error) => Err(error),
        };
        match process {
            Ok(process) => {
                started.push(hostname);
                views.push(wire_to_view::process(&process));
            }
            Err(error) => return fail(&record, begun(&started, &views, error)),
        }
    }
    let followed = end_of_call::follow_all::<Error>(cx, &mut views).await;
    if let Some(error) = followed.err().or_else(|| end_of_call::failed::<Error>(&views)) {
        return fail(&record, error);
    }
    let mut unfinished = None;
    for (hostname, view) in started.into_iter().zip(views) {
        if view.status == "FINISHED" {
            record.restarted.push(hostname);
            record.process = Some(view);
        } else {
            record.restart_needed.push(hostname);
            unfinished = Some(view);
        }
    }
    if !own.is_empty() {
        record.note =
            noted(record.note, format!("zcp itself runs in `{}`, so it did not restart it.", own.join("`, `")));
        record.restart_needed.extend(own);
    }
    if unfinished.is_some() {
        record.process = unfinished;
        return Ok(unfinished_record(record));
    }
    Ok(Outcome::Done(record))
}

/// A refused restart with those that were accepted before it.
fn begun(started: &[String], views: &[ProcessView], mut fail: Fail<Error>) -> Fail<Error> {
    if !started.is_empty() {
        let begun = format!("the restart of {} was accepted, the next one was not", started.join(", "));
        fail.detail.message = format!("{begun}: {}", fail.detail.message);
    }
    views.iter().take(SHOWN).fold(fail, |fail, view| fail.next(suggest::process(&view.id)))
}

/// The calls that restart the services that need it, the first ones: `restartNeeded` names all.
pub(super) fn suggested(cx: &Context, session: &Session, hostnames: &[String]) -> Vec<NextCall> {
    let others = hostnames.iter().filter(|hostname| !cx.runs_in(session.project_id(), hostname));
    others.take(SUGGESTED).map(|hostname| suggest::restart(hostname, None)).collect()
}
