//! A structured result laid out for a terminal: tables for lists, names and values for the rest.
//!
//! It knows no tool: what it sees is the form of the JSON. Where a terminal is narrow, a table leaves out what
//! is rarely read.

use serde_json::{Map, Value};

use super::failure::next_lines;
use super::output::{BAD, DIM, GOOD, HEADING, NAME, WARN, painted, printable};
use super::table::{Cell, Table};
use super::wrap::{columns, hanging, words};

/// An object with more members gets lines of its own.
const MOST_INLINE: usize = 4;
const INDENT: &str = "  ";
/// What a table can do without after its ids, the first one first.
const RARE: &[&str] = &["mode", "containers", "ports", "source", "proved", "appVersionName", "created"];
/// What stands below a table that it is too long for.
const LONG: &[&str] = &["newest", "urls", "reason"];
/// A list that would take several lines a row, and is read below.
const CHECKS: &str = "checks";
/// Ids that are typed in the next command, by the list that they stand in: a table keeps them.
const TYPED: &[(&str, &str)] = &[("versions", "id"), ("events", "buildId")];

/// The result in this width; none for prose, which is read as it is.
pub(super) fn of(value: &Value, width: usize) -> Option<String> {
    let map = value.as_object().filter(|_| !is_prose(value))?;
    let mut blocks = Vec::new();
    let (short, long): (Vec<_>, Vec<_>) = members(map).partition(|(_, value)| inline(value).is_some());
    let pairs: Vec<_> = short.into_iter().filter_map(|(key, value)| Some((key, inline(value)?, value))).collect();
    if !pairs.is_empty() {
        blocks.push(aligned(&pairs, width, ""));
    }
    for (key, value) in long {
        let lines = match value {
            Value::Array(items) => list(key, items, width),
            Value::Object(map) => vec![object(map, width)],
            other => words(&text(other), width - INDENT.len()),
        };
        let lines: Vec<String> = lines.join("\n").lines().map(indented).collect();
        blocks.push(format!("{}\n{}", painted(HEADING, printable(key)), lines.join("\n")));
    }
    let next: Vec<String> =
        next_lines(value).iter().map(|line| format!("{INDENT}{}", painted(NAME, printable(line)))).collect();
    if !next.is_empty() {
        blocks.push(format!("{}\n{}", painted(HEADING, "next"), next.join("\n")));
    }
    Some(blocks.join("\n\n"))
}

fn indented(line: &str) -> String {
    if line.is_empty() { String::new() } else { format!("{INDENT}{line}") }
}

/// Whether it is a document or the output of a program: their lines are as they should be.
fn is_prose(value: &Value) -> bool {
    match value {
        Value::String(text) => text.contains('\n'),
        Value::Array(items) => items.iter().any(is_prose),
        Value::Object(map) => map.contains_key("untrusted") || map.values().any(is_prose),
        _ => false,
    }
}

/// The members in their order, without those that say nothing; ids are rarely read.
fn members(map: &Map<String, Value>) -> impl Iterator<Item = (&str, &Value)> {
    let said = |value: &Value| !value.is_null() && value.as_array().is_none_or(|items| !items.is_empty());
    let all = map.iter().map(|(key, value)| (key.as_str(), value));
    let all = all.filter(move |(key, value)| *key != "next" && said(value));
    let (ids, rest): (Vec<_>, Vec<_>) = all.partition(|(key, _)| is_id(key));
    rest.into_iter().chain(ids)
}

/// What fits beside its name.
fn inline(value: &Value) -> Option<String> {
    match value {
        Value::Array(items) if items.iter().all(|item| !item.is_object() && !item.is_array()) => Some(text(value)),
        Value::Object(map) if map.len() <= MOST_INLINE && map.values().all(is_scalar) => Some(text(value)),
        _ if is_scalar(value) => Some(text(value)),
        _ => None,
    }
}

fn is_scalar(value: &Value) -> bool {
    !value.is_array() && !value.is_object()
}

/// A value in a cell.
fn text(value: &Value) -> String {
    match value {
        Value::String(text) => printable(text).replace('\t', " "),
        Value::Null => String::new(),
        Value::Array(items) => items.iter().map(text).collect::<Vec<_>>().join(", "),
        Value::Object(map) if map.values().all(is_scalar) => {
            let pairs = members(map).map(|(key, value)| format!("{} {}", printable(key), text(value)));
            pairs.collect::<Vec<_>>().join(if map.len() > MOST_INLINE { "\n" } else { ", " })
        }
        other => printable(&other.to_string()),
    }
}

