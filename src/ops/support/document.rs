//! The YAML document that a call is about: where it comes from, and what of the findings is shown.

use super::working_folder;
use crate::domain::documents::{self, Finding, Report};
use crate::domain::failure::{ErrorCode, Fail};
use crate::domain::room::Room;
use crate::generated::errors::code;
use crate::generated::types::{Document, FilePath, FindingView};
use crate::ops::context::Context;

/// The document of a call: its text, or the file it names.
pub(crate) async fn text<E>(cx: &Context, content: Option<Document>, path: Option<FilePath>) -> Result<String, Fail<E>>
where
    E: ErrorCode + From<code::FileNotFound> + From<code::FileRefused> + From<code::InvalidParameter>,
{
    match (content, path) {
        (Some(content), None) => Ok(content.0),
        (None, Some(path)) => working_folder::read(cx.working_folder(), &path).await,
        (content, _) => {
            let (both, each) =
                if content.is_some() { ("are both given", "is given too") } else { ("are both missing", "is missing") };
            let message = format!("`content` and `filePath` {both}; exactly one is needed.");
            Err(Fail::new(code::InvalidParameter, message).field("content", each).field("filePath", each))
        }
    }
}

/// The findings that fit a result, and how many do not.
pub(crate) fn findings(report: &Report, mut room: Room) -> (Vec<FindingView>, Option<i64>) {
    let mut findings: Vec<FindingView> = report.findings.iter().map(view).collect();
    let omitted = report.omitted + room.cut(&mut findings);
    let omitted = (omitted > 0).then(|| i64::try_from(omitted).unwrap_or(i64::MAX));
    (findings, omitted)
}

fn view(finding: &Finding) -> FindingView {
    let place = |number: usize| i64::try_from(number).unwrap_or(i64::MAX);
    FindingView {
        severity: if finding.severity == documents::Severity::Error { "error" } else { "warning" }.to_owned(),
        code: finding.code.to_owned(),
        path: finding.path.clone(),
        line: place(finding.line),
        column: place(finding.column),
        message: finding.message.clone(),
        fix: finding.fix.clone(),
    }
}
