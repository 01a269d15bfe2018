//! What a person sees at a terminal, and what is different in a pipe.

use tokio::process::Command;
use zcp::sandbox::faults::{Fault, FaultKind};
use zcp::sandbox::server::Sandbox;

use super::program::{run, sandbox, signal, zcp, zcp_at};
use super::pty::OnTerminal;
use crate::harness::world::block_on;

const TOKEN: &str = "sandbox-valid-token";
const ESCAPE: char = '\u{1b}';

fn at(sandbox: &Sandbox, words: &[&str]) -> Command {
    let mut command = zcp_at(sandbox, TOKEN, words);
    command.env("TERM", "xterm-256color");
    command
}

async fn seen(command: Command, columns: u16) -> (Option<i32>, String) {
    OnTerminal::start(command, columns).end().await
}

fn plain(text: &str) -> String {
    anstream::adapter::strip_str(text).to_string()
}

fn widest(text: &str) -> usize {
    text.lines().map(|line| line.chars().count()).max().unwrap_or_default()
}

#[test]
fn lists_are_tables_as_wide_as_the_terminal() {
    block_on(async {
        let sandbox = sandbox().await;
        let words = ["call", "zerops_discover"];
        let (code, text) = seen(at(&sandbox, &words), 120).await;
        assert_eq!(code, Some(0), "{text}");
        assert!(text.contains(ESCAPE), "it has colours: {text}");
        let text = plain(&text);
        let header = text.lines().find(|line| line.contains("hostname")).expect("a header");
        assert!(header.contains("status") && header.trim_end().ends_with("id"), "{text}");
        assert!(text.contains("postgresql:single@16") && widest(&text) <= 120, "{text}");

        let (_, text) = seen(at(&sandbox, &words), 60).await;
        let text = plain(&text);
        assert!(text.contains("api") && widest(&text) <= 60, "{text}");

        let piped = run(at(&sandbox, &words)).await;
        assert!(piped.out.contains("\"hostname\": \"api\"") && !piped.out.contains(ESCAPE), "{piped:?}");
        let (_, json) = seen(at(&sandbox, &[&words[..], &["--json"]].concat()), 60).await;
        let json: serde_json::Value = serde_json::from_str(&json).expect("one line of JSON");
        assert_eq!(json["services"][0]["hostname"], "api");
        for words in [&["call", "zerops_events"][..], &["call", "zerops_env", "--action=get"], &["tools"]] {
            let text = plain(&seen(at(&sandbox, words), 100).await.1);
            assert!(widest(&text) <= 100 && !text.contains('{'), "{text}");
        }
    });
}

#[test]
fn colours_are_where_they_are_wanted() {
    block_on(async {
        let variables = [
            (("X", "1"), &[][..], true),
            (("NO_COLOR", "1"), &[], false),
            (("CLICOLOR", "0"), &[], false),
            (("TERM", "dumb"), &[], false),
            (("X", "1"), &["--color", "never"], false),
            (("NO_COLOR", "1"), &["--color=always"], true),
            (("CLICOLOR_FORCE", "1"), &["--color=auto"], true),
        ];
        for (variable, words, coloured) in variables {
            for line in [&["tools", "zerops_scale"][..], &["--help"], &["srve"], &["call", "zerops_scale", "x"]] {
                let mut command = zcp(&[line, words].concat());
                command.env("TERM", "xterm-256color").env(variable.0, variable.1);
                let (_, text) = seen(command, 80).await;
                // The page of a mistake beside `--help` is clap's, which has colours too.
                assert_eq!(text.contains(ESCAPE), coloured, "{line:?} {words:?} {variable:?}: {text}");
            }
        }
        for (variable, words, coloured) in
            [("X", &[][..], false), ("CLICOLOR_FORCE", &[], true), ("X", &["--color=always"], true)]
        {
            let mut command = zcp(&[&["tools"], words].concat());
            command.env(variable, "1");
            assert_eq!(run(command).await.out.contains(ESCAPE), coloured, "{variable} {words:?} in a pipe");
        }
        let wrong = run(zcp(&["tools", "--color", "sometimes"])).await;
        assert!(wrong.code == Some(2) && wrong.err.contains("always"), "{wrong:?}");
        let wrong = run(zcp(&["call", "zerops_scale", "--color", "sometimes"])).await;
        assert!(wrong.code == Some(2) && wrong.err.contains("always"), "{wrong:?}");
    });
}

