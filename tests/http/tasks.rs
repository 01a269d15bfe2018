//! Calls that are answered by a handle, and what becomes of it.

use std::time::Duration;

use serde_json::{Value, json};
use zcp::generated::registry::TOOLS;

use super::client::Request;
use super::server::{ALICE, BOB, Http, Start, sandbox};
use crate::harness::world::block_on;

fn capabilities() -> Value {
    json!({ "extensions": { "io.modelcontextprotocol/tasks": {} }, "elicitation": { "form": {} } })
}

/// A call of a client that takes handles.
#[expect(clippy::needless_pass_by_value, reason = "a test reads better without it")]
fn call(tool: &str, arguments: Value) -> Request {
    Request::modern_of("tools/call", json!({ "name": tool, "arguments": arguments }), capabilities())
}

/// What a client says about a handle.
fn about(method: &str, handle: &str) -> Request {
    let mut params = json!({ "taskId": handle });
    if method == "tasks/update" {
        params["inputResponses"] = json!({});
    }
    Request::modern_of(method, params, capabilities()).with("mcp-name", handle)
}

fn restart() -> Request {
    call("zerops_manage", json!({ "action": "restart", "serviceHostname": "api" }))
}

/// The result of a request that is answered rightly.
async fn result(http: &Http, request: Request) -> Value {
    let response = request.send(http.address).await.response();
    assert!(response["result"].is_object(), "{response}");
    response["result"].clone()
}

/// The code of the error that a request is answered with.
async fn refused(http: &Http, request: Request) -> (i64, String) {
    let response = request.send(http.address).await.response();
    let error = &response["error"];
    (error["code"].as_i64().unwrap_or_default(), error["message"].as_str().unwrap_or_default().to_owned())
}

fn handle(result: &Value) -> String {
    assert_eq!((&result["resultType"], &result["status"]), (&json!("task"), &json!("working")), "{result}");
    result["taskId"].as_str().expect("a handle").to_owned()
}

/// Whether a record is what the tool publishes.
fn assert_published(tool: &str, record: &Value) {
    let tool = TOOLS.iter().find(|known| known.spec.name == tool).expect("a tool");
    let schema = serde_json::from_str(tool.spec.output_schema).expect("JSON");
    let errors: Vec<String> = jsonschema::validator_for(&schema)
        .expect("a schema")
        .iter_errors(record)
        .map(|error| format!("- {error}"))
        .collect();
    assert!(errors.is_empty(), "{errors:?} in {record}");
}

#[test]
fn a_deploy_is_a_task_that_any_replica_knows() {
    block_on(async {
        let sandbox = sandbox().await;
        let first = Http::over(&sandbox, Start { local: true, ..Start::default() }).await;
        let other = Http::over(&sandbox, Start { local: true, ..Start::default() }).await;
        let arguments = json!({ "workingDir": "tests/projects/node", "targetService": "api", "setup": "api" });
        let begun = result(&first, call("zerops_deploy", arguments)).await;
        let task = handle(&begun);
        assert!(begun["pollIntervalMs"].is_u64() && begun["ttlMs"].is_u64() && begun["createdAt"].is_string());
        assert!(task.len() < 4096, "it stands in a header");
        drop(first);

        let working = result(&other, about("tasks/get", &task)).await;
        assert_eq!((&working["status"], &working["taskId"]), (&json!("working"), &json!(task)), "{working}");
        assert!(working["statusMessage"].as_str().is_some_and(|told| told.contains("build of api")), "{working}");
        // The handle begins with what any tool takes.
        let id = task.split('.').next().expect("an id");
        let look = call("zerops_process", json!({ "action": "status", "processId": id }));
        assert_eq!(result(&other, look).await["structuredContent"]["done"], false);

        sandbox.control().advance(Duration::from_mins(10));
        let done = result(&other, about("tasks/get", &task)).await;
        assert_eq!((&done["status"], &done["resultType"]), (&json!("completed"), &json!("complete")), "{done}");
        let record = &done["result"]["structuredContent"];
        assert_eq!(done["result"]["isError"], false, "{done}");
        assert_published("zerops_deploy", record);
        assert_eq!((&record["changed"], &record["status"]), (&json!(true), &json!("ACTIVE")), "{record}");
        assert_eq!(record["process"]["status"], "FINISHED");
        assert_eq!(result(&other, about("tasks/update", &task)).await["resultType"], "complete");
        assert_eq!(result(&other, about("tasks/cancel", &task)).await["resultType"], "complete", "it has ended");
    });
}