/// A cell; what goes well and what does not is seen by its colour.
fn cell(key: &str, value: &Value) -> Cell {
    let text = text(value);
    let style = match (key, text.as_str()) {
        ("status", "ACTIVE" | "FINISHED" | "RUNNING" | "pass") | ("healthy" | "valid", "true") => GOOD,
        ("status", "fail" | "CANCELED" | "CANCELLED") | ("healthy" | "valid", "false") => BAD,
        ("status", status) if status.contains("FAILED") => BAD,
        ("status", _) => WARN,
        ("hostname" | "service" | "key" | "name", _) => NAME,
        _ => anstyle::Style::new(),
    };
    Cell { text, style }
}

/// Names and values below each other.
fn aligned(pairs: &[(&str, String, &Value)], width: usize, indent: &str) -> String {
    let names = pairs.iter().map(|(key, ..)| key.chars().count()).max().unwrap_or_default();
    let room = width.saturating_sub(indent.len() + names + 2).max(1);
    let mut lines = Vec::new();
    for (key, text, value) in pairs {
        let style = cell(key, value).style;
        for (index, line) in words(text, room).into_iter().enumerate() {
            let name = if index == 0 { printable(key) } else { String::new() };
            lines.push(format!("{indent}{}  {}", painted(DIM, format!("{name:names$}")), painted(style, line)));
        }
    }
    lines.join("\n")
}

/// An object by itself.
fn object(map: &Map<String, Value>, width: usize) -> String {
    let pairs: Vec<_> = members(map).map(|(key, value)| (key, text(value), value)).collect();
    aligned(&pairs, width - INDENT.len(), "")
}

/// A list: a table where there is something to compare and it fits, else one entry after another.
fn list(of: &str, items: &[Value], width: usize) -> Vec<String> {
    let maps: Vec<_> = items.iter().filter_map(Value::as_object).collect();
    if maps.len() != items.len() {
        return items.iter().map(text).collect();
    }
    let entries = || maps.iter().map(|map| object(map, width)).collect::<Vec<_>>().join("\n\n");
    if maps.len() == 1 {
        return vec![entries()];
    }
    // The columns of all entries, each where it was first seen; ids come last.
    let mut seen = Map::new();
    for (key, _) in maps.iter().flat_map(|map| members(map)) {
        seen.insert(key.to_owned(), Value::Bool(true));
    }
    let mut header: Vec<&str> = members(&seen).map(|(key, _)| key).collect();
    let cell_of = |map: &Map<String, Value>, key: &str| map.get(key).map_or_else(Cell::default, |v| cell(key, v));
    let mut below = Vec::new();
    loop {
        let rows = maps.iter().map(|map| header.iter().map(|key| cell_of(map, key)).collect()).collect();
        let table = Table { header: header.iter().map(|key| printable(key)).collect(), rows };
        let is_wider =
            || table.lines(None).is_none_or(|lines| lines.iter().any(|line| columns(line) > width - INDENT.len()));
        if let Some(at) = header.iter().position(|key| *key == CHECKS)
            && is_wider()
        {
            below.extend(apart(&maps, header.remove(at), width));
            continue;
        }
        if let Some(mut lines) = table.lines(Some(width - INDENT.len())) {
            lines.extend(below);
            return lines;
        }
        // `--json` has all of them.
        let place = |names: &[&str]| names.iter().find_map(|name| header.iter().position(|key| key == name));
        let is_typed = |key: &str| TYPED.contains(&(of, key));
        if let Some(at) = header.iter().position(|key| is_id(key) && !is_typed(key)).or(place(RARE)) {
            header.remove(at);
        } else if let Some(at) = place(LONG) {
            below.extend(apart(&maps, header.remove(at), width));
        } else {
            return vec![entries()];
        }
    }
}

/// What is too long for a column: a line for each entry that has it, after the name of the entry.
fn apart(maps: &[&Map<String, Value>], key: &str, width: usize) -> Vec<String> {
    // Where an entry has no name, its id tells it from the others.
    let first = |map: &Map<String, Value>| {
        let name = ["name", "id"]
            .iter()
            .find_map(|name| map.get(*name).filter(|value| value.is_string()))
            .filter(|_| key == CHECKS);
        name.or_else(|| members(map).next().map(|(_, value)| value)).map(text)
    };
    let name = |map: &Map<String, Value>| first(map).unwrap_or_default();
    let said = |map: &&Map<String, Value>| Some((name(map), text(map.get(key)?)));
    let said: Vec<(String, String)> = maps.iter().filter_map(said).filter(|(_, text)| !text.is_empty()).collect();
    let names = said.iter().map(|(name, _)| name.chars().count()).max().unwrap_or_default();
    let line = |(name, text): &(String, String)| {
        hanging(&format!("{}  ", painted(NAME, format!("{name:names$}"))), text, Some(width - INDENT.len()))
    };
    let head = [String::new(), painted(DIM, printable(key))];
    head.into_iter().chain(said.iter().map(line)).collect()
}

