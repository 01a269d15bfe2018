//! References of variables that lead nowhere: the program gets them as they are written, and fails where it uses them.

use super::Look;
use super::report::{Report, Verdict};
use crate::ops::env;
use crate::suggest;

pub(super) const NAME: &str = "variables";
/// References that are named.
const SHOWN: usize = 5;

/// What leads nowhere, by the variable that has it; nothing where that cannot be looked at.
pub(super) async fn found(look: &Look<'_>) -> Vec<(String, String)> {
    env::nowhere(look.session, look.service).await.unwrap_or_else(|error| {
        tracing::debug!(%error, "the references of a service were not looked at");
        Vec::new()
    })
}

/// Adds a check where a reference leads nowhere. That all of them lead somewhere proves nothing of the service.
pub(super) fn told(look: &Look<'_>, report: &mut Report, found: &[(String, String)]) {
    if found.is_empty() {
        return;
    }
    let named = found.iter().take(SHOWN).map(|(key, name)| format!("{key} has ${{{name}}}"));
    let more = found.len().saturating_sub(SHOWN);
    let more = if more > 0 { format!(", and {more} more") } else { String::new() };
    let named = named.collect::<Vec<_>>().join(", ");
    let detail = format!(
        "Nothing answers these references, so the program gets them as literal text, at its next start at the latest: {named}{more}."
    );
    report.add(NAME, Verdict::Fail, "", detail);
    report.suggest(suggest::variables(Some(&look.service.name)));
}
