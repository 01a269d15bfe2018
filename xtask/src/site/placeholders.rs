//! What pages leave to be filled in, as `{{word argument}}`.
//!
//! - `{{snapshot NAME}}`: the answer of an executed example;
//! - `{{output NAME}}`: what a step of the tutorial printed;
//! - `{{tokens TOOL}}`: what a tool costs in the list of tools, `all` for all of them;
//! - `{{commands}}`: the help of every command;
//! - `{{clients}}`, `{{instructions}}`, `{{settings}}`: what `zcp init` writes;
//! - `{{template FILE}}`: a file of templates/deploy;
//! - `{{section HEADING}}`: a section of CONTRIBUTING.md, SECURITY.md or README.md, without its heading.

use std::fmt::Write as _;
use std::fs;

use zcp::cli::reference;

use super::pages::root;
use super::snapshots;

const BEGIN: &str = "{{";
const END: &str = "}}";
/// Where sections are taken from; the first file that has one wins.
const FILES: [&str; 3] = ["CONTRIBUTING.md", "SECURITY.md", "README.md"];

/// The page with everything filled in.
///
/// # Errors
/// A placeholder that nothing is known of.
pub(crate) fn filled(page: &str) -> Result<String, String> {
    let mut filled = String::new();
    let mut rest = page;
    while let Some((before, after)) = rest.split_once(BEGIN) {
        let (placeholder, after) = after.split_once(END).ok_or("a `{{` without `}}`")?;
        filled.push_str(before);
        filled.push_str(&value(placeholder.trim())?);
        rest = after;
    }
    filled.push_str(rest);
    Ok(filled)
}

fn value(placeholder: &str) -> Result<String, String> {
    let (word, argument) = placeholder.split_once(' ').unwrap_or((placeholder, ""));
    match word {
        "snapshot" => snapshots::answer(argument),
        "output" => snapshots::output(argument),
        "tokens" => snapshots::tokens(argument),
        "section" => section(argument),
        "template" => template(argument),
        "commands" => Ok(commands()),
        "clients" => Ok(clients()),
        "instructions" => Ok(fenced("markdown", &reference::instructions())),
        "settings" => Ok(fenced("json", &reference::settings())),
        _ => Err(format!("nothing is known of `{{{{{placeholder}}}}}`")),
    }
}

fn template(name: &str) -> Result<String, String> {
    let path = root().join("templates/deploy").join(name);
    let text = fs::read_to_string(path).map_err(|error| format!("templates/deploy/{name}: {error}"))?;
    Ok(text.trim_end().to_owned())
}

/// Code with a fence that it cannot end.
pub(crate) fn fenced(language: &str, code: &str) -> String {
    let longest = code.lines().map(|line| line.trim_start().chars().take_while(|c| *c == '`').count()).max();
    let fence = "`".repeat(longest.unwrap_or_default().max(2) + 1);
    format!("{fence}{language}\n{}\n{fence}", code.trim_end())
}

fn commands() -> String {
    let mut text = String::new();
    for command in reference::commands() {
        let _ = writeln!(text, "## {}\n\n{}\n", command.name, fenced("text", &command.help));
    }
    text.trim_end().to_owned()
}

fn clients() -> String {
    let mut text = String::new();
    for client in reference::connections() {
        let _ =
            writeln!(text, "## {}\n\n{}", client.title, fenced("sh", &format!("zcp init --client {}", client.name)));
        let place = match (client.in_project, client.in_home) {
            (Some(project), Some(home)) => {
                format!("`{project}` in the folder of your code, with `--user` to `~/{home}`")
            }
            (Some(project), None) => format!("`{project}` in the folder of your code"),
            (None, Some(home)) => format!("`~/{home}`, for all folders"),
            (None, None) => String::new(),
        };
        let _ = writeln!(text, "\nThe server goes to {place}:\n\n{}", fenced(client.language, &client.entry));
        let _ = write!(text, "\nIts instructions are in `{}`.", client.instructions);
        if let Some(settings) = client.settings {
            let _ = write!(text, " What it may do unasked is in `{settings}`.");
        }
        text.push_str("\n\n");
    }
    text.trim_end().to_owned()
}

fn section(heading: &str) -> Result<String, String> {
    let found = FILES.iter().find_map(|name| {
        let text = fs::read_to_string(root().join(name)).ok()?;
        cut(&text, heading)
    });
    found.ok_or_else(|| format!("none of {} has a section `{heading}`", FILES.join(", ")))
}

/// What stands below a heading, up to the next one of its level or a higher one.
fn cut(text: &str, heading: &str) -> Option<String> {
    let level = |line: &str| line.split_once(' ').map_or(0, |(marks, _)| marks.len()).min(6);
    let is_heading = |line: &str| line.starts_with('#') && line.trim_start_matches('#').starts_with(' ');
    let is_wanted = |line: &str| is_heading(line) && line.trim_start_matches(['#', ' ']) == heading;
    let mut lines = text.lines().skip_while(|line| !is_wanted(line));
    let own = level(lines.next()?);
    let mut in_code = false;
    let mut section = String::new();
    for line in lines {
        in_code ^= line.trim_start().starts_with("```");
        if !in_code && is_heading(line) && level(line) <= own {
            break;
        }
        section.push_str(line);
        section.push('\n');
    }
    Some(section.trim().to_owned())
}
