//! `zcp call` against a sandbox.

use std::process::Stdio;

use tokio::io::AsyncWriteExt;
use zcp::sandbox::faults::{Fault, FaultKind};

use super::program::{run, sandbox, zcp, zcp_at};
use crate::harness::world::block_on;

const TOKEN: &str = "sandbox-valid-token";

#[test]
fn a_success_is_printed_and_structured() {
    block_on(async {
        let sandbox = sandbox().await;
        let plain = run(zcp_at(&sandbox, TOKEN, &["call", "zerops_discover", "--service-hostname", "api"])).await;
        assert_eq!(plain.code, Some(0), "{plain:?}");
        assert!(plain.out.contains("\n  \"services\": [") && plain.err.is_empty(), "{plain:?}");
        let json = run(zcp_at(&sandbox, TOKEN, &["call", "--json", "zerops_discover", "--serviceHostname=api"])).await;
        assert_eq!(json.json()["services"][0]["hostname"], "api");
        let prose = run(zcp(&["call", "zerops_context"])).await;
        assert!(prose.code == Some(0) && !prose.out.starts_with('{'), "{prose:?}");
    });
}

#[test]
fn a_change_is_awaited_unless_told_otherwise() {
    block_on(async {
        let sandbox = sandbox().await;
        let words = ["call", "zerops_scale", "--serviceHostname", "api", "--minRam", "1", "--json"];
        let awaited = run(zcp_at(&sandbox, TOKEN, &words)).await.json();
        assert_eq!(awaited["process"]["status"], "FINISHED", "{awaited}");
        let words = ["call", "zerops_manage", "--action=restart", "--serviceHostname=api", "--wait", "false", "--json"];
        let started = run(zcp_at(&sandbox, TOKEN, &words)).await.json();
        assert_eq!(started["next"][0]["tool"], "zerops_status", "{started}");
    });
}

#[test]
fn a_failure_goes_to_standard_error_and_says_what_to_type() {
    block_on(async {
        let sandbox = sandbox().await;
        let words = ["call", "zerops_delete", "--serviceHostname", "worker"];
        let plain = run(zcp_at(&sandbox, TOKEN, &words)).await;
        assert_eq!((plain.code, plain.out.as_str()), (Some(1), ""));
        assert!(plain.err.starts_with("error CONFIRM_REQUIRED: "), "{}", plain.err);
        let typed = "zcp delete worker --confirm --confirm-hostname worker";
        assert!(plain.err.contains(typed), "{}", plain.err);

        let json = run(zcp_at(&sandbox, TOKEN, &[&words[..], &["--json"]].concat())).await;
        assert_eq!((json.code, &json.json()["code"]), (Some(1), &"CONFIRM_REQUIRED".into()));

        let words: Vec<&str> = typed.split(' ').skip(1).collect();
        let done = run(zcp_at(&sandbox, TOKEN, &words)).await;
        assert_eq!(done.code, Some(0), "{done:?}");
    });
}

#[test]
fn a_tool_that_is_left_out_is_refused() {
    block_on(async {
        let line = "zerops_scale --serviceHostname api --minRam 1";
        let words: Vec<&str> = ["call", "--read-only"].into_iter().chain(line.split(' ')).collect();
        let withheld = run(zcp(&words)).await;
        assert!(withheld.code == Some(1) && withheld.err.contains("--read-only"), "{withheld:?}");
    });
}

#[test]
fn arguments_come_as_json_and_from_standard_input() {
    block_on(async {
        let arguments = r#"{"serviceHostname":"api"}"#;
        let given = run(zcp(&["call", "--sandbox", "--json", "zerops_discover", arguments])).await.json();
        assert_eq!(given["services"][0]["hostname"], "api");
        let mut command = zcp(&["call", "zerops_discover", "-", "--sandbox=node-postgres", "--json"]);
        command.stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut child = command.spawn().expect("it starts");
        let mut stdin = child.stdin.take().expect("a pipe");
        stdin.write_all(arguments.as_bytes()).await.expect("it reads");
        drop(stdin);
        let output = child.wait_with_output().await.expect("it ends");
        assert!(output.status.success());
        assert!(String::from_utf8_lossy(&output.stdout).contains("\"hostname\":\"api\""));
    });
}

#[test]
fn a_token_is_never_printed() {
    block_on(async {
        let sandbox = sandbox().await;
        for token in [TOKEN, "canary-5d41402abc4b2a76b9719d911017c592", "sandbox-read-only-token"] {
            for words in [
                &["call", "zerops_discover"][..],
                &["call", "zerops_manage", "--action", "restart", "--serviceHostname", "api"],
                &["doctor"],
            ] {
                let mut command = zcp_at(&sandbox, token, words);
                command.env("ZCP_LOG_LEVEL", "trace");
                let ended = run(command).await;
                assert!(!ended.err.is_empty() || words == ["doctor"], "the log is on: {ended:?}");
                assert!(!ended.out.contains(token) && !ended.err.contains(token), "{words:?}: {ended:?}");
            }
        }
    });
}

/// What the platform quotes of a request is in neither stream, however much is logged.
#[test]
fn a_value_that_was_set_is_never_printed() {
    const VALUE: &str = "sk_live_4eC39HqLyjWDarjtT1zdp7dc";
    block_on(async {
        let sandbox = sandbox().await;
        let document = format!("services: [{{hostname: fresh, type: nodejs@22, envSecrets: {{A: {VALUE}}}}}]\n");
        let variables = format!(r#"["A={VALUE}"]"#);
        for status in [400, 403, 500] {
            let fault = Fault::new("*", FaultKind::Quotes { status }).times(0);
            for words in [
                &["call", "zerops_env", "--action", "set", "--serviceHostname", "api", "--variables", &variables][..],
                &["call", "zerops_import", "--content", &document],
            ] {
                sandbox.control().clear_faults();
                for operation in ["service.env.create", "service.import"] {
                    let fault = Fault { operation: operation.to_owned(), ..fault.clone() };
                    sandbox.control().add_fault(fault).expect("an operation");
                }
                let mut command = zcp_at(&sandbox, TOKEN, words);
                command.env("ZCP_LOG_LEVEL", "trace");
                let ended = run(command).await;
                assert_eq!(ended.code, Some(1), "{ended:?}");
                assert!(ended.err.contains("[hidden]") && ended.err.contains("platform call"), "{ended:?}");
                for text in [&ended.out, &ended.err] {
                    assert!(!text.contains("sk_live") && !text.contains("jtT1zdp7"), "{status} {words:?}: {ended:?}");
                }
            }
        }
    });
}
