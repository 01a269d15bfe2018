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

/// The findings that fit a result, in the order of the document, and how many do not. Errors take the room first: a
/// document that is refused is never without one of them.
pub(crate) fn findings(report: &Report, mut room: Room) -> (Vec<FindingView>, Option<i64>) {
    let mut findings: Vec<(usize, &Finding)> = report.findings.iter().enumerate().collect();
    findings.sort_by_key(|(_, finding)| finding.severity);
    let mut shown: Vec<FindingView> = findings.iter().map(|(_, finding)| view(finding)).collect();
    let omitted = report.omitted + room.cut(&mut shown);
    let omitted = (omitted > 0).then(|| i64::try_from(omitted).unwrap_or(i64::MAX));
    let mut shown: Vec<(usize, FindingView)> = findings.iter().map(|(place, _)| *place).zip(shown).collect();
    shown.sort_by_key(|(place, _)| *place);
    (shown.into_iter().map(|(_, view)| view).collect(), omitted)
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::documents::DocumentKind;
    use crate::domain::room::Form;
    use crate::generated::tools::zerops_validate::SPEC;

    #[test]
    fn a_document_that_is_refused_is_never_without_an_error() {
        let one = |n: usize| format!("  - {{hostname: a{n}, type: nodejs@22, envSecrets: {{A: b}}}}\n");
        let many: String = (0..60).map(one).collect();
        let text = format!("services:\n{many}  - {{hostname: z, type: static, foo: 1}}\n");
        let report = documents::validate(DocumentKind::ImportYaml, &text, &documents::Context::default());
        assert!(!report.is_valid());
        let room = Room::of(&SPEC, Form::Nested).part(1, 4);
        let (shown, omitted) = findings(&report, room);
        assert!(omitted.is_some() && shown.iter().any(|view| view.severity == "error"), "{shown:?}");
        assert!(shown.is_sorted_by_key(|view| (view.line, view.column)));
    }
}
