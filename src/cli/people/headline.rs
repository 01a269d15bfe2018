//! What came of a call, in one line.

use serde_json::Value;

use super::Called;
use crate::cli::output::{BAD, DIM, GOOD, NAME, WARN, painted, printable};

/// How it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Tone {
    /// It is done.
    Good,
    /// It is not well.
    Bad,
    /// It goes on.
    Going,
    /// There was nothing to do.
    Same,
}

/// The line, for what has one.
pub(super) fn of(called: Called<'_>, value: &Value) -> Option<String> {
    let (tone, text) = plain(called, value)?;
    Some(marked(tone, &text))
}

/// Whether a service is well, as far as was looked.
pub(super) fn verdict(value: &Value) -> String {
    let service = text(&value["service"]);
    match value["healthy"].as_bool() {
        Some(true) => marked(Tone::Good, &format!("{service} is healthy")),
        Some(false) => marked(Tone::Bad, &format!("{service} is not healthy")),
        None => marked(Tone::Going, &format!("{service}: what was looked at is well, and not all could be")),
    }
}

/// Whether what was deployed could be public and is not: the line then says what to type.
pub(super) fn says_how_to_publish(value: &Value) -> bool {
    text(&value["note"]).starts_with("It has no public address.")
}

fn marked(tone: Tone, text: &str) -> String {
    let (style, mark) = match tone {
        Tone::Good => (GOOD, "✓"),
        Tone::Bad => (BAD, "✗"),
        Tone::Going => (WARN, "…"),
        Tone::Same => (DIM, "="),
    };
    format!("{} {}", painted(style, mark), printable(text))
}

fn plain(called: Called<'_>, value: &Value) -> Option<(Tone, String)> {
    let service = text(&value["service"]);
    let going = || {
        let status = text(&value["process"]["status"]);
        (!matches!(status, "" | "FINISHED")).then_some((Tone::Going, status))
    };
    let urls = list(&value["urls"]);
    Some(match called.spec.name {
        "zerops_deploy" => match text(&value["status"]) {
            "ACTIVE" if urls.is_empty() => {
                let how = format!("; `zcp subdomain enable {service}` gives it one");
                let how = if says_how_to_publish(value) { how } else { String::new() };
                (Tone::Good, format!("{service} is live, without a public address{how}"))
            }
            "ACTIVE" => (Tone::Good, format!("{service} is live: {urls}")),
            status => (Tone::Going, format!("{service} is not live yet: {status}")),
        },
        "zerops_subdomain" => match (going(), value["enabled"].as_bool().unwrap_or(false)) {
            (Some((tone, status)), _) => (tone, format!("{service}: its address is being switched ({status})")),
            (None, true) => (Tone::Good, format!("{service} is public: {urls}")),
            (None, false) => (Tone::Good, format!("{service} has no public address")),
        },
        "zerops_manage" | "zerops_delete" => {
            let action = text(&value["action"]);
            match going() {
                Some((tone, status)) => (tone, format!("{service}: {action} goes on ({status})")),
                None if value["changed"] == false => (Tone::Same, format!("{service}: nothing had to change")),
                None => (Tone::Good, format!("{service} {}", done(action))),
            }
        }
        "zerops_versions" => match value["changed"].as_bool() {
            _ if is_empty(&value["versions"]) && value["changed"].is_null() => {
                (Tone::Same, format!("{service} has no versions"))
            }
            None => return None,
            Some(true) => (Tone::Good, format!("{service} is back at {}{}", version(value), at(&urls))),
            Some(false) => match going() {
                Some((tone, status)) => (tone, format!("{service} goes back to {} ({status})", version(value))),
                None => (Tone::Same, format!("{service}: nothing had to change")),
            },
        },
        "zerops_dev_server" => {
            let (state, port) = (text(&value["state"]), &value["port"]);
            let what = format!("{service}: its development server on port {port} is {state}");
            (if value["ok"] == true { Tone::Good } else { Tone::Bad }, what)
        }
        "zerops_scale" => match going() {
            Some((tone, status)) => (tone, format!("{service}: scaling goes on ({status})")),
            None if value["changed"] == false => (Tone::Same, format!("{service} has these limits already")),
            None => (Tone::Good, format!("{service} has new limits")),
        },
        "zerops_import" => import(value),
        "zerops_env" => env(value, service),
        "zerops_process" => process(&value["process"]),
        "zerops_discover" => {
            let project = format!("{} ({})", text(&value["project"]["name"]), text(&value["project"]["status"]));
            let count = value["services"].as_array().map_or(0, Vec::len);
            let services = if count == 0 { "has no services" } else { return None };
            (Tone::Same, format!("The project {project} {services}"))
        }
        "zerops_events" if is_empty(&value["events"]) => (Tone::Same, "Nothing happened yet".to_owned()),
        "zerops_mount" if is_empty(&value["mounts"]) => (Tone::Same, "Nothing is mounted".to_owned()),
        _ => return None,
    })
}

/// How a version is called: by its name, else by its id.
fn version(value: &Value) -> &str {
    let version = &value["version"];
    version["name"].as_str().or(version["id"].as_str()).unwrap_or_default()
}

