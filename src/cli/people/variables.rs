//! Variables as a table.

use anstyle::Style;
use serde_json::Value;

use super::headline;
use crate::cli::output::{DIM, NAME, painted, printable};
use crate::cli::table::{Cell, Table};

/// What stands for a value that is not shown.
const MASKED: &str = "***";

/// The variables with what they refer to, then what is to be known of them.
pub(super) fn of(value: &Value, width: usize) -> Option<String> {
    let text = |value: &Value| printable(value.as_str().unwrap_or_default());
    let row = |variable: &Value| {
        let shown = text(&variable["value"]);
        let style = if shown == MASKED { DIM } else { Style::new() };
        let references: Vec<String> = variable["references"].as_array().into_iter().flatten().map(text).collect();
        let refers = if references.is_empty() { String::new() } else { format!("refers to {}", references.join(", ")) };
        vec![Cell::new(NAME, text(&variable["key"])), Cell::new(style, shown), Cell::new(DIM, refers)]
    };
    let rows: Vec<Vec<Cell>> = value["variables"].as_array()?.iter().map(row).collect();
    let table = Table { header: Vec::new(), rows };
    let mut lines = table.lines(Some(width)).or_else(|| table.lines(None))?;
    lines.extend(value["note"].as_str().map(|note| format!("\n{}", painted(DIM, printable(note)))));
    let is_masked = value["variables"].as_array()?.iter().any(|variable| variable["value"] == MASKED);
    if is_masked {
        let owner = value["service"].as_str().unwrap_or("--project");
        let command = headline::name(&format!("zcp env get {owner} --reveal KEY"));
        lines.push(format!("\n{} {command}", painted(DIM, "Secrets are masked; one is shown by")));
    }
    Some(lines.join("\n"))
}
