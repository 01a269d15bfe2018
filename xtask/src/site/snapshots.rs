//! What the tests recorded.

use std::fmt::Write as _;
use std::fs;

use super::pages::root;
use super::placeholders::fenced;

fn snapshot(name: &str) -> Result<String, String> {
    let path = root().join("snapshots").join(format!("{name}.snap"));
    let text = fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?;
    let body = text.splitn(3, "---\n").nth(2).ok_or_else(|| format!("{} has no header", path.display()))?;
    Ok(body.to_owned())
}

/// What a step of the tutorial printed.
///
/// # Errors
/// A step that was not recorded.
pub(crate) fn output(step: &str) -> Result<String, String> {
    let printed = snapshot(&format!("tutorial__{step}"))?;
    let language = if printed.starts_with('{') { "json" } else { "text" };
    Ok(fenced(language, &printed))
}

/// What a tool costs.
///
/// # Errors
/// A tool that was not counted.
pub(crate) fn tokens(tool: &str) -> Result<String, String> {
    let counts = snapshot("tools_list_tokens")?;
    let mut rows = counts.lines().map(|line| line.split_whitespace());
    let row = rows.find_map(|mut words| (words.next() == Some(tool)).then(|| words.next()).flatten());
    row.map(str::to_owned).ok_or_else(|| format!("the tokens of `{tool}` were not counted"))
}

/// The answer of an example: what the human was asked, what came as progress, then the text.
///
/// # Errors
/// A snapshot that is not there or has another form.
pub(crate) fn answer(name: &str) -> Result<String, String> {
    let body = snapshot(name)?;
    let form = || format!("snapshots/{name}.snap has another form");
    // The title, the call, then the rest, each after a blank line.
    let rest = body.splitn(3, "\n\n").nth(2).ok_or_else(form)?;
    let mut text = String::new();
    let (before, after) = match rest.strip_prefix("result\n").or_else(|| rest.strip_prefix("error\n")) {
        Some(_) => ("", rest),
        None => rest.split_once("\n\n").ok_or_else(form)?,
    };
    if !before.is_empty() {
        let _ = writeln!(text, "Meanwhile:\n\n{}\n", fenced("text", before));
    }
    let (kind, answer) = after.split_once('\n').ok_or_else(form)?;
    let label = match kind {
        "result" => "Answer",
        "error" => "Error",
        _ => return Err(form()),
    };
    let (block, record) =
        answer.split_once("\n\nstructured ").map_or((answer, None), |(text, record)| (text, Some(record)));
    let language = if block.starts_with('{') { "json" } else { "text" };
    let _ = write!(text, "**{label}**\n\n{}", fenced(language, block));
    if let Some(record) = record {
        let pretty = serde_json::from_str::<serde_json::Value>(record)
            .and_then(|value| serde_json::to_string_pretty(&value))
            .unwrap_or_else(|_| record.to_owned());
        let _ = write!(
            text,
            "\n\n<details>\n<summary>The record beside it</summary>\n\n{}\n\n</details>",
            fenced("json", &pretty)
        );
    }
    Ok(text)
}
