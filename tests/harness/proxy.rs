//! A proxy in front of a sandbox that behaves as the platform was measured to (August to October 2026) where the
//! sandbox does not play that itself. Each behaviour is a switch of its own.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

use super::hold::Hold;

/// What the platform does and the sandbox does not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Behaviour {
    /// `subdomainAccess` shows the old state for some reads after its process has finished.
    SubdomainShownLate,
    /// A service is UPGRADING for a while after a version is released, whatever the version says.
    Upgrading,
    /// A read is answered once with the page of the edge and status 502.
    PassingErrors,
    /// Everybody gets `REDACTED` for what is sensitive, as a person's session does.
    HiddenValues,
    /// Lists count nothing, although they have entries.
    CountsThatLie,
    /// A version names no variables of its zerops.yaml.
    NoVariablesOfVersions,
    /// Fields that no client knows, and null where something is not said.
    OtherFields,
    /// A search of projects is refused as if the token were bad.
    SearchRefused,
    /// Services and variables are listed in no order that a client may rely on.
    AnyOrder,
    /// A list of which no length is asked for has the first entries alone (20 or 30 there, one here).
    ShortPages,
    /// A build dies before its container is there: its version waits for ever, and only the process says so.
    StuckBuild,
    /// Far away: requests are answered together once no further one comes.
    Held,
}

impl Behaviour {
    /// Those that every flow comes through.
    pub(crate) const PASSABLE: &[Self] = &[
        Self::SubdomainShownLate,
        Self::Upgrading,
        Self::PassingErrors,
        Self::HiddenValues,
        Self::CountsThatLie,
        Self::NoVariablesOfVersions,
        Self::OtherFields,
        Self::AnyOrder,
    ];
}

/// Reads that show what was before.
const LATE: u32 = 2;
/// Where the API begins.
const PREFIX: &str = "/api/rest/public";

#[derive(Debug, Default)]
struct Seen {
    /// Reads that were answered with an error once.
    failed: BTreeSet<String>,
    /// Services whose subdomain was switched: what they show, and for how many reads.
    switched: BTreeMap<String, (bool, u32)>,
    /// Whether a version was released, and reads since.
    upgrading: u32,
    /// The processes and versions of builds that died.
    dead: BTreeSet<String>,
    /// How often each behaviour showed.
    shown: BTreeMap<String, u32>,
}

#[derive(Debug)]
struct Front {
    behaviours: Vec<Behaviour>,
    url: String,
    target: String,
    http: reqwest::Client,
    seen: Mutex<Seen>,
    hold: Option<Hold>,
}

/// A proxy that listens.
#[derive(Clone, Debug)]
pub(crate) struct Proxy {
    /// Its address.
    pub(crate) url: String,
    front: Arc<Front>,
}

impl Proxy {
    /// Listens in front of an address.
    pub(crate) async fn start(target: String, behaviours: &[Behaviour]) -> Self {
        rustls::crypto::ring::default_provider().install_default().ok();
        let http = reqwest::Client::builder().no_proxy().build().expect("a client");
        let hold = behaviours.contains(&Behaviour::Held).then(Hold::start);
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let url = format!("http://{}", listener.local_addr().expect("an address"));
        let (behaviours, seen) = (behaviours.to_vec(), Mutex::default());
        let front = Arc::new(Front { behaviours, url: url.clone(), target, http, seen, hold });
        let router = Router::new().fallback(pass).with_state(Arc::clone(&front));
        tokio::spawn(async move { axum::serve(listener, router).await });
        Self { url, front }
    }

    /// What holds the requests.
    pub(crate) fn hold(&self) -> &Hold {
        self.front.hold.as_ref().expect("requests are held")
    }

    /// How often a behaviour showed.
    pub(crate) fn shown(&self, behaviour: Behaviour) -> u32 {
        let seen = self.front.seen.lock().expect("lock");
        seen.shown.get(&format!("{behaviour:?}")).copied().unwrap_or_default()
    }
}

