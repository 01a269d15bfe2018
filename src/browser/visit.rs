//! A visit of a page, from the start of the browser to its end.

use std::path::Path;
use std::time::Duration;

use serde_json::{Value, json};
use tokio::time::Instant;

use super::events::{Bounded, cut, shown_url};
use super::guard::Guard;
use super::place::{Place, host_of};
use super::step::Step;
use super::tab::{Broken, Tab};
use super::{elements, launch, outline, picture};

/// How long a page may take to come to rest when it was opened.
const REST: Duration = Duration::from_secs(8);
/// How long all of it may take.
const MOST: Duration = Duration::from_mins(1);
/// How long the browser may take to tell of a page what it says.
const TELLING: Duration = Duration::from_secs(15);
/// Nodes of a page up to which the browser is asked what they say. The time that it takes grows faster than they do: 40,000
/// took it 9 s and 19 MB.
const MOST_NODES: u64 = 50_000;
/// Characters of a title.
const MOST_TITLE: usize = 1_000;

/// What is looked at.
#[derive(Debug)]
pub(crate) struct Visit {
    /// The address of the page.
    pub(crate) url: String,
    /// Where the page may be; anything else that it asks for is public.
    pub(crate) places: Vec<Place>,
    /// What is done on it.
    pub(crate) steps: Vec<Step>,
}

/// What was seen.
#[derive(Debug, Default)]
pub(crate) struct Seen {
    /// Where the page is in the end.
    pub(crate) url: String,
    /// The status of its document.
    pub(crate) status: Option<u16>,
    pub(crate) title: String,
    /// What it says, in lines.
    pub(crate) outline: Vec<String>,
    /// Lines that were left out.
    pub(crate) outline_left: usize,
    pub(crate) console: Bounded,
    pub(crate) failed: Bounded,
    /// Why the page was not opened.
    pub(crate) unopened: Option<String>,
    /// The first step that was not made, and why.
    pub(crate) stopped: Option<String>,
    /// Where the page wanted to go and was not let.
    pub(crate) refused: Option<String>,
    pub(crate) notes: Vec<String>,
    /// A JPEG in base64.
    pub(crate) picture: Option<String>,
}

/// Why nothing was seen; as the end of a sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Failure(pub(crate) String);

/// Visits a page.
///
/// # Errors
/// The browser could not be started, or ended before anything could be told.
pub(crate) async fn visit(program: &Path, visit: Visit) -> Result<Seen, Failure> {
    let failed = |error: std::io::Error| Failure(format!("the browser cannot be started: {error}"));
    let guard = Guard::start(visit.places.clone()).await.map_err(failed)?;
    let (browser, pipe) = launch::start(program, &guard).map_err(failed)?;
    let deadline = Instant::now() + MOST;
    let looked = match Tab::open(pipe, visit.places.clone(), deadline).await {
        Ok(mut tab) => look(&mut tab, &visit, &guard).await,
        Err(broken) => Err(broken),
    };
    let said = browser.end().await;
    looked.map_err(|broken| {
        Failure(match broken {
            Broken::Ended if said.is_empty() => "the browser ended".to_owned(),
            Broken::Ended => format!("the browser ended: {said}"),
            Broken::Late => format!("the browser did not answer within {} s", MOST.as_secs()),
            Broken::Refused(why) => format!("the browser refused: {why}"),
        })
    })
}

async fn look(tab: &mut Tab, visit: &Visit, guard: &Guard) -> Result<Seen, Broken> {
    let mut seen = Seen::default();
    let opened = tab.call("Page.navigate", json!({ "url": visit.url })).await?;
    let error = opened["errorText"].as_str().unwrap_or_default();
    if !error.is_empty() {
        let why = host_of(&visit.url).and_then(|host| guard.why(&host));
        seen.unopened = match (&tab.refused, why) {
            (Some(_), _) => None,
            (None, Some(why)) => Some(why),
            (None, None) => Some(error.to_owned()),
        };
    }
    if !tab.settle(REST).await? {
        seen.notes.push(format!("It still loads after {} s; this is how it was then.", REST.as_secs()));
    }
    if seen.unopened.is_none() {
        for (number, step) in visit.steps.iter().enumerate() {
            if let Err(why) = elements::perform(tab, step).await? {
                seen.stopped = Some(format!("step {} (`{step}`) was not made: {why}", number + 1));
                break;
            }
        }
    }
    describe(tab, &mut seen).await?;
    seen.notes.append(&mut tab.notes);
    seen.refused = tab.refused.take();
    seen.status = tab.watch.status;
    seen.console = std::mem::take(&mut tab.watch.console);
    seen.failed = std::mem::take(&mut tab.watch.failed);
    for line in &mut seen.failed.kept {
        explain(line, guard);
    }
    Ok(seen)
}

/// Says what the page is like now.
async fn describe(tab: &mut Tab, seen: &mut Seen) -> Result<(), Broken> {
    let history = tab.call("Page.getNavigationHistory", json!({})).await?;
    let at = history["currentIndex"].as_u64().and_then(|index| usize::try_from(index).ok()).unwrap_or(0);
    let entry = &history["entries"][at];
    let url = entry["url"].as_str().unwrap_or_default();
    // What shows an error of the browser, or would be somewhere else by a way that nobody thought of, is not described.
    if seen.unopened.is_some() || !tab.is_of_ours(url) {
        return Ok(());
    }
    seen.url = shown_url(url);
    seen.title = cut(entry["title"].as_str().unwrap_or_default(), MOST_TITLE);
    match told(tab, &mut seen.notes).await {
        // A page that is busy without end has no picture either.
        Err(Broken::Late) if !tab.time_is_over() => {
            seen.notes.push(format!("The browser did not tell within {} s what the page says.", TELLING.as_secs()));
            return Ok(());
        }
        tree => (seen.outline, seen.outline_left) = outline::of(&tree?),
    }
    seen.picture = picture::take(tab).await?;
    Ok(())
}

/// The accessibility tree of the page, unless it is too large.
async fn told(tab: &mut Tab, notes: &mut Vec<String>) -> Result<Value, Broken> {
    let known = |answer: Result<Value, Broken>| match answer {
        Err(Broken::Refused(_)) => Ok(Value::Null),
        answer => answer,
    };
    let counted = known(tab.call_within(TELLING, "Memory.getDOMCounters", json!({})).await)?;
    let nodes = counted["nodes"].as_u64().unwrap_or_default();
    if nodes > MOST_NODES {
        notes.push(format!("It has {nodes} nodes; what a page of more than {MOST_NODES} says is not told."));
        return Ok(Value::Null);
    }
    known(tab.call_within(TELLING, "Accessibility.getFullAXTree", json!({})).await)
}

/// Says of a request that the guard did not let through why.
fn explain(line: &mut String, guard: &Guard) {
    let url = line.split(' ').nth(1).unwrap_or_default();
    let why = host_of(url.trim_end_matches(':')).and_then(|host| guard.why(&host));
    if let Some((what, why)) = line.rsplit_once(": ").map(|(what, _)| what.to_owned()).zip(why) {
        *line = format!("{what}: {why}");
    }
}
