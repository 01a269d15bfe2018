//! What the log of a failed build or start proves.
//!
//! It is read from its end: the last evidence of the highest rank names the cause, and a line that
//! shows that what came before had been overcome ends the search. What proves nothing gets no label.
//! What a log says is not trusted: so many lines of so many characters are looked at, and every
//! pattern takes linear time.

use std::sync::OnceLock;

use regex_lite::Regex;

use crate::domain::call::NextCall;
pub use crate::domain::causes::Phase;
use crate::domain::causes::{Cause, Pattern, Rank};
use crate::generated::failures::{CAUSES, IGNORED, RECOVERED};

/// Lines that are looked at, from the end.
const LINES: usize = 1000;
/// Characters of a line that are looked at, from its beginning.
const CHARS: usize = 400;

/// What was proved, and by which line.
#[derive(Clone, Copy, Debug)]
pub struct Finding {
    /// The cause with its category and advice.
    pub cause: &'static Cause,
    /// The index of the line, of those that were given.
    pub line: usize,
}

impl Finding {
    /// The kind of failure, such as `lockfile_mismatch`.
    #[must_use]
    pub fn category(&self) -> &'static str {
        self.cause.category
    }

    /// What to do about it in a phase.
    #[must_use]
    pub fn advice(&self, phase: Phase) -> &'static str {
        self.of_build(phase).unwrap_or(self.cause.advice)
    }

    /// The call to make next about the service that was deployed.
    #[must_use]
    pub fn next(&self, phase: Phase, service: &str) -> Option<NextCall> {
        let template = self.cause.next.filter(|_| self.of_build(phase).is_none());
        template.map(|template| template.call(service))
    }

    fn of_build(&self, phase: Phase) -> Option<&'static str> {
        self.cause.building.filter(|_| phase == Phase::Build)
    }
}

/// What the lines of a log prove, the oldest first; a line may be a message of several lines.
#[must_use]
pub fn classify(phase: Phase, lines: &[&str]) -> Option<Finding> {
    let tables = Tables::get();
    let newest_first = lines.iter().enumerate().rev();
    let single = newest_first.flat_map(|(index, line)| line.lines().rev().map(move |line| (index, line)));
    let mut best: Option<Finding> = None;
    for (index, line) in single.take(LINES) {
        let least = match best.map(|finding| finding.cause.rank) {
            None => Rank::Weak,
            Some(Rank::Weak) => Rank::Proof,
            Some(Rank::Proof) => Rank::Root,
            Some(Rank::Root) => break,
        };
        let line = Line::read(line);
        if tables.recovered.iter().any(|pattern| pattern.matches(&line)) {
            break;
        }
        if let Some(cause) = tables.prove(phase, least, &line) {
            best = Some(Finding { cause, line: index });
        }
    }
    best
}

/// A line as it is matched, and in small letters.
struct Line {
    text: String,
    small: String,
}

impl Line {
    fn read(raw: &str) -> Self {
        let text = plain(raw).trim().to_owned();
        let small = text.to_ascii_lowercase();
        Self { text, small }
    }
}

/// The first characters of a line without colours and other control sequences.
fn plain(raw: &str) -> String {
    const MOST_READ: usize = 2 * CHARS;
    let mut text = String::new();
    let mut chars = raw.trim_start().chars().take(MOST_READ);
    let mut kept = 0;
    while let Some(c) = chars.next() {
        if c == '\u{1b}' {
            if chars.next() == Some('[') {
                // Up to the letter that ends the sequence.
                chars.by_ref().find(|c| ('\u{40}'..='\u{7e}').contains(c));
            }
        } else if !c.is_control() || c == '\t' {
            text.push(c);
            kept += 1;
            if kept >= CHARS {
                break;
            }
        }
    }
    text
}

/// A pattern, compiled when a line first has one of its texts.
struct Matcher {
    pattern: &'static Pattern,
    regex: OnceLock<Option<Regex>>,
}

impl Matcher {
    fn new(pattern: &'static Pattern) -> Self {
        Self { pattern, regex: OnceLock::new() }
    }

