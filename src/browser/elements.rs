//! Finding things on a page and acting on them. The scripts run in a world of their own, where a page has changed
//! nothing; what they are told comes as arguments and is never part of a script.

use std::time::Duration;

use serde_json::{Value, json};

use super::step::{Key, Step};
use super::tab::{Broken, Tab};

/// How long something that is to be acted on, or a text, is waited for.
const PATIENCE: Duration = Duration::from_secs(5);
/// How often it is looked for.
const PAUSE: Duration = Duration::from_millis(150);
/// How long a page may take to come to rest after a step.
const REST: Duration = Duration::from_secs(5);

/// Finds an element by what it is called, else by a CSS selector, brings it into view and answers where its middle is.
/// A field gets the focus and has all of its text selected.
const FIND: &str = r#"function (wanted, isField) {
  const plain = (text) => (text || "").replace(/\s+/g, " ").trim().toLowerCase();
  const shown = (e) => {
    const box = e.getBoundingClientRect(), style = getComputedStyle(e);
    return box.width > 0 && box.height > 0 && style.visibility !== "hidden";
  };
  const names = (e) => {
    const labels = e.labels ? [...e.labels].map((label) => label.innerText) : [];
    const own = isField
      ? [e.getAttribute("placeholder"), e.getAttribute("name"), e.id]
      : [e.innerText, ["button", "submit", "reset"].includes(e.type) ? e.value : null, e.getAttribute("alt")];
    return [e.getAttribute("aria-label"), ...labels, ...own, e.getAttribute("title")].map(plain).filter((it) => it);
  };
  const kinds = isField
    ? "input, textarea, select, [contenteditable], [role=textbox]"
    : "a, button, input, select, textarea, label, summary, [role], [onclick], [tabindex]";
  const all = [...document.querySelectorAll(kinds)].filter(shown);
  const name = plain(wanted);
  let found = all.find((e) => names(e).includes(name)) || all.find((e) => names(e).some((it) => it.includes(name)));
  if (!found) {
    try { found = [...document.querySelectorAll(wanted)].find(shown); } catch (e) { /* no selector */ }
  }
  if (!found && !isField) {
    const texts = [...document.querySelectorAll("body *")].filter((e) => shown(e) && plain(e.innerText) === name);
    found = texts[texts.length - 1];
  }
  if (!found) return null;
  found.scrollIntoView({ block: "center", inline: "center", behavior: "instant" });
  if (isField) {
    found.focus();
    if (found.select) found.select(); else getSelection().selectAllChildren(found);
  }
  const box = found.getBoundingClientRect();
  return { x: box.x + box.width / 2, y: box.y + box.height / 2, isList: found.tagName === "SELECT" };
}"#;
/// Chooses in a list what shows this text or has this value.
const CHOOSE: &str = r#"function (text) {
  const list = document.activeElement;
  const option = [...(list.options || [])].find((it) => it.label === text || it.value === text);
  if (!option) return false;
  list.value = option.value;
  for (const name of ["input", "change"]) list.dispatchEvent(new Event(name, { bubbles: true }));
  return true;
}"#;
/// Whether the page shows a text.
const SHOWS: &str = r#"function (text) {
  return ((document.body && document.body.innerText) || "").includes(text) || document.title.includes(text);
}"#;

/// Makes a step; what kept it from being made, as the end of a sentence.
///
/// # Errors
/// The browser ends, or the time is over.
pub(super) async fn perform(tab: &mut Tab, step: &Step) -> Result<Result<(), String>, Broken> {
    let done = match step {
        Step::Click(name) => click(tab, name).await?,
        Step::Fill { field, text } => fill(tab, field, text).await?,
        Step::Press(key) => press(tab, *key).await.map(Ok)?,
        Step::Wait(text) => wait(tab, text).await?,
    };
    tab.settle(REST).await?;
    Ok(done)
}

async fn click(tab: &mut Tab, name: &str) -> Result<Result<(), String>, Broken> {
    let Some(place) = awaited(tab, FIND, json!([name, false])).await? else {
        return Ok(Err("nothing that can be seen is called so".to_owned()));
    };
    for kind in ["mouseMoved", "mousePressed", "mouseReleased"] {
        let is_move = kind == "mouseMoved";
        let (button, count) = if is_move { ("none", 0) } else { ("left", 1) };
        let event = json!({ "type": kind, "x": place["x"], "y": place["y"], "button": button, "clickCount": count });
        tab.call("Input.dispatchMouseEvent", event).await?;
    }
    Ok(Ok(()))
}

async fn fill(tab: &mut Tab, field: &str, text: &str) -> Result<Result<(), String>, Broken> {
    let Some(place) = awaited(tab, FIND, json!([field, true])).await? else {
        return Ok(Err("no field that can be seen has this label, placeholder, name or selector".to_owned()));
    };
    if place["isList"] == true {
        let chosen = run(tab, CHOOSE, json!([text])).await?;
        return Ok(if chosen == true { Ok(()) } else { Err("the list has no such entry".to_owned()) });
    }
    tab.call("Input.insertText", json!({ "text": text })).await?;
    Ok(Ok(()))
}

async fn press(tab: &mut Tab, key: Key) -> Result<(), Broken> {
    for kind in ["keyDown", "keyUp"] {
        let text = if kind == "keyDown" { key.text } else { "" };
        let name = if key.name == "Space" { " " } else { key.name };
        let event = json!({
            "type": kind, "key": name, "code": key.name, "text": text, "windowsVirtualKeyCode": key.code,
        });
        tab.call("Input.dispatchKeyEvent", event).await?;
    }
    Ok(())
}

async fn wait(tab: &mut Tab, text: &str) -> Result<Result<(), String>, Broken> {
    let shown = awaited(tab, SHOWS, json!([text])).await?;
    Ok(shown.map(drop).ok_or_else(|| format!("the page does not show it within {} s", PATIENCE.as_secs())))
}

/// What a script answers as soon as that is neither null nor false.
async fn awaited(tab: &mut Tab, script: &str, arguments: Value) -> Result<Option<Value>, Broken> {
    let end = tokio::time::Instant::now() + PATIENCE;
    loop {
        // Between two documents there is nothing to look at; the next one is looked at again.
        match run(tab, script, arguments.clone()).await {
            Ok(Value::Null | Value::Bool(false)) | Err(Broken::Refused(_)) => {}
            Ok(value) => return Ok(Some(value)),
            Err(broken) => return Err(broken),
        }
        if tokio::time::Instant::now() >= end || tab.time_is_over() {
            return Ok(None);
        }
        tab.listen(PAUSE).await?;
    }
}

/// Runs a script on the page, in a world of its own.
async fn run(tab: &mut Tab, script: &str, arguments: Value) -> Result<Value, Broken> {
    let frame = tab.watch.main.clone();
    let world = tab.call("Page.createIsolatedWorld", json!({ "frameId": frame, "worldName": "zcp" })).await?;
    let arguments = arguments.as_array().cloned().unwrap_or_default();
    let arguments: Vec<Value> = arguments.into_iter().map(|value| json!({ "value": value })).collect();
    let mut answer = tab
        .call(
            "Runtime.callFunctionOn",
            json!({
                "functionDeclaration": script, "executionContextId": world["executionContextId"],
                "arguments": arguments, "returnByValue": true, "userGesture": true,
            }),
        )
        .await?;
    Ok(answer["result"]["value"].take())
}
