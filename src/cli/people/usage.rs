//! What services use, with how it went as bars of text.

use serde_json::Value;

use super::headline;
use crate::cli::output::{DIM, NAME, painted, printable};
use crate::cli::table::{Cell, Table};
use crate::cli::wrap::words;

/// From nothing to the most that was used.
const BARS: [char; 8] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];

/// A table of the services, how each one went, and what is said of it.
pub(super) fn of(value: &Value, width: usize) -> Option<String> {
    let services = value["services"].as_array()?;
    let row = |service: &Value| {
        let text = |key: &str| printable(service[key].as_str().unwrap_or_default());
        let day = service["perDay"].as_f64().map(|price| format!("{price:.2}")).unwrap_or_default();
        vec![
            Cell::new(NAME, text("service")),
            Cell::new(DIM, service["containers"].as_f64().map(|count| format!("×{count}")).unwrap_or_default()),
            Cell { text: gauge(&service["cpu"]), ..Cell::default() },
            Cell { text: gauge(&service["ram"]), ..Cell::default() },
            Cell { text: gauge(&service["disk"]), ..Cell::default() },
            Cell { text: day, ..Cell::default() },
        ]
    };
    let header = ["service", "", "cores", "RAM GB", "disk GB", "per day"].map(str::to_owned).to_vec();
    let table = Table { header, rows: services.iter().map(row).collect() };
    let mut lines = table.lines(Some(width)).or_else(|| table.lines(None))?;
    for service in services {
        lines.push(String::new());
        let name = headline::name(service["service"].as_str().unwrap_or_default());
        let verdict = words(&printable(service["verdict"].as_str().unwrap_or_default()), width.saturating_sub(2));
        lines.push(name);
        lines.extend(verdict.into_iter().map(|line| format!("  {line}")));
        lines.extend(["cpu", "ram", "disk"].iter().filter_map(|key| history(service, key)));
    }
    if let Some(price) = value["perDay"].as_f64() {
        lines.push(format!("\n{}", painted(DIM, format!("All of it costs {price:.2} per day."))));
    }
    lines.extend(value["note"].as_str().map(|note| format!("\n{}", painted(DIM, printable(note)))));
    let next = crate::cli::failure::next_lines(value);
    lines.extend((!next.is_empty()).then(String::new));
    lines.extend(next.iter().map(|line| format!("  {}", painted(NAME, printable(line)))));
    Some(lines.join("\n"))
}

/// What is used of what there is.
fn gauge(gauge: &Value) -> String {
    let amount = |key: &str| gauge[key].as_f64().map(|amount| format!("{amount}"));
    match (amount("used"), amount("limit")) {
        (Some(used), Some(limit)) => format!("{used} of {limit}"),
        (Some(used), None) => used,
        _ => "-".to_owned(),
    }
}

/// How an amount went.
fn history(service: &Value, key: &str) -> Option<String> {
    let buckets = service["buckets"].as_array()?;
    let amounts: Vec<f64> = buckets.iter().filter_map(|bucket| bucket[key].as_f64()).collect();
    let most = amounts.iter().copied().reduce(f64::max)?;
    let step = printable(service["step"].as_str().unwrap_or_default());
    Some(format!(
        "  {} {} {}",
        painted(DIM, format!("{key:<4}")),
        bars(&amounts),
        painted(DIM, format!("{step}, most {most}"))
    ))
}

/// Amounts as bars, from nothing to the largest.
fn bars(amounts: &[f64]) -> String {
    let most = amounts.iter().copied().fold(0.0, f64::max);
    let bar = |amount: &f64| {
        let place = (0..BARS.len()).rev().find(|place| {
            let least = f64::from(u32::try_from(*place).unwrap_or(0)) / 8.0;
            most > 0.0 && amount / most > least
        });
        BARS[place.unwrap_or(0)]
    };
    amounts.iter().map(bar).collect()
}

#[cfg(test)]
mod tests {
    use super::bars;

    #[test]
    fn bars_go_from_nothing_to_the_most() {
        assert_eq!(bars(&[0.0, 1.0, 4.0, 8.0, 7.9]), "▁▁▄██");
        assert_eq!(bars(&[0.0, 0.0]), "▁▁");
        assert_eq!(bars(&[]), "");
    }
}
