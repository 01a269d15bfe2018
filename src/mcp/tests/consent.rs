//! Questions to the human, in both eras.

use rmcp::model::{
    CallToolResponse, ClientCapabilities, ClientConfig, ElicitRequestParams, ElicitResult, ElicitationAction,
    Implementation, InputResponses, ProtocolVersion,
};
use rmcp::service::{ClientLifecycleMode, ClientServiceExt, RequestContext, RoleClient, RunningService};
use rmcp::{ClientHandler, ErrorData};
use serde_json::{Value, json};

use super::fixture::{Wire, call, everything, failure, initialize, serve};
use crate::mcp::stdio::ExitReason;

/// A client whose human always says the same.
struct Human(ElicitationAction, Value);

impl ClientHandler for Human {
    fn get_info(&self) -> ClientConfig {
        let capabilities = ClientCapabilities::builder().enable_elicitation().build();
        ClientConfig::new(capabilities, Implementation::new("test", "1"))
    }

    async fn create_elicitation(
        &self,
        request: ElicitRequestParams,
        _: RequestContext<RoleClient>,
    ) -> Result<ElicitResult, ErrorData> {
        let ElicitRequestParams::FormElicitationParams { message, .. } = request else {
            return Err(ErrorData::invalid_params("only forms", None));
        };
        assert_eq!(message, "Delete api?");
        Ok(ElicitResult::new(self.0.clone()).with_content(self.1.clone()))
    }
}

fn modern() -> ClientLifecycleMode {
    ClientLifecycleMode::Discover { preferred_versions: vec![ProtocolVersion::V_2026_07_28] }
}

async fn client(human: Human, lifecycle: ClientLifecycleMode) -> RunningService<RoleClient, Human> {
    let (stream, _serving, _stop) = serve(&everything());
    human.serve_with_lifecycle(stream, lifecycle).await.expect("the handshake")
}

#[tokio::test]
async fn only_an_acceptance_with_the_word_goes_on() {
    let yes = json!({ "confirm": " api " });
    for lifecycle in [ClientLifecycleMode::Initialize, modern()] {
        let client = client(Human(ElicitationAction::Accept, yes.clone()), lifecycle.clone()).await;
        let result = client.call_tool(call("t_delete", json!({}))).await.expect("a result");
        assert_eq!(result.structured_content, Some(json!({ "deleted": true })));

        let refusals = [
            (ElicitationAction::Accept, json!({ "confirm": true }), "mistyped"),
            (ElicitationAction::Accept, json!({ "confirm": "yes" }), "mistyped"),
            (ElicitationAction::Accept, json!({}), "mistyped"),
            (ElicitationAction::Decline, yes.clone(), "refused"),
        ];
        for (action, content, said) in refusals {
            let client = self::client(Human(action, content), lifecycle.clone()).await;
            let result = client.call_tool(call("t_delete", json!({}))).await.expect("a result");
            assert_eq!(failure(&result)["error"], said);
        }
        let client = self::client(Human(ElicitationAction::Cancel, yes.clone()), lifecycle).await;
        let result = client.call_tool(call("t_delete", json!({}))).await.expect("a result");
        assert_eq!(failure(&result)["error"], "unanswered", "a form that was closed is no refusal, and no yes");
    }
}

#[tokio::test]
async fn a_client_that_cannot_ask_gets_the_failure() {
    for lifecycle in [ClientLifecycleMode::Initialize, modern()] {
        let (stream, _serving, _stop) = serve(&everything());
        let client = ClientConfig::default().serve_with_lifecycle(stream, lifecycle).await.expect("the handshake");
        let result = client.call_tool(call("t_delete", json!({}))).await.expect("a result");
        let failure = failure(&result);
        assert_eq!((&failure["code"], &failure["error"]), (&json!("CONFIRM_REQUIRED"), &json!("not confirmed")));
        assert_eq!(failure["next"][0]["tool"], "t_service");
        assert_eq!(failure.get("question"), None);
    }
}

/// A request says for itself what its client can do. One that says less than those before it keeps the human out.
#[tokio::test]
async fn a_request_cannot_take_back_that_there_is_a_human() {
    let meta = |capabilities: Value| {
        json!({
            "io.modelcontextprotocol/protocolVersion": "2026-07-28",
            "io.modelcontextprotocol/clientInfo": { "name": "test", "version": "1" },
            "io.modelcontextprotocol/clientCapabilities": capabilities,
        })
    };
    let said = |answer: &Value| answer["result"]["content"][0]["text"].as_str().unwrap_or_default().to_owned();
    let mut wire = Wire::silent(&everything());
    let delete = |capabilities: Value| json!({ "name": "t_delete", "_meta": meta(capabilities) });
    wire.request(json!(1), "tools/call", delete(json!({}))).await;
    assert!(said(&wire.answer().await).contains("not confirmed"), "nothing is known of a human yet");
    let read = json!({ "name": "t_read", "_meta": meta(json!({ "elicitation": {} })) });
    wire.request(json!(2), "tools/call", read).await;
    assert_eq!(wire.answer().await["id"], 2);
    wire.request(json!(3), "tools/call", delete(json!({}))).await;
    assert!(said(&wire.answer().await).contains("withheld"));

    // The same where the connection began with the word.
    let mut wire = Wire::silent(&everything());
    let mut opening = initialize("2025-11-25");
    opening["capabilities"] = json!({ "elicitation": {} });
    wire.request(json!(0), "initialize", opening).await;
    assert_eq!(wire.answer().await["id"], 0);
    wire.send(&json!({ "jsonrpc": "2.0", "method": "notifications/initialized" })).await;
    let silent = json!({ "io.modelcontextprotocol/clientCapabilities": {} });
    wire.request(json!(1), "tools/call", json!({ "name": "t_delete", "_meta": silent })).await;
    assert!(said(&wire.answer().await).contains("withheld"));
}

