//! `zcp doctor`: the checks, printed.

use std::process::ExitCode;

use anstyle::Style;
use serde_json::json;

use super::args::DoctorArgs;
use super::checks::{self, Check, Status};
use super::output::{self, BAD, DIM, GOOD, NAME, WARN, painted};
use super::problem::Problem;
use super::table::{Cell, Table};
use super::{setup, terminal};
use crate::process::runtime;

/// Makes the checks and prints what they found.
pub(super) fn doctor(args: &DoctorArgs) -> Result<ExitCode, Problem> {
    let checks = runtime::run(async { checks::all(&setup::connection()).await })?;
    let failed = checks.iter().filter(|check| check.status == Status::Fail).count();
    if args.json {
        output::line(&output::json(&json!({ "ok": failed == 0, "checks": checks })))?;
    } else {
        let table = Table { header: Vec::new(), rows: checks.iter().flat_map(rows).collect() };
        // A terminal that is too narrow breaks the lines itself.
        let mut lines = table.lines(terminal::width()).or_else(|| table.lines(None)).unwrap_or_default();
        let warned = checks.iter().filter(|check| check.status == Status::Warn).count();
        lines.push(match failed {
            0 if warned == 1 => painted(WARN, "\nNothing is broken; read the warning above."),
            0 if warned > 1 => painted(WARN, format!("\nNothing is broken; read the {warned} warnings above.")),
            0 => painted(GOOD, "\nNothing is wrong."),
            1 => painted(BAD, "\n1 check failed."),
            more => painted(BAD, format!("\n{more} checks failed.")),
        });
        output::line(&lines.join("\n"))?;
    }
    Ok(if failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// A check, and below it what would mend it.
fn rows(check: &Check) -> Vec<Vec<Cell>> {
    let (style, word) = match check.status {
        Status::Ok => (GOOD, "ok"),
        Status::Warn => (WARN, "warn"),
        Status::Fail => (BAD, "FAIL"),
        Status::Skip => (DIM, "-"),
    };
    let plain = |text: &str| Cell::new(Style::new(), text);
    let found =
        vec![Cell::new(style, format!("{word:>4}")), plain(check.name), plain(&output::printable(&check.detail))];
    let fix =
        check.fix.as_ref().map(|fix| vec![Cell::default(), Cell::default(), Cell::new(NAME, output::printable(fix))]);
    std::iter::once(found).chain(fix).collect()
}
