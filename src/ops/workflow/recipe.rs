//! A bootstrap from a published recipe.
//!
//! The document is kept with the bootstrap as it was when it was begun: what is published meanwhile changes no plan. Its
//! project variables are set before the services are made, since an import into a project that exists has no place
//! for them. Values that only a person knows are set afterwards.

use std::collections::BTreeMap;

use super::open;
use crate::domain::call::{Arguments as _, NextCall};
use crate::domain::documents::types::Types;
use crate::domain::documents::{self, DocumentKind, Known, preprocessor};
use crate::domain::environment::is_deciding;
use crate::domain::failure::Fail;
use crate::domain::recipe::Recipe;
use crate::generated::errors::code;
use crate::generated::tools::zerops_env;
use crate::generated::tools::zerops_workflow::{self, Error, StartArgs};
use crate::generated::types::{PlannedService, Route, RouteView, WorkflowResult};
use crate::ops::context::Context;
use crate::ops::support::import_unknowable;
use crate::ops::support::types_and_schemas::Live;
use crate::ops::{env, recipes};
use crate::platform::session::Session as Platform;
use crate::preprocessor::{SystemRandom, values};
use crate::suggest;
use crate::workflow::notebook::{Reading, Taken};
use crate::workflow::plan::{Checked, Finding};
use crate::workflow::recipe::{Document, Setting, fit, proposed, referred, rewrite};

/// Recipes that are proposed.
const PROPOSED: usize = 5;

/// The recipes that fit an intent, as ways to begin; none where the catalogue cannot be read.
pub(super) async fn fitting(cx: &Context, intent: &str) -> Vec<RouteView> {
    let Ok(catalogue) = recipes::read::<Error>(cx).await else { return Vec::new() };
    let found = recipes::find::fitting(&catalogue.recipes, intent);
    found.into_iter().take(PROPOSED).filter_map(way).collect()
}

/// The recipes that have words of an intent, to choose one.
///
/// # Errors
/// The catalogue cannot be read.
pub(super) async fn choose(cx: &Context, intent: &str, reading: &Reading) -> Result<WorkflowResult, Fail<Error>> {
    let catalogue = recipes::read::<Error>(cx).await?;
    let found = recipes::find::search(&catalogue.recipes, intent);
    let found = if found.is_empty() { recipes::find::search(&catalogue.recipes, "") } else { found };
    let more = found.len().saturating_sub(PROPOSED);
    let routes: Vec<RouteView> = found.into_iter().take(PROPOSED).filter_map(way).collect();
    let mut next: Vec<NextCall> = routes.first().and_then(|route| route.next.first().cloned()).into_iter().collect();
    next.push(suggest::recipes(intent));
    Ok(WorkflowResult {
        title: Some("Choose a recipe".to_owned()),
        routes,
        note: (more > 0).then(|| format!("{more} more: zerops_recipes lists and shows them.")),
        notes: open::notes(reading).into_iter().chain(catalogue.note).collect(),
        next,
        ..WorkflowResult::default()
    })
}

fn way(recipe: &Recipe) -> Option<RouteView> {
    let tier = recipe.tier(None)?;
    let what = if recipe.intro.is_empty() { &recipe.name } else { &recipe.intro };
    Some(RouteView {
        route: Some(Route::Recipe.as_str().to_owned()),
        why: Some(format!("{}: {what}", recipe.slug)),
        next: vec![suggest::recipe_bootstrap(&recipe.slug, &tier.key)],
    })
}

/// The recipe that a call names.
///
/// # Errors
/// There is none, or its document cannot be used.
pub(super) async fn take(cx: &Context, platform: &Platform, args: &StartArgs) -> Result<Option<Taken>, Fail<Error>> {
    let Some(name) = &args.recipe else { return Ok(None) };
    let catalogue = recipes::read::<Error>(cx).await?;
    let (recipe, tier) = recipes::named::<Error>(&catalogue, name)?;
    let types = Live::current(cx, platform).await.types;
    let document = Document::read(&tier.import, &types).map_err(|why| unusable(&recipe.slug, &why))?;
    let referred = referred(recipe, &tier.import, &document);
    Ok(Some(Taken { slug: recipe.slug.clone(), tier: tier.key, import: tier.import, referred }))
}

fn unusable(slug: &str, why: &str) -> Fail<Error> {
    Fail::new(code::RecipeNotFound, format!("The document of `{slug}` {why}.")).next(suggest::recipe(slug))
}