#[test]
fn only_who_takes_a_handle_gets_one_and_only_for_what_goes_on() {
    block_on(async {
        let sandbox = sandbox().await;
        let http = Http::over(&sandbox, Start::default()).await;
        let offered = result(&http, Request::modern("server/discover", json!({}))).await;
        assert!(offered["capabilities"]["extensions"]["io.modelcontextprotocol/tasks"].is_object(), "{offered}");
        let arguments = json!({ "action": "restart", "serviceHostname": "api" });
        let plain = result(&http, Request::call("zerops_manage", arguments)).await;
        assert_eq!(plain["resultType"], "complete", "{plain}");
        sandbox.control().advance(Duration::from_mins(10));

        let goes_on = json!({ "action": "restart", "serviceHostname": "api", "wait": false });
        for (tool, arguments) in [
            ("zerops_manage", goes_on),
            ("zerops_manage", json!({ "action": "restart", "serviceHostname": "nobody" })),
            ("zerops_manage", json!({ "action": "start", "serviceHostname": "api" })),
            ("zerops_discover", json!({})),
            ("zerops_env", json!({ "action": "get", "serviceHostname": "api" })),
        ] {
            let answer = result(&http, call(tool, arguments.clone())).await;
            assert_eq!(answer["resultType"], "complete", "{tool} {arguments}: {answer}");
            sandbox.control().advance(Duration::from_mins(10));
        }
        let waits = json!({ "action": "restart", "serviceHostname": "api", "wait": true });
        let task = handle(&result(&http, call("zerops_manage", waits)).await);
        let without = Request::modern("tasks/get", json!({ "taskId": task })).with("mcp-name", &task);
        assert_eq!(refused(&http, without).await.0, -32021, "who takes none knows none");
    });
}

#[test]
fn a_process_that_fails_is_a_failed_call() {
    block_on(async {
        let sandbox = sandbox().await;
        let http = Http::over(&sandbox, Start::default()).await;
        sandbox.control().fail_next("*", "the container did not come up").expect("an action");
        let task = handle(&result(&http, restart()).await);
        sandbox.control().advance(Duration::from_mins(10));
        let done = result(&http, about("tasks/get", &task)).await;
        assert_eq!((&done["status"], &done["result"]["isError"]), (&json!("completed"), &json!(true)), "{done}");
        let text = done["result"]["content"][0]["text"].as_str().expect("a text");
        assert!(text.contains("PROCESS_FAILED") && text.contains("did not come up"), "{text}");
    });
}

#[test]
fn a_handle_is_its_callers_own_and_cannot_be_made_up() {
    block_on(async {
        let sandbox = sandbox().await;
        let http = Http::over(&sandbox, Start { tokens: true, ..Start::default() }).await;
        let other = Http::over(&sandbox, Start { tokens: true, key: [9; 32], ..Start::default() }).await;
        let task = handle(&result(&http, restart().bearer(ALICE)).await);
        let (id, sealed) = task.split_once('.').expect("two parts");
        for (what, handle) in [
            ("an id alone", id.to_owned()),
            ("an id and nothing", format!("{id}.")),
            ("another id", format!("AAAAAAAAAAAAAAAAAAAAAA.{sealed}")),
            ("an altered end", format!("{}A", &task[..task.len() - 1])),
            ("nothing", String::new()),
            ("something", "task-1".to_owned()),
        ] {
            for method in ["tasks/get", "tasks/cancel", "tasks/update"] {
                let request = about(method, &handle).bearer(ALICE);
                let answer = request.send(http.address).await;
                assert!(answer.response()["error"]["code"].is_i64(), "{what} {method}: {answer:?}");
            }
        }
        assert_eq!(refused(&http, about("tasks/get", &task).bearer(BOB)).await.0, -32602, "another caller");
        assert_eq!(refused(&other, about("tasks/get", &task).bearer(ALICE)).await.0, -32602, "another key");
        assert_eq!(result(&http, about("tasks/get", &task).bearer(ALICE)).await["status"], "working");
    });
}

