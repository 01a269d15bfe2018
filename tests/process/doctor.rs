//! What `zcp doctor` finds in the situations that people are in.

use std::net::TcpListener;

use serde_json::Value;
use tokio::process::Command;
use zcp::sandbox::options::{ClockMode, Options};
use zcp::sandbox::seeds::Seed;
use zcp::sandbox::server::Sandbox;

use super::program::{run, sandbox, zcp, zcp_at};
use crate::harness::world::block_on;

/// The checks that are not well, with what they say; the answer and its exit code fit each other.
async fn found(mut command: Command, variables: &[(&str, &str)]) -> (Option<i32>, Vec<(String, String, String)>) {
    command.envs(variables.iter().copied());
    let ended = run(command).await;
    let report = ended.json();
    assert_eq!(report["ok"] == true, ended.code == Some(0), "{report}");
    let checks = report["checks"].as_array().expect("checks").iter();
    let text = |check: &Value, key: &str| check[key].as_str().unwrap_or_default().to_owned();
    let wrong = checks.filter(|check| check["status"] == "warn" || check["status"] == "fail");
    let wrong = wrong.map(|check| {
        (text(check, "name"), text(check, "status"), format!("{} | {}", text(check, "detail"), text(check, "fix")))
    });
    (ended.code, wrong.collect())
}

fn doctor(sandbox: &Sandbox, token: &str) -> Command {
    zcp_at(sandbox, token, &["doctor", "--json"])
}

#[test]
fn what_keeps_the_server_from_starting_is_wrong_and_a_mode_is_told() {
    block_on(async {
        let sandbox = sandbox().await;
        let valid = || doctor(&sandbox, "sandbox-valid-token");
        let (code, wrong) = found(valid(), &[("ZCP_READ_ONLY", "yes")]).await;
        assert!(code == Some(1) && wrong[0].0 == "mode" && wrong[0].2.contains("does not start"), "{wrong:?}");
        let mut serve = zcp(&["serve"]);
        serve.env("ZCP_READ_ONLY", "yes");
        assert_eq!(run(serve).await.code, Some(2));
        let (code, wrong) = found(valid(), &[("ZCP_READ_ONLY", "true")]).await;
        assert!(code == Some(0) && wrong[0].2.contains("read-only: ZCP_READ_ONLY"), "{wrong:?}");
        let (code, wrong) = found(valid(), &[("ZCP_SSH_CONFIG", "/no/such/file")]).await;
        assert!(code == Some(1) && wrong[0].0 == "ssh" && wrong[0].2.contains("/no/such/file"), "{wrong:?}");
        assert_eq!(found(valid(), &[]).await, (Some(0), Vec::new()));
    });
}

#[test]
fn a_certificate_that_is_not_trusted_is_called_so() {
    block_on(async {
        let seed = Seed::builtin("node-postgres").expect("a built-in seed");
        let options = Options::deterministic(ClockMode::Instant).seed(seed).tls_port(0);
        let sandbox = Sandbox::start(options).await.expect("the sandbox starts");
        let (url, authority) = sandbox.secure().expect("it has TLS");
        let authority = authority.to_str().expect("a path").to_owned();
        let secure = || {
            let mut command = doctor(&sandbox, "sandbox-valid-token");
            command.env("ZCP_API_HOST", &url);
            command
        };
        let (code, wrong) = found(secure(), &[]).await;
        let (name, _, said) = &wrong[0];
        assert!(code == Some(1) && name == "network", "{wrong:?}");
        assert!(said.contains("its certificate is of an issuer") && said.contains("ZCP_CA_FILE"), "{said}");
        assert!(!said.contains("user.info"), "{said}");
        assert_eq!(found(secure(), &[("ZCP_CA_FILE", &authority)]).await, (Some(0), Vec::new()));
        let (code, wrong) = found(secure(), &[("ZCP_CA_FILE", "/nope")]).await;
        assert!(code == Some(1) && wrong[0].0 == "certificates", "{wrong:?}");
        assert!(wrong[0].2.contains("/nope cannot be read") && wrong[0].2.contains("Correct ZCP_CA_FILE"), "{wrong:?}");
    });
}

#[test]
fn nobody_is_told_inside_words_where_nobody_answers() {
    block_on(async {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let host = format!("http://{}", listener.local_addr().expect("an address"));
        drop(listener);
        let mut command = zcp(&["doctor", "--json"]);
        command.env("ZCP_API_KEY", "x").env("ZCP_API_HOST", &host);
        let (code, wrong) = found(command, &[]).await;
        assert!(code == Some(1) && wrong[0].2.starts_with("no connection to 127.0.0.1"), "{wrong:?}");
    });
}

#[test]
fn what_a_token_may_do_and_reach_is_told() {
    block_on(async {
        let seeds = ["node-postgres", "ha"].map(|name| Seed::builtin(name).expect("a built-in seed"));
        let [one, two] = seeds;
        let options = Options::deterministic(ClockMode::Instant).seed(one.named("shop")).seed(two.named("blog"));
        let sandbox = Sandbox::start(options).await.expect("the sandbox starts");
        let (code, wrong) = found(doctor(&sandbox, "sandbox-two-projects-token"), &[]).await;
        assert!(code == Some(1) && wrong[0].0 == "project", "{wrong:?}");
        assert!(wrong[0].2.contains("shop") && wrong[0].2.contains("blog"), "{wrong:?}");
        let (code, wrong) = found(doctor(&sandbox, "sandbox-read-only-token"), &[]).await;
        assert!(code == Some(0) && wrong[0].0 == "write permission" && wrong[0].2.contains("READ_ONLY"), "{wrong:?}");
        let (code, wrong) = found(doctor(&sandbox, "sandbox-valid-token"), &[]).await;
        assert!(code == Some(0) && wrong.is_empty(), "{wrong:?}");
    });
}
