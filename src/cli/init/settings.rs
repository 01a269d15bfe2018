//! What a client may do with the tools unasked.
//!
//! Only tools that change nothing are allowed, one by one: a rule for the whole server would allow
//! every tool that comes later.

use std::path::Path;

use serde_json::{Value, json};

use super::brought;
use super::file::open_in_project;
use super::json_file::{self, Step};
use super::jsonc::parse::{Node, parse};
use super::server;
use super::text::without_mark;
use super::trust;
use super::word::{Project, Word};
use crate::generated::registry::TOOLS;

/// The file of the same form that a client reads over it.
const LOCAL: &str = ".claude/settings.local.json";
/// What a conversation once began with. A folder that configures hooks warns whoever opens it, so it is only taken out.
const FORMER: &str =
    "echo This folder works on a Zerops project: call zerops_context before anything about its services.";
const ALLOW: [&str; 2] = ["permissions", "allow"];
/// What is done without a rule, and the word for all of it.
const MODE: [&str; 2] = ["permissions", "defaultMode"];
const EVERYTHING: &str = "bypassPermissions";
const START: [&str; 2] = ["hooks", "SessionStart"];

/// The rules that allow what changes nothing.
pub(super) fn rules() -> Vec<String> {
    let harmless = TOOLS.iter().map(|tool| tool.spec).filter(|spec| spec.hints.read_only);
    harmless.map(|spec| format!("mcp__{}__{}", server::NAME, spec.name)).collect()
}

/// The document of a file with nothing but these.
pub(super) fn alone() -> Value {
    json!({ ALLOW[0]: { ALLOW[1]: rules() } })
}

/// The text with the rules.
///
/// # Errors
/// When the file is no JSON of that form, or says where the server sends the token.
pub(super) fn put(text: &str, word: &Word) -> Result<String, String> {
    json_file::changed(text, &alone(), |text| {
        let root = parse(text)?;
        if let Word::Project(project) = word {
            judge(&root, project)?;
        }
        let known = values(&root, &ALLOW)?;
        let missing = rules().into_iter().map(Value::from);
        let missing: Vec<Value> = missing.filter(|rule| known.iter().all(|known| known != rule)).collect();
        append(text, &ALLOW, missing)
    })
}

/// Refuses what only the user may say.
fn judge(root: &Node, project: &Project) -> Result<(), String> {
    if let Some(variables) = json_file::find(root, &["env"])? {
        trust::settings(variables, project)?;
    }
    // A list of the user's own is theirs.
    if !project.is_brought {
        return Ok(());
    }
    if json_file::find(root, &MODE)?.is_some_and(|mode| mode.value() == EVERYTHING) {
        return Err(unasked("everything"));
    }
    let (ours, allowed) = (rules(), values(root, &ALLOW)?);
    let allowed = allowed.iter().filter_map(|rule| rule.as_str());
    match allowed.map(str::trim).find(|rule| reaches_server(rule) && ours.iter().all(|own| own != rule)) {
        Some(rule) => Err(unasked(&format!("`{rule}`"))),
        None => Ok(()),
    }
}

/// Whether a rule is one for tools of the server, alone or with others.
fn reaches_server(rule: &str) -> bool {
    let server = format!("mcp__{}", server::NAME);
    let tools = format!("{server}__");
    match rule.split_once('*') {
        Some((start, _)) => start.starts_with(&tools) || tools.starts_with(start),
        None => rule == server || rule.starts_with(&tools),
    }
}

fn unasked(what: &str) -> String {
    format!(
        "it allows {what} unasked, also tools of the server `zerops` that change something, and a file that git keeps or \
         somebody else owns cannot decide that for you; take it out of the file, then run this again"
    )
}

/// What the file beside says that only the user may say: the client reads it too, and over the other one. It is the
/// user's own where nobody committed it, and then the same goes for it: the environment is the place for a host.
pub(super) fn beside(project: &Path, word: &Word) -> Option<String> {
    let file = project.join(LOCAL);
    let Word::Project(known) = word.of(brought::is_brought(&file)) else { return None };
    let said = |why: &str| format!("{LOCAL} is read over it: {why}");
    let text = match open_in_project(project, &file) {
        Ok(opened) => opened.text?,
        Err(why) => return Some(said(&why)),
    };
    let (_, text) = without_mark(&text);
    if text.trim().is_empty() {
        return None;
    }
    parse(text).and_then(|root| judge(&root, &known)).err().map(|why| said(&why))
}

