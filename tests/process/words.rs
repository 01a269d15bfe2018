//! The short words, for people: what came of it first, in the words of the command line.

use std::fs;

use tokio::process::Command;
use zcp::sandbox::control::logs::LogLine;
use zcp::sandbox::server::Sandbox;

use super::program::{Ended, run, sandbox, signal, zcp_at};
use super::pty::OnTerminal;
use crate::harness::world::block_on;

const TOKEN: &str = "sandbox-valid-token";

fn at(sandbox: &Sandbox, line: &str) -> Command {
    zcp_at(sandbox, TOKEN, &line.split(' ').collect::<Vec<_>>())
}

async fn ended(sandbox: &Sandbox, line: &str) -> Ended {
    run(at(sandbox, line)).await
}

#[test]
fn every_tool_has_a_word_that_says_first_what_came_of_it() {
    block_on(async {
        let sandbox = sandbox().await;
        for (line, first) in [
            ("services", "project"),
            ("services api", "project"),
            ("restart api", "✓ api is restarted"),
            ("stop api", "✓ api is stopped"),
            ("start api", "✓ api is started"),
            ("manage reload api", "✓ api is reloaded"),
            ("scale api --min-ram 1", "✓ api has new limits"),
            ("scale api --min-ram 1", "= api has these limits already"),
            ("subdomain enable api", "✓ api is public: http"),
            ("env set api A=1 B=2", "✓ api: changed A, B"),
            ("env get --project", "= the project has no such variables"),
            ("events", "events"),
            ("delete worker --confirm --confirm-hostname worker", "✓ worker is deleted"),
            ("knowledge asdfqwer zxcv", "Nothing was found."),
            ("logs api --search nothing-has-this", "api: no lines"),
        ] {
            let ended = ended(&sandbox, line).await;
            assert!(ended.code == Some(0) && ended.out.starts_with(first), "{line}: {ended:?}");
            assert!(!ended.out.contains("untrusted") && !ended.out.contains('{'), "{line}: {ended:?}");
        }
        let log = ended(&sandbox, "logs api --limit 1").await;
        assert!(log.out.starts_with("20") && log.out.lines().count() >= 1, "{log:?}");
        let json = ended(&sandbox, "services --json").await.json();
        assert_eq!(json["services"][0]["hostname"], "api");
    });
}

#[test]
fn secrets_are_masked_and_nothing_else() {
    block_on(async {
        let sandbox = sandbox().await;
        let shown = ended(&sandbox, "env get db").await.out;
        let of = |key: &str| {
            let line = shown.lines().find(|line| line.split(' ').next() == Some(key));
            line.unwrap_or_else(|| panic!("no {key} in {shown}"))
                .split_whitespace()
                .nth(1)
                .unwrap_or_default()
                .to_owned()
        };
        assert_eq!((of("hostname").as_str(), of("port").as_str()), ("db", "5432"));
        assert_eq!(of("password"), "***");
        assert!(shown.contains("zcp env get db --reveal KEY"), "{shown}");
    });
}

#[test]
fn mistakes_are_answered_in_the_words_of_the_command_line_with_2() {
    block_on(async {
        let sandbox = sandbox().await;
        for (line, said) in [
            ("services --hostname api", "did you mean --service-hostname?"),
            ("call zerops_discover --service-hostnme api", "did you mean --service-hostname?"),
            ("subdomain web", "one of enable, disable"),
            ("call zerops_process 1234567890123456789012 --action statsu", "one of status, cancel"),
            ("logs api --limit 99999999999999999999", "from 1 to 1000"),
            ("logs api --limit", "--limit needs a value"),
            ("env gte api", "did you mean `get`?"),
            ("call zerops_nope", "no tool is called `zerops_nope`"),
            ("deploi", "'deploy'"),
            ("run api", "zcp run api -- COMMAND"),
            ("deploy", "zcp deploy SERVICE"),
        ] {
            let ended = ended(&sandbox, line).await;
            assert!(ended.code == Some(2) && ended.err.contains(said), "{line}: {ended:?}");
            assert!(!ended.err.contains("`fields`") && !ended.err.contains("serviceHostname"), "{line}: {ended:?}");
        }
        let nope = ended(&sandbox, "call zerops_nope").await;
        assert!(!nope.err.contains("zerops_logs"), "the prefix says nothing: {nope:?}");
    });
}

