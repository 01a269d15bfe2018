//! The executed examples of a tool, out of the snapshots that the tests compare.
//!
//! A release carries them. A debug build reads them where it was built, so that accepting a snapshot
//! compiles nothing.

use std::fmt::Write as _;

use serde_json::Value;

use super::output::{DIM, NAME, painted, printable};
use super::words::Word;
use super::{failure, view, words, wrap};
use crate::domain::call::NextCall;
use crate::domain::tool::ToolSpec;

include!(concat!(env!("OUT_DIR"), "/snapshots.rs"));

/// So many examples are shown unless all are asked for.
const MOST_EXAMPLES: usize = 4;
/// So many lines of an answer are shown unless all are asked for.
const MOST_LINES: usize = 12;
/// Columns before an answer.
const INDENT: usize = 4;

/// An example as it was executed.
#[derive(Debug)]
struct Example<'a> {
    title: &'a str,
    call: String,
    /// What the human was asked.
    asked: Vec<&'a str>,
    /// The action of the call.
    action: Option<String>,
    is_error: bool,
    answer: &'a str,
    spec: Option<&'static ToolSpec>,
}

/// The examples of a word as `zcp call` prints them in this width, those that succeed first; the first of
/// them and not to their ends, unless it is `full`. None where there are none.
pub(super) fn of(word: &Word, full: bool, width: Option<usize>) -> Option<String> {
    let texts = texts(word.spec.name);
    let is_own = |example: &Example<'_>| word.action.is_none() || word.action == example.action.as_deref();
    let mut examples: Vec<Example<'_>> =
        texts.iter().filter_map(|text| parse(word.spec.name, text)).filter(is_own).collect();
    examples.sort_by_key(|example| example.is_error);
    if examples.is_empty() {
        return None;
    }
    let shown = if full { examples.len() } else { MOST_EXAMPLES.min(examples.len()) };
    let mut text = String::new();
    let mut is_cut = shown < examples.len();
    for example in &examples[..shown] {
        let _ = writeln!(text, "  {}", example.title);
        let _ = writeln!(text, "    {}", painted(NAME, printable(&example.call)));
        for question in &example.asked {
            let _ = writeln!(text, "    {}", painted(DIM, printable(&format!("asked: {question}"))));
        }
        let shown = example.shown(width);
        let lines: Vec<&str> = shown.lines().collect();
        let most = if full || lines.len() <= MOST_LINES { lines.len() } else { MOST_LINES };
        for line in &lines[..most] {
            let _ = writeln!(text, "{}", format!("    {line}").trim_end());
        }
        if most < lines.len() {
            is_cut = true;
            let _ = writeln!(text, "    {}", painted(DIM, format!("… and {} more", lines.len() - most)));
        }
        text.push('\n');
    }
    if is_cut {
        let rest = format!("`zcp tools {} --full` shows every example to its end, and more of the tool.", word.text);
        let _ = write!(text, "  {}", painted(DIM, rest));
    }
    Some(text.trim_end().to_owned())
}

impl Example<'_> {
    /// The answer as a person sees it.
    fn shown(&self, width: Option<usize>) -> String {
        // The record of a failure stands behind the lines that tell it in words.
        let record = match self.answer.find("\n{") {
            Some(start) if self.is_error => &self.answer[start..],
            _ => self.answer,
        };
        // A number that differs from run to run has a word in its place.
        let value = serde_json::from_str::<Value>(&record.replace(": BYTES", ": \"BYTES\"")).ok();
        let width = width.map(|width| width.saturating_sub(INDENT).max(1));
        match (value, width) {
            (Some(failure), _) if self.is_error => wrap::page(&failure::text(self.spec, &failure), width),
            (Some(value), Some(width)) => view::of(&value, width).unwrap_or_else(|| printable(self.answer)),
            _ => printable(self.answer),
        }
    }
}

/// The snapshots of a tool in the order of their names.
fn texts(tool: &str) -> Vec<String> {
    let prefix = format!("{tool}__");
    let embedded = SNAPSHOTS.iter().filter(|(name, _)| name.starts_with(&prefix));
    let mut found: Vec<(String, String)> =
        embedded.map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect();
    if cfg!(debug_assertions) {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/snapshots");
        for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
            let name = entry.file_name().to_string_lossy().into_owned();
            let is_whole = std::path::Path::new(&name).extension().is_some_and(|ending| ending == "snap");
            if name.starts_with(&prefix) && is_whole {
                found.extend(std::fs::read_to_string(entry.path()).ok().map(|text| (name, text)));
            }
        }
    }
    found.sort();
    found.dedup_by(|one, other| one.0 == other.0);
    found.into_iter().map(|(_, text)| text).collect()
}