/// What to do with a bootstrap that has a recipe and no plan yet.
pub(super) fn opened(taken: &Taken, types: &Types) -> WorkflowResult {
    let document = Document::read(&taken.import, types).unwrap_or_default();
    let args = zerops_workflow::PlanArgs { services: proposed(&document), session_id: None };
    let mut note = format!(
        "{}/{} as it was published. Hostnames of runtimes may be changed in the plan; all services of it are needed.",
        taken.slug, taken.tier
    );
    let asks = document.asks();
    if !asks.is_empty() {
        note.push_str(&format!(
            " It asks for values that a person gives after the services are made: {}.",
            asks.join(", ")
        ));
    }
    WorkflowResult {
        title: Some("Plan the services of the recipe".to_owned()),
        services: document.services.iter().map(recipes::line).collect(),
        note: Some(note),
        notes: of_project(taken, types),
        next: vec![zerops_workflow::Args::Plan(args).to_call()],
        ..WorkflowResult::default()
    }
}

/// A plan that was held against its recipe.
pub(super) struct Fitted {
    document: Document,
    /// The hostname that each service of the recipe gets.
    names: BTreeMap<String, String>,
    /// The document that makes what is missing; nothing where all of it is there.
    pub(super) import: Option<String>,
}

/// Holds a plan without faults against a recipe, and the document that comes of it against the validator.
///
/// # Errors
/// Everything in which it does not fit.
pub(super) fn fitted(
    taken: &Taken,
    planned: &[PlannedService],
    checked: &Checked,
    types: &Types,
) -> Result<Fitted, Vec<Finding>> {
    let one = |field: &str, reason: String| vec![Finding { field: field.to_owned(), reason }];
    let odd = |why: String| one("recipe", format!("has a document that {why}"));
    let document = Document::read(&taken.import, types).map_err(odd)?;
    let names = fit(&document, &taken.referred, planned, checked)?;
    let is_made = |hostname: &String| checked.to_make().any(|service| service.hostname == *hostname);
    let make: BTreeMap<String, String> =
        names.iter().filter(|(_, after)| is_made(after)).map(|(a, b)| (a.clone(), b.clone())).collect();
    if make.is_empty() {
        return Ok(Fitted { document, names, import: None });
    }
    let import = rewrite(&taken.import, &make).map_err(odd)?;
    if let Some((line, what)) = import_unknowable::reason(&import) {
        return Err(one("recipe", format!("has a document of which line {line} {what}")));
    }
    let known = Known { types: types.clone(), ..Known::default() };
    let context = documents::Context { known, ..documents::Context::default() };
    let report = documents::validate(DocumentKind::ImportYaml, &import, &context);
    let errors = report.findings.iter().filter(|finding| finding.severity == documents::Severity::Error);
    let findings: Vec<Finding> = errors
        .map(|found| Finding { field: format!("recipe.{}", found.path), reason: found.message.clone() })
        .collect();
    if findings.is_empty() { Ok(Fitted { document, names, import: Some(import) }) } else { Err(findings) }
}

/// The variables of the project that are set for a recipe: none by which it would decide what runs in every service, or
/// where their secrets go.
fn settings(document: &Document) -> impl Iterator<Item = &Setting> {
    document.project.iter().filter(|one| !is_deciding(&one.key))
}

/// What is said of the variables of the project before they are set.
pub(super) fn of_project(taken: &Taken, types: &Types) -> Vec<String> {
    let document = Document::read(&taken.import, types).unwrap_or_default();
    let names = |all: Vec<&str>| all.join(", ");
    let set: Vec<&str> = settings(&document).filter(|one| one.value.is_some()).map(|one| one.key.as_str()).collect();
    let left: Vec<&str> =
        document.project.iter().filter(|one| is_deciding(&one.key)).map(|one| one.key.as_str()).collect();
    let mut notes = Vec::new();
    if !set.is_empty() {
        notes.push(format!("Variables of the project that it sets, where they are not there yet: {}.", names(set)));
    }
    if !left.is_empty() {
        let left = names(left);
        notes.push(format!("Not set, since they decide what runs in every service: {left}."));
    }
    notes
}