#[test]
fn a_task_is_cancelled_and_asks_for_the_word_of_a_human_where_something_is_lost() {
    block_on(async {
        let sandbox = sandbox().await;
        let http = Http::over(&sandbox, Start { local: true, ..Start::default() }).await;
        let task = handle(&result(&http, restart()).await);
        result(&http, about("tasks/cancel", &task)).await;
        sandbox.control().advance(Duration::from_mins(10));
        assert_eq!(result(&http, about("tasks/get", &task)).await["status"], "cancelled");

        let arguments = json!({ "workingDir": "tests/projects/node", "targetService": "api", "setup": "api" });
        let deploy = async || handle(&result(&http, call("zerops_deploy", arguments.clone())).await);
        let answered = async |task: &str, answer: Value| {
            assert_eq!(result(&http, about("tasks/cancel", task)).await["resultType"], "complete");
            let asking = result(&http, about("tasks/get", task)).await;
            assert_eq!(asking["status"], "input_required", "{asking}");
            let requests = asking["inputRequests"].as_object().expect("questions");
            let (key, request) = requests.iter().next().expect("a question");
            assert!(request.to_string().contains("Its version is lost"), "{request}");
            let params = json!({ "taskId": task, "inputResponses": { key.as_str(): answer } });
            let update = Request::modern_of("tasks/update", params, capabilities()).with("mcp-name", task);
            assert_eq!(result(&http, update).await["resultType"], "complete");
            key.clone()
        };
        let task = deploy().await;
        let first = answered(&task, json!({ "action": "decline" })).await;
        let status = result(&http, about("tasks/get", &task)).await["status"].clone();
        assert_eq!(status, "working", "the human refused");
        let second = answered(&task, json!({ "action": "accept", "content": { "confirm": "api" } })).await;
        assert_ne!(first, second, "a name is of one question");
        sandbox.control().advance(Duration::from_mins(10));
        assert_eq!(result(&http, about("tasks/get", &task)).await["status"], "cancelled");

        let task = deploy().await;
        let extensions = json!({ "extensions": { "io.modelcontextprotocol/tasks": {} } });
        let unasked = Request::modern_of("tasks/cancel", json!({ "taskId": task }), extensions).with("mcp-name", &task);
        let (code, message) = refused(&http, unasked).await;
        assert!(code == -32600 && message.contains("\"confirm\":true"), "{code} {message}");
        assert_eq!(result(&http, about("tasks/cancel", &task)).await["resultType"], "complete");
        sandbox.control().advance(Duration::from_mins(10));
        assert_eq!(result(&http, about("tasks/get", &task)).await["status"], "completed", "it went on");
    });
}

#[test]
fn what_a_human_agreed_to_goes_on_as_a_task() {
    block_on(async {
        let sandbox = sandbox().await;
        let http = Http::over(&sandbox, Start::default()).await;
        let asked = result(&http, call("zerops_delete", json!({ "serviceHostname": "worker" }))).await;
        assert_eq!(asked["resultType"], "input_required", "{asked}");
        let yes = json!({ "confirm": { "action": "accept", "content": { "confirm": "worker" } } });
        let params = json!({
            "name": "zerops_delete", "arguments": { "serviceHostname": "worker" },
            "requestState": asked["requestState"], "inputResponses": yes,
        });
        let task = handle(&result(&http, Request::modern_of("tools/call", params, capabilities())).await);
        sandbox.control().advance(Duration::from_mins(10));
        let done = result(&http, about("tasks/get", &task)).await;
        assert_published("zerops_delete", &done["result"]["structuredContent"]);
        assert!(done["status"] == "completed" && sandbox.control().service_id("worker").is_err(), "{done}");
    });
}
