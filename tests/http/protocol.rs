//! Both eras at one address, and what depends on the caller.

use serde_json::{Value, json};

use super::client::{Answer, LEGACY, MODERN, Request};
use super::server::{ALICE, BOB, Http, READER, Start, sandbox};
use crate::harness::world::block_on;

fn names(answer: &Answer) -> Vec<String> {
    let response = answer.response();
    let tools = response["result"]["tools"].as_array().unwrap_or_else(|| panic!("{response}")).clone();
    tools.iter().map(|tool| tool["name"].as_str().expect("a name").to_owned()).collect()
}

#[test]
fn both_eras_are_served_at_one_address_without_sessions() {
    block_on(async {
        let sandbox = sandbox().await;
        let http = Http::over(&sandbox, Start::default()).await;
        let client = json!({ "name": "test", "version": "1" });
        let params = json!({ "protocolVersion": LEGACY, "capabilities": {}, "clientInfo": client });
        let initialized = Request::legacy("initialize", params).send(http.address).await;
        assert_eq!(initialized.status, 200);
        assert_eq!(initialized.response()["result"]["protocolVersion"], LEGACY);
        assert_eq!(initialized.header("mcp-session-id"), None);
        let notified = json!({ "jsonrpc": "2.0", "method": "notifications/initialized" });
        let notified =
            Request::post(notified.to_string()).with("mcp-protocol-version", LEGACY).send(http.address).await;
        assert_eq!((notified.status, notified.body.as_str()), (202, ""));

        let discovered = Request::modern("server/discover", json!({})).send(http.address).await;
        let discovered = discovered.response();
        let versions = discovered["result"]["supportedVersions"].as_array().expect("versions").clone();
        assert!(versions.contains(&json!(MODERN)) && versions.contains(&json!(LEGACY)), "{discovered}");

        let legacy = Request::legacy("tools/list", json!({})).send(http.address).await;
        let modern = Request::modern("tools/list", json!({})).send(http.address).await;
        assert_eq!(legacy.header("content-type"), Some("application/json"));
        assert!(!names(&legacy).is_empty() && names(&legacy) == names(&modern));
        assert_eq!(legacy.response()["result"].get("ttlMs"), None);
        assert_eq!(modern.response()["result"]["cacheScope"], "public");

        let call = json!({ "name": "zerops_discover", "arguments": {} });
        for request in [Request::legacy("tools/call", call.clone()), Request::modern("tools/call", call)] {
            let answer = request.send(http.address).await;
            let response = answer.response();
            assert_eq!((answer.status, &response["result"]["isError"]), (200, &json!(false)), "{response}");
            assert!(response["result"]["structuredContent"]["services"].is_array());
        }
    });
}

#[test]
fn a_call_that_reports_progress_is_answered_by_events() {
    block_on(async {
        let sandbox = sandbox().await;
        let http = Http::over(&sandbox, Start::default()).await;
        let arguments = json!({ "action": "restart", "serviceHostname": "api", "wait": true });
        let params = json!({ "name": "zerops_manage", "arguments": arguments, "_meta": { "progressToken": "p" } });
        let answer = Request::modern("tools/call", params.clone()).send(http.address).await;
        assert_eq!(answer.header("content-type"), Some("text/event-stream"));
        assert_eq!(answer.header("x-accel-buffering"), Some("no"));
        let messages = answer.messages();
        let (response, reports) = messages.split_last().expect("messages");
        assert!(reports.iter().all(|report| report["method"] == "notifications/progress") && !reports.is_empty());
        assert_eq!(response["result"]["isError"], false, "{response}");
    });
}