async fn pass(State(front): State<Arc<Front>>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let path = parts.uri.path().strip_prefix(PREFIX).unwrap_or_default().to_owned();
    let call = format!("{} {path}", parts.method);
    if let Some(hold) = &front.hold {
        hold.wait().await;
    }
    if let Some(early) = front.instead(&call) {
        return early;
    }
    let body = to_bytes(body, usize::MAX).await.expect("a body");
    let onward = parts.uri.path_and_query().map(ToString::to_string).unwrap_or_default();
    let mut request = front.http.request(parts.method, format!("{}{onward}", front.target)).body(body);
    for name in [header::AUTHORIZATION, header::CONTENT_TYPE] {
        if let Some(value) = parts.headers.get(&name) {
            request = request.header(name, value);
        }
    }
    // A test that is over has no sandbox any more, and may have requests on their way.
    let Ok(answer) = request.send().await else { return StatusCode::BAD_GATEWAY.into_response() };
    let status = StatusCode::from_u16(answer.status().as_u16()).expect("a status");
    let bytes = answer.bytes().await.expect("an answer");
    let bytes = match serde_json::from_slice::<Value>(&bytes) {
        Ok(mut value) if status.is_success() => {
            front.change(&call, &mut value);
            front.shorten(&onward, &mut value);
            value.to_string().into_bytes()
        }
        _ => bytes.to_vec(),
    };
    (status, [(header::CONTENT_TYPE, "application/json")], Body::from(bytes)).into_response()
}

impl Front {
    fn has(&self, behaviour: Behaviour) -> bool {
        self.behaviours.contains(&behaviour)
    }

    /// An answer in the place of the sandbox's.
    fn instead(&self, call: &str) -> Option<Response> {
        let mut seen = self.seen.lock().expect("lock");
        let reads = call.starts_with("GET ") || call.ends_with("/search");
        if self.has(Behaviour::PassingErrors) && reads && seen.failed.insert(call.to_owned()) {
            note(&mut seen, Behaviour::PassingErrors);
            let page = "<html><title>502 Bad Gateway</title></html>";
            return Some((StatusCode::BAD_GATEWAY, [(header::CONTENT_TYPE, "text/html")], page).into_response());
        }
        if self.has(Behaviour::SearchRefused) && call == "POST /project/search" {
            note(&mut seen, Behaviour::SearchRefused);
            let error = json!({ "error": { "code": "notAuthorized", "message": "Not authorized", "meta": null } });
            return Some((StatusCode::UNAUTHORIZED, axum::Json(error)).into_response());
        }
        None
    }

    /// Cuts a list of which no length was asked for.
    fn shorten(&self, onward: &str, value: &mut Value) {
        // The tokens of an organisation are listed whole, and so is what is called `items`.
        if !self.has(Behaviour::ShortPages) || onward.contains("limit=") || onward.ends_with("/integration-token/list")
        {
            return;
        }
        if let Some(entries) = value.get_mut("list").and_then(Value::as_array_mut).filter(|list| list.len() > 1) {
            note(&mut self.seen.lock().expect("lock"), Behaviour::ShortPages);
            entries.truncate(1);
        }
    }

