//! The project and its services.

mod beside;

use futures_util::future::{join, join3, join4, try_join_all};

use super::context::Context;
use super::support::references::References;
use super::support::{scaling, services, wire_to_view};
use super::workflow::gather::{self, Focus};
use crate::domain::failure::Fail;
use crate::domain::room::{Form, Room};
use crate::generated::tools::zerops_discover::{Args, Error, SPEC};
use crate::generated::types::{DiscoverResult, EnvView, ServiceView};
use crate::platform::session::Session;
use crate::suggest;
use crate::workflow::compose::calls_for;
use crate::workflow::decide::decide;

/// Variables of one service that a list shows.
const LISTED_ENVS: usize = 20;
/// Variables of the one service that was asked for.
const SHOWN_ENVS: usize = 100;
/// Services whose variables are read at the same time.
const AT_ONCE: usize = 8;

/// Lists the project, or looks at one service.
///
/// # Errors
/// `SERVICE_NOT_FOUND` for a hostname that the project does not have, and what the platform says.
pub async fn discover(cx: &Context, args: Args) -> Result<DiscoverResult, Fail<Error>> {
    let session = cx.connection().session().await?;
    let envs = args.include_envs.unwrap_or(false);
    if let Some(hostname) = &args.service_hostname {
        let (service, project, all, processes) = join4(
            services::find::<Error>(&session, hostname),
            session.project(),
            session.services(),
            gather::processes(&session),
        )
        .await;
        let (service, project, all) = (service?, project?, all?);
        let beside = beside::look(cx, &session, Focus::Service(&hostname.0), &all, processes);
        let references = References::read(&session, &all, Some(&hostname.0));
        let (beside, references) = join(beside, references).await;
        let mut view = wire_to_view::service(&service, &project);
        view.scaling = Some(scaling::in_force(&service));
        beside::add(&beside, &mut view);
        beside::add_times(&service, beside.services.get(&service.name), &mut view);
        let references = references?;
        (view.uses, view.used_by) = (references.uses(&hostname.0), references.used_by(&hostname.0));
        if envs {
            read_envs(&session, &mut view, SHOWN_ENVS).await?;
        }
        let project = wire_to_view::project(&project);
        let more = view.envs_total.map(|_| suggest::variables(Some(&hostname.0)));
        let next = calls_for(&decide(&beside), &hostname.0).into_iter().chain(more).collect();
        return Ok(DiscoverResult { project, services: vec![view], total: 1, next, ..DiscoverResult::default() });
    }
    list(cx, &session, args, envs).await
}

async fn list(cx: &Context, session: &Session, args: Args, envs: bool) -> Result<DiscoverResult, Fail<Error>> {
    let (project, all, processes) = join3(session.project(), session.services(), gather::processes(session)).await;
    let (project, all) = (project?, all?);
    let beside = beside::look(cx, session, Focus::All, &all, processes).await;
    let total = i64::try_from(all.len()).unwrap_or(i64::MAX);
    let after = args.cursor.map(|cursor| cursor.0);
    let limit = usize::try_from(args.limit).unwrap_or(1);
    let rest: Vec<_> =
        all.iter().filter(|service| after.as_deref().is_none_or(|after| service.name.as_str() > after)).collect();
    let mut page: Vec<ServiceView> =
        rest.iter().take(limit).map(|service| wire_to_view::service(service, &project)).collect();
    for view in &mut page {
        beside::add(&beside, view);
    }
    if envs {
        for views in page.chunks_mut(AT_ONCE) {
            try_join_all(views.iter_mut().map(|view| read_envs(session, view, LISTED_ENVS))).await?;
        }
    }
    // One service always stays, so that reading on ends.
    let fitting = page.iter().scan(room(), |room, view| room.take(view).then_some(())).count();
    page.truncate(fitting.max(1));
    let cut = page.len() < rest.len();
    let next_cursor = if cut { page.last().map(|service| service.hostname.clone()) } else { None };
    let project = wire_to_view::project(&project);
    Ok(DiscoverResult { project, services: page, total, next_cursor, next: Vec::new() })
}

/// What the list of services, or one service, may take.
fn room() -> Room {
    Room::of(&SPEC, Form::Nested)
}

async fn read_envs(session: &Session, view: &mut ServiceView, most: usize) -> Result<(), Fail<Error>> {
    let id = crate::domain::ids::ServiceId::new(view.id.clone());
    let mut envs: Vec<_> = session.service_env(&id).await?.iter().map(wire_to_view::env).collect();
    envs.sort_by(|a, b| a.key.cmp(&b.key));
    put_envs(view, envs, most);
    Ok(())
}

/// Puts in as many variables as the list may have in number and in bytes.
fn put_envs(view: &mut ServiceView, mut envs: Vec<EnvView>, most: usize) {
    let (mut room, all) = (room(), envs.len());
    room.keep(view);
    envs.truncate(most);
    room.cut(&mut envs);
    if envs.len() < all {
        view.envs_total = i64::try_from(all).ok();
    }
    view.envs = envs;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn variables_are_cut_by_number_and_by_bytes() {
        let cut = |length: usize| {
            let key = "K".repeat(length);
            let env = EnvView { key, r#type: "USER".to_owned(), value: "***".to_owned(), ..EnvView::default() };
            let mut view = ServiceView::default();
            put_envs(&mut view, vec![env; 120], SHOWN_ENVS);
            assert!(view.envs_total == Some(120) && room().cost(&view) <= room().left() + 40, "{view:?}");
            view.envs.len()
        };
        assert_eq!(cut(3), SHOWN_ENVS);
        assert!((60..SHOWN_ENVS).contains(&cut(41)));
        assert_eq!(cut(10_000), 0);
    }
}
