//! Help, mistakes, closed pipes, and the commands that only look.

use std::process::Stdio;

use serde_json::Value;
use tokio::io::{AsyncBufReadExt, BufReader};
use zcp::generated::registry::TOOLS;

use super::program::{run, sandbox, zcp, zcp_at};
use crate::harness::world::block_on;

#[test]
fn help_and_version_are_printed_and_start_nothing() {
    block_on(async {
        let help = run(zcp(&["--help"])).await;
        assert_eq!((help.code, help.err.as_str()), (Some(0), ""));
        for word in [
            "serve",
            "demo",
            "sandbox",
            "call",
            "tools",
            "init",
            "doctor",
            "parity",
            "completions",
            "man",
            "ZCP_API_KEY",
            "Exit codes",
        ] {
            assert!(help.out.contains(word), "{word} of {}", help.out);
        }
        for command in ["serve", "demo", "sandbox", "call", "tools", "init", "doctor", "parity", "completions", "man"] {
            let help = run(zcp(&[command, "--help"])).await;
            assert!(help.code == Some(0) && help.out.contains("Usage:"), "{help:?}");
        }
        let page = run(zcp(&["tools", "zerops_scale"])).await.out;
        for help in ["--help", "-h"] {
            for words in [&["call", "zerops_scale", help][..], &["call", "zerops_scale", "--minRam", "1", help]] {
                assert_eq!(run(zcp(words)).await.out, page, "{words:?}");
            }
        }
        let number = concat!("zcp ", env!("CARGO_PKG_VERSION"));
        assert_eq!(run(zcp(&["-V"])).await.out, format!("{number}\n"));
        let version = run(zcp(&["--version"])).await;
        let rest = version.out.trim_end().strip_prefix(number).expect("the number first").trim_start();
        let commit = rest.strip_prefix('(').and_then(|rest| rest.strip_suffix(')')).map(|rest| rest.split(' ').next());
        let is_hash = |text: &str| text.len() == 10 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
        assert!(rest.is_empty() || commit.flatten().is_some_and(is_hash), "{version:?}");
    });
}

#[test]
fn words_of_the_command_line_are_not_obeyed_by_a_terminal() {
    block_on(async {
        let odd = "x\u{1b}]0;x\u{7}\u{9b}2J\u{202e}";
        for words in [&[odd][..], &["serve", "--groups", odd], &["man", "--out", &format!("/dev/null/{odd}")]] {
            let ended = run(zcp(words)).await;
            assert!(matches!(ended.code, Some(1 | 2)), "{ended:?}");
            assert!(
                ended.err.contains("\\u{9b}2J\\u{202e}")
                    && !ended.err.contains(['\u{1b}', '\u{7}', '\u{9b}', '\u{202e}']),
                "{ended:?}"
            );
        }
    });
}

#[test]
fn an_unknown_word_is_an_error_and_never_a_server() {
    block_on(async {
        for (words, hint) in [
            (&["srve"][..], "serve"),
            (&["serve", "--read-onyl"], "--read-only"),
            (&["serve", "--groups", "observ"], "observe"),
            (&["serve", "--sandbox", "node-postgre"], "node-postgres"),
            (&["tools", "zerops_scal"], "zerops_scale"),
            (&["call", "zerops_scal"], "zerops_scale"),
            (&["call", "zerops_scale", "api", "web"], "belongs to no parameter"),
            (&["deploi", "web"], "deploy"),
        ] {
            let ended = run(zcp(words)).await;
            assert_eq!((ended.code, ended.out.as_str()), (Some(2), ""), "{words:?}");
            assert!(ended.err.contains(hint), "{words:?}: {}", ended.err);
        }
    });
}

#[test]
fn a_reader_that_went_away_is_no_failure() {
    block_on(async {
        for words in [&["tools"][..], &["--help"], &["tools", "--json"], &["call", "zerops_context"]] {
            let (reader, writer) = std::io::pipe().expect("a pipe");
            drop(reader);
            let mut command = zcp(words);
            command.stdout(writer).stderr(Stdio::piped());
            let output = command.spawn().expect("it starts").wait_with_output().await.expect("it ends");
            assert_eq!(output.status.code(), Some(0), "{words:?}");
            assert_eq!(String::from_utf8_lossy(&output.stderr), "", "{words:?}");
        }
    });
}

