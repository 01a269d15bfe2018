//! The tutorial, run as it is written: each block of commands in a shell, what it prints as a snapshot.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use regex_lite::Regex;

use crate::harness::need::need;
use crate::harness::snapshot;

const PAGE: &str = include_str!("../../templates/site/tutorial.md");
/// The port that the page names; the test takes a free one.
const PORT: &str = "8080";

/// A block of commands, and the name under which the page shows what they print.
struct Step {
    commands: &'static str,
    output: Option<&'static str>,
}

fn steps() -> impl Iterator<Item = Step> {
    let blocks = PAGE.split("```sh\n").skip(1).filter_map(|rest| rest.split_once("\n```\n"));
    blocks.map(|(commands, after)| {
        let shown = after.trim_start().strip_prefix("{{output ").and_then(|rest| rest.split_once("}}"));
        Step { commands, output: shown.map(|(name, _)| name) }
    })
}

/// A sandbox that ends with the test.
struct Sandbox(Child);

impl Drop for Sandbox {
    fn drop(&mut self) {
        let id = rustix::process::Pid::from_child(&self.0);
        let _ = rustix::process::kill_process(id, rustix::process::Signal::TERM);
        let _ = self.0.wait();
    }
}

/// Runs a block with zcp on the PATH and nothing else of this environment.
fn shell(commands: &str, home: &Path, folder: &Path) -> Command {
    let program = Path::new(env!("CARGO_BIN_EXE_zcp"));
    let own = program.parent().expect("a folder").to_string_lossy().into_owned();
    let path = std::env::var("PATH").unwrap_or_default();
    let mut shell = Command::new("sh");
    shell.args(["-c", commands]).env_clear().env("PATH", format!("{own}:{path}")).env("HOME", home).current_dir(folder);
    shell
}

fn start(commands: &str, folder: &Path) -> (Sandbox, String) {
    let commands = commands.replace(PORT, "0");
    let mut child =
        shell(&format!("exec {commands}"), folder, folder).stdout(Stdio::piped()).spawn().expect("the sandbox starts");
    let mut lines = BufReader::new(child.stdout.take().expect("a pipe")).lines();
    let first = lines.next().expect("it says where it listens").expect("text");
    // Nobody reads on, so the rest is let go.
    std::thread::spawn(move || lines.count());
    let port = first.trim_end_matches('.').rsplit(':').next().expect("a port").to_owned();
    (Sandbox(child), port)
}

#[test]
fn every_command_does_what_the_page_says() {
    if !need(&["sh", "grep", "unshare", "nsenter", "ip"]) {
        return;
    }
    let (home, folder) = (tempfile::tempdir().expect("a folder"), tempfile::tempdir().expect("a folder"));
    let mut steps = steps();
    let first = steps.next().expect("the sandbox is started");
    let (_sandbox, port) = start(first.commands, home.path());
    let mut exports = String::new();
    let mut shown = 0;
    for step in steps {
        let commands = step.commands.replace(PORT, &port);
        if commands.lines().all(|line| line.starts_with("export ")) {
            exports = commands;
            continue;
        }
        let Some(name) = step.output else { panic!("the page does not show what this prints:\n{commands}") };
        let commands = format!("{exports}\nset -e\n{commands}");
        let output = shell(&commands, home.path(), folder.path()).output().expect("a shell");
        let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).expect("UTF-8");
        let printed = match output.status.code() {
            Some(0) => text(&output.stdout),
            // What went on before stands on standard error too, as often as it took long.
            _ => {
                let errors = text(&output.stderr);
                errors.find("error ").map_or(errors.clone(), |at| errors[at..].to_owned())
            }
        };
        snapshot::assert(&format!("tutorial__{name}"), &steady(&printed));
        shown += 1;
    }
    assert!(shown >= 10, "{shown} steps");
}

/// The text without what is different in each run.
fn steady(text: &str) -> String {
    let mut text = text.trim_end().to_owned();
    for (pattern, instead) in [
        (r"\d{4}-\d\d-\d\dT[\d:.]+Z", "TIME"),
        (r"\b\d\d:\d\d:\d\d\.\d+", "TIME"),
        (r"\d{4}-\d\d-\d\d", "TODAY"),
        (r"\b(web-)[0-9a-f]{4,}\b", "${1}ID"),
        (r"after \d+ s\b", "after 2 s"),
        (r"\d+ min old", "0 min old"),
        (r#"("(?:upload|build|deploy)": )\d+"#, "${1}1"),
        // Ids last: a word of 22 characters.
        (r#"(["\s])[A-Za-z0-9_-]{22}\b"#, "${1}ID"),
    ] {
        text = Regex::new(pattern).expect("a pattern").replace_all(&text, instead).into_owned();
    }
    text
}

#[test]
fn what_is_shown_is_what_was_run() {
    for step in steps().filter_map(|step| step.output) {
        assert!(PAGE.matches(&format!("{{{{output {step}}}}}")).count() == 1, "{step} is shown twice");
    }
    assert_eq!(PAGE.matches("{{output ").count(), steps().filter(|step| step.output.is_some()).count());
}
