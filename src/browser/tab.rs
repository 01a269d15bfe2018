//! One page: commands to it, and what has to be answered on its way.

use std::time::Duration;

use reqwest::Url;
use serde_json::{Value, json};
use tokio::time::{Instant, timeout_at};

use super::events::{Watch, cut, paused};
use super::pipe::{Lost, Pipe};
use super::place::{Place, host_of};

/// How long a page has to be still.
const STILL: Duration = Duration::from_millis(400);
/// Its size, in pixels: that of a small laptop, so that a picture of it costs a model little.
const SIZE: (u32, u32) = (1280, 800);

/// Why a page could not be looked at any further.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Broken {
    /// The browser has ended, or its page has.
    Ended,
    /// It took too long.
    Late,
    /// The browser refused a command; its words.
    Refused(String),
}

impl From<Lost> for Broken {
    fn from(Lost: Lost) -> Self {
        Self::Ended
    }
}

/// The page that is looked at.
#[derive(Debug)]
pub(super) struct Tab {
    pipe: Pipe,
    session: String,
    deadline: Instant,
    /// Where the page may be.
    places: Vec<Place>,
    pub(super) watch: Watch,
    /// Where it wanted to go and did not.
    pub(super) refused: Option<String>,
    /// What else happened.
    pub(super) notes: Vec<String>,
}

impl Tab {
    /// Opens an empty page.
    ///
    /// # Errors
    /// The browser does not answer as it should.
    pub(super) async fn open(pipe: Pipe, places: Vec<Place>, deadline: Instant) -> Result<Self, Broken> {
        let mut tab = Self {
            pipe,
            session: String::new(),
            deadline,
            places,
            watch: Watch::default(),
            refused: None,
            notes: Vec::new(),
        };
        let made = tab.call("Target.createTarget", json!({ "url": "about:blank" })).await?;
        let target = made["targetId"].as_str().unwrap_or_default().to_owned();
        tab.watch.main.clone_from(&target);
        let attached = tab.call("Target.attachToTarget", json!({ "targetId": target, "flatten": true })).await?;
        attached["sessionId"].as_str().unwrap_or_default().clone_into(&mut tab.session);
        tab.call("Browser.setDownloadBehavior", json!({ "behavior": "deny" })).await?;
        // A window that a page opens waits for us, and is closed.
        let windows = json!([{ "type": "page", "exclude": false }, { "exclude": true }]);
        let attach = json!({ "autoAttach": true, "waitForDebuggerOnStart": true, "flatten": true, "filter": windows });
        tab.call("Target.setAutoAttach", attach).await?;
        tab.call("Fetch.enable", json!({ "patterns": [{ "urlPattern": "*", "resourceType": "Document" }] })).await?;
        for domain in ["Page", "Network", "Runtime", "Log"] {
            tab.call(&format!("{domain}.enable"), json!({})).await?;
        }
        let size = json!({ "width": SIZE.0, "height": SIZE.1, "deviceScaleFactor": 1, "mobile": false });
        tab.call("Emulation.setDeviceMetricsOverride", size).await?;
        Ok(tab)
    }

    /// Makes a command and answers its result.
    ///
    /// # Errors
    /// The browser refuses it, ends, or takes too long.
    pub(super) async fn call(&mut self, method: &str, params: Value) -> Result<Value, Broken> {
        let number = self.send(method, &params).await?;
        loop {
            let next = timeout_at(self.deadline, self.pipe.next()).await;
            let mut message = next.map_err(|_| Broken::Late)??;
            if message["id"] == number {
                return match message["error"]["message"].as_str() {
                    Some(error) => Err(Broken::Refused(error.to_owned())),
                    None => Ok(message["result"].take()),
                };
            }
            self.heed(&message).await?;
        }
    }

    /// As [`Tab::call`], in at most this time. A browser that answers later has not been listened to.
    ///
    /// # Errors
    /// As those of [`Tab::call`].
    pub(super) async fn call_within(&mut self, time: Duration, method: &str, params: Value) -> Result<Value, Broken> {
        let deadline = self.deadline;
        self.deadline = deadline.min(Instant::now() + time);
        let answer = self.call(method, params).await;
        self.deadline = deadline;
        answer
    }