/// Reads a snapshot: a head between `---`, the title, the call, what came before the answer, the answer.
fn parse<'a>(tool: &str, text: &'a str) -> Option<Example<'a>> {
    let (_, body) = text.strip_prefix("---\n")?.split_once("\n---\n")?;
    let (title, rest) = body.trim_start().split_once("\n\n")?;
    let (call, rest) = rest.split_once("\n\n")?;
    let Ok(Value::Object(mut args)) = serde_json::from_str(call.strip_prefix(tool)?.trim()) else { return None };
    let spec = words::find(tool).map(|word| word.spec);
    let action = spec.and_then(|spec| spec.action_of(&args)).map(str::to_owned);
    let at = |word: &str| {
        let start = rest.find(&format!("{word}\n"))?;
        (start == 0 || rest[..start].ends_with('\n')).then_some((start, start + word.len() + 1))
    };
    let (is_error, (_, from)) = match (at("result"), at("error")) {
        (Some(result), Some(error)) if error.0 < result.0 => (true, error),
        (Some(result), _) => (false, result),
        (None, error) => (true, error?),
    };
    let before = &rest[..from];
    let asked = before.lines().filter_map(|line| line.strip_prefix("asked: ")).collect();
    // An agent that asks for no progress waits for nothing, and who types a command does.
    let takes_wait = spec.is_some_and(|spec| words::has(spec, action.as_deref(), "wait"));
    let is_awaited = args.contains_key("wait") || before.lines().any(|line| line.starts_with("progress "));
    if takes_wait && !is_awaited && !is_error && !rest[from..].contains("\"changed\": false") {
        args.insert("wait".to_owned(), Value::Bool(false));
    }
    let call = words::command_line(&NextCall { tool: tool.to_owned(), args });
    // The record beside the text is what `--json` prints.
    let answer = rest[from..].split("\n\nstructured {").next()?.trim_end();
    Some(Example { title, call, asked, action, is_error, answer, spec })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::generated::registry::TOOLS;

    #[test]
    fn a_snapshot_is_read() {
        let text = "---\nsource: x\n---\nMore\n\nzerops_scale {\"serviceHostname\":\"db\",\"minRam\":1}\n\n\
                    asked: sure?\nprogress 2: y\n\nresult\n{\n  \"a\": 1\n}\n\nstructured {\"a\":1}\n";
        let example = parse("zerops_scale", text).expect("an example");
        assert_eq!((example.title, example.call.as_str()), ("More", "zcp scale db --min-ram 1"));
        assert_eq!((example.is_error, example.answer), (false, "{\n  \"a\": 1\n}"));
        assert_eq!(example.asked, ["sure?"]);
        assert!(parse("zerops_scale", "nothing").is_none());
    }

    #[test]
    fn a_command_that_is_not_awaited_says_so() {
        let call = |before: &str, args: &str, answer: &str| {
            let text = format!("---\nsource: x\n---\nTitle\n\nzerops_manage {args}\n\n{before}{answer}");
            parse("zerops_manage", &text).expect("an example").call
        };
        let args = r#"{"action":"restart","serviceHostname":"api"}"#;
        let (result, error) = ("result\n{\n  \"changed\": true\n}\n", "error\nNO: x\n{}\n");
        assert_eq!(call("", args, result), "zcp restart api --wait false");
        assert_eq!(call("progress 1: x\n\n", args, result), "zcp restart api");
        assert_eq!(call("", args, "result\n{\n  \"changed\": false\n}\n"), "zcp restart api");
        assert_eq!(call("", args, error), "zcp restart api");
        assert_eq!(call("", r#"{"action":"restart","serviceHostname":"api","wait":true}"#, result), "zcp restart api");
    }

    #[test]
    fn every_tool_has_examples_and_all_of_them_are_understood() {
        for tool in TOOLS {
            let name = tool.spec.name;
            let word = words::find(name).expect("a word");
            let texts = texts(name);
            assert!(!texts.is_empty(), "{name}");
            for text in &texts {
                assert!(parse(name, text).is_some(), "{text}");
            }
            let (brief, full) = (of(&word, false, None).expect("examples"), of(&word, true, None).expect("examples"));
            assert!(brief.lines().count() <= full.lines().count() + 2, "{name}");
        }
    }
}
