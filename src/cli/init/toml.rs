//! The server in a TOML file: a table of its own, in a block between two marked comments at the end. What becomes of
//! the file is read once more before it counts.

use serde_json::Value;
use toml_edit::{Document, Item};

use super::block::TOML;
use super::form::{SERVE, Style, words_of};
use super::server::{BY_HAND, KEEPS, NAME, Start, TAKEN, is_ours, keeps_token, runs_zcp};
use super::text::without_mark;
use super::toml_text::parse;
use super::trust;
use super::word::Word;

/// The table of the servers.
const SERVERS: &str = "mcp_servers";
/// Stands for the block while the rest is read: what follows the block is not of the table before it.
const PLACEHOLDER: &str = "[\"ZCP:\"]";

/// The text with the server in it.
///
/// # Errors
/// When the file is no TOML, has a server of the name already, or has no place for one.
pub(super) fn put(text: &str, start: &Start) -> Result<String, String> {
    let found = TOML.find(text)?;
    let placeholder = if found.is_some() { PLACEHOLDER } else { "" };
    let ours = found.unwrap_or_default();
    // What somebody changed of it since stays.
    let there = parse(&text[ours.clone()]).ok().and_then(|block| entry_of(&block));
    let is_changed = there.as_ref().is_some_and(|entry| !is_ours(entry));
    let outside = format!("{}{placeholder}{}", &text[..ours.start], &text[ours.end..]);
    let elsewhere = server(&outside, &start.word)?;
    if let Word::Project(project) = &start.word
        // A token that is written brings its host.
        && !(start.token.is_some() && there.is_some() && !is_changed)
        && let Some(entry) = there.as_ref().or(elsewhere.as_ref().and_then(|(entry, _)| entry.as_ref()))
        && (is_ours(entry) || is_zcp(Some(entry), &start.word))
    {
        trust::of_value(entry, project, Style::Named)?;
    }
    match elsewhere {
        None => {}
        Some((_, true)) if start.token.is_none() => return Ok(text.to_owned()),
        Some((_, true)) => return Err(BY_HAND.to_owned()),
        Some((_, false)) => return Err(TAKEN.to_owned()),
    }
    if is_changed {
        if !is_zcp(there.as_ref(), &start.word) {
            return Err(TAKEN.to_owned());
        }
        return if start.token.is_none() { Ok(text.to_owned()) } else { Err(BY_HAND.to_owned()) };
    }
    let after = TOML.put(text, &table(start, there.as_ref()))?;
    match server(&after, &Word::User) {
        Ok(Some((_, true))) => Ok(after),
        _ => Err(format!(
            "its `{SERVERS}` takes no further table; write it as `[{SERVERS}.NAME]`, a table for each server"
        )),
    }
}

/// The text without the server; none when the file came with it.
///
/// # Errors
/// When the file is no TOML, would be none, or is the project's and keeps a server of the name with a token.
pub(super) fn take(text: &str, word: &Word) -> Result<Option<String>, String> {
    let rest = TOML.take(text)?;
    if let Some(left) = rest.as_deref() {
        let document = parse(without_mark(left).1);
        if left != text && document.is_err() {
            return Err("it cannot be changed without breaking it".to_owned());
        }
        let entry = document.ok().and_then(|document| entry_of(&document));
        if *word != Word::User && entry.is_some_and(|entry| keeps_token(&entry)) {
            return Err(KEEPS.to_owned());
        }
    }
    Ok(rest)
}

/// The lines of the table.
pub(super) fn table(start: &Start, there: Option<&Value>) -> String {
    let mut lines = format!("[{SERVERS}.{NAME}]\n");
    for (key, value) in start.entry(Style::Named, there).as_object().into_iter().flatten() {
        // A JSON text or number is one of TOML.
        let value = match value {
            Value::Object(members) => {
                let members: Vec<String> = members.iter().map(|(key, value)| format!("{key} = {value}")).collect();
                format!("{{ {} }}", members.join(", "))
            }
            Value::Array(items) => {
                let items: Vec<String> = items.iter().map(Value::to_string).collect();
                format!("[{}]", items.join(", "))
            }
            other => other.to_string(),
        };
        lines.push_str(&format!("{key} = {value}\n"));
    }
    lines
}

