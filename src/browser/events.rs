//! What the browser tells of a page while it loads and runs.

use std::collections::HashMap;

use serde_json::Value;

/// Lines of each kind that are kept; all are counted.
const MOST: usize = 20;
/// Characters of a line that are kept.
const MOST_CHARACTERS: usize = 2_000;
/// Characters of an address that are kept.
const MOST_OF_URL: usize = 300;
/// Requests under way that are told apart. With so many a page is not quiet, whatever else it asks for.
const MOST_PENDING: usize = 1_000;

/// A list that is bounded, and how many there were.
#[derive(Debug, Default)]
pub(crate) struct Bounded {
    pub(crate) kept: Vec<String>,
    pub(crate) total: usize,
}

impl Bounded {
    pub(super) fn push(&mut self, line: &str) {
        self.total += 1;
        if self.kept.len() >= MOST {
            return;
        }
        let line = cut(line, MOST_CHARACTERS);
        if !self.kept.contains(&line) {
            self.kept.push(line);
        }
    }
}

/// What was seen so far.
#[derive(Debug, Default)]
pub(super) struct Watch {
    /// The frame of the page itself.
    pub(super) main: String,
    /// The status of the page's document.
    pub(super) status: Option<u16>,
    /// Errors of scripts, and what they wrote to the console as errors.
    pub(super) console: Bounded,
    /// Requests that failed, but for the document itself.
    pub(super) failed: Bounded,
    /// Requests under way, by their ids: method, address, whether it is the page's document.
    pending: HashMap<String, Pending>,
    /// Whether the page is between two documents.
    pub(super) loading: bool,
    /// How often something happened that the page is not quiet while it does.
    pub(super) stirs: usize,
}

#[derive(Debug)]
struct Pending {
    what: String,
    is_document: bool,
}

/// A request that waits for a word of ours.
#[derive(Debug)]
pub(super) struct Paused {
    pub(super) id: String,
    pub(super) url: String,
    pub(super) is_main: bool,
}

fn text<'a>(value: &'a Value, pointer: &str) -> &'a str {
    value.pointer(pointer).and_then(Value::as_str).unwrap_or_default()
}

impl Watch {
    /// Whether nothing is under way.
    pub(super) fn is_quiet(&self) -> bool {
        !self.loading && self.pending.is_empty()
    }

    /// Takes note of an event of the page.
    pub(super) fn see(&mut self, method: &str, params: &Value) {
        match method {
            "Network.requestWillBeSent" => self.asked(params),
            "Network.responseReceived" => self.answered(params),
            "Network.loadingFinished" => self.ended(params),
            "Network.loadingFailed" => self.failed(params),
            "Runtime.exceptionThrown" => self.console.push(&thrown(params)),
            "Runtime.consoleAPICalled" if matches!(text(params, "/type"), "error" | "assert") => {
                self.console.push(&written(params));
            }
            // What the network has to complain about is among the failed requests.
            "Log.entryAdded"
                if text(params, "/entry/level") == "error" && text(params, "/entry/source") != "network" =>
            {
                self.console.push(text(params, "/entry/text"));
            }
            "Page.frameStartedNavigating" | "Page.frameStartedLoading" if text(params, "/frameId") == self.main => {
                self.loading = true;
                self.stirs += 1;
            }
            "Page.frameStoppedLoading" if text(params, "/frameId") == self.main => {
                self.loading = false;
                self.stirs += 1;
            }
            _ => {}
        }
    }

    fn asked(&mut self, params: &Value) {
        let url = text(params, "/request/url");
        // What is not on the network, and what never ends, keeps nothing waiting; the icon is the browser's own wish.
        if !url.starts_with("http") || text(params, "/type") == "EventSource" || url.ends_with("/favicon.ico") {
            return;
        }
        self.stirs += 1;
        let id = text(params, "/requestId");
        let is_document = text(params, "/frameId") == self.main && text(params, "/loaderId") == id;
        if self.pending.len() >= MOST_PENDING && !is_document {
            return;
        }
        let what = format!("{} {}", cut(text(params, "/request/method"), MOST_OF_URL), shown_url(url));
        self.pending.insert(id.to_owned(), Pending { what, is_document });
    }

    fn answered(&mut self, params: &Value) {
        let status = params.pointer("/response/status").and_then(Value::as_u64).and_then(|it| u16::try_from(it).ok());
        let Some((pending, status)) = self.pending.get(text(params, "/requestId")).zip(status) else { return };
        if pending.is_document {
            self.status = Some(status);
        } else if status >= 400 {
            self.failed.push(&format!("{}: {status}", pending.what));
        }
    }

    fn ended(&mut self, params: &Value) {
        if self.pending.remove(text(params, "/requestId")).is_some() {
            self.stirs += 1;
        }
    }

    fn failed(&mut self, params: &Value) {
        let Some(pending) = self.pending.remove(text(params, "/requestId")) else { return };
        self.stirs += 1;
        let is_cancelled = params["canceled"] == true;
        if !pending.is_document && !is_cancelled {
            let why = match (text(params, "/blockedReason"), text(params, "/errorText")) {
                ("", why) => why,
                (blocked, _) => blocked,
            };
            self.failed.push(&format!("{}: {why}", pending.what));
        }
    }
}