/// A sandbox that answers the first search for services late.
async fn slow(kind: FaultKind) -> Sandbox {
    let sandbox = sandbox().await;
    sandbox.control().add_fault(Fault::new("project.service.list", kind)).expect("an operation");
    sandbox
}

#[test]
fn what_takes_long_is_one_line_that_goes_away() {
    block_on(async {
        let late = || slow(FaultKind::Latency { ms: 1500 });
        let sandbox = late().await;
        let (code, text) = seen(at(&sandbox, &["call", "zerops_discover"]), 80).await;
        let shown = plain(&text);
        assert!(code == Some(0) && shown.contains("s  zerops_discover"), "{text}");
        let (before, _) = text.split_once("hostname").expect("a table");
        assert!(before.contains("\r\u{1b}[2K"), "the line is taken away: {text:?}");
        for (words, variable) in
            [(&["--quiet"][..], ("TERM", "xterm")), (&["-q"], ("TERM", "xterm")), (&[], ("TERM", "dumb"))]
        {
            let sandbox = late().await;
            let mut command = at(&sandbox, &[&["call", "zerops_discover"], words].concat());
            command.env(variable.0, variable.1);
            let (code, text) = seen(command, 80).await;
            assert!(code == Some(0) && !text.contains("zerops_discover"), "{text}");
        }
    });
}

#[test]
fn a_call_that_is_interrupted_says_so() {
    block_on(async {
        for (name, code, words) in [
            ("INT", 130, &["call", "zerops_discover"][..]),
            ("TERM", 143, &["call", "zerops_scale", "--serviceHostname=api", "--minRam=1"]),
        ] {
            let sandbox = slow(FaultKind::Silence).await;
            let mut terminal = OnTerminal::start(at(&sandbox, words), 100);
            terminal.see(words[1]).await;
            signal(&terminal.child, name).await;
            let (ended, text) = terminal.end().await;
            assert_eq!(ended, Some(code), "{text}");
            assert!(plain(&text).contains("error: the call was interrupted"), "{text}");
            // What the server knows of the work that goes on is printed before.
            let begun = plain(&text).contains("updateAutoscaling");
            assert_eq!(begun, words[1] == "zerops_scale", "{text}");
        }
    });
}

#[test]
fn a_human_at_the_terminal_is_asked_and_heard() {
    block_on(async {
        let sandbox = sandbox().await;
        for (answer, code) in [("", 1), ("yes", 1), ("worker", 0)] {
            let mut terminal =
                OnTerminal::start(at(&sandbox, &["call", "zerops_delete", "--serviceHostname=worker"]), 80);
            terminal.see("Type worker to delete it with all its data: ").await;
            terminal.write(answer);
            let (ended, text) = terminal.end().await;
            assert_eq!(ended, Some(code), "{text}");
            assert_eq!(text.contains("CONFIRM_REFUSED"), code == 1, "{text}");
        }
        // What was typed before the question is no answer to it.
        let mut terminal = OnTerminal::start(at(&sandbox, &["call", "zerops_delete", "--serviceHostname=web"]), 80);
        terminal.write("web");
        terminal.see("all its data: ").await;
        terminal.write("");
        let (ended, text) = terminal.end().await;
        assert!(ended == Some(1) && text.contains("CONFIRM_REFUSED"), "{text}");
        // Ctrl-C is an answer too, although the terminal is still being read.
        let mut terminal = OnTerminal::start(at(&sandbox, &["call", "zerops_delete", "--serviceHostname=web"]), 80);
        terminal.see("all its data: ").await;
        signal(&terminal.child, "INT").await;
        assert_eq!(terminal.end().await.0, Some(130));
        let left = run(at(&sandbox, &["call", "zerops_discover"])).await.out;
        assert!(left.contains("\"web\"") && !left.contains("\"worker\""), "{left}");
    });
}

#[test]
fn the_page_of_a_tool_has_examples() {
    block_on(async {
        let page = run(zcp(&["tools", "zerops_scale"])).await.out;
        assert!(page.contains("zcp scale api --min-ram 1 --max-ram 8"), "{page}");
        let full = run(zcp(&["tools", "zerops_scale", "--full"])).await.out;
        assert!(full.len() > page.len() && page.contains("--full") && !full.contains("more lines"), "{full}");
        let (_, narrow) = seen(zcp(&["tools", "zerops_scale"]), 60).await;
        assert!(narrow.lines().any(|line| line.trim() == "Examples, as they were executed"), "{narrow}");
    });
}