#[test]
fn whoever_typed_it_is_not_told_to_ask_the_human() {
    block_on(async {
        let sandbox = sandbox().await;
        let piped = ended(&sandbox, "delete worker").await;
        assert!(piped.err.contains("zcp delete worker --confirm --confirm-hostname worker"), "{piped:?}");
        let mut withheld = at(&sandbox, "scale api --min-ram 2");
        withheld.env("ZCP_READ_ONLY", "true");
        let withheld = run(withheld).await;
        assert!(withheld.err.contains("Unset ZCP_READ_ONLY"), "{withheld:?}");
        for told in [&piped, &withheld] {
            assert!(told.code == Some(1) && !told.err.contains("human"), "{told:?}");
        }
        let mut terminal = OnTerminal::start(at(&sandbox, "delete worker"), 80);
        terminal.see("Type worker to delete it with all its data: ").await;
        terminal.write("");
        let (code, seen) = terminal.end().await;
        assert!(code == Some(1) && seen.contains("You refused.") && !seen.contains("human"), "{seen}");
    });
}

#[test]
fn what_is_not_well_is_not_0() {
    block_on(async {
        let sandbox = sandbox().await;
        let folder = tempfile::tempdir().expect("a folder");
        fs::write(folder.path().join("api.yaml"), "services:\n  - hostname: Api\n    type: ubuntu/nodejs@22\n")
            .expect("written");
        fs::write(folder.path().join("good.yaml"), "services:\n  - hostname: a\n    type: ubuntu/nodejs@22\n")
            .expect("written");
        let path = folder.path().join("api.yaml").display().to_string();
        for (line, code) in [
            ("validate good.yaml", 0),
            ("validate api.yaml", 1),
            ("call zerops_validate --filePath api.yaml", 1),
            ("validate api.yaml --json", 1),
            ("validate nope.yaml", 1),
        ] {
            let mut command = at(&sandbox, line);
            command.current_dir(folder.path());
            let ended = run(command).await;
            assert_eq!(ended.code, Some(code), "{line}: {ended:?}");
            if line == "validate api.yaml" {
                assert!(ended.out.starts_with("api.yaml:2:15: error: services[0].hostname: "), "{ended:?}");
                assert!(ended.out.contains("\n    2 |   - hostname: Api\n      |               ^\n"), "{ended:?}");
            }
            if line == "validate nope.yaml" {
                assert!(ended.err.contains("nope.yaml") && !ended.err.contains("entity not found"), "{ended:?}");
            }
        }
        // Whoever types a path may name any.
        let elsewhere = ended(&sandbox, &format!("validate {path}")).await;
        assert!(elsewhere.code == Some(1) && elsewhere.out.contains("error: services[0].hostname"), "{elsewhere:?}");
    });
}

#[test]
fn a_log_is_followed_until_ctrl_c() {
    block_on(async {
        let sandbox = sandbox().await;
        let mut command = at(&sandbox, "logs api -f");
        command.env("TERM", "xterm");
        let mut terminal = OnTerminal::start(command, 80);
        terminal.see("20").await;
        sandbox.control().write_logs("api", &[LogLine::new("a line that came later")]).expect("written");
        terminal.see("a line that came later").await;
        signal(&terminal.child, "INT").await;
        let (code, seen) = terminal.end().await;
        assert_eq!((code, seen.matches("a line that came later").count()), (Some(0), 1), "{seen}");
    });
}

#[test]
fn a_command_runs_with_the_variables_of_a_service() {
    block_on(async {
        let sandbox = sandbox().await;
        ended(&sandbox, "env set api GREETING=hello DB=${db_hostname}").await;
        let mut command = zcp_at(&sandbox, TOKEN, &["run", "api", "--", "sh", "-c", "echo $GREETING $DB $OWN; exit 7"]);
        command.env("OWN", "mine").env("PATH", "/usr/bin:/bin");
        let ended = run(command).await;
        assert_eq!((ended.code, ended.out.as_str()), (Some(7), "hello db mine\n"), "{ended:?}");
        let none = self::ended(&sandbox, "run nope -- true").await;
        assert!(none.code == Some(1) && none.err.contains("nope"), "{none:?}");
    });
}