#[test]
fn what_touches_the_servers_own_computer_is_not_offered_to_others() {
    block_on(async {
        let sandbox = sandbox().await;
        let http = Http::over(&sandbox, Start::default()).await;
        let list = Request::modern("tools/list", json!({})).send(http.address).await;
        let offered = names(&list);
        assert!(offered.contains(&"zerops_env".to_owned()) && offered.contains(&"zerops_import".to_owned()));
        for local in ["zerops_deploy", "zerops_mount"] {
            assert!(!offered.contains(&local.to_owned()), "{local}");
        }
        let list = list.response();
        let tools = list["result"]["tools"].as_array().expect("tools");
        for tool in tools {
            assert_eq!(tool["inputSchema"]["properties"].get("filePath"), None, "{}", tool["name"]);
        }
        let env = tools.iter().find(|tool| tool["name"] == "zerops_env").expect("it is offered");
        let actions = env["inputSchema"]["properties"]["action"]["enum"].as_array().expect("actions");
        assert!(!actions.contains(&json!("generate-dotenv")), "{actions:?}");
        for (tool, arguments) in [
            ("zerops_deploy", json!({ "targetService": "api" })),
            ("zerops_mount", json!({ "action": "status" })),
            ("zerops_env", json!({ "action": "generate-dotenv", "serviceHostname": "api" })),
            ("zerops_import", json!({ "filePath": "/etc/passwd" })),
            ("zerops_validate", json!({ "filePath": "/etc/passwd" })),
        ] {
            let response = Request::call(tool, arguments).send(http.address).await.response();
            let text = response["result"]["content"][0]["text"].as_str().expect("a text");
            assert_eq!(response["result"]["isError"], true, "{text}");
            assert!(text.contains("--allow-local") && !text.contains("root:"), "{text}");
        }
        let http = Http::over(&sandbox, Start { local: true, ..Start::default() }).await;
        let list = Request::modern("tools/list", json!({})).send(http.address).await;
        assert!(names(&list).contains(&"zerops_deploy".to_owned()));
    });
}

#[test]
fn a_caller_is_known_by_a_token_and_gets_what_it_is_good_for() {
    block_on(async {
        let sandbox = sandbox().await;
        let http = Http::over(&sandbox, Start { tokens: true, ..Start::default() }).await;
        let list = |token: &'static str| Request::modern("tools/list", json!({})).bearer(token).send(http.address);
        let (alice, reader) = (list(ALICE).await, list(READER).await);
        assert!(names(&alice).contains(&"zerops_delete".to_owned()));
        assert!(!names(&reader).is_empty() && names(&reader).len() < names(&alice).len());
        for tool in reader.response()["result"]["tools"].as_array().expect("tools") {
            assert_eq!(tool["annotations"]["readOnlyHint"], true, "{}", tool["name"]);
        }
        assert_eq!(alice.response()["result"]["cacheScope"], "private");
        let prompts = Request::modern("prompts/list", json!({})).bearer(ALICE).send(http.address).await;
        assert_eq!(prompts.response()["result"]["cacheScope"], "public");

        let delete = Request::call("zerops_delete", json!({ "serviceHostname": "api" })).bearer(READER);
        let response = delete.send(http.address).await.response();
        let text = response["result"]["content"][0]["text"].as_str().expect("a text");
        assert!(text.contains("more than the token of this caller is good for"), "{text}");

        let (refused, unknown) = (
            Request::modern("tools/list", json!({})).send(http.address).await,
            list("nobody-0123456789-0123456789").await,
        );
        assert_eq!((refused.status, refused.header("www-authenticate")), (401, Some("bearer")));
        assert_eq!((unknown.status, unknown.header("www-authenticate")), (401, Some("bearer error=\"invalid_token\"")));
        let query = Request::modern("tools/list", json!({})).line(&format!("POST /mcp?access_token={ALICE}"));
        assert_eq!(query.send(http.address).await.status, 401, "a token in the address is none");
    });
}

