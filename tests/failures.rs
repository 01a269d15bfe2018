//! The causes of failures against logs: `tests/failures/<category>/<phase>_<name>.log` must get
//! that category, those of `none` no label.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use regex_lite::Regex;
use zcp::deploy::classify::{Phase, classify};
use zcp::generated::failures::{CATEGORIES, CAUSES, IGNORED, RECOVERED};

/// The folder of logs that prove nothing.
const NONE: &str = "none";

struct Log {
    category: String,
    name: String,
    phase: Phase,
    text: String,
}

impl Log {
    fn lines(&self) -> Vec<&str> {
        self.text.lines().collect()
    }
}

fn corpus() -> Vec<Log> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/failures");
    let mut logs = Vec::new();
    for folder in fs::read_dir(root).expect("the corpus") {
        let folder = folder.expect("an entry").path();
        let category = folder.file_name().expect("a name").to_string_lossy().into_owned();
        for file in fs::read_dir(&folder).expect("a folder") {
            let file = file.expect("an entry").path();
            let name = file.file_stem().expect("a name").to_string_lossy().into_owned();
            let phase = match name.split_once('_').expect("phase and name").0 {
                "build" => Phase::Build,
                "prepare" => Phase::Prepare,
                "init" => Phase::Init,
                other => panic!("{} begins with `{other}`, which is no phase", file.display()),
            };
            let text = fs::read_to_string(&file).expect("text");
            logs.push(Log { category: category.clone(), name, phase, text });
        }
    }
    logs
}

#[test]
#[expect(clippy::print_stdout, reason = "the numbers are worth reading")]
fn every_log_gets_its_category_and_no_other() {
    let (mut right, mut wrong, mut missed) = (0, Vec::new(), Vec::new());
    let logs = corpus();
    for log in &logs {
        let found = classify(log.phase, &log.lines());
        let line = found.map(|finding| log.lines()[finding.line]);
        let at = format!("{}/{}", log.category, log.name);
        match found.map(|finding| finding.category()) {
            Some(category) if category == log.category => right += 1,
            Some(category) => wrong.push(format!("{at}: {category} by `{}`", line.unwrap_or_default())),
            None if log.category == NONE => {}
            None => missed.push(at),
        }
    }
    let labelled = logs.iter().filter(|log| log.category != NONE).count();
    println!(
        "{} logs, {labelled} of failures that can be named: precision {right}/{}, recall {right}/{labelled}",
        logs.len(),
        right + wrong.len(),
    );
    assert!(labelled >= 80 && logs.len() - labelled >= 40, "the corpus has become small");
    assert!(wrong.is_empty(), "a wrong label is worse than none:\n{}", wrong.join("\n"));
    assert!(missed.is_empty(), "no label:\n{}", missed.join("\n"));
}

#[test]
fn every_pattern_is_seen_in_a_log() {
    let logs = corpus();
    let matches = |regex: &str, log: &Log| {
        let regex = Regex::new(regex).expect("codegen compiled it");
        log.text.lines().any(|line| regex.is_match(line.trim()))
    };
    let mut unseen: Vec<&str> = Vec::new();
    for cause in CAUSES {
        let of_cause = |log: &&Log| log.category == cause.category && cause.phases.contains(&log.phase);
        let own: Vec<&Log> = logs.iter().filter(of_cause).collect();
        let patterns = cause.evidence.iter().map(|pattern| pattern.regex);
        unseen.extend(patterns.filter(|regex| !own.iter().any(|log| matches(regex, log))));
    }
    let rest = RECOVERED.iter().map(|pattern| pattern.regex).chain(IGNORED.iter().copied());
    unseen.extend(rest.filter(|regex| !logs.iter().any(|log| matches(regex, log))));
    assert!(unseen.is_empty(), "no log shows that these are right:\n{}", unseen.join("\n"));
}

#[test]
fn whatever_a_pattern_matches_has_one_of_its_texts() {
    let logs = corpus();
    let lines: BTreeSet<&str> = logs.iter().flat_map(|log| log.text.lines()).map(str::trim).collect();
    let patterns = CAUSES.iter().flat_map(|cause| cause.evidence).chain(RECOVERED);
    for pattern in patterns {
        let regex = Regex::new(pattern.regex).expect("codegen compiled it");
        for line in lines.iter().filter(|line| regex.is_match(line)) {
            let small = line.to_ascii_lowercase();
            assert!(pattern.literals.iter().any(|text| small.contains(text)), "`{}` and `{line}`", pattern.regex);
        }
    }
}

#[test]
fn a_missing_file_may_be_that_of_any_command_of_the_start() {
    let found = classify(Phase::Init, &["Error: Cannot find module '/var/www/migrate.js'"]).expect("a cause");
    assert!(found.cause.cause.contains("run.initCommands"), "{}", found.cause.cause);
}

#[test]
fn folders_and_categories_are_the_same() {
    let mut folders: BTreeSet<String> = corpus().into_iter().map(|log| log.category).collect();
    assert!(folders.remove(NONE));
    let categories: BTreeSet<String> = CATEGORIES.iter().map(|(name, _)| (*name).to_owned()).collect();
    assert_eq!(folders, categories);
}

/// Logs that try to keep it busy: as many lines as anyone wants, all texts at once, no line ends.
#[test]
fn a_hostile_log_is_answered() {
    let mut texts: Vec<&str> =
        CAUSES.iter().flat_map(|cause| cause.evidence).flat_map(|p| p.literals).copied().collect();
    texts.push("\u{1b}[");
    let all: Vec<String> = texts.chunks(12).map(|some| some.join(" ")).collect();
    let many: Vec<&str> = all.iter().map(String::as_str).cycle().take(20_000).collect();
    let long =
        ["npm error code E".repeat(200_000), "\u{1b}[".repeat(500_000), "a\n".repeat(300_000), "[^".repeat(100_000)];
    for phase in [Phase::Build, Phase::Prepare, Phase::Init] {
        let _ = classify(phase, &many);
        for text in &long {
            assert!(classify(phase, &[text]).is_none_or(|finding| finding.line == 0));
        }
    }
}