#[test]
fn an_address_is_opened_and_a_container_logged_in_to() {
    block_on(async {
        let sandbox = sandbox().await;
        let none = ended(&sandbox, "open api").await;
        assert!(none.code == Some(1) && none.err.contains("zcp subdomain enable api"), "{none:?}");
        ended(&sandbox, "subdomain enable api").await;
        let open = ended(&sandbox, "open").await;
        assert!(open.code == Some(0) && open.out.starts_with("http"), "{open:?}");
        // A program of that name shows what it is called with.
        let folder = tempfile::tempdir().expect("a folder");
        let ssh = folder.path().join("ssh");
        fs::write(&ssh, "#!/bin/sh\necho \"$@\"\n").expect("written");
        fs::set_permissions(&ssh, std::os::unix::fs::PermissionsExt::from_mode(0o755)).expect("set");
        let mut command = zcp_at(&sandbox, TOKEN, &["ssh", "api", "--", "ls", "-la"]);
        command.env("PATH", format!("{}:/usr/bin:/bin", folder.path().display())).env("ZCP_SSH_CONFIG", "/a file");
        let ended = run(command).await;
        assert_eq!((ended.code, ended.out.as_str()), (Some(0), "-F /a file -- api ls -la\n"), "{ended:?}");
    });
}

#[test]
fn a_command_for_a_sandbox_reaches_no_container_of_the_project() {
    block_on(async {
        let sandbox = sandbox().await;
        let folder = tempfile::tempdir().expect("a folder");
        let (ssh, ran) = (folder.path().join("ssh"), folder.path().join("ran"));
        fs::write(&ssh, format!("#!/bin/sh\ntouch '{}'\n", ran.display())).expect("written");
        fs::set_permissions(&ssh, std::os::unix::fs::PermissionsExt::from_mode(0o755)).expect("set");
        let called = async |words: &[&str]| {
            let mut command = zcp_at(&sandbox, TOKEN, words);
            command.env("PATH", format!("{}:/usr/bin:/bin", folder.path().display()));
            run(command).await
        };
        let within = called(&["exec", "--sandbox", "api", "rm", "-rf", "x"]).await;
        assert!(within.code == Some(1) && within.err.contains("this sandbox runs nothing"), "{within:?}");
        assert!(within.err.contains("zcp sandbox"), "{within:?}");
        // One that runs beside is reached by the configuration that it prints.
        let beside = called(&["exec", "api", "rm", "-rf", "x"]).await;
        assert!(beside.code == Some(1) && beside.err.contains("ZCP_SSH_CONFIG"), "{beside:?}");
        for option in ["--sandbox", "--read-only"] {
            let behind = called(&["exec", "api", "rm -rf x", option]).await;
            assert!(behind.code == Some(2) && behind.err.contains("write it before SERVICE"), "{behind:?}");
        }
        assert!(!ran.exists(), "ssh was started");
    });
}

#[test]
fn the_pages_fit_80_columns() {
    block_on(async {
        let sandbox = sandbox().await;
        let lines = [
            "--help",
            "call --help",
            "sandbox --help",
            "init --help",
            "demo --help",
            "services",
            "events",
            "env get db",
        ];
        for line in lines {
            let mut command = at(&sandbox, line);
            command.env("TERM", "xterm-256color");
            let (_, seen) = OnTerminal::start(command, 80).end().await;
            let shown = anstream::adapter::strip_str(&seen).to_string();
            let lines = shown.lines().map(|line| line.rsplit('\r').next().unwrap_or_default());
            let wide: Vec<&str> = lines.filter(|line| line.chars().count() > 80).collect();
            assert!(wide.is_empty(), "{line}: {wide:#?}");
        }
        // A table, without the columns that are rarely read.
        let (_, seen) = OnTerminal::start(at(&sandbox, "services"), 80).end().await;
        let shown = anstream::adapter::strip_str(&seen).to_string();
        assert!(shown.lines().any(|line| line.trim_start().starts_with("hostname  type")), "{shown}");
    });
}
