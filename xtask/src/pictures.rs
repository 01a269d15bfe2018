//! Draws commands as they look on a terminal: `cargo xtask pictures`, into `templates/site/pictures`, which the
//! README and the site show. What they say is what a run of this very program said.

mod screens;

use std::fs;
use std::process::{Command, Stdio};

use anstyle_svg::Term;

use super::site::pages::{PICTURES, root};

/// How it is called.
pub(crate) const USAGE: &str = "cargo xtask pictures";

/// Columns of the terminal.
const WIDTH: usize = 100;

/// Runs the demo and draws its steps from the first import to the deploy that fails, then the commands of every day.
///
/// # Errors
/// A run that does not go as told, or what the disk answered.
pub(crate) fn run(words: &[&str]) -> Result<String, String> {
    if !words.is_empty() {
        return Err(format!("usage: {USAGE}"));
    }
    let mut demo = Command::new(env!("CARGO"));
    demo.args(["run", "--quiet", "--locked", "--", "demo"]).current_dir(root()).env("CLICOLOR_FORCE", "1");
    let output = demo.stdin(Stdio::null()).stderr(Stdio::inherit()).output().map_err(|error| error.to_string())?;
    if !output.status.success() {
        return Err(format!("the demo ended with {}", output.status));
    }
    draw("demo", &steps(&String::from_utf8_lossy(&output.stdout)))?;
    for (name, screen) in screens::all()? {
        draw(name, &screen)?;
    }
    Ok("the pictures are drawn".to_owned())
}

fn draw(name: &str, screen: &str) -> Result<(), String> {
    let file = root().join("templates/site").join(PICTURES).join(format!("{name}.svg"));
    fs::write(&file, Term::new().render_svg(screen)).map_err(|error| format!("{}: {error}", file.display()))
}

/// The steps two to six, without the progress lines that a later one of the same call replaces.
fn steps(said: &str) -> String {
    let is_step = |line: &str, number: char| bare(line).starts_with(&format!("{number}. "));
    let lines = said.lines().skip_while(|line| !is_step(line, '2')).take_while(|line| !is_step(line, '7'));
    let lines: Vec<&str> = lines.collect();
    let is_progress = |line: &str| bare(line).trim_start().starts_with('…');
    let kept = lines
        .iter()
        .enumerate()
        .filter(|(index, line)| !is_progress(line) || lines.get(index + 1).is_none_or(|next| !is_progress(next)));
    let folded: Vec<String> = kept.map(|(_, line)| fold(line)).collect();
    folded.join("\n").trim_end().to_owned()
}

/// A line in the width of the terminal; what is too much goes on below, indented.
fn fold(line: &str) -> String {
    let indent = "     ";
    let mut folded = String::new();
    let mut taken = 0;
    for word in line.split_inclusive(' ') {
        let columns = bare(word).chars().count();
        if taken + columns > WIDTH && taken > indent.len() {
            folded.push('\n');
            folded.push_str(indent);
            taken = indent.len();
        }
        folded.push_str(word);
        taken += columns;
    }
    folded
}

/// A text without its colours.
fn bare(text: &str) -> String {
    let mut bare = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("\x1b[") {
        bare.push_str(before);
        rest = after.split_once('m').map_or("", |(_, after)| after);
    }
    bare + rest
}
