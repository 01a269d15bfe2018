//! Makes the probes and collects what differs.

use std::collections::BTreeSet;

use serde_json::Value;

use super::differences::Parity;
use super::documents;
use super::probes::{self, Expected, Probe};
use super::shape;
use crate::platform::error::Error;
use crate::platform::probe::Seen;
use crate::platform::session::Session;

/// What arguments and bodies stand for.
struct Names {
    client: String,
    project: String,
    service: Option<String>,
}

/// Compares the platform with what zcp was built for; `quick` leaves out what costs many calls.
///
/// # Errors
/// When there is no session to ask with.
pub(in crate::cli) async fn compare(session: &Session, quick: bool) -> Result<Parity, Error> {
    // Of a service that has been deployed there is more to see.
    let mut services = session.services().await?;
    services.sort_by_key(|service| service.active_app_version.is_none());
    let names = Names {
        client: session.client_id().to_string(),
        project: session.project_id().to_string(),
        service: services.first().map(|service| service.id.to_string()),
    };
    let mut parity = Parity::default();
    for probe in probes::all().iter().filter(|probe| probe.quick || !quick) {
        make(session, probe, &names, &mut parity).await;
    }
    if !quick {
        documents::compare(session, &mut parity).await;
    }
    Ok(parity)
}

async fn make(session: &Session, probe: &Probe, names: &Names, parity: &mut Parity) {
    let info = probe.operation.info();
    let arguments: Option<Vec<&str>> = probe.arguments.iter().map(|argument| named(argument, names)).collect();
    let Some(arguments) = arguments else {
        parity.skipped.push(format!("{}: the project has no service", info.name));
        return;
    };
    let body = filled(&probe.body, names);
    match session.probe(probe.operation, &arguments, probe.query, &body).await {
        Ok(seen) => {
            parity.compared += 1;
            for what in differs(&probe.expected, &seen) {
                parity.differ(info.name, what);
            }
        }
        // The message may hold an address and nothing else that is the user's.
        Err(error) => parity.skipped.push(format!("{}: {:?}", info.name, error.kind)),
    }
}

fn named<'a>(argument: &'a str, names: &'a Names) -> Option<&'a str> {
    match argument {
        "client" => Some(&names.client),
        "project" => Some(&names.project),
        "service" => names.service.as_deref(),
        other => Some(other),
    }
}

fn filled(body: &Value, names: &Names) -> Value {
    match body {
        Value::String(text) => named(text, names).unwrap_or_default().into(),
        Value::Array(items) => items.iter().map(|item| filled(item, names)).collect(),
        Value::Object(map) => map.iter().map(|(key, value)| (key.clone(), filled(value, names))).collect(),
        other => other.clone(),
    }
}

fn differs(expected: &Expected, seen: &Seen) -> BTreeSet<String> {
    let status = seen.status;
    let code = seen.code.as_deref().map_or_else(String::new, |code| format!(" `{}`", shape::shown(code)));
    match expected {
        Expected::Answer(form) if (200..300).contains(&status) => shape::differences(form, &seen.body),
        Expected::Answer(_) => BTreeSet::from([format!("answers {status}{code} instead of 200")]),
        Expected::Refusal(pairs) => {
            if pairs.iter().any(|(known, word)| *known == status && seen.code.as_deref() == Some(word)) {
                return BTreeSet::new();
            }
            let wanted: Vec<String> = pairs.iter().map(|(status, code)| format!("{status} `{code}`")).collect();
            BTreeSet::from([format!("answers {status}{code} instead of {}", wanted.join(" or "))])
        }
    }
}
