//! Beginning a bootstrap, or going on with one.

use super::open::{self, Open};
use super::{adopt, recipe};
use crate::domain::documents::types::Types;
use crate::domain::failure::Fail;
use crate::generated::errors::code;
use crate::generated::tools::zerops_workflow::{Error, StartArgs};
use crate::generated::types::{self, Route, RouteView, WorkflowResult};
use crate::ops::context::Context;
use crate::ops::support::types_and_schemas::Live;
use crate::ops::support::{notebook, service_facts};
use crate::platform::session::Session as Platform;
use crate::platform::wire::Service;
use crate::suggest;
use crate::workflow::notebook::{Book, Kind, Reading, Session, Step};

/// What a plan is, for who has never made one.
const PLAN: &str = "For example `services`: [{\"hostname\":\"appdev\",\"type\":\"nodejs@22\",\"stageHostname\":\"appstage\"},{\"hostname\":\"db\",\"type\":\"postgresql@18\"}]. `layout` is standard with a stageHostname, else simple (one service); dev is a dev service alone. Nothing is made before `provision`.";

/// The routes with why, or the bootstrap that one of them opens.
pub(super) async fn start(cx: &Context, args: StartArgs) -> Result<WorkflowResult, Fail<Error>> {
    if args.workflow != types::Workflow::Bootstrap {
        let message = format!("`{}` is guidance and is not started.", args.workflow.as_str());
        let fail = Fail::new(code::InvalidParameter, message);
        return Err(fail.field("workflow", "can be started: bootstrap, develop"));
    }
    let platform = cx.connection().session().await?;
    let live = platform.services().await?;
    let reading = notebook::read(cx, &platform).await;
    let recipes = match (args.route, &args.recipe, args.intent.as_deref()) {
        (None, None, Some(intent)) => recipe::fitting(cx, intent).await,
        _ => Vec::new(),
    };
    let named = args.recipe.as_ref().map(|_| Route::Recipe);
    let only = || only_route(&live, &reading).filter(|_| recipes.is_empty());
    let route = args.route.or(named).or_else(only);
    match route {
        None => Ok(routes(&live, &reading, recipes)),
        Some(Route::Resume) => {
            let Open { id, session } = open::find(&reading, args.session_id.as_deref())?;
            let (me, now, kept, name) = (reading.me.clone(), cx.clock().now(), session.clone(), id.clone());
            let ((), reading) =
                open::change(cx, &platform, move |book| book.set_session(&name, kept, &me, now)).await?;
            let types = Live::known(cx).await.types;
            Ok(opened(&id, &session, &reading, &types))
        }
        Some(Route::Adopt) => adopt::propose(cx, &platform, &live).await,
        Some(route @ (Route::Recipe | Route::Classic)) => begin(cx, &platform, &reading, route, args).await,
    }
}

/// Begins a bootstrap; without the name of a recipe, where one is wanted, names those that fit.
async fn begin(
    cx: &Context,
    platform: &Platform,
    reading: &Reading,
    route: Route,
    args: StartArgs,
) -> Result<WorkflowResult, Fail<Error>> {
    if let Ok(Open { id, session }) = open::find(reading, None) {
        let message = format!("A bootstrap is open already: `{id}` ({}).", described(&session));
        let fail = Fail::new(code::BootstrapOpen, message);
        return Err(fail.next(suggest::bootstrap(Some(Route::Resume), Some(id.as_str()))).next(suggest::reset(&id)));
    }
    let taken = if route == Route::Recipe { recipe::take(cx, platform, &args).await? } else { None };
    if route == Route::Recipe && taken.is_none() {
        return recipe::choose(cx, args.intent.as_deref().unwrap_or_default(), reading).await;
    }
    let intent = args.intent.unwrap_or_default();
    let now = cx.clock().now();
    let session = Session {
        route,
        intent,
        step: Step::Discover,
        began: now,
        why: None,
        plan: Vec::new(),
        variables: std::collections::BTreeMap::new(),
        recipe: taken,
    };
    let (me, kept) = (reading.me.clone(), session.clone());
    let begin = move |book: &mut Book| {
        let id = new_id(book, now);
        book.set_session(&id, kept, &me, now);
        id
    };
    let (id, reading) = open::change(cx, platform, begin).await?;
    let types = Live::known(cx).await.types;
    Ok(opened(&id, &session, &reading, &types))
}

/// The route, where there is no choice: nothing was left open, and nothing is there to be adopted.
fn only_route(live: &[Service], reading: &Reading) -> Option<Route> {
    let is_left = reading.book.sessions.keys().any(|id| !reading.is_anothers(Kind::Session, id));
    (!is_left && unadopted(live, reading).is_empty()).then_some(Route::Classic)
}

