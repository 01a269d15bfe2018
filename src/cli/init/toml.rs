//! The server in a TOML file: a table of its own, in a block between two marked comments at the end. What becomes of
//! the file is read once more before it counts.

use serde_json::Value;
use toml_edit::Item;

use super::block::TOML;
use super::server::{BY_HAND, NAME, Start, Style, TAKEN, runs_zcp};
use super::text::without_mark;
use super::toml_text::parse;

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
    let outside = format!("{}{placeholder}{}", &text[..ours.start], &text[ours.end..]);
    // A token that was given before stays until another one is given.
    let known =
        text[ours].lines().map(str::trim).find(|line| line.starts_with("env = ")).filter(|_| start.token.is_none());
    match server(&outside)? {
        Server::None => {}
        Server::Zcp if start.token.is_none() => return Ok(text.to_owned()),
        Server::Zcp => return Err(BY_HAND.to_owned()),
        Server::Other => return Err(TAKEN.to_owned()),
    }
    let after = TOML.put(text, &(table(start) + known.unwrap_or_default()))?;
    match server(&after) {
        Ok(Server::Zcp) => Ok(after),
        _ => Err(format!(
            "its `{SERVERS}` takes no further table; write it as `[{SERVERS}.NAME]`, a table for each server"
        )),
    }
}

/// The text without the server; none when the file came with it.
///
/// # Errors
/// When the file is no TOML, or would be none.
pub(super) fn take(text: &str) -> Result<Option<String>, String> {
    let rest = TOML.take(text)?;
    if let Some(rest) = rest.as_deref().filter(|rest| *rest != text) {
        parse(without_mark(rest).1).map_err(|_| "it cannot be changed without breaking it".to_owned())?;
    }
    Ok(rest)
}

/// The lines of the table.
pub(super) fn table(start: &Start) -> String {
    let mut lines = format!("[{SERVERS}.{NAME}]\n");
    for (key, value) in start.entry(Style::Named, None).as_object().into_iter().flatten() {
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

/// Whose server of the name there is.
#[derive(Debug, PartialEq, Eq)]
enum Server {
    None,
    Zcp,
    Other,
}

fn server(text: &str) -> Result<Server, String> {
    let document = parse(without_mark(text).1)?;
    let Some(servers) = document.as_table().get(SERVERS) else { return Ok(Server::None) };
    let servers = servers.as_table_like().ok_or_else(|| format!("its `{SERVERS}` is no table"))?;
    let Some(there) = servers.get(NAME) else { return Ok(Server::None) };
    let command = there.as_table_like().and_then(|there| there.get("command")).and_then(Item::as_str);
    Ok(if command.is_some_and(runs_zcp) { Server::Zcp } else { Server::Other })
}

#[cfg(test)]
mod tests {
    use super::*;

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
        Start { program: "C:\\zcp".to_owned(), token, host, variable: None, word: super::super::server::Word::User }
    }

    #[test]
    fn the_table_is_put_once_and_taken_to_the_byte() {
        let with_token = put(USERS, &start(Some("t0ken"))).expect("it fits");
        assert!(with_token.starts_with(USERS), "{with_token}");
        let table = r#"[mcp_servers.zerops]
command = "C:\\zcp"
args = ["serve"]
env_vars = ["ZCP_API_KEY", "ZEROPS_ZCP_API_KEY", "ZCP_API_HOST", "ZEROPS_API_HOST"]
tool_timeout_sec = 660
env = { ZCP_API_KEY = "t0ken", ZCP_API_HOST = "api.example.com" }
"#;
        assert!(with_token.ends_with(&format!("\n# ZCP:BEGIN\n{table}# ZCP:END\n")), "{with_token}");
        assert_eq!(put(&with_token, &start(None)).as_ref(), Ok(&with_token));
        assert_eq!(TOML.take(&with_token), Ok(Some(USERS.to_owned())));
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
        assert_eq!(take(&put), Ok(Some(text.to_owned())));
    }

    #[test]
    fn what_is_no_toml_is_told_by_its_line() {
        for text in ["a = 1\nb = \"open\n", "a = [1\n", "a = 1\n]\n", "just words\n", "a = '''\n"] {
            assert!(put(text, &start(None)).is_err_and(|error| error.contains("line")), "{text}");
        }
    }
}