/// The beginning of a text, and whether there is more.
pub(super) fn cut(text: &str, most: usize) -> String {
    match text.char_indices().nth(most) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

/// The beginning of an address, without its query, which may hold what nobody should read.
pub(super) fn shown_url(url: &str) -> String {
    let (path, rest) = url.split_at(url.find(['?', '#']).unwrap_or(url.len()));
    let path = cut(path, MOST_OF_URL);
    if rest.is_empty() { path } else { format!("{path}?…") }
}

/// An error of a script with its place.
fn thrown(params: &Value) -> String {
    let details = &params["exceptionDetails"];
    let description = text(details, "/exception/description").lines().next().unwrap_or_default();
    let value = details.pointer("/exception/value").map(ToString::to_string).unwrap_or_default();
    let said = [description, value.as_str(), text(details, "/text")].into_iter().find(|said| !said.is_empty());
    let url = shown_url(text(details, "/url"));
    let line = details["lineNumber"].as_u64().map_or(0, |line| line + 1);
    let place = if url.is_empty() { String::new() } else { format!(" ({url}:{line})") };
    format!("{}{place}", said.unwrap_or("an error"))
}

/// What a script wrote to the console.
fn written(params: &Value) -> String {
    let arguments = params["args"].as_array().into_iter().flatten();
    let words = arguments.map(|argument| match (&argument["value"], text(argument, "/description")) {
        (Value::String(text), _) => text.clone(),
        (Value::Null, description) => description.lines().next().unwrap_or_default().to_owned(),
        (value, _) => value.to_string(),
    });
    let said = words.collect::<Vec<_>>().join(" ");
    format!("console.{}: {said}", text(params, "/type"))
}

/// A request that the browser has stopped for us.
pub(super) fn paused(params: &Value, main: &str) -> Paused {
    Paused {
        id: text(params, "/requestId").to_owned(),
        url: text(params, "/request/url").to_owned(),
        is_main: text(params, "/frameId") == main,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn errors_are_told_with_their_place_and_without_queries() {
        let mut watch = Watch { main: "M".to_owned(), ..Watch::default() };
        watch.see(
            "Runtime.exceptionThrown",
            &json!({ "exceptionDetails": { "text": "Uncaught", "lineNumber": 3, "url": "https://a/app.js?token=t",
                "exception": { "description": "Error: no\n    at x" } } }),
        );
        watch.see("Runtime.consoleAPICalled", &json!({ "type": "error", "args": [{ "value": "a" }, { "value": 1 }] }));
        watch.see("Runtime.consoleAPICalled", &json!({ "type": "log", "args": [{ "value": "fine" }] }));
        watch.see("Log.entryAdded", &json!({ "entry": { "level": "error", "source": "network", "text": "404" } }));
        assert_eq!(watch.console.kept, ["Error: no (https://a/app.js?…:4)", "console.error: a 1"]);
    }

    #[test]
    fn what_a_page_asks_for_without_end_is_bounded() {
        let mut watch = Watch { main: "M".to_owned(), ..Watch::default() };
        let sent =
            |id: usize, url: &str| json!({ "requestId": id.to_string(), "request": { "url": url, "method": "GET" } });
        let long = format!("http://a/{}", "é".repeat(1_000));
        for id in 0..2_000 {
            watch.see("Network.requestWillBeSent", &sent(id, &long));
        }
        assert_eq!((watch.pending.len(), watch.is_quiet()), (MOST_PENDING, false));
        let length = watch.pending.values().map(|pending| pending.what.chars().count()).max();
        assert_eq!(length, Some("GET ".len() + MOST_OF_URL + 1));
        // The page itself is still told apart, and what ends makes room.
        let document = json!({ "requestId": "d", "loaderId": "d", "frameId": "M", "request": { "url": "http://a/", "method": "GET" } });
        watch.see("Network.requestWillBeSent", &document);
        watch.see("Network.responseReceived", &json!({ "requestId": "d", "response": { "status": 200 } }));
        assert_eq!(watch.status, Some(200));
        watch.see("Network.loadingFailed", &json!({ "requestId": "0", "errorText": "gone" }));
        assert!(watch.failed.kept[0].ends_with("…: gone"), "{:?}", watch.failed.kept);
        for id in ["d", "1", "2"] {
            watch.see("Network.loadingFinished", &json!({ "requestId": id }));
        }
        watch.see("Network.requestWillBeSent", &sent(5_000, "http://a/x"));
        assert!(watch.pending.contains_key("5000"));
        watch.see("Runtime.consoleAPICalled", &json!({ "type": "error", "args": [{ "value": "é".repeat(100_000) }] }));
        assert_eq!(watch.console.kept[0].chars().count(), MOST_CHARACTERS + 1);
    }

    #[test]
    fn the_document_and_what_it_asks_for_are_told_apart() {
        let mut watch = Watch { main: "M".to_owned(), ..Watch::default() };
        let sent = |id: &str, url: &str| json!({ "requestId": id, "loaderId": "d", "frameId": "M", "type": "x", "request": { "url": url, "method": "GET" } });
        let got = |id: &str, status: u16| json!({ "requestId": id, "response": { "status": status } });
        watch.see("Network.requestWillBeSent", &sent("d", "http://a/"));
        watch.see("Network.responseReceived", &got("d", 503));
        watch.see("Network.requestWillBeSent", &sent("r", "http://a/api?key=1"));
        watch.see("Network.responseReceived", &got("r", 404));
        watch.see("Network.requestWillBeSent", &sent("f", "http://b/x.js"));
        watch.see(
            "Network.loadingFailed",
            &json!({ "requestId": "f", "errorText": "net::ERR_TUNNEL_CONNECTION_FAILED" }),
        );
        watch.see("Network.requestWillBeSent", &sent("i", "data:text/plain,x"));
        assert_eq!(watch.status, Some(503));
        assert_eq!(
            watch.failed.kept,
            ["GET http://a/api?…: 404", "GET http://b/x.js: net::ERR_TUNNEL_CONNECTION_FAILED"]
        );
        assert!(!watch.is_quiet());
        for id in ["d", "r"] {
            watch.see("Network.loadingFinished", &json!({ "requestId": id }));
        }
        assert!(watch.is_quiet());
    }
}
