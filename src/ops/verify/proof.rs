//! What was found out about a version is noted, so that nobody has to find it out again.

use super::{Look, references};
use crate::generated::types::VerifyResult;
use crate::ops::logs::clean;
use crate::ops::support::notebook::{self, FORGETS};
use crate::ops::support::service_facts;
use crate::workflow::notebook::{Book, Proof, Verdict};

/// Notes it. Answers what the caller should know of that, which most often is nothing.
pub(super) async fn note(look: &Look<'_>, result: &VerifyResult, lost: &[(String, String)]) -> Option<String> {
    let version = look.service.active_app_version.as_ref().filter(|version| !version.is_empty())?;
    if !service_facts::is_runtime(look.service) {
        return None;
    }
    let (now, service) = (look.cx.clock().now(), look.service.name.clone());
    let verdict = match result.healthy {
        Some(true) => Verdict::Passed,
        Some(false) => Verdict::Failed,
        None => Verdict::Unreached,
    };
    let proof = Proof { version: version.id.to_string(), at: now, verdict, checks: checks(look, result, lost) };
    let append = move |book: &mut Book| {
        book.add_proof(&service, proof);
        Ok::<(), ()>(())
    };
    tracing::debug!(effect = "notebook.append", "noting what was found out");
    match notebook::apply(look.cx, look.session, append).await {
        Ok((_, reading)) => reading.forgets.then(|| FORGETS.to_owned()),
        Err(error) => Some(format!("This was not noted as a proof: {error}.")),
    }
}

/// Characters of an expected text that are noted.
const TEXT: usize = 40;
/// Variables that lead nowhere of which the names are noted.
const LOST: usize = 3;

/// What was checked, such as `http /health 200: pass`, with the beginning of the text that was expected.
fn checks(look: &Look<'_>, result: &VerifyResult, lost: &[(String, String)]) -> Vec<String> {
    let asked = result.checks.iter().filter(|check| check.status != "skip");
    let line = asked.map(|check| match check.check.as_str() {
        "http" => {
            let path = look.args.path.as_ref().map_or("/", |path| path.0.as_str());
            let status = look.args.expect_status.map(|status| format!(" {status}")).unwrap_or_default();
            format!("http {path}{status}: {}", check.status)
        }
        "text" => {
            let expected = look.args.expect_text.as_deref().unwrap_or_default();
            let shown: String = clean(expected).chars().take(TEXT).collect();
            format!("text \"{shown}\": {}", check.status)
        }
        references::NAME => {
            let lost = lost.iter().take(LOST).map(|(key, name)| format!("{key} has ${{{name}}}"));
            format!("{} {}: {}", references::NAME, lost.collect::<Vec<_>>().join(", "), check.status)
        }
        other => format!("{other}: {}", check.status),
    });
    line.collect()
}
