//! `zcp parity`, printed.

use std::process::ExitCode;

use serde_json::json;

use super::compare::compare;
use super::differences::Parity;
use crate::cli::args::ParityArgs;
use crate::cli::output::{self, BAD, DIM, GOOD, painted};
use crate::cli::problem::Problem;
use crate::cli::setup;
use crate::process::runtime;
use crate::sandbox::platform_date::PlatformDate;

/// Compares and prints what differs.
pub(in crate::cli) fn parity(args: &ParityArgs) -> Result<ExitCode, Problem> {
    let compared = runtime::run(async {
        let connection = setup::connection();
        match connection.session().await {
            Ok(session) => compare(&session, args.quick).await,
            Err(error) => Err(error),
        }
    })?;
    let parity = compared.map_err(|error| Problem::Failed(format!("nothing was compared: {error}")))?;
    if args.json {
        let mut record = json!({ "zcp": env!("CARGO_PKG_VERSION"), "builtFor": PlatformDate::default().name() });
        if let (Some(record), Ok(serde_json::Value::Object(more))) =
            (record.as_object_mut(), serde_json::to_value(&parity))
        {
            record.extend(more);
        }
        output::line(&record.to_string())?;
    } else {
        output::line(&text(&parity))?;
    }
    Ok(if parity.differences.is_empty() && parity.skipped.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// The differences as lines to paste.
fn text(parity: &Parity) -> String {
    let built = PlatformDate::default();
    let version = env!("CARGO_PKG_VERSION");
    let mut lines = vec![format!("zcp {version}, built for the platform of {built}: {} comparisons", parity.compared)];
    lines.extend(parity.differences.iter().map(|one| format!("- {}: {}", one.of, one.what)));
    lines.extend(parity.skipped.iter().map(|one| painted(DIM, format!("- not compared: {one}"))));
    lines.push(match parity.differences.len() {
        0 => painted(GOOD, "Nothing differs."),
        1 => painted(BAD, "1 difference."),
        count => painted(BAD, format!("{count} differences.")),
    });
    if !parity.differences.is_empty() {
        lines.push("It holds no names, values or tokens of yours: paste it into a bug report as it is.".to_owned());
    }
    lines.join("\n")
}