/// The runtimes that nobody adopted.
fn unadopted<'a>(live: &'a [Service], reading: &Reading) -> Vec<&'a str> {
    let open = |service: &&Service| {
        let known = reading.book.unit_of(&service.name).is_some_and(|(_, unit)| unit.origin.is_some());
        service_facts::is_runtime(service) && !known && !service_facts::is_workspace(service)
    };
    live.iter().filter(open).map(|service| service.name.as_str()).collect()
}

/// An id that is still free, made from the time.
fn new_id(book: &Book, now: jiff::Timestamp) -> String {
    let ids = (0..).map(|n: i64| format!("{:x}", now.as_millisecond().saturating_add(n)));
    ids.into_iter().find(|id| !book.sessions.contains_key(id)).unwrap_or_default()
}

/// The routes in the order of preference.
fn routes(live: &[Service], reading: &Reading, recipes: Vec<RouteView>) -> WorkflowResult {
    let mut routes = Vec::new();
    let mut add = |route: Route, why: String, call: Option<crate::domain::call::NextCall>| {
        routes.push(RouteView {
            route: Some(route.as_str().to_owned()),
            why: Some(why),
            next: call.into_iter().collect(),
        });
    };
    for (id, session) in &reading.book.sessions {
        if !reading.is_anothers(Kind::Session, id) {
            let why = format!("A bootstrap was left open: {}.", described(session));
            add(Route::Resume, why, Some(suggest::bootstrap(Some(Route::Resume), Some(id.as_str()))));
        }
    }
    let unadopted = unadopted(live, reading);
    if !unadopted.is_empty() {
        let why = format!("The project has runtimes that nobody adopted: {}.", unadopted.join(", "));
        add(Route::Adopt, why, Some(suggest::bootstrap(Some(Route::Adopt), None)));
    }
    if recipes.is_empty() {
        let why = "Begin from a published example; zerops_recipes finds one.".to_owned();
        add(Route::Recipe, why, Some(suggest::bootstrap(Some(Route::Recipe), None)));
    }
    let why = if live.is_empty() {
        "The project has no service: plan those that the task needs.".to_owned()
    } else {
        "Plan what the task needs beside what is there.".to_owned()
    };
    add(Route::Classic, why, Some(suggest::bootstrap(Some(Route::Classic), None)));
    // What fits the intent goes before planning all of it.
    let classic = routes.len() - 1;
    routes.splice(classic..classic, recipes);
    let next = routes.iter().find_map(|route| route.next.first().cloned()).into_iter().collect();
    WorkflowResult {
        title: Some("Choose a route".to_owned()),
        routes,
        notes: open::notes(reading),
        next,
        ..WorkflowResult::default()
    }
}

fn described(session: &Session) -> String {
    let intent = if session.intent.is_empty() { "no intent was given" } else { &session.intent };
    let step = match session.step {
        Step::Discover => "no plan yet",
        Step::Planned => "planned, nothing made",
        Step::Making => "services were being made",
    };
    format!("{intent}; {step}")
}

/// What to do with an open bootstrap.
fn opened(id: &str, session: &Session, reading: &Reading, types: &Types) -> WorkflowResult {
    if let Some(taken) = session.recipe.as_ref().filter(|_| session.step == Step::Discover) {
        let shown = recipe::opened(taken, types);
        let notes = session.why.iter().cloned().chain(shown.notes.clone()).chain(open::notes(reading)).collect();
        return WorkflowResult { session: Some(id.to_owned()), notes, ..shown };
    }
    let (title, next) = match session.step {
        Step::Discover => ("Plan the services: `action: plan` with `services`", suggest::services()),
        Step::Planned => ("Provision the plan", suggest::provision()),
        Step::Making => ("Go on with the provisioning", suggest::provision()),
    };
    let stage = |one: &types::PlannedService| {
        one.stage_hostname.as_ref().map(|stage| format!(" with stage {stage}")).unwrap_or_default()
    };
    let planned = session.plan.iter().map(|one| format!("{} {}{}", one.hostname, one.r#type, stage(one))).collect();
    WorkflowResult {
        title: Some(title.to_owned()),
        session: Some(id.to_owned()),
        services: planned,
        note: session.why.clone().or_else(|| (session.step == Step::Discover).then(|| PLAN.to_owned())),
        notes: open::notes(reading),
        next: vec![next],
        ..WorkflowResult::default()
    }
}
