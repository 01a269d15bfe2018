//! The memory of a process, as Linux tells it.

/// Resident and anonymous memory in MiB; not a number where there is no `/proc`.
pub(crate) fn of(process: u32) -> (f64, f64) {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
    (field(&status, "VmRSS:"), field(&status, "RssAnon:"))
}

fn field(status: &str, name: &str) -> f64 {
    let line = status.lines().find_map(|line| line.strip_prefix(name));
    let kib = line.and_then(|rest| rest.split_whitespace().next()).and_then(|number| number.parse::<f64>().ok());
    kib.map_or(f64::NAN, |kib| kib / 1024.0)
}