#[test]
fn colours_are_for_those_who_want_them() {
    block_on(async {
        assert!(!run(zcp(&["tools"])).await.out.contains('\u{1b}'));
        let mut forced = zcp(&["tools"]);
        forced.env("CLICOLOR_FORCE", "1");
        assert!(run(forced).await.out.contains('\u{1b}'));
    });
}

#[test]
fn tools_are_listed_as_the_server_publishes_them() {
    block_on(async {
        let all = run(zcp(&["tools", "--json"])).await.json();
        let names: Vec<&str> = all.as_array().expect("rows").iter().filter_map(|row| row["name"].as_str()).collect();
        assert_eq!(names, TOOLS.iter().map(|tool| tool.spec.name).collect::<Vec<_>>());
        let narrowed = run(zcp(&["tools", "--json", "--read-only"])).await.json();
        assert!(narrowed.as_array().expect("rows").iter().all(|row| row["annotations"]["readOnlyHint"] == true));
    });
}

#[test]
fn the_doctor_tells_a_good_token_from_a_bad_one() {
    block_on(async {
        let sandbox = sandbox().await;
        let good = run(zcp_at(&sandbox, "sandbox-valid-token", &["doctor", "--json"])).await;
        let report = good.json();
        assert_eq!((good.code, &report["ok"]), (Some(0), &Value::Bool(true)), "{report}");
        let bad = run(zcp_at(&sandbox, "sandbox-expired-token", &["doctor", "--json"])).await;
        let report = bad.json();
        let failed: Vec<&Value> =
            report["checks"].as_array().expect("checks").iter().filter(|check| check["status"] == "fail").collect();
        assert_eq!(bad.code, Some(1));
        assert!(failed.len() == 1 && failed[0]["name"] == "token" && failed[0]["fix"].is_string(), "{report}");
        let none = run(zcp(&["doctor"])).await;
        assert!(none.code == Some(1) && none.out.contains("ZCP_API_KEY"), "{none:?}");
        for (key, host, failed) in [("x\ny", "http://127.0.0.1:1", "credentials"), ("x", "http://192.0.2.1", "host")] {
            let mut command = zcp(&["doctor", "--json"]);
            command.env("ZCP_API_KEY", key).env("ZCP_API_HOST", host);
            let report = run(command).await.json();
            let checks = report["checks"].as_array().expect("checks");
            let found = checks.iter().find(|check| check["name"] == failed).expect("a check");
            assert_eq!(found["status"], "fail", "{report}");
            assert!(checks.iter().all(|check| check["name"] != "network" || check["status"] == "skip"), "{report}");
        }
    });
}

#[cfg(unix)]
#[test]
fn a_sandbox_runs_until_it_is_told_to_end() {
    block_on(async {
        let mut command = zcp(&["sandbox", "--json", "--seed", "ha", "--project", "shop", "--clock", "instant"]);
        command.stdout(Stdio::piped());
        let mut child = command.spawn().expect("it starts");
        let mut lines = BufReader::new(child.stdout.take().expect("a pipe")).lines();
        let line = lines.next_line().await.expect("text").expect("a line");
        let status: Value = serde_json::from_str(&line).expect("JSON");
        assert_eq!(status["projects"][0]["name"], "shop", "{status}");

        let url = status["url"].as_str().expect("an address");
        let mut call = zcp(&["call", "zerops_discover", "--json"]);
        call.env("ZCP_API_HOST", url).env("ZCP_API_KEY", "sandbox-valid-token");
        assert_eq!(run(call).await.json()["project"]["name"], "shop");

        let port = url.rsplit(':').next().expect("a port");
        let second = run(zcp(&["sandbox", "--port", port])).await;
        assert_eq!(second.code, Some(1));
        assert!(second.err.contains(&format!("port {port} is in use")), "{}", second.err);

        super::program::signal(&child, "TERM").await;
        assert_eq!(child.wait().await.expect("it ends").code(), Some(0));
    });
}
