//! A look at a page of a service with a browser of this computer.
//!
//! The page stays at the addresses of the project, and at one that a human agreed to. What it says is text of
//! somebody else, and is marked so.

mod place;
mod report;

use super::context::Context;
use super::support::services;
use crate::browser::{self, Missing, Seen, Step, Visit};
use crate::domain::failure::Fail;
use crate::domain::outcome::Lines;
use crate::generated::errors::code;
use crate::generated::tools::zerops_browse::{Args, Error, OpenArgs, UseArgs};
use crate::generated::types::{BrowseResult, Hostname, PageAddress};
use crate::suggest;

/// Steps of one call.
const MOST_STEPS: usize = 20;

/// What both actions are told.
struct Wanted {
    hostname: Hostname,
    page: Option<PageAddress>,
    confirmed: bool,
    /// The call that says that the human agreed.
    exact: Args,
}

/// Looks at a page.
///
/// # Errors
/// `BROWSER_MISSING`, `BROWSER_FAILED`, `PAGE_UNREACHABLE`; `CONFIRM_REQUIRED` and its like for an address that is
/// not the project's own.
pub async fn open(cx: &Context, args: OpenArgs) -> Result<Lines<BrowseResult>, Fail<Error>> {
    let exact = Args::Open(OpenArgs { confirm: Some(true), ..args.clone() });
    let confirmed = args.confirm == Some(true);
    let OpenArgs { service_hostname: hostname, page, .. } = args;
    visit(cx, Wanted { hostname, page, confirmed, exact }, Vec::new()).await
}

/// Does something on a page, and looks at it then.
///
/// # Errors
/// As those of [`open`], and `INVALID_PARAMETER` for what is no step.
pub async fn act(cx: &Context, args: UseArgs) -> Result<Lines<BrowseResult>, Fail<Error>> {
    let mut steps = Vec::new();
    let mut fail: Option<Fail<Error>> = None;
    let refuse = |fail: Option<Fail<Error>>, reason: String| {
        let so_far = fail.unwrap_or_else(|| Fail::new(code::InvalidParameter, "Not all steps are such."));
        Some(so_far.field("steps", reason))
    };
    let lines = args.steps.lines().map(str::trim).filter(|line| !line.is_empty());
    for (index, line) in lines.enumerate() {
        match Step::parse(line) {
            Ok(step) => steps.push(step),
            Err(reason) => fail = refuse(fail, format!("line {} {reason}", index + 1)),
        }
    }
    if steps.len() > MOST_STEPS {
        fail = refuse(fail, format!("has {} lines; at most {MOST_STEPS} are made in one call", steps.len()));
    }
    if steps.is_empty() && fail.is_none() {
        fail = refuse(fail, "has no line with a step".to_owned());
    }
    if let Some(fail) = fail {
        return Err(fail);
    }
    let exact = Args::Use(UseArgs { confirm: Some(true), ..args.clone() });
    let confirmed = args.confirm == Some(true);
    let UseArgs { service_hostname: hostname, page, .. } = args;
    visit(cx, Wanted { hostname, page, confirmed, exact }, steps).await
}

async fn visit(cx: &Context, wanted: Wanted, steps: Vec<Step>) -> Result<Lines<BrowseResult>, Fail<Error>> {
    let session = cx.connection().session().await?;
    let service = services::find::<Error>(&session, &wanted.hostname).await?;
    let page = place::of(cx, &session, &service, &wanted).await?;
    let program = browser::find(cx.programs().browser.as_deref()).map_err(missing)?;
    let effect = if steps.is_empty() { "browser.open" } else { "browser.act" };
    tracing::debug!(effect, hostname = service.name, "opening a page");
    let url = page.url.to_string();
    let seen = browser::visit(&program, Visit { url: url.clone(), places: page.places, steps }).await;
    let seen: Seen = seen.map_err(|failure| {
        Fail::new(code::BrowserFailed, format!("The page was not seen: {}.", session.said(&failure.0)))
    })?;
    if let Some(why) = &seen.unopened {
        let message = format!("GET {url}: {}.", session.said(why));
        return Err(Fail::new(code::PageUnreachable, message).next(suggest::verify(&service.name)));
    }
    Ok(report::of(&session, &service.name, seen))
}

fn missing(missing: Missing) -> Fail<Error> {
    match missing {
        Missing::Program => Fail::new(code::BrowserMissing, "No browser was found on this computer."),
        Missing::System => {
            let why = "On Windows zcp cannot drive a browser yet.";
            Fail::new(code::BrowserMissing, why)
                .suggest("Run zcp on Linux, macOS or in WSL; zerops_verify needs no browser.")
        }
    }
}
