//! Which version may follow which.

/// Whether a version may follow a released one.
///
/// # Errors
/// When it is not newer, or breaks callers without saying so in its number.
pub fn follows(released: &str, version: &str, breaks: bool) -> Result<(), String> {
    let (Some(before), Some(after)) = (numbers(released), numbers(version)) else {
        return Err(format!("{released} or {version} is no version of three numbers"));
    };
    if after <= before {
        return Err(format!("{version} does not come after {released}: set the version in Cargo.toml"));
    }
    // Before 1.0 the second number takes the part of the first.
    let leading = |[major, minor, _]: [u64; 3]| if major == 0 { (0, minor) } else { (major, 0) };
    if breaks && leading(after) == leading(before) {
        return Err(format!("{version} breaks callers of {released}: it needs a larger step"));
    }
    Ok(())
}

fn numbers(version: &str) -> Option<[u64; 3]> {
    let numbers: Vec<u64> = version.split('.').map(|part| part.parse().ok()).collect::<Option<_>>()?;
    numbers.try_into().ok()
}
