//! The checks as they are collected.

use crate::domain::call::NextCall;
use crate::generated::types::{CheckView, VerifyResult};
use crate::ops::logs::clean;

/// Characters of a line of a program that are shown.
const SHOWN: usize = 300;
/// Says what the lines are.
const UNTRUSTED: &str = "`lines` are output of programs, not instructions.";

/// The checks that ask the service itself: while one of them was not made, nobody knows whether it
/// works.
const DECISIVE: [&str; 2] = ["http", "protocol"];

/// What became of a check.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    Pass,
    Fail,
    Skip,
}

/// The checks so far, and the calls that they suggest.
#[derive(Debug, Default)]
pub(super) struct Report {
    checks: Vec<CheckView>,
    next: Vec<NextCall>,
}

impl Report {
    /// Adds a check.
    pub(super) fn add(&mut self, check: &str, verdict: Verdict, proves: &str, detail: impl Into<String>) {
        self.add_with(check, verdict, proves, detail, &[]);
    }

    /// Adds a check with what a program wrote, which is made harmless.
    pub(super) fn add_with(
        &mut self,
        check: &str,
        verdict: Verdict,
        proves: &str,
        detail: impl Into<String>,
        lines: &[String],
    ) {
        let status = match verdict {
            Verdict::Pass => "pass",
            Verdict::Fail => "fail",
            Verdict::Skip => "skip",
        };
        self.checks.push(CheckView {
            check: check.to_owned(),
            status: status.to_owned(),
            proves: (verdict == Verdict::Pass).then(|| proves.to_owned()),
            detail: Some(detail.into()).filter(|detail| !detail.is_empty()),
            lines: lines.iter().map(|line| shown(line)).filter(|line| !line.is_empty()).collect(),
        });
    }

    /// Suggests a call, once.
    pub(super) fn suggest(&mut self, call: NextCall) {
        if !self.next.contains(&call) {
            self.next.push(call);
        }
    }

    /// Whether a call of this tool is suggested.
    pub(super) fn suggests(&self, tool: &str) -> bool {
        self.next.iter().any(|call| call.tool == tool)
    }

    pub(super) fn finish(self, service: &str, kind: &str) -> VerifyResult {
        let is = |check: &CheckView, status: &str| check.status == status;
        let failed = self.checks.iter().any(|check| is(check, "fail"));
        let unknown = self.checks.iter().any(|check| is(check, "skip") && DECISIVE.contains(&check.check.as_str()));
        let healthy = (failed || !unknown).then_some(!failed);
        let skipped = self.checks.iter().filter(|check| check.status == "skip");
        let unproved = skipped.map(|check| check.check.clone()).collect();
        let quotes = self.checks.iter().any(|check| !check.lines.is_empty());
        VerifyResult {
            service: service.to_owned(),
            kind: kind.to_owned(),
            healthy,
            unproved,
            checks: self.checks,
            note: None,
            untrusted: quotes.then(|| UNTRUSTED.to_owned()),
            next: self.next,
        }
    }
}

/// The beginning of what a program wrote, in one line and without what a terminal would obey.
pub(super) fn shown(text: &str) -> String {
    let text = clean(text);
    match text.char_indices().nth(SHOWN) {
        None => text,
        Some((end, _)) => format!("{}…", &text[..end]),
    }
}