    /// Makes the sandbox's answer the platform's.
    fn change(&self, call: &str, value: &mut Value) {
        let mut seen = self.seen.lock().expect("lock");
        let words: Vec<&str> = call.split(['/', ' ']).collect();
        match words.as_slice() {
            ["PUT", _, "service-stack", id, "enable-subdomain-access"] => {
                seen.switched.insert((*id).to_owned(), (false, LATE));
            }
            ["PUT", _, "service-stack", id, "disable-subdomain-access"] => {
                seen.switched.insert((*id).to_owned(), (true, LATE));
            }
            ["PUT", _, "app-version", id, "build-and-deploy" | "deploy"] => {
                seen.upgrading = LATE;
                let process = value["id"].as_str().map(str::to_owned);
                seen.dead.extend(process.into_iter().chain([(*id).to_owned()]));
            }
            // The log is as far away as the rest.
            ["GET", _, "project", _, "log"] if self.has(Behaviour::Held) => {
                if let Some(address) = value.get_mut("url") {
                    *address = json!(address.as_str().unwrap_or_default().replace(&self.target, &self.url));
                }
            }
            _ => {}
        }
        if self.has(Behaviour::CountsThatLie) && value.get("list").is_some_and(Value::is_array) {
            note(&mut seen, Behaviour::CountsThatLie);
            for count in ["count", "total", "totalCount"] {
                if value.get(count).is_some() {
                    value[count] = json!(0);
                }
            }
        }
        let has_order = matches!(words.as_slice(), ["GET", _, "project", _, "process"] | ["GET", .., "app-version"]);
        if self.has(Behaviour::AnyOrder) && call.starts_with("GET ") && !has_order {
            for list in ["list", "items"] {
                if let Some(entries) = value.get_mut(list).and_then(Value::as_array_mut).filter(|list| list.len() > 1) {
                    note(&mut seen, Behaviour::AnyOrder);
                    entries.reverse();
                }
            }
        }
        let is_service =
            matches!(words.as_slice(), ["GET", _, "service-stack", _] | ["GET", _, "service-stack-by-name", ..]);
        if is_service {
            self.change_service(&mut seen, value);
        }
        if self.has(Behaviour::StuckBuild) {
            let dead = seen.dead.clone();
            every_object(value, &mut |object| {
                if !object.get("id").and_then(Value::as_str).is_some_and(|id| dead.contains(id)) {
                    return;
                }
                note(&mut seen, Behaviour::StuckBuild);
                if object.contains_key("actionName") {
                    object.insert("status".to_owned(), json!("FAILED"));
                    let reason = json!({ "code": "internalServerError", "message": "Unexpected internal server error", "meta": null });
                    object.insert("error".to_owned(), reason);
                } else {
                    object.insert("status".to_owned(), json!("WAITING_TO_BUILD"));
                    object.insert("build".to_owned(), Value::Null);
                }
            });
        }
        let hides = self.has(Behaviour::HiddenValues);
        let strips = self.has(Behaviour::NoVariablesOfVersions);
        let adds = self.has(Behaviour::OtherFields);
        every_object(value, &mut |object| {
            if hides && object.get("sensitive") == Some(&json!(true)) && object.contains_key("content") {
                note(&mut seen, Behaviour::HiddenValues);
                object.insert("content".to_owned(), json!("REDACTED"));
            }
            if strips && object.contains_key("userDataList") {
                note(&mut seen, Behaviour::NoVariablesOfVersions);
                object.insert("userDataList".to_owned(), json!([]));
            }
            if adds && object.contains_key("id") {
                note(&mut seen, Behaviour::OtherFields);
                object.insert("executorTag".to_owned(), json!("MAIN"));
                object.insert("_version".to_owned(), json!(7));
                object.entry("recipeSource").or_insert(Value::Null);
            }
        });
    }

    fn change_service(&self, seen: &mut Seen, value: &mut Value) {
        let Some(id) = value["id"].as_str().map(str::to_owned) else { return };
        if self.has(Behaviour::SubdomainShownLate)
            && let Some((shown, left)) = seen.switched.get_mut(&id).filter(|(_, left)| *left > 0)
        {
            *left -= 1;
            value["subdomainAccess"] = json!(*shown);
            note(seen, Behaviour::SubdomainShownLate);
        }
        if self.has(Behaviour::Upgrading) && seen.upgrading > 0 {
            seen.upgrading -= 1;
            value["status"] = json!("UPGRADING");
            note(seen, Behaviour::Upgrading);
        }
    }
}

fn note(seen: &mut Seen, behaviour: Behaviour) {
    *seen.shown.entry(format!("{behaviour:?}")).or_default() += 1;
}

/// Every object in a value, the outer one first.
fn every_object(value: &mut Value, change: &mut dyn FnMut(&mut serde_json::Map<String, Value>)) {
    match value {
        Value::Object(object) => {
            change(object);
            object.values_mut().for_each(|value| every_object(value, change));
        }
        Value::Array(items) => items.iter_mut().for_each(|value| every_object(value, change)),
        _ => {}
    }
}