#[test]
fn a_question_is_answered_at_any_replica_by_the_same_caller() {
    block_on(async {
        let sandbox = sandbox().await;
        let start = || Start { tokens: true, ..Start::default() };
        let (one, other) = (Http::over(&sandbox, start()).await, Http::over(&sandbox, start()).await);
        let stranger = Http::over(&sandbox, Start { key: [8; 32], ..start() }).await;
        let call = |more: Value| {
            let mut params = json!({ "name": "zerops_delete", "arguments": { "serviceHostname": "worker" } });
            for (name, value) in more.as_object().expect("fields") {
                params[name] = value.clone();
            }
            Request::modern_of("tools/call", params, json!({ "elicitation": { "form": {} } }))
        };
        let asked = call(json!({})).bearer(ALICE).send(one.address).await.response();
        assert_eq!(asked["result"]["resultType"], "input_required", "{asked}");
        let state = asked["result"]["requestState"].clone();
        let yes = json!({ "confirm": { "action": "accept", "content": { "confirm": "worker" } } });
        let answer = |state: Value| call(json!({ "requestState": state, "inputResponses": yes }));
        for (what, refused) in [
            ("another caller", answer(state.clone()).bearer(BOB).send(one.address).await),
            ("another key", answer(state.clone()).bearer(ALICE).send(stranger.address).await),
            (
                "altered",
                answer(json!(format!("{}A", state.as_str().expect("a text")))).bearer(ALICE).send(one.address).await,
            ),
        ] {
            assert_eq!(refused.response()["error"]["code"], -32602, "{what}: {refused:?}");
        }
        let done = answer(state.clone()).bearer(ALICE).send(other.address).await.response();
        assert_eq!(done["result"]["isError"], false, "{done}");
        let again = answer(state).bearer(ALICE).send(other.address).await.response();
        assert_eq!(again["error"]["code"], -32602, "{again}");
    });
}

#[test]
fn where_a_human_is_required_no_argument_confirms() {
    block_on(async {
        let sandbox = sandbox().await;
        let http = Http::over(&sandbox, Start { human: true, ..Start::default() }).await;
        let arguments = json!({ "serviceHostname": "worker", "confirm": true, "confirmHostname": "worker" });
        let params = json!({ "name": "zerops_delete", "arguments": arguments });
        let is_there = || sandbox.control().service_id("worker").is_ok();
        for request in [Request::legacy("tools/call", params.clone()), Request::modern("tools/call", params.clone())] {
            let response = request.send(http.address).await.response();
            let text = response["result"]["content"][0]["text"].as_str().expect("a text");
            assert!(text.contains("\"CONFIRM_REQUIRED\"") && text.contains("--require-human"), "{text}");
            assert!(is_there() && !text.contains("\"confirm\":true"), "{text}");
        }
        let can_ask = Request::modern_of("tools/call", params.clone(), json!({ "elicitation": { "form": {} } }));
        let asked = can_ask.send(http.address).await.response();
        assert_eq!(asked["result"]["resultType"], "input_required", "a client that can ask does");
        let free = Http::over(&sandbox, Start::default()).await;
        let done = Request::modern("tools/call", params).send(free.address).await.response();
        assert_eq!(done["result"]["isError"], false, "{done}");
    });
}

#[test]
fn what_operators_need_is_beside_it() {
    block_on(async {
        let sandbox = sandbox().await;
        let http = Http::over(&sandbox, Start { tokens: true, ..Start::default() }).await;
        for path in ["/healthz", "/readyz"] {
            let answer = Request::get(path).but("host", "10.1.2.3:8080").send(http.address).await;
            assert_eq!(answer.status, 200, "a probe comes under any name: {path}");
        }
        let secret = "a-secret-that-nobody-may-see";
        let call = Request::call("zerops_discover", json!({ "serviceHostname": secret })).bearer(ALICE);
        assert_eq!(call.send(http.address).await.status, 200);
        Request::call("zerops_discover", json!({})).bearer(ALICE).send(http.address).await;
        assert_eq!(Request::get("/metrics").send(http.address).await.status, 401);
        let metrics = Request::get("/metrics").bearer(ALICE).send(http.address).await;
        let has = |line: &str| metrics.body.lines().any(|found| found == line);
        assert!(has("zcp_calls_total{tool=\"zerops_discover\",code=\"ok\"} 1"), "{}", metrics.body);
        assert!(has("zcp_http_requests_total{status=\"401\"} 1"), "{}", metrics.body);
        assert!(has("zcp_http_connections 1") && has("zcp_http_requests_in_flight 0"), "{}", metrics.body);
        assert!(!metrics.body.contains(secret) && !metrics.body.contains("alice"));
        let tokens = http.tokens.as_ref().expect("a file").path();
        std::fs::write(tokens, "nonsense\n").expect("written");
        tokio::time::sleep(std::time::Duration::from_millis(1100)).await;
        assert_eq!(Request::get("/readyz").send(http.address).await.status, 503);
        let call = Request::modern("tools/list", json!({})).bearer(ALICE).send(http.address).await;
        assert_eq!(call.status, 503, "nobody is let in by a faulty file");
    });
}
