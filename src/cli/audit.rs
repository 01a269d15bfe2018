//! `zcp audit`: reads an audit log, for people and for what holds it against its chain.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Args, Subcommand, ValueHint};
use serde_json::Value;

use super::output;
use super::problem::Problem;
use crate::files;
use crate::mcp::audit;

/// The most bytes of a log.
const MOST_BYTES: u64 = 1024 * 1024 * 1024;

/// Arguments of `zcp audit`.
#[derive(Args, Clone, Debug)]
pub(super) struct AuditArgs {
    /// What to do.
    #[command(subcommand)]
    pub(super) task: AuditTask,
}

/// What can be done with a log.
#[derive(Clone, Debug, Subcommand)]
pub(super) enum AuditTask {
    /// Say whether a line was removed, altered or moved, and which.
    Verify {
        /// Files that `zcp serve --audit-log` wrote.
        #[arg(value_name = "FILE", required = true, value_hint = ValueHint::FilePath)]
        files: Vec<PathBuf>,
    },
    /// Print what was done, a line for each step.
    Show {
        /// Files that `zcp serve --audit-log` wrote.
        #[arg(value_name = "FILE", required = true, value_hint = ValueHint::FilePath)]
        files: Vec<PathBuf>,
    },
}

/// Reads the logs that are named.
pub(super) fn audit(args: &AuditArgs) -> Result<ExitCode, Problem> {
    match &args.task {
        AuditTask::Verify { files } => verify(files),
        AuditTask::Show { files } => {
            for file in files {
                for entry in audit::entries(&read(file)?) {
                    output::line(&shown(&entry))?;
                }
            }
            Ok(ExitCode::SUCCESS)
        }
    }
}

fn verify(files: &[PathBuf]) -> Result<ExitCode, Problem> {
    let mut broken = Vec::new();
    for file in files {
        match audit::verify(&read(file)?) {
            Ok(whole) => {
                let open = match whole.open.len() {
                    0 => String::new(),
                    count => format!("; {count} calls have no outcome: {}", output::one_line(&whole.open.join(", "))),
                };
                let last = output::one_line(&whole.last);
                output::line(&format!("{}: {} lines, the last is {last}{open}", named(file), whole.lines))?;
            }
            Err(error) => broken.push(format!("{}: {}", named(file), output::one_line(&error.to_string()))),
        }
    }
    if broken.is_empty() { Ok(ExitCode::SUCCESS) } else { Err(Problem::Failed(broken.join("\n"))) }
}

fn named(file: &Path) -> String {
    output::one_line(&file.display().to_string())
}

fn read(file: &Path) -> Result<String, Problem> {
    let bytes = files::open_named(file).and_then(|opened| files::bounded(opened, MOST_BYTES));
    let bytes = bytes.map_err(|error| Problem::Failed(format!("{} {error}", named(file))))?;
    String::from_utf8(bytes).map_err(|_| Problem::Failed(format!("{} is not UTF-8", named(file))))
}

/// A line of the log for people.
fn shown(entry: &Value) -> String {
    let text = |name: &str| entry[name].as_str().unwrap_or_default();
    let mut words = vec![text("time").to_owned(), text("event").to_owned()];
    let who = [text("caller"), text("client")].into_iter().filter(|word| !word.is_empty()).collect::<Vec<_>>();
    if !who.is_empty() {
        words.push(who.join("/"));
    }
    words.push(text("tool").to_owned());
    for name in ["arguments", "agreed", "question", "shown", "code", "process", "appVersion"] {
        match &entry[name] {
            Value::Null => {}
            Value::String(word) => words.push(format!("{name}={word}")),
            value => words.push(format!("{name}={value}")),
        }
    }
    output::one_line(&words.into_iter().filter(|word| !word.is_empty()).collect::<Vec<_>>().join("  "))
}