fn at(urls: &str) -> String {
    if urls.is_empty() { String::new() } else { format!(": {urls}") }
}

fn import(value: &Value) -> (Tone, String) {
    let services: Vec<&str> =
        value["services"].as_array().into_iter().flatten().map(|service| text(&service["hostname"])).collect();
    let names = services.join(", ");
    if value["dryRun"] == true {
        return (Tone::Same, format!("Nothing was made; this would be: {names}"));
    }
    let mut processes = value["processes"].as_array().into_iter().flatten();
    match processes.find(|process| process["status"] != "FINISHED") {
        Some(process) => (Tone::Going, format!("being made: {names} ({})", text(&process["status"]))),
        None => (Tone::Good, format!("made: {names}")),
    }
}

fn env(value: &Value, service: &str) -> (Tone, String) {
    let whose = if service.is_empty() { "the project" } else { service };
    if let Some(file) = value["file"].as_str() {
        return (Tone::Good, format!("{file} has the variables of {whose}"));
    }
    match value["changed"].as_bool() {
        Some(true) => (Tone::Good, format!("{whose}: changed {}", list(&value["keys"]))),
        Some(false) => (Tone::Same, format!("{whose}: nothing had to change")),
        None if is_empty(&value["variables"]) => (Tone::Same, format!("{whose} has no such variables")),
        None => (Tone::Good, format!("variables of {whose}")),
    }
}

fn process(process: &Value) -> (Tone, String) {
    let services = list(&process["services"]);
    let what = format!("{} of {services}", text(&process["action"]));
    match text(&process["status"]) {
        "FINISHED" => (Tone::Good, format!("{what} is done")),
        status @ ("FAILED" | "CANCELED") => (Tone::Bad, format!("{what}: {status}")),
        status => (Tone::Going, format!("{what}: {status}")),
    }
}

/// What was done, after the name of the service.
fn done(action: &str) -> String {
    match action {
        "start" => "is started".to_owned(),
        "stop" => "is stopped".to_owned(),
        "restart" => "is restarted".to_owned(),
        "reload" => "is reloaded".to_owned(),
        "delete" => "is deleted".to_owned(),
        other => format!("{other} is done"),
    }
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

fn list(value: &Value) -> String {
    value.as_array().into_iter().flatten().map(text).collect::<Vec<_>>().join(", ")
}

fn is_empty(value: &Value) -> bool {
    value.as_array().is_none_or(Vec::is_empty)
}

/// A name as it stands out.
pub(super) fn name(text: &str) -> String {
    painted(NAME, printable(text))
}

#[cfg(test)]
mod tests {
    use serde_json::{Map, json};

    use super::*;
    use crate::cli::words;

    fn line(tool: &str, value: &Value) -> String {
        let spec = words::find(tool).expect("a tool").spec;
        let called = Called { spec, arguments: &Map::new() };
        anstream::adapter::strip_str(&of(called, value).unwrap_or_default()).to_string()
    }

    #[test]
    fn what_came_of_it_is_said_first() {
        for (tool, value, wanted) in [
            ("deploy", json!({"service": "web", "status": "ACTIVE", "urls": ["http://a"]}), "✓ web is live: http://a"),
            ("deploy", json!({"service": "web", "status": "BUILDING"}), "… web is not live yet: BUILDING"),
            (
                "deploy",
                json!({"service": "web", "status": "ACTIVE", "note": "It has no public address. Publish it only …"}),
                "✓ web is live, without a public address; `zcp subdomain enable web` gives it one",
            ),
            (
                "manage",
                json!({"service": "api", "action": "restart", "changed": true, "process": {"status": "FINISHED"}}),
                "✓ api is restarted",
            ),
            ("manage", json!({"service": "api", "action": "stop", "changed": false}), "= api: nothing had to change"),
            (
                "manage",
                json!({"service": "api", "action": "stop", "changed": true, "process": {"status": "RUNNING"}}),
                "… api: stop goes on (RUNNING)",
            ),
            (
                "versions",
                json!({"service": "web", "changed": true, "version": {"id": "A", "name": "c0ffee"}, "urls": ["http://a"]}),
                "✓ web is back at c0ffee: http://a",
            ),
            ("versions", json!({"service": "web", "versions": []}), "= web has no versions"),
            (
                "dev",
                json!({"service": "appdev", "state": "ready", "ok": true, "port": 3000}),
                "✓ appdev: its development server on port 3000 is ready",
            ),
            ("env", json!({"variables": []}), "= the project has no such variables"),
            ("env", json!({"service": "a\u{1b}", "changed": true, "keys": ["A", "B"]}), "✓ a\\u{1b}: changed A, B"),
            ("import", json!({"services": [{"hostname": "a"}], "processes": [{"status": "FINISHED"}]}), "✓ made: a"),
            (
                "process",
                json!({"process": {"action": "build", "services": ["a"], "status": "FAILED"}}),
                "✗ build of a: FAILED",
            ),
        ] {
            assert_eq!(line(tool, &value), wanted);
        }
    }
}
