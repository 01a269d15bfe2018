//! Events as text and as records, as many of the newest as fit into an answer, and what to look at
//! next.

use std::collections::BTreeSet;

use jiff::Timestamp;

use super::timeline::{Event, Timeline};
use crate::domain::call::NextCall;
use crate::domain::outcome::Lines;
use crate::domain::room::{Form, Room};
use crate::generated::tools::zerops_events::SPEC;
use crate::generated::types::{EventView, EventsResult};
use crate::ops::logs;
use crate::suggest;

/// The most events that can be asked for.
const MOST: usize = 200;
/// Hostnames that an event lists at most.
const LISTED: usize = 3;
/// The most characters of a reason.
const REASON: usize = 300;

/// The answer. Where one service was asked for, nothing else narrows the list.
pub(super) fn answer(timeline: Timeline, limit: usize, of_one: bool) -> Lines<EventsResult> {
    let Timeline { mut events, older } = timeline;
    let mut room = Room::of(&SPEC, Form::Once);
    let mut texts = Vec::new();
    let mut views = Vec::new();
    for event in &events {
        let view = view(event);
        let text = line(&view);
        if !room.take(&(&view, &text)) {
            break;
        }
        texts.push(text);
        views.push(view);
    }
    let left_out = events.len() - views.len();
    events.truncate(views.len());
    let can_raise = left_out == 0 && limit < MOST;
    let way = match (can_raise, of_one) {
        (true, true) => "; raise `limit`",
        (true, false) => "; raise `limit` or name a service",
        (false, true) => "",
        (false, false) => "; name a service",
    };
    let cut = match (left_out, older) {
        (0, false) => None,
        (0, true) => Some(format!("Older events were left out{way}.")),
        (count, _) => Some(format!("{count} older events did not fit{way}.")),
    };
    let mut text = match events.len() {
        0 if cut.is_some() => "No event is shown.".to_owned(),
        0 => "No event is listed.".to_owned(),
        1 => "1 event, times in UTC.".to_owned(),
        count => format!("{count} events, newest first, times in UTC."),
    };
    for line in texts.into_iter().chain(cut.clone()) {
        text.push('\n');
        text.push_str(&line);
    }
    let next = next(&events);
    Lines { record: EventsResult { events: views, cut, next }, text }
}

fn view(event: &Event) -> EventView {
    let hostnames = &event.services;
    let mut service = hostnames.iter().take(LISTED).cloned().collect::<Vec<_>>().join(", ");
    if hostnames.len() > LISTED {
        service.push_str(&format!(" and {} more", hostnames.len() - LISTED));
    }
    let reason = event.reason.as_ref().map(|reason| {
        let reason = logs::clean(reason);
        match reason.char_indices().nth(REASON) {
            Some((end, _)) => format!("{}…", &reason[..end]),
            None => reason,
        }
    });
    EventView {
        time: event.time.map(second),
        service: Some(service).filter(|service| !service.is_empty()),
        action: event.action.clone(),
        status: event.status.clone(),
        seconds: event.seconds,
        reason,
        process_id: event.process.as_ref().map(ToString::to_string),
        build_id: event.build.as_ref().map(ToString::to_string),
        source: event.source.as_deref().map(logs::clean),
        app_version_name: event.name.as_deref().map(logs::clean).filter(|name| !name.is_empty()),
    }
}

/// `2026-01-02 03:04:05 api deploy BUILD_FAILED 12s, build …, process …: reason`
fn line(view: &EventView) -> String {
    let time = view.time.as_deref().unwrap_or("(no time)").replace('T', " ");
    let service = view.service.as_deref().unwrap_or("(project)");
    let mut line = format!("{} {service} {} {}", time.trim_end_matches('Z'), view.action, view.status);
    if let Some(seconds) = view.seconds {
        line.push_str(&format!(" {seconds}s"));
    }
    let named = [
        ("version", &view.app_version_name),
        ("from", &view.source),
        ("build", &view.build_id),
        ("process", &view.process_id),
    ];
    for (name, id) in named {
        if let Some(id) = id {
            line.push_str(&format!(", {name} {id}"));
        }
    }
    if let Some(reason) = &view.reason {
        line.push_str(&format!(": {reason}"));
    }
    line
}

fn second(time: Timestamp) -> String {
    time.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}

/// The newest thing that goes on, and the newest deploy that failed where no later one of its service, and no
/// rollback, went better.
fn next(events: &[Event]) -> Vec<NextCall> {
    let running = events.iter().find(|event| event.is_in_progress() && event.process.is_some());
    let running = running.and_then(|event| event.process.as_ref()).map(|id| suggest::process(id.as_str()));
    let mut deployed = BTreeSet::new();
    let mut latest = events
        .iter()
        .filter(|event| matches!(event.action.as_str(), "deploy" | "rollback") && deployed.insert(&event.services));
    let failed = latest.find(|event| event.has_failed());
    let failed = failed.and_then(|event| {
        let hostname = event.services.first()?;
        match (&event.build, event.status.as_str()) {
            // The old containers write on, but it is the new ones that failed.
            (_, "DEPLOY_FAILED") | (None, _) => Some(suggest::log(hostname)),
            (Some(build), _) => Some(suggest::build_log(hostname, build)),
        }
    });
    running.into_iter().chain(failed).collect()
}
