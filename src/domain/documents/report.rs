//! What the validator answers.

use std::ops::Range;

use annotate_snippets::{AnnotationKind, Level, Renderer, Snippet};
use serde::Serialize;

use super::document_kind::DocumentKind;
use super::mask;

/// How bad a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// The platform refuses the document, or does what nobody meant.
    Error,
    /// The platform accepts it; something in it has no effect or not the one meant.
    Warning,
}

/// One thing that is wrong with a document. It never quotes the value of a variable.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// How bad it is.
    pub severity: Severity,
    /// What it is, one of [`CODES`](super::codes::CODES).
    pub code: &'static str,
    /// Where, as `services[0].mode`; empty for the document as a whole.
    pub path: String,
    /// The line, from 1.
    pub line: usize,
    /// The column in characters, from 1.
    pub column: usize,
    /// What is wrong.
    pub message: String,
    /// What to do about it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fix: Option<String>,
    /// Where, as byte offsets.
    #[serde(skip)]
    pub span: Range<usize>,
}

/// Everything that was found in a document.
#[derive(Clone, Debug)]
pub struct Report {
    /// Which document it was taken for.
    pub kind: DocumentKind,
    /// In the order of the document.
    pub findings: Vec<Finding>,
    /// How many more there are than `findings` has.
    pub omitted: usize,
    /// What a snippet must not show; unknown in a document that does not parse.
    pub(crate) masks: Option<Vec<Range<usize>>>,
}

impl Report {
    /// Whether the platform would accept the document.
    #[must_use]
    pub fn is_valid(&self) -> bool {
        self.errors() == 0
    }

    /// How many errors there are.
    #[must_use]
    pub fn errors(&self) -> usize {
        self.count(Severity::Error)
    }

    /// How many warnings there are.
    #[must_use]
    pub fn warnings(&self) -> usize {
        self.count(Severity::Warning)
    }

    fn count(&self, severity: Severity) -> usize {
        self.findings.iter().filter(|finding| finding.severity == severity).count()
    }

    /// The findings as a person reads them: each with its source line, without colour. The source
    /// is the text that was validated; values of variables are masked.
    #[must_use]
    pub fn render(&self, name: &str, source: &str) -> String {
        let masked = mask::apply(source, self.masks.as_deref());
        let mut out = String::new();
        for finding in &self.findings {
            out.push_str(&render_one(finding, name, &masked));
            out.push_str("\n\n");
        }
        if self.omitted > 0 {
            out.push_str(&format!("and {} more\n", self.omitted));
        }
        let plural = |count: usize, word: &str| format!("{count} {word}{}", if count == 1 { "" } else { "s" });
        out.push_str(&format!("{}, {}\n", plural(self.errors(), "error"), plural(self.warnings(), "warning")));
        out
    }
}

fn render_one(finding: &Finding, name: &str, source: &str) -> String {
    let span = visible(source, &finding.span);
    let annotation = AnnotationKind::Primary.span(span).label(finding.path.as_str());
    let snippet = Snippet::source(source).path(name).annotation(annotation);
    let level = match finding.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let mut group = level.primary_title(finding.message.as_str()).id(finding.code).element(snippet);
    if let Some(fix) = &finding.fix {
        group = group.element(Level::HELP.message(fix.as_str()));
    }
    Renderer::plain().render(&[group])
}

/// A span that can be shown: within the text and of one line.
fn visible(text: &str, span: &Range<usize>) -> Range<usize> {
    let start = (0..=span.start.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
    let end = span.end.clamp(start, text.len());
    let line_end = text[start..].find('\n').map_or(text.len(), |offset| start + offset);
    let end = (start..=end.min(line_end)).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(start);
    start..end
}
