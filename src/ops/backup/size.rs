//! How large a backup is, in words.

/// Bytes as a person says them.
pub(super) fn size(bytes: u64) -> String {
    const UNITS: [(u64, &str); 3] = [(1_000_000_000, "GB"), (1_000_000, "MB"), (1_000, "kB")];
    match UNITS.iter().find(|(unit, _)| bytes >= *unit) {
        Some((unit, name)) => format!("{}.{} {name}", bytes / unit, bytes % unit * 10 / unit),
        None => format!("{bytes} bytes"),
    }
}

#[cfg(test)]
mod tests {
    use super::size;

    #[test]
    fn bytes_are_said_in_the_unit_that_fits() {
        let said: Vec<String> = [0, 999, 1_000, 12_345_678, 1_999_999_999].map(size).into_iter().collect();
        assert_eq!(said, ["0 bytes", "999 bytes", "1.0 kB", "12.3 MB", "1.9 GB"]);
    }
}
