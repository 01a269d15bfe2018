//! How the lines of the story look.

use anstyle::Style;

use crate::cli::output::{DIM, GOOD, NAME, painted, printable};
use crate::cli::problem::Problem;
use crate::cli::{output, terminal, wrap};
use crate::domain::call::NextCall;

/// Shows a line of an answer.
pub(super) fn show(text: &str) -> Result<(), Problem> {
    let mark = format!("   {} ", painted(GOOD, "<"));
    Ok(output::line(&wrap::hanging(&mark, &printable(text), terminal::width()))?)
}

/// A text in a style after a mark, whose lines go on where it began.
pub(super) fn paragraph(mark: &str, style: Style, text: &str) -> String {
    let lines = wrap::hanging(mark, &printable(text), terminal::width());
    let colours = |line: &str| painted(style, line);
    lines.lines().map(colours).collect::<Vec<_>>().join("\n")
}

/// A call: its arguments beside its name, and documents below.
pub(super) fn shown(mark: &str, call: &NextCall) -> String {
    let mut short = Vec::new();
    let mut documents = String::new();
    for (name, value) in &call.args {
        match value.as_str().filter(|text| text.contains('\n')) {
            Some(text) => {
                let lines: Vec<String> = text.lines().map(|line| format!("         {}", printable(line))).collect();
                documents.push_str(&format!("\n       {}\n{}", painted(DIM, format!("{name}:")), lines.join("\n")));
            }
            None => short.push(format!("{name}: {}", output::json(value))),
        }
    }
    let name = format!("{}{} ", painted(DIM, mark), painted(NAME, &call.tool));
    let arguments = short.join(", ");
    wrap::hanging(&name, &arguments, terminal::width()).trim_end().to_owned() + &documents
}
