//! `zcp serve` on pipes: what it answers, and how it ends.

use serde_json::json;
use zcp::sandbox::faults::{Fault, FaultKind};
use zcp::sandbox::server::Sandbox;

#[cfg(unix)]
use super::program::signal;
use super::program::{Ended, Serving, sandbox, zcp, zcp_at};
use crate::harness::world::block_on;

const TOKEN: &str = "sandbox-valid-token";

#[test]
fn it_answers_after_lines_that_nobody_could_read() {
    block_on(async {
        let mut serving = Serving::start(zcp(&["serve", "--exclude-tools", "zerops_scale"])).await;
        serving.send(b"{\"jsonrpc\":\"2.0\",\"id\":1,").await;
        serving.send(&vec![b'x'; 50 * 1024 * 1024]).await;
        serving.request(2, "tools/list", json!({})).await;
        let list = serving.answer(2).await;
        let names: Vec<&str> = list["result"]["tools"]
            .as_array()
            .expect("tools")
            .iter()
            .filter_map(|tool| tool["name"].as_str())
            .collect();
        assert!(names.contains(&"zerops_context") && !names.contains(&"zerops_scale"), "{names:?}");
        serving.close_input();
        assert_eq!(serving.end().await.code, Some(0));
    });
}

#[test]
fn nothing_at_all_serves_and_a_missing_token_is_an_answer() {
    block_on(async {
        let mut serving = Serving::start(zcp(&[])).await;
        serving.request(1, "tools/call", json!({ "name": "zerops_discover", "arguments": {} })).await;
        let answer = serving.answer(1).await;
        assert_eq!(answer["result"]["isError"], true, "{answer}");
        assert!(answer["result"]["content"][0]["text"].as_str().is_some_and(|text| text.contains("AUTH_REQUIRED")));
        serving.close_input();
        assert_eq!(serving.end().await.code, Some(0));
    });
}

#[test]
fn a_server_can_bring_its_own_platform() {
    block_on(async {
        let mut serving = Serving::start(zcp(&["serve", "--sandbox", "ha"])).await;
        serving.request(1, "tools/call", json!({ "name": "zerops_discover", "arguments": {} })).await;
        let answer = serving.answer(1).await;
        assert_eq!(answer["result"]["structuredContent"]["project"]["status"], "ACTIVE", "{answer}");
        serving.close_input();
        assert_eq!(serving.end().await.code, Some(0));
    });
}

#[test]
fn the_end_of_the_input_ends_it_with_a_call_in_flight() {
    block_on(async {
        let (_sandbox, mut serving) = stuck().await;
        serving.close_input();
        check(&serving.end().await);
    });
}

#[cfg(unix)]
#[test]
fn signals_end_it_with_a_call_in_flight() {
    block_on(async {
        for name in ["TERM", "INT"] {
            let (_sandbox, serving) = stuck().await;
            signal(&serving.child, name).await;
            let ended = serving.end().await;
            check(&ended);
            // Whoever waits is told what became of the call.
            let answer = ended.out.lines().find(|line| line.contains("\"id\":1")).expect("an answer");
            assert!(answer.contains("\"isError\":true") && answer.contains("CANCELLED"), "{answer}");
        }
    });
}

#[cfg(unix)]
#[test]
fn the_log_says_which_signal_ended_it() {
    block_on(async {
        let serving = Serving::start(zcp(&["serve"])).await;
        signal(&serving.child, "TERM").await;
        let ended = serving.end().await;
        assert!(ended.code == Some(0) && ended.err.contains("SIGTERM"), "{ended:?}");
    });
}

/// A server with a call that the platform will never answer.
async fn stuck() -> (Sandbox, Serving) {
    let sandbox = sandbox().await;
    let fault = Fault::new("user.info", FaultKind::Silence).times(0);
    sandbox.control().add_fault(fault).expect("an operation");
    let mut command = zcp_at(&sandbox, TOKEN, &["serve"]);
    command.env("ZCP_LOG_LEVEL", "trace");
    let mut serving = Serving::start(command).await;
    serving.request(1, "tools/call", json!({ "name": "zerops_discover", "arguments": {} })).await;
    while sandbox.control().requests().is_empty() {
        tokio::task::yield_now().await;
    }
    (sandbox, serving)
}

/// It ended well, said why, and kept the token to itself.
fn check(ended: &Ended) {
    assert_eq!(ended.code, Some(0), "{ended:?}");
    assert!(ended.err.contains("serving has ended"), "{}", ended.err);
    assert!(!ended.out.contains(TOKEN) && !ended.err.contains(TOKEN), "{ended:?}");
}