fn is_id(key: &str) -> bool {
    key == "id" || key.ends_with("Id")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn plain(value: &Value, width: usize) -> Option<String> {
        Some(anstream::adapter::strip_str(&of(value, width)?).to_string())
    }

    fn services() -> Value {
        json!({
            "project": { "id": "p1", "name": "demo" },
            "services": [
                { "hostname": "api", "id": "o3VCldkjxNVBd68nyE3MXw", "status": "ACTIVE", "ports": ["3000/tcp http"] },
                { "hostname": "db", "id": "3tl7vYo8pCbMaI3Cpfar0A", "status": "ACTIVE", "containers": { "min": 1 } },
            ],
            "total": 2,
            "next": [{ "tool": "zerops_discover", "args": { "limit": 1 } }],
        })
    }

    #[test]
    fn a_list_is_a_table_with_ids_at_the_end() {
        let text = "\
project  name demo, id p1
total    2

services
  hostname  status  ports          containers  id
  api       ACTIVE  3000/tcp http              o3VCldkjxNVBd68nyE3MXw
  db        ACTIVE                 min 1       3tl7vYo8pCbMaI3Cpfar0A

next
  zcp services --limit 1";
        assert_eq!(plain(&services(), 80).as_deref(), Some(text));
    }

    #[test]
    fn what_is_too_wide_for_a_table_comes_one_after_another() {
        let entry = |name: &str| json!({ "hostname": name, "status": "a-word-that-stays-whole" });
        let text = plain(&json!({ "services": [entry("api"), entry("db")] }), 34).expect("laid out");
        assert!(text.contains("  hostname  api\n  status    a-word-that-stays-whole\n\n  hostname  db\n"), "{text}");
        assert!(text.lines().all(|line| line.chars().count() <= 35), "{text}");
    }

    #[test]
    fn a_narrow_table_leaves_out_what_is_rarely_read() {
        let text = plain(&services(), 50).expect("laid out");
        assert!(text.contains("\n  hostname  status  ports          containers\n"), "{text}");
        let mode = |mode: &str| json!({ "hostname": "a-hostname", "mode": mode, "type": "postgresql@16" });
        let two = json!({ "services": [mode("NON_HA_MODE"), mode("HA_MODE_OF_IT")] });
        let text = plain(&two, 30).expect("laid out");
        assert!(text.contains("hostname    type\n") && !text.contains("mode"), "{text}");
    }

    #[test]
    fn what_is_too_long_for_a_table_stands_below_it() {
        let service = |name: &str, urls: &[&str]| json!({ "hostname": name, "status": "ACTIVE", "urls": urls });
        let value =
            json!({ "services": [service("api", &[]), service("web", &["http://web-1a2b-3000.localhost:8080"])] });
        let text = "\
services
  hostname  status
  api       ACTIVE
  web       ACTIVE

  urls
  web  http://web-1a2b-3000.localhost:8080";
        assert_eq!(plain(&value, 44).as_deref(), Some(text));
    }

    #[test]
    fn what_the_next_command_takes_is_kept_and_checks_stand_below() {
        let version = |id: &str, name: Option<&str>| {
            json!({ "id": id, "name": name, "status": "BACKUP", "source": "CLI", "created": "2026-01-02T03:04:05Z",
                "activated": "2026-01-02T03:04:05Z", "proof": "passed", "proved": "2026-01-02T03:04:05Z",
                "checks": ["running: pass", "deployed: pass", "http /health 200: pass"] })
        };
        let two = [version("MCYDRd2eDsEYcwRjOCw7TA", Some("1a2b3c4d prod")), version("9KV43MvIdla3LpipRfIsBA", None)];
        let text = plain(&json!({ "versions": two }), 120).expect("laid out");
        for part in [
            "MCYDRd2eDsEYcwRjOCw7TA\n",
            "9KV43MvIdla3LpipRfIsBA\n",
            "\n  checks\n  1a2b3c4d prod           running: pass, deployed",
        ] {
            assert!(text.contains(part), "{text}");
        }
        assert!(text.lines().all(|line| line.chars().count() <= 120), "{text}");
    }

    #[test]
    fn prose_is_left_alone() {
        assert_eq!(of(&json!({ "text": "# A\nb" }), 80), None);
        assert_eq!(of(&json!({ "untrusted": "yes", "lines": [] }), 80), None);
        assert_eq!(of(&json!("text"), 80), None);
    }

    #[test]
    fn a_terminal_obeys_nothing_of_it() {
        let value = json!({ "a\u{1b}[2J": "b\u{1b}[2J", "list": [{ "c\u{7}": "d\u{8}" }] });
        let text = plain(&value, 80).expect("laid out");
        assert!(!text.contains(['\u{1b}', '\u{7}', '\u{8}']), "{text:?}");
    }
}
