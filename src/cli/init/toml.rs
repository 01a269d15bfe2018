//! The server in a TOML file: a table of its own, in a block between two marked comments at the end.
//!
//! A table can stand anywhere in such a file, so nothing else is read but where tables begin. That
//! takes knowing where texts and lists end.

use serde_json::Value;

use super::block::HASH;
use super::server::{BY_HAND, NAME, Start, Style, TAKEN, runs_zcp};

/// The table of the servers.
const SERVERS: &str = "mcp_servers";

/// The text with the server in it.
///
/// # Errors
/// When the file is no TOML, or has a server of the name already.
pub(super) fn put(text: &str, start: &Start) -> Result<String, String> {
    let ours = HASH.find(text)?.unwrap_or_default();
    let outside = format!("{}{}", &text[..ours.start], &text[ours.end..]);
    // A token that was given before stays until another one is given.
    let known =
        text[ours].lines().map(str::trim).find(|line| line.starts_with("env = ")).filter(|_| start.token.is_none());
    let lines = table(start) + known.unwrap_or_default();
    match other(&outside)? {
        Other::None => HASH.put(text, &lines),
        Other::Zcp if start.token.is_none() => Ok(text.to_owned()),
        Other::Zcp => Err(BY_HAND.to_owned()),
        Other::Server => Err(TAKEN.to_owned()),
    }
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

enum Other {
    None,
    Zcp,
    Server,
}

/// Whether somebody else has put a server of the name there.
fn other(text: &str) -> Result<Other, String> {
    let own = format!("[{SERVERS}.{NAME}]");
    let mut in_own = false;
    let mut found = Other::None;
    for (number, statement) in statements(text)? {
        let plain: String = statement.chars().filter(|c| !matches!(c, ' ' | '\t' | '"' | '\'')).collect();
        if plain.starts_with('[') {
            in_own = plain.starts_with(&own);
            if in_own {
                found = Other::Server;
            }
        } else if in_own && plain.starts_with("command=") {
            let value = statement.split_once('=').map_or("", |(_, value)| value);
            let command = value.split('#').next().unwrap_or(value).trim().trim_matches(['"', '\'']);
            found = if runs_zcp(command) { Other::Zcp } else { Other::Server };
        } else if plain.starts_with(&format!("{SERVERS}=")) || plain.starts_with(&format!("{SERVERS}.")) {
            return Err(format!("`{SERVERS}` is no table of its own in line {number}"));
        }
    }
    Ok(found)
}

/// The statements of a file, each with the number of its first line.
fn statements(text: &str) -> Result<Vec<(usize, &str)>, String> {
    let mut found = Vec::new();
    let (mut at, mut number) = (0, 1);
    while at < text.len() {
        let length = statement(&text[at..]).ok_or_else(|| format!("it is no valid TOML: line {number}"))?;
        let one = &text[at..at + length];
        let content = one.trim_start_matches('\u{feff}').trim();
        if !content.is_empty() && !content.starts_with('#') {
            if !content.starts_with('[') && !content.contains('=') {
                return Err(format!("it is no valid TOML: line {number}"));
            }
            found.push((number, content));
        }
        number += one.matches('\n').count();
        at += length;
    }
    Ok(found)
}

/// How long the statement is that a text begins with; none when it does not end.
fn statement(text: &str) -> Option<usize> {
    let (mut at, mut depth) = (0, 0_usize);
    while at < text.len() {
        let rest = &text[at..];
        let long = ["\"\"\"", "'''"].into_iter().find(|quote| rest.starts_with(quote));
        let first = rest.chars().next()?;
        at += match (long, first) {
            (Some(quote), _) => 3 + end_of(&rest[3..], quote, quote.starts_with('"'))? + 3,
            (None, '"' | '\'') => {
                let line = &rest[1..rest.find('\n').unwrap_or(rest.len())];
                1 + end_of(line, &rest[..1], first == '"')? + 1
            }
            (None, '#') => rest.find('\n').unwrap_or(rest.len()),
            (None, '\n') if depth == 0 => return Some(at + 1),
            (None, '[' | '{') => {
                depth += 1;
                1
            }
            (None, ']' | '}') => {
                depth = depth.checked_sub(1)?;
                1
            }
            (None, other) => other.len_utf8(),
        };
    }
    (depth == 0).then_some(at)
}

/// Where a text ends that began before.
fn end_of(text: &str, quote: &str, escapes: bool) -> Option<usize> {
    let mut escaped = false;
    for (at, c) in text.char_indices() {
        if escaped {
            escaped = false;
        } else if escapes && c == '\\' {
            escaped = true;
        } else if text[at..].starts_with(quote) {
            return Some(at);
        }
    }
    None
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
        Start { program: "C:\\zcp".to_owned(), token, host, variable: None }
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
        assert_eq!(HASH.take(&with_token), Ok(Some(USERS.to_owned())));
    }

    #[test]
    fn a_server_of_somebody_else_stays() {
        assert!(put("[mcp_servers.zerops]\ncommand = \"npx\"\n", &start(None)).is_err());
        assert!(put("mcp_servers = { zerops = {} }\n", &start(None)).is_err());
        let own = "[ mcp_servers.\"zerops\" ]\ncommand = '/usr/bin/zcp'\n";
        assert_eq!(put(own, &start(None)).as_deref(), Ok(own));
    }

    #[test]
    fn what_is_no_toml_is_told_by_its_line() {
        for text in ["a = 1\nb = \"open\n", "a = [1\n", "a = 1\n]\n", "just words\n", "a = '''\n"] {
            assert!(put(text, &start(None)).is_err_and(|error| error.contains("line")), "{text}");
        }
    }
}