/// The server of the name in a file that the client reads besides.
///
/// # Errors
/// When it is no TOML.
pub(super) fn entry_in(text: &str) -> Result<Option<Value>, String> {
    Ok(entry_of(&parse(without_mark(text).1)?))
}

/// The server of the name as JSON; what JSON has no word for is null.
fn entry_of(document: &Document<&str>) -> Option<Value> {
    let table = document.as_table().get(SERVERS)?.as_table_like()?.get(NAME)?.as_table_like()?;
    Some(Value::Object(table.iter().map(|(key, item)| (key.to_owned(), json(item))).collect()))
}

fn json(item: &Item) -> Value {
    match item {
        Item::Value(value) => json_of(value),
        Item::Table(table) => Value::Object(table.iter().map(|(key, item)| (key.to_owned(), json(item))).collect()),
        Item::None | Item::ArrayOfTables(_) => Value::Null,
    }
}

fn json_of(value: &toml_edit::Value) -> Value {
    match value {
        toml_edit::Value::String(text) => text.value().clone().into(),
        toml_edit::Value::Integer(number) => (*number.value()).into(),
        toml_edit::Value::Boolean(flag) => (*flag.value()).into(),
        toml_edit::Value::Array(items) => items.iter().map(json_of).collect(),
        toml_edit::Value::InlineTable(table) => {
            Value::Object(table.iter().map(|(key, value)| (key.to_owned(), json_of(value))).collect())
        }
        toml_edit::Value::Float(_) | toml_edit::Value::Datetime(_) => Value::Null,
    }
}

/// The server of the name, where there is one, and whether it is zcp. One that is written in another way than as a table is
/// none that can be read.
fn server(text: &str, word: &Word) -> Result<Option<(Option<Value>, bool)>, String> {
    let document = parse(without_mark(text).1)?;
    let Some(servers) = document.as_table().get(SERVERS) else { return Ok(None) };
    let servers = servers.as_table_like().ok_or_else(|| format!("its `{SERVERS}` is no table"))?;
    if servers.get(NAME).is_none() {
        return Ok(None);
    }
    let entry = entry_of(&document);
    let is_zcp = is_zcp(entry.as_ref(), word);
    Ok(Some((entry, is_zcp)))
}

