//! Lines of a proof, such as `http /health 200: pass`: the check, what was asked, and how it ended.

/// Whether what a line tells of was well.
#[must_use]
pub fn is_passed(line: &str) -> bool {
    line.ends_with(": pass")
}

/// Whether a line is that of a check.
#[must_use]
pub fn is_of(line: &str, check: &str) -> bool {
    line.strip_prefix(check).is_some_and(|rest| rest.starts_with([' ', ':']))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_says_its_check_and_how_it_ended() {
        assert!(is_passed("http /health 200: pass") && !is_passed("http / 200: fail"));
        assert!(is_of("http / 200: fail", "http") && is_of("logs: pass", "logs"));
        assert!(!is_of("https / 200: fail", "http") && !is_of("text \"logs\": fail", "logs"));
    }
}
