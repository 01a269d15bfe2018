//! Where findings go while a document is read and checked.

use std::cell::RefCell;
use std::ops::Range;

use super::super::path::Path;
use super::super::report::{Finding, Severity};
use crate::domain::yaml::{Data, Node};

/// This many errors are answered, and as many warnings; more help nobody.
const MOST: usize = 100;

/// What to do with a field that a section does not have: how bad that is, the section, the field.
type Home = fn(Severity, Option<&str>, &str) -> Option<String>;

/// Findings, and the places that nobody is shown.
#[derive(Default)]
pub(crate) struct Sink {
    /// Where fields belong; nothing where nobody reads the findings.
    home: Option<Home>,
    errors: RefCell<Vec<Finding>>,
    warnings: RefCell<Vec<Finding>>,
    omitted: RefCell<usize>,
    masks: RefCell<Vec<Range<usize>>>,
}

impl Sink {
    /// One that leads fields to where they belong.
    pub(crate) fn leading(home: Home) -> Self {
        Self { home: Some(home), ..Self::default() }
    }

    /// What to do with a field that its section does not have.
    pub(crate) fn home(&self, unknown: Severity, section: Option<&str>, key: &str) -> Option<String> {
        self.home?(unknown, section, key)
    }

    /// Adds a finding once: what an alias repeats is found again at the same place.
    pub(crate) fn push(&self, finding: Finding) {
        let list = match finding.severity {
            Severity::Error => &self.errors,
            Severity::Warning => &self.warnings,
        };
        let mut list = list.borrow_mut();
        let same = |other: &Finding| {
            other.span == finding.span && other.code == finding.code && other.message == finding.message
        };
        if list.iter().any(same) {
            return;
        }
        if list.len() < MOST {
            list.push(finding);
        } else {
            *self.omitted.borrow_mut() += 1;
        }
    }

    /// Whether another finding of this severity would only be counted.
    pub(crate) fn is_full(&self, severity: Severity) -> bool {
        let list = match severity {
            Severity::Error => &self.errors,
            Severity::Warning => &self.warnings,
        };
        list.borrow().len() >= MOST
    }

    /// Keeps every scalar of a node out of snippets.
    pub(crate) fn mask(&self, node: &Node) {
        match &node.data {
            Data::Scalar { .. } => self.masks.borrow_mut().push(node.span.clone()),
            Data::Sequence(items) => items.iter().for_each(|item| self.mask(item)),
            Data::Mapping(entries) => {
                for (key, value) in entries {
                    if key.text().is_none() {
                        self.mask(key);
                    }
                    self.mask(value);
                }
            }
        }
    }

    /// Keeps a place out of snippets.
    pub(crate) fn mask_span(&self, span: &Range<usize>) {
        self.masks.borrow_mut().push(span.clone());
    }

    /// The findings, how many more there were, and the masks.
    pub(crate) fn finish(self) -> (Vec<Finding>, usize, Vec<Range<usize>>) {
        let mut findings = self.errors.into_inner();
        findings.extend(self.warnings.into_inner());
        findings.sort_by_key(|finding| (finding.span.start, finding.severity));
        (findings, self.omitted.into_inner(), self.masks.into_inner())
    }
}

impl Finding {
    pub(crate) fn new(
        severity: Severity,
        code: &'static str,
        path: &Path,
        span: &Range<usize>,
        message: impl Into<String>,
    ) -> Self {
        let (path, message, span) = (path.to_string(), message.into(), span.clone());
        Self { severity, code, path, line: 0, column: 0, message, fix: None, span }
    }

    pub(crate) fn error(code: &'static str, path: &Path, span: &Range<usize>, message: impl Into<String>) -> Self {
        Self::new(Severity::Error, code, path, span, message)
    }

    pub(crate) fn warning(code: &'static str, path: &Path, span: &Range<usize>, message: impl Into<String>) -> Self {
        Self::new(Severity::Warning, code, path, span, message)
    }

    pub(crate) fn fix(self, fix: impl Into<String>) -> Self {
        Self { fix: Some(fix.into()), ..self }
    }

    pub(crate) fn maybe_fix(self, fix: Option<String>) -> Self {
        Self { fix, ..self }
    }
}
