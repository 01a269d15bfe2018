//! `zcp doctor`: the checks, printed.

use std::process::ExitCode;

use serde_json::json;

use super::args::DoctorArgs;
use super::checks::{self, Check, Status};
use super::output::{self, BAD, DIM, GOOD, NAME, WARN, painted};
use super::problem::Problem;
use super::setup;
use crate::mcp::runtime;

/// Makes the checks and prints what they found.
pub(super) fn doctor(args: &DoctorArgs) -> Result<ExitCode, Problem> {
    let checks = runtime::run(async { checks::all(&setup::connection()).await })?;
    let failed = checks.iter().filter(|check| check.status == Status::Fail).count();
    if args.json {
        output::line(&json!({ "ok": failed == 0, "checks": checks }).to_string())?;
    } else {
        let mut lines: Vec<String> = checks.iter().map(line).collect();
        lines.push(match failed {
            0 => painted(GOOD, "\nNothing is wrong."),
            1 => painted(BAD, "\n1 check failed."),
            more => painted(BAD, format!("\n{more} checks failed.")),
        });
        output::line(&lines.join("\n"))?;
    }
    Ok(if failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn line(check: &Check) -> String {
    let (style, word) = match check.status {
        Status::Ok => (GOOD, "ok"),
        Status::Warn => (WARN, "warn"),
        Status::Fail => (BAD, "FAIL"),
        Status::Skip => (DIM, "-"),
    };
    let detail = output::printable(&check.detail);
    let fix = check.fix.as_ref().map(|fix| format!("\n{:24}{}", "", painted(NAME, fix))).unwrap_or_default();
    format!("{}  {:16}  {detail}{fix}", painted(style, format!("{word:>4}")), check.name)
}