#[tokio::test]
async fn an_answer_belongs_to_the_call_it_was_asked_for() {
    let client = client(Human(ElicitationAction::Decline, json!({})), modern()).await;
    let asked = client.call_tool_once(call("t_delete", json!({ "a": 1, "b": 2 }))).await.expect("a result");
    let CallToolResponse::InputRequired(asked) = asked else { panic!("{asked:?}") };
    assert!(asked.input_requests.is_some_and(|requests| requests.contains_key("confirm")));
    let state = asked.request_state.expect("a state");
    let answers =
        InputResponses::from([("confirm".to_owned(), json!({ "action": "accept", "content": { "confirm": "api" } }))]);
    let retry = |arguments: Value, state: &str| {
        call("t_delete", arguments).with_input_responses(answers.clone()).with_request_state(state)
    };

    for (arguments, state) in [(json!({ "a": 2, "b": 2 }), state.as_str()), (json!({ "a": 1, "b": 2 }), "rs1.x.y")] {
        let error = client.call_tool_once(retry(arguments, state)).await.expect_err("it is not this call's");
        assert!(error.to_string().contains("`requestState` is none"), "{error}");
    }
    let unasked = call("t_delete", json!({})).with_input_responses(answers.clone());
    let response = client.call_tool_once(unasked).await.expect("a result");
    assert!(matches!(response, CallToolResponse::InputRequired(_)));
    let unanswered = call("t_delete", json!({ "a": 1, "b": 2 })).with_request_state(&state);
    let response = client.call_tool_once(unanswered).await.expect("a result");
    assert!(matches!(response, CallToolResponse::InputRequired(_)));

    let response = client.call_tool_once(retry(json!({ "b": 2, "a": 1 }), &state)).await.expect("a result");
    let CallToolResponse::Complete(result) = response else { panic!("{response:?}") };
    assert_eq!(result.structured_content, Some(json!({ "deleted": true })));
}

#[tokio::test]
async fn a_question_is_withdrawn_when_its_call_is_cancelled() {
    let (mut wire, asked) = asked().await;
    wire.send(&json!({ "jsonrpc": "2.0", "method": "notifications/cancelled", "params": { "requestId": 1 } })).await;
    wire.request(json!(2), "ping", json!({})).await;
    let heard = [wire.answer().await, wire.answer().await];
    let withdrawn = heard.iter().find(|message| message["method"] == "notifications/cancelled").expect("a word");
    assert_eq!(withdrawn["params"]["requestId"], asked["id"]);
}

#[tokio::test]
async fn a_call_whose_question_is_open_is_answered_at_the_end_of_the_input() {
    let (mut wire, _) = asked().await;
    wire.end().await;
    let rest = wire.rest().await;
    assert!(rest.len() == 1 && rest[0]["result"]["isError"] == true, "{rest:?}");
    assert_eq!(wire.reason().await, ExitReason::InputEnded);
}

#[tokio::test]
async fn a_client_that_fails_to_ask_has_no_answer() {
    for answer in [
        json!({ "error": { "code": -32603, "message": "no window" } }),
        json!({ "result": { "x": 1 } }),
        json!({ "result": null }),
    ] {
        let (mut wire, asked) = asked().await;
        let mut response = json!({ "jsonrpc": "2.0", "id": asked["id"] });
        response.as_object_mut().expect("an object").extend(answer.as_object().expect("an object").clone());
        wire.send(&response).await;
        let text = wire.answer().await["result"]["content"][0]["text"].clone();
        assert!(text.as_str().is_some_and(|text| text.contains("unanswered")), "{text}");
    }
}

/// A client of an older protocol, and the question that its call 1 led to.
async fn asked() -> (Wire, Value) {
    let mut wire = Wire::silent(&everything());
    let mut opening = initialize("2025-11-25");
    opening["capabilities"] = json!({ "elicitation": {} });
    wire.request(json!(0), "initialize", opening).await;
    assert_eq!(wire.answer().await["id"], 0);
    wire.send(&json!({ "jsonrpc": "2.0", "method": "notifications/initialized" })).await;
    wire.call(1, "t_delete").await;
    let asked = wire.answer().await;
    assert_eq!(asked["method"], "elicitation/create");
    (wire, asked)
}
