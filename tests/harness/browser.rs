//! A small browser: it speaks the protocol of the developer tools over descriptors 3 and 4, asks for pages through the proxy that it
//! was told, and understands just enough HTML for the examples. So they are the same with every Chromium, and where
//! there is none.

use std::fs::File;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::PathBuf;

use serde_json::{Value, json};

/// What it was started with.
const ARGUMENTS: &str = "ZCP_ACT_AS_BROWSER";
/// The beginning of a JPEG.
const PICTURE: &str = "/9j/4AAQSkZJRgABAQ==";

/// The program that is started in its place.
pub(crate) fn program() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/browser/chromium")
}

#[test]
fn acts_as_one() {
    let Ok(arguments) = std::env::var(ARGUMENTS) else { return };
    let proxy = arguments.split(' ').find_map(|word| word.strip_prefix("--proxy-server=http://")).expect("a proxy");
    assert!(arguments.contains("--user-data-dir=") && arguments.contains("--headless"), "{arguments}");
    let commands = BufReader::new(File::open("/dev/fd/3").expect("descriptor 3"));
    let answers = File::options().write(true).open("/dev/fd/4").expect("descriptor 4");
    let mut browser = Browser { proxy: proxy.to_owned(), answers, page: Page::default(), navigating: None };
    for message in commands.split(0) {
        let Ok(message) = message else { break };
        browser.obey(&serde_json::from_slice(&message).expect("JSON"));
    }
}

#[derive(Default)]
struct Page {
    url: String,
    body: String,
}

struct Browser {
    proxy: String,
    answers: File,
    page: Page,
    /// The number of the command that waits for a page, and where that is.
    navigating: Option<(u64, String)>,
}

/// What stands between two texts.
fn between<'a>(text: &'a str, start: &str, end: &str) -> Option<&'a str> {
    text.split_once(start)?.1.split_once(end).map(|(found, _)| found)
}

impl Browser {
    fn write(&mut self, message: &Value) {
        let mut bytes = message.to_string().into_bytes();
        bytes.push(0);
        self.answers.write_all(&bytes).ok();
    }

    fn tell(&mut self, method: &str, params: &Value) {
        self.write(&json!({ "method": method, "params": params, "sessionId": "S" }));
    }

    fn answer(&mut self, number: u64, result: &Value) {
        self.write(&json!({ "id": number, "result": result }));
    }

    fn obey(&mut self, message: &Value) {
        let number = message["id"].as_u64().expect("a number");
        let params = &message["params"];
        let arguments = |index: usize| params["arguments"][index]["value"].as_str().unwrap_or_default();
        let result = match message["method"].as_str().expect("a method") {
            "Target.createTarget" => json!({ "targetId": "T" }),
            "Target.attachToTarget" => json!({ "sessionId": "S" }),
            "Page.navigate" => {
                let url = params["url"].as_str().expect("an address").to_owned();
                let request = json!({ "requestId": "F", "request": { "url": url }, "frameId": "T" });
                self.navigating = Some((number, url));
                self.tell("Fetch.requestPaused", &request);
                return;
            }
            "Fetch.continueRequest" => {
                self.answer(number, &json!({}));
                self.load();
                return;
            }
            "Page.getNavigationHistory" => {
                let title = between(&self.page.body, "<title>", "</title>").unwrap_or_default();
                json!({ "currentIndex": 0, "entries": [{ "url": self.page.url, "title": title }] })
            }
            "Accessibility.getFullAXTree" => json!({ "nodes": self.tree() }),
            "Page.captureScreenshot" => json!({ "data": PICTURE }),
            "Page.createIsolatedWorld" => json!({ "executionContextId": 1 }),
            "Runtime.callFunctionOn" => {
                let is_there = self.page.body.contains(arguments(0));
                let found = if is_there { json!({ "x": 1, "y": 1 }) } else { Value::Null };
                json!({ "result": { "value": found } })
            }
            "Input.dispatchMouseEvent" if params["type"] == "mouseReleased" => {
                let shows = between(&self.page.body, "data-shows=\"", "\"").unwrap_or_default().to_owned();
                self.page.body.push_str(&format!("<p>{shows}</p>"));
                json!({})
            }
            _ => json!({}),
        };
        self.answer(number, &result);
    }

    /// Asks for the page that is wanted, and for the scripts that it names.
    fn load(&mut self) {
        let (number, url) = self.navigating.take().expect("a page is wanted");
        let document =
            json!({ "requestId": "D", "loaderId": "D", "frameId": "T", "request": { "url": url, "method": "GET" } });
        self.tell("Network.requestWillBeSent", &document);
        let Some((status, body)) = self.get(&url) else {
            self.tell("Network.loadingFailed", &json!({ "requestId": "D", "errorText": "net::ERR_EMPTY_RESPONSE" }));
            self.answer(number, &json!({ "frameId": "T", "errorText": "net::ERR_EMPTY_RESPONSE" }));
            return;
        };
        self.tell("Network.responseReceived", &json!({ "requestId": "D", "response": { "status": status } }));
        self.tell("Network.loadingFinished", &json!({ "requestId": "D" }));
        self.answer(number, &json!({ "frameId": "T" }));
        if let Some(thrown) = between(&body, "throw new Error(\"", "\")") {
            let details = json!({ "url": url, "lineNumber": 0, "exception": { "description": format!("Error: {thrown}\n    at x") } });
            self.tell("Runtime.exceptionThrown", &json!({ "exceptionDetails": details }));
        }
        if let Some(script) = between(&body, "<script src=\"", "\"") {
            let asked = json!({ "requestId": "R", "loaderId": "D", "frameId": "T", "request": { "url": script, "method": "GET" } });
            self.tell("Network.requestWillBeSent", &asked);
            assert!(self.get(script).is_none(), "the guard lets nothing private through");
            self.tell("Network.loadingFailed", &json!({ "requestId": "R", "errorText": "net::ERR_EMPTY_RESPONSE" }));
        }
        self.page = Page { url, body };
        self.tell("Page.frameStoppedLoading", &json!({ "frameId": "T" }));
    }

    /// Asks through the proxy.
    fn get(&self, url: &str) -> Option<(u16, String)> {
        let mut stream = TcpStream::connect(&self.proxy).ok()?;
        write!(stream, "GET {url} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n").ok()?;
        let mut answer = String::new();
        stream.read_to_string(&mut answer).ok()?;
        let (head, body) = answer.split_once("\r\n\r\n")?;
        Some((head.split(' ').nth(1)?.parse().ok()?, body.to_owned()))
    }

    /// Headings, paragraphs and buttons, each by itself.
    fn tree(&self) -> Vec<Value> {
        let mut nodes = vec![json!({ "nodeId": "0", "role": { "value": "RootWebArea" }, "childIds": [] })];
        for (tag, role) in [("h1", "heading"), ("p", "StaticText"), ("button", "button")] {
            for found in self.page.body.split(&format!("<{tag}")).skip(1) {
                let text = between(found, ">", "</").unwrap_or_default();
                let id = nodes.len().to_string();
                nodes[0]["childIds"].as_array_mut().expect("a list").push(json!(id));
                nodes.push(json!({ "nodeId": id, "role": { "value": role }, "name": { "value": text } }));
            }
        }
        nodes
    }
}