    /// Sends a command whose result nobody waits for.
    async fn send(&mut self, method: &str, params: &Value) -> Result<u64, Broken> {
        let session = (!self.session.is_empty() && !method.starts_with("Browser.")).then_some(self.session.as_str());
        Ok(self.pipe.send(session, method, params).await?)
    }

    /// Does what an event asks for.
    async fn heed(&mut self, message: &Value) -> Result<(), Broken> {
        let (Some(method), params) = (message["method"].as_str(), &message["params"]) else { return Ok(()) };
        match method {
            "Fetch.requestPaused" => self.decide(params).await,
            "Page.javascriptDialogOpening" => {
                let said = params["message"].as_str().unwrap_or_default();
                self.note(&format!("A dialog said: {said}"));
                self.send("Page.handleJavaScriptDialog", &json!({ "accept": false })).await.map(drop)
            }
            "Target.attachedToTarget" if params["targetInfo"]["targetId"] != self.watch.main.as_str() => {
                self.note("It opened another window, which was closed.");
                let target = &params["targetInfo"]["targetId"];
                self.send("Target.closeTarget", &json!({ "targetId": target })).await.map(drop)
            }
            "Inspector.targetCrashed" => Err(Broken::Ended),
            _ if message["sessionId"] == self.session.as_str() => {
                self.watch.see(method, params);
                Ok(())
            }
            _ => Ok(()),
        }
    }

    /// Lets a document be asked for, unless the page itself would leave.
    async fn decide(&mut self, params: &Value) -> Result<(), Broken> {
        let request = paused(params, &self.watch.main);
        if !request.is_main || self.is_of_ours(&request.url) {
            return self.send("Fetch.continueRequest", &json!({ "requestId": request.id })).await.map(drop);
        }
        self.refused = Some(host_of(&request.url).unwrap_or_default());
        // With another reason the browser would show a page of its own instead of the one that is there.
        let refusal = json!({ "requestId": request.id, "errorReason": "Aborted" });
        self.send("Fetch.failRequest", &refusal).await.map(drop)
    }

    /// Whether the page may be at an address.
    pub(super) fn is_of_ours(&self, url: &str) -> bool {
        Url::parse(url).is_ok_and(|url| self.places.iter().any(|place| place.has(&url)))
    }

    fn note(&mut self, note: &str) {
        const MOST: usize = 5;
        const MOST_CHARACTERS: usize = 2_000;

        if self.notes.len() >= MOST {
            return;
        }
        let note = cut(note, MOST_CHARACTERS);
        if !self.notes.contains(&note) {
            self.notes.push(note);
        }
    }

    /// Waits until the page is still, but not longer than this; answers whether it is.
    ///
    /// # Errors
    /// The browser ends.
    pub(super) async fn settle(&mut self, most: Duration) -> Result<bool, Broken> {
        let end = self.deadline.min(Instant::now() + most);
        let mut still_at = Instant::now() + STILL;
        loop {
            let stirs = self.watch.stirs;
            let until = if self.watch.is_quiet() { still_at.min(end) } else { end };
            match timeout_at(until, self.pipe.next()).await {
                Ok(message) => self.heed(&message?).await?,
                Err(_) => return Ok(self.watch.is_quiet() && Instant::now() >= still_at),
            }
            if self.watch.stirs != stirs {
                still_at = Instant::now() + STILL;
            }
        }
    }

    /// Listens for a while, for a page of which something is awaited.
    ///
    /// # Errors
    /// The browser ends.
    pub(super) async fn listen(&mut self, time: Duration) -> Result<(), Broken> {
        let end = self.deadline.min(Instant::now() + time);
        while let Ok(message) = timeout_at(end, self.pipe.next()).await {
            self.heed(&message?).await?;
        }
        Ok(())
    }

    pub(super) fn time_is_over(&self) -> bool {
        Instant::now() >= self.deadline
    }
}