/// Sets the variables of the project that a recipe has and the project has not. Those that are there stay.
///
/// # Errors
/// What the platform says of one.
pub(super) async fn settle(
    cx: &Context,
    platform: &Platform,
    taken: &Taken,
    fitted: &Fitted,
) -> Result<(), Fail<Error>> {
    let given = settings(&fitted.document).filter_map(|one| Some((one.key.clone(), one.value.clone()?)));
    let given: Vec<(String, String)> = given.collect();
    if given.is_empty() {
        return Ok(());
    }
    let known = platform.project_env().await?;
    let missing: Vec<(String, String)> =
        given.into_iter().filter(|(key, _)| !known.iter().any(|entry| entry.key.eq_ignore_ascii_case(key))).collect();
    if missing.is_empty() {
        return Ok(());
    }
    let (keys, texts): (Vec<String>, Vec<String>) = missing.into_iter().unzip();
    let texts = if preprocessor::is_switched_on(&taken.import) { expanded(cx, texts).await? } else { texts };
    let variables = keys.iter().zip(&texts).map(|(key, value)| format!("{key}={value}")).collect();
    let args = zerops_env::SetArgs {
        service_hostname: None,
        project: Some(true),
        variables,
        sensitive: None,
        restart: Some(false),
        wait: Some(true),
    };
    match env::set(cx, args).await {
        Ok(_) => Ok(()),
        Err(fail) => {
            let mut detail = fail.detail;
            let message = detail.message.trim_end_matches('.');
            detail.message = format!("The variables of the project that the recipe has were not set: {message}.");
            // What the token may not do is no fault of the recipe.
            let code = match fail.code {
                zerops_env::Error::AuthInvalidToken => Error::AuthInvalidToken,
                zerops_env::Error::AuthTokenExpired => Error::AuthTokenExpired,
                zerops_env::Error::PermissionDenied => Error::PermissionDenied,
                _ => Error::ProvisionFailed,
            };
            Err(Fail { code, detail })
        }
    }
}

/// The values of a recipe, with what is generated.
async fn expanded(cx: &Context, texts: Vec<String>) -> Result<Vec<String>, Fail<Error>> {
    let refuse =
        |why: &str| Fail::new(code::ProvisionFailed, format!("A value of the recipe was not generated: {why}."));
    let random = cx.seed().map_or_else(SystemRandom::new, |seed| Some(SystemRandom::seeded(seed)));
    let mut random = random.ok_or_else(|| refuse("this computer has no source of randomness"))?;
    let (now, cancel) = (cx.clock().now(), cx.scope().cancel.clone());
    let work = tokio::task::spawn_blocking(move || values(&texts, &mut random, now, &|| !cancel.is_cancelled()));
    match work.await {
        Ok(Ok(values)) => Ok(values),
        Ok(Err(_)) => Err(refuse("an expression of its project variables is none")),
        Err(_) => Err(refuse("it took too long")),
    }
}

/// What is said when all services are there.
pub(super) fn done(taken: &Taken, fitted: &Fitted, checked: &Checked) -> WorkflowResult {
    let name = |part: &str| fitted.names.get(part).cloned().unwrap_or_else(|| part.to_owned());
    let mut notes = Vec::new();
    let asks: Vec<String> = fitted
        .document
        .asks()
        .into_iter()
        .map(|ask| match ask.split_once(' ') {
            Some((part, key)) => format!("{} {key}", name(part)),
            None => ask,
        })
        .collect();
    if !asks.is_empty() {
        notes.push(format!(
            "Not set, because only a person knows them: {}. Set them with zerops_env and `restart: true`: what runs has them after that.",
            asks.join(", ")
        ));
    }
    let mut repositories: Vec<&str> =
        fitted.document.services.iter().filter_map(|part| part.repository.as_deref()).collect();
    repositories.dedup();
    if !repositories.is_empty() {
        notes.push(format!("The code is built from {}; to change it, deploy a clone of it.", repositories.join(", ")));
    }
    let public = fitted.document.services.iter().filter(|part| part.is_public && part.is_runtime());
    let mut next: Vec<NextCall> = public.map(|part| suggest::publish(&name(&part.hostname))).collect();
    if next.is_empty()
        && let Some(hostname) = checked.units.keys().next()
    {
        next.push(suggest::verify(hostname));
    }
    WorkflowResult {
        title: Some(format!("All services of {}/{} are there", taken.slug, taken.tier)),
        services: checked.lines(),
        notes,
        next,
        ..WorkflowResult::default()
    }
}