/// The text without the rules and the line; none when the file came with them.
///
/// # Errors
/// When the file is no JSON of that form.
pub(super) fn take(text: &str) -> Result<Option<String>, String> {
    let rules: Vec<Value> = rules().into_iter().map(Value::from).collect();
    let former = json!({ "hooks": [{ "type": "command", "command": FORMER }] });
    json_file::without(text, |root| {
        let last = |path: [&'static str; 2], is_ours: &dyn Fn(&Value) -> bool| {
            let found = values(root, &path)?.iter().rposition(is_ours);
            Ok::<_, String>(found.map(|index| vec![Step::Key(path[0]), Step::Key(path[1]), Step::At(index)]))
        };
        // What came last goes first, so that each finds the surroundings that it came to.
        match last(START, &|value| *value == former)? {
            Some(path) => Ok(Some(path)),
            None => last(ALLOW, &|value| rules.contains(value)),
        }
    })
}

/// The values of an array; none where there is no array.
fn values(root: &Node, path: &[&str]) -> Result<Vec<Value>, String> {
    let Some(node) = json_file::find(root, path)? else { return Ok(Vec::new()) };
    match node.value() {
        Value::Array(values) => Ok(values),
        _ => Err(format!("`{}` is no list", path.join("."))),
    }
}

fn append(text: &str, path: &[&str], values: Vec<Value>) -> Result<String, String> {
    if values.is_empty() {
        return Ok(text.to_owned());
    }
    if json_file::find(&parse(text)?, path)?.is_none() {
        return json_file::add(text, path, &Value::Array(values));
    }
    values.into_iter().try_fold(text.to_owned(), |text, value| json_file::append(&text, path, &value))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_changes_something_is_not_allowed() {
        let rules = rules();
        assert!(rules.contains(&"mcp__zerops__zerops_discover".to_owned()));
        for name in ["zerops_delete", "zerops_import", "zerops_manage", "zerops_process"] {
            assert!(rules.iter().all(|rule| !rule.ends_with(name)), "{name}");
        }
        assert!(rules.iter().all(|rule| rule.starts_with("mcp__zerops__zerops_") && !rule.contains('*')));
    }

    #[test]
    fn rules_that_reach_the_server_are_known_in_each_form() {
        for rule in ["mcp__zerops", "mcp__zerops__zerops_delete", "mcp__zerops__*", "mcp__zerops*", "mcp__*", "*"] {
            assert!(reaches_server(rule), "{rule}");
        }
        for rule in ["Bash(ls *)", "mcp__zerops2", "mcp__other__*", "mcp__zerops_two__*", "WebFetch"] {
            assert!(!reaches_server(rule), "{rule}");
        }
    }

    #[test]
    fn the_line_that_was_once_written_is_taken_out() {
        let hook = |command: &str| {
            json!({ "hooks": { "SessionStart": [{ "hooks": [{ "type": "command", "command": command }] }] } })
                .to_string()
        };
        let without = take(&hook(FORMER)).expect("JSON").unwrap_or_default();
        assert!(!without.contains("zerops_context"), "{without}");
        let other = hook("echo mine");
        assert_eq!(take(&other).as_ref().map(Option::as_deref), Ok(Some(other.as_str())));
    }

    #[test]
    fn what_was_put_is_taken_to_the_byte() {
        for text in [
            "",
            "{}",
            "{\n  \"model\": \"x\"\n}\n",
            "{\n  \"permissions\": {\n    \"allow\": [],\n    \"deny\": [\"Bash\"]\n  }\n}\n",
            "{\n  \"permissions\": {\n    \"allow\": [\n      \"Bash(ls)\", // mine\n    ],\n  },\n}\n",
            "{\"hooks\":{\"SessionStart\":[{\"hooks\":[]}]}}",
            "{ \"hooks\": {}, \"permissions\": { \"allow\": [\n] } }",
        ] {
            let after = put(text, &Word::User).expect(text);
            assert_eq!(put(&after, &Word::User).as_ref(), Ok(&after), "{after}");
            assert_eq!(take(&after), Ok(Some(text.to_owned())), "{after}");
        }
        assert!(put("{\"permissions\": []}", &Word::User).is_err());
    }
}
