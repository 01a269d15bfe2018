//! Commands in containers that really run, over a real ssh.

use serde_json::{Value, json};
use zcp::cli::client::text_of;

use super::live::{CONTAINERS, Live};
use crate::harness::need::need;

const IMPORT: &str = "services:
  - hostname: app
    type: ubuntu/nodejs@22
    startWithoutCode: true
    envSecrets: { PAYMENT_KEY: sk_live_4eC39HqLyjWDarjtT1zdp7dc, MULTI: \"first-line-of-it\\nsecond-line-of-it\" }
  - hostname: beside
    type: ubuntu/nodejs@22
    startWithoutCode: true
    envSecrets: { OTHER: another-secret-0f1e2d3c }
  - hostname: db
    type: postgresql:single@16
";

async fn run(live: &Live, more: Value) -> Value {
    let mut args = more;
    args["serviceHostname"] = json!("app");
    live.call("zerops_exec", args).await
}

#[tokio::test]
async fn a_command_runs_in_its_container_and_what_it_says_comes_back() {
    if !need(CONTAINERS) || !need(&["ssh", "bash"]) {
        return;
    }
    let live = Live::entered(IMPORT).await;
    let ran = run(
        &live,
        json!({ "command": "pwd; hostname=$(hostname); echo out; echo err >&2; [[ -n $hostname ]] && exit 7" }),
    )
    .await;
    assert_eq!((&ran["ok"], &ran["exitCode"]), (&json!(false), &json!(7)), "{ran}");
    assert_eq!((&ran["stdout"], &ran["stderr"]), (&json!("/var/www\nout"), &json!("err")));

    // Words that no shell reads, a folder, an input.
    let hostile = ["printf", "<%s>", "a b", "$(id)", "'", "*", "-n"];
    assert_eq!(run(&live, json!({ "command": hostile })).await["stdout"], "<a b><$(id)><'><*><-n>");
    let sorted = run(&live, json!({ "command": ["sort"], "input": "b\na\n", "workingDir": "/" })).await;
    assert_eq!((&sorted["ok"], &sorted["stdout"]), (&json!(true), &json!("a\nb")));
    // What is written in one call is there in the next, and the line of the first decides nothing in it.
    run(&live, json!({ "command": "mkdir -p sub && echo here > sub/file && cd /" })).await;
    assert_eq!(run(&live, json!({ "command": "cat file", "workingDir": "sub" })).await["stdout"], "here");

    let missing = run(&live, json!({ "command": ["no-such-program"] })).await;
    assert_eq!(missing["exitCode"], 127);
    assert!(missing["note"].as_str().is_some_and(|note| note.contains("no such program")), "{missing}");
    let killed = run(&live, json!({ "command": "kill -KILL $$" })).await;
    assert_eq!((&killed["exitCode"], &killed["signal"]), (&json!(137), &json!("KILL")), "{killed}");
    let ours = run(&live, json!({ "command": "exit 255" })).await;
    assert_eq!(ours["exitCode"], 255, "it is the command's and not a failure of ssh");

    let late = run(&live, json!({ "command": "echo begun; sleep 1000 & wait", "timeout": 1 })).await;
    assert_eq!((&late["ok"], &late["timedOut"], &late["stdout"]), (&json!(false), &json!(true), &json!("begun")));
    let left = run(
        &live,
        json!({ "command": "for it in /proc/[0-9]*; do tr '\\0' ' ' < $it/cmdline; echo; done 2>/dev/null" }),
    )
    .await;
    assert!(!left["stdout"].as_str().expect("text").contains("sleep 1000"), "{left}");

    let long = run(&live, json!({ "command": "echo begin; yes 'some line of a log' | head -100000; echo end" })).await;
    let text = long["stdout"].as_str().expect("text");
    assert!(
        text.starts_with("begin\n") && text.ends_with("\nend") && text.contains("bytes are left out here"),
        "{text}"
    );
    assert!(text.len() < 13_000, "{} bytes", text.len());
    let odd =
        run(&live, json!({ "command": "printf '\\033[31mred\\033[0m\\n\\033]0;title\\007\\xff\\n\\0end'" })).await;
    assert_eq!(odd["stdout"], "red\n\u{fffd}\nend");
    live.end().await;
}

#[tokio::test]
async fn no_secret_of_the_project_is_shown() {
    if !need(CONTAINERS) || !need(&["ssh"]) {
        return;
    }
    let live = Live::entered(IMPORT).await;
    let args = json!({ "action": "set", "project": true, "variables": ["SHARED_TOKEN=not-told-to-any-token-9a8b"], "sensitive": true, "wait": true });
    live.call("zerops_env", args).await;
    let args = json!({ "action": "restart", "serviceHostname": "app", "wait": true });
    live.call("zerops_manage", args).await;
    for command in [
        "printenv; printenv PAYMENT_KEY | rev; printenv MULTI >&2",
        "printenv PAYMENT_KEY | base64; printenv PAYMENT_KEY | od -An -tx1 | tr -d ' \\n'; echo another-secret-0f1e2d3c",
        // A secret that would be cut in two.
        "for n in $(seq 3000); do echo \"$n $PAYMENT_KEY $SHARED_TOKEN\"; done",
    ] {
        let args = json!({ "serviceHostname": "app", "command": command });
        let result = live.world.call("zerops_exec", args.as_object().cloned().expect("arguments")).await;
        let text = format!("{} {}", text_of(&result), result.structured_content.expect("a record"));
        for secret in
            ["4eC39HqL", "yjWDarjt", "first-line", "second-line", "another-secret", "not-told-to", "any-token-9a8b"]
        {
            assert!(!text.contains(secret), "{secret} of {command}: {text}");
        }
        assert!(text.contains("[hidden]"), "{text}");
    }
    live.end().await;
}

#[tokio::test]
async fn what_cannot_be_entered_says_what_to_do() {
    if !need(CONTAINERS) || !need(&["ssh"]) {
        return;
    }
    let live = Live::entered(IMPORT).await;
    let fails = async |args: Value| live.fails("zerops_exec", args).await;
    let managed = fails(json!({ "serviceHostname": "db", "command": "psql" })).await;
    assert_eq!(managed["code"], "INVALID_PARAMETER");
    let unknown = fails(json!({ "serviceHostname": "apq", "command": "ls" })).await;
    assert_eq!(unknown["code"], "SERVICE_NOT_FOUND");
    live.call("zerops_manage", json!({ "action": "stop", "serviceHostname": "app", "wait": true })).await;
    let stopped = fails(json!({ "serviceHostname": "app", "command": "ls" })).await;
    assert_eq!(stopped["code"], "SERVICE_NOT_RUNNING");
    let start =
        json!({ "tool": "zerops_manage", "args": { "action": "start", "serviceHostname": "app", "wait": true } });
    assert_eq!(stopped["next"][0], start);
    live.call("zerops_manage", start["args"].clone()).await;
    assert_eq!(run(&live, json!({ "command": "true" })).await["ok"], true);
    live.end().await;
}