    fn matches(&self, line: &Line) -> bool {
        // Compiling cannot fail: codegen compiled every one of them.
        let regex = || self.regex.get_or_init(|| Regex::new(self.pattern.regex).ok());
        self.pattern.literals.iter().any(|literal| line.small.contains(literal))
            && regex().as_ref().is_some_and(|regex| regex.is_match(&line.text))
    }
}

struct Tables {
    causes: Vec<(&'static Cause, Vec<Matcher>)>,
    recovered: Vec<Matcher>,
    ignored: Vec<Regex>,
}

impl Tables {
    fn get() -> &'static Self {
        static TABLES: OnceLock<Tables> = OnceLock::new();
        TABLES.get_or_init(|| {
            let matchers = |cause: &'static Cause| cause.evidence.iter().map(Matcher::new).collect();
            Self {
                causes: CAUSES.iter().map(|cause| (cause, matchers(cause))).collect(),
                recovered: RECOVERED.iter().map(Matcher::new).collect(),
                ignored: IGNORED.iter().filter_map(|regex| Regex::new(regex).ok()).collect(),
            }
        })
    }

    /// The cause of the highest rank, of this one or above, that a line proves.
    fn prove(&self, phase: Phase, least: Rank, line: &Line) -> Option<&'static Cause> {
        let candidates = self.causes.iter().filter(|(cause, _)| cause.rank >= least && cause.phases.contains(&phase));
        let mut best: Option<&'static Cause> = None;
        for (cause, evidence) in candidates {
            let better = best.is_none_or(|best| cause.rank > best.rank);
            if better && evidence.iter().any(|pattern| pattern.matches(line)) {
                best = Some(cause);
            }
        }
        best.filter(|_| !self.ignored.iter().any(|regex| regex.is_match(&line.text)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_evidence_counts_and_a_root_outranks_it() {
        let missing = "Error: Cannot find module 'express'";
        let refused = "Error: connect ECONNREFUSED 10.0.0.3:5432";
        let of = |lines: &[&str]| classify(Phase::Init, lines).map(|finding| (finding.category(), finding.line));
        assert_eq!(of(&[missing, refused]), Some(("database_unreachable", 1)));
        assert_eq!(of(&[refused, missing]), Some(("module_not_found", 1)));
        assert_eq!(of(&["write failed: No space left on device", refused]), Some(("disk_full", 0)));
        assert_eq!(of(&[refused, "server listening on 3000"]), None);
        assert_eq!(of(&["RUN.INIT COMMANDS FINISHED WITH ERROR"]), Some(("command_failed", 0)));
        assert_eq!(of(&[refused, "RUN.INIT COMMANDS FINISHED WITH ERROR"]), Some(("database_unreachable", 0)));
        assert_eq!(of(&[&format!("starting\n\n{missing}\n    at x"), "{"]), Some(("module_not_found", 0)));
        assert_eq!(of(&[]), None);
    }

    #[test]
    fn a_suggested_call_names_the_service() {
        let finding = classify(Phase::Init, &["KeyError: 'DATABASE_URL'"]).expect("a finding");
        let call = finding.next(Phase::Init, "api").expect("a call");
        assert_eq!(call.command_line(), "zcp call zerops_env --action get --serviceHostname api");
        assert!(finding.advice(Phase::Init).contains("zerops_env"));
        // A build does not see what that would set.
        assert_eq!(finding.next(Phase::Build, "api").map(|call| call.tool), None);
        assert!(finding.advice(Phase::Build).contains("${RUNTIME_NAME}"));
    }

    #[test]
    fn colours_are_no_part_of_a_line() {
        let line = "[\u{1b}[1;31mERROR\u{1b}[m] \u{1b}[1mCOMPILATION ERROR : \u{1b}[m";
        assert_eq!(plain(line), "[ERROR] COMPILATION ERROR : ");
        assert_eq!(plain(&"é".repeat(2000)).chars().count(), CHARS);
        assert_eq!(plain("\u{1b}[31"), "");
        assert_eq!(classify(Phase::Build, &[line]).map(|finding| finding.category()), Some("compile_error"));
    }
}