/// Whether an entry starts zcp, as whoever wrote the file can be believed.
fn is_zcp(entry: Option<&Value>, word: &Word) -> bool {
    let Some(entry) = entry else { return false };
    let command = entry["command"].as_str().unwrap_or_default();
    match word {
        Word::User => runs_zcp(command),
        Word::Project(project) => trust::is_this(command, &project.folder) && words_of(entry).first() == Some(&SERVE),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::environment::OF_OTHERS;
    use crate::generated::variables::OWN;

    const USERS: &str = "\
# mine
model = \"x\" # the model
notes = \"\"\"
[mcp_servers.zerops]
\"\"\"
list = [
  'a]', # }
]

[mcp_servers.other]
command = \"npx\"
";

    fn start(token: Option<&str>) -> Start {
        let (token, host) = (token.map(str::to_owned), Some("api.example.com".to_owned()));
        Start { token, host, ..Start::new("C:\\zcp".to_owned()) }
    }

    #[test]
    fn the_table_is_put_once_and_taken_to_the_byte() {
        let with_token = put(USERS, &start(Some("t0ken"))).expect("it fits");
        assert!(with_token.starts_with(USERS), "{with_token}");
        let names: Vec<String> = OWN.iter().chain(&OF_OTHERS).map(|name| format!("\"{name}\"")).collect();
        let table = format!(
            "[mcp_servers.zerops]\ncommand = \"C:\\\\zcp\"\nargs = [\"serve\"]\nenv_vars = [{}]\ntool_timeout_sec = 7260\n\
             env = {{ ZCP_API_KEY = \"t0ken\", ZCP_API_HOST = \"api.example.com\" }}\n",
            names.join(", ")
        );
        assert!(with_token.ends_with(&format!("\n# ZCP:BEGIN\n{table}# ZCP:END\n")), "{with_token}");
        assert_eq!(put(&with_token, &start(None)).as_ref(), Ok(&with_token));
        assert_eq!(TOML.take(&with_token), Ok(Some(USERS.to_owned())));
    }

    #[test]
    fn what_a_user_changed_in_the_block_stays_and_what_was_ours_is_renewed() {
        let put_now = |text: &str| put(text, &start(None)).expect("it fits");
        let text = put_now(USERS);
        for (from, to) in [
            ("args = [\"serve\"]", "args = [\"serve\", \"--groups\", \"core\"]"),
            ("tool_timeout_sec = 7260", "tool_timeout_sec = 60"),
            ("tool_timeout_sec = 7260", "tool_timeout_sec = 7260\nenabled_tools = [\"zerops_discover\"]"),
            ("\"GIT_TOKEN\"", "\"MY_OWN\""),
        ] {
            let changed = text.replace(from, to);
            assert_ne!(changed, text);
            assert_eq!(put_now(&changed), changed);
        }
        let former = text.replace("7260", "660").replace(", \"ZCP_READ_ONLY\"", "");
        assert_eq!(put_now(&former), text);
        let read_only = text.replace("[\"serve\"]", "[\"serve\", \"--read-only\"]");
        assert_eq!(put_now(&read_only), read_only);
    }

    #[test]
    fn a_server_of_somebody_else_stays() {
        assert!(put("[mcp_servers.zerops]\ncommand = \"npx\"\n", &start(None)).is_err());
        assert!(put("mcp_servers = { zerops = {} }\n", &start(None)).is_err());
        for text in [
            "[mcp_servers]\nzerops = { command = \"x\" }\n",
            "[mcp_servers]\nzerops.command = \"x\"\n",
            "[\"mcp_\\u0073ervers\".zerops]\ncommand = \"x\"\n",
            "[[mcp_servers.zerops]]\ncommand = \"x\"\n",
        ] {
            assert_eq!(put(text, &start(None)), Err(TAKEN.to_owned()), "{text}");
        }
        for text in ["mcp_servers = {}\n", "mcp_servers = { other = { command = \"x\" } }\n", "mcp_servers = 1\n"] {
            assert!(put(text, &start(None)).is_err_and(|error| error.contains("`mcp_servers`")), "{text}");
        }
        let dotted = "mcp_servers.other.command = \"x\"\n";
        assert!(put(dotted, &start(None)).is_ok_and(|text| text.starts_with(dotted)));
        let own = "[ mcp_servers.\"zerops\" ]\ncommand = '/usr/bin/zcp'\n";
        assert_eq!(put(own, &start(None)).as_deref(), Ok(own));
    }

    #[test]
    fn marks_within_a_text_are_not_ours() {
        let text = "notes = \"\"\"\n# ZCP:BEGIN\nmine\n# ZCP:END\n\"\"\"\n";
        let put = put(text, &start(None)).expect("it fits");
        assert!(put.starts_with(text), "{put}");
        assert_eq!(take(&put, &Word::User), Ok(Some(text.to_owned())));
    }

    #[test]
    fn what_is_no_toml_is_told_by_its_line() {
        for text in ["a = 1\nb = \"open\n", "a = [1\n", "a = 1\n]\n", "just words\n", "a = '''\n"] {
            assert!(put(text, &start(None)).is_err_and(|error| error.contains("line")), "{text}");
        }
    }
}
