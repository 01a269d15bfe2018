//! Texts of people with a part that the build writes, between two marks: the changelog and the README.

/// Stands before what the build writes.
pub(crate) const BEGIN: &str = "<!-- tools: written by the build from spec/ -->";
/// Stands after it.
pub(crate) const END: &str = "<!-- /tools -->";

/// The text with this part in it.
///
/// # Errors
/// When the marks are not there.
pub fn splice(text: &str, part: &str) -> Result<String, String> {
    let parts = text.split_once(BEGIN).and_then(|(before, rest)| {
        let (_, after) = rest.split_once(END)?;
        Some((before, after))
    });
    let (before, after) = parts.ok_or_else(|| format!("the lines `{BEGIN}` and `{END}` are missing"))?;
    Ok(format!("{before}{BEGIN}\n{part}{END}{after}"))
}
