//! Faults as a client meets them.

use serde_json::{Value, json};

use super::client::Client;
use crate::sandbox::faults::{Fault, FaultKind};
use crate::sandbox::options::ClockMode;
use crate::sandbox::tokens::TokenKind;

async fn with(kind: FaultKind) -> Client {
    let client = Client::start(ClockMode::Instant).await;
    client.sandbox.control().add_fault(Fault::new("user.info", kind)).expect("known");
    client
}

async fn send(client: &Client) -> reqwest::Result<reqwest::Response> {
    client.request("GET", "/user/info", Some(TokenKind::Valid.token())).send().await
}

#[tokio::test]
async fn a_status_comes_with_everything_it_was_given() {
    let kind =
        json!({"status":{"status":429,"code":"tooMany","meta":[{"parameter":"a","message":"b"}],"retryAfter":"7"}});
    let client = with(serde_json::from_value(kind).expect("kind")).await;
    let answer = send(&client).await.expect("answer");
    assert_eq!((answer.status().as_u16(), answer.headers()["retry-after"].as_bytes()), (429, &b"7"[..]));
    let body: Value = answer.json().await.expect("json");
    assert_eq!((&body["error"]["code"], &body["error"]["meta"][0]["parameter"]), (&json!("tooMany"), &json!("a")));
    assert_eq!(send(&client).await.expect("second").status().as_u16(), 200);
}

#[tokio::test]
async fn a_reset_is_a_reset_and_nothing_was_done() {
    let client = Client::start(ClockMode::Instant).await;
    let control = client.sandbox.control();
    let path = client.path("api").await;
    control.add_fault(Fault::new("service.delete", FaultKind::Reset)).expect("known");
    let delete = || client.request("DELETE", &path, Some(TokenKind::Valid.token())).body("{}").send();
    let error = delete().await.expect_err("reset");
    assert!(error.is_request() && !error.is_timeout());
    assert!(format!("{error:?}").contains("ConnectionReset"), "{error:?}");
    assert_eq!(control.requests().last().expect("logged").status, None);
    assert_eq!(client.service("api").await["status"], "ACTIVE");
    control.add_fault(Fault::new("service.delete", FaultKind::Reset).applied()).expect("known");
    delete().await.expect_err("reset");
    assert_eq!(client.refused("GET", &path, Value::Null).await.1, "serviceStackNotFound");
}

#[tokio::test]
async fn silence_lasts_until_the_sandbox_ends() {
    let client = with(FaultKind::Silence).await;
    let control = client.sandbox.control();
    let request = client.request("GET", "/user/info", Some(TokenKind::Valid.token()));
    let waiting = tokio::spawn(request.send());
    while control.requests().is_empty() {
        tokio::task::yield_now().await;
    }
    assert!(!waiting.is_finished());
    client.sandbox.shutdown().await;
    assert!(waiting.await.expect("joined").is_err());
}

#[tokio::test]
async fn a_truncated_answer_promises_more_than_it_gives() {
    let client = with(FaultKind::Truncated).await;
    let mut answer = send(&client).await.expect("head");
    let promised = answer.content_length().expect("length");
    let mut got = 0;
    let error = loop {
        match answer.chunk().await {
            Ok(Some(chunk)) => got += chunk.len() as u64,
            Ok(None) => panic!("the body ended in order"),
            Err(error) => break error,
        }
    };
    assert!(error.is_body() || error.is_decode(), "{error:?}");
    assert_eq!(got, promised / 2);
}

#[tokio::test]
async fn other_bodies_are_what_they_say() {
    let client = Client::start(ClockMode::Instant).await;
    let control = client.sandbox.control();
    let location = "http://127.0.0.1:9/x";
    for kind in [
        FaultKind::Html { status: Some(502) },
        FaultKind::WrongTypes,
        FaultKind::Redirect { location: location.into() },
        FaultKind::Latency { ms: 1 },
    ] {
        control.add_fault(Fault::new("user.info", kind.clone())).expect("known");
        let answer = send(&client).await.expect("answer");
        let status = answer.status().as_u16();
        match kind {
            FaultKind::Html { .. } => {
                assert_eq!(status, 502);
                assert!(answer.headers()["content-type"].as_bytes().starts_with(b"text/html"));
            }
            FaultKind::Redirect { .. } => {
                assert_eq!((status, answer.headers()["location"].as_bytes()), (307, location.as_bytes()));
            }
            FaultKind::WrongTypes => {
                let body: Value = answer.json().await.expect("json");
                assert!(body["id"].is_number() && body["clientUserList"].is_array());
            }
            _ => assert_eq!(status, 200),
        }
        control.clear_faults();
    }
}

#[tokio::test]
async fn an_endless_body_goes_on_and_a_dripping_one_comes_in_drops() {
    let client = with(FaultKind::Endless).await;
    let mut endless = send(&client).await.expect("head");
    let mut got = 0;
    while got < 1024 * 1024 {
        got += endless.chunk().await.expect("chunk").expect("more").len();
    }
    drop(endless);
    client.sandbox.control().add_fault(Fault::new("user.info", FaultKind::Drip)).expect("known");
    let mut drip = send(&client).await.expect("head");
    let promised = drip.content_length().expect("length");
    for _ in 0..2 {
        let part = drip.chunk().await.expect("chunk").expect("more");
        assert!((part.len() as u64) < promised / 4, "{}", part.len());
    }
}

#[tokio::test]
async fn control_over_http_is_the_same_control() {
    let client = Client::start(ClockMode::Manual).await;
    let url = format!("{}/sandbox", client.sandbox.url());
    let post = |path: &str, body: Value| client.http.post(format!("{url}/{path}")).json(&body).send();
    let json = |answer: reqwest::Result<reqwest::Response>| async {
        answer.expect("answer").json::<Value>().await.expect("json")
    };
    let status = json(client.http.get(format!("{url}/status")).send().await).await;
    assert_eq!((&status["projects"][0]["services"]["api"], &status["clock"]), (&json!("ACTIVE"), &json!("manual")));
    let moved = json(post("clock/advance", json!({"seconds": 5})).await).await;
    assert_eq!(moved["now"], "2026-01-02T03:04:10Z");
    let process = json(post("process", json!({"hostname":"api","action":"stack.build"})).await).await;
    assert_eq!((&process["status"], &process["appVersion"]["status"]), (&json!("PENDING"), &json!("WAITING_TO_BUILD")));
    json(post("service/db/status", json!({"status":"STOPPED"})).await).await;
    assert_eq!(client.service("db").await["status"], "STOPPED");
    json(post("fail-next", json!({"action":"stack.start","reason":"why"})).await).await;
    assert!(json(post("deploy", json!({"hostname":"web","ports":[3000]})).await).await["id"].is_string());
    json(post("faults", json!({"operation":"*","times":0,"kind":{"html":{}}})).await).await;
    assert_eq!(json(client.http.get(format!("{url}/faults")).send().await).await["items"][0]["operation"], "*");
    json(client.http.delete(format!("{url}/faults")).send().await).await;
    json(post("index-lag", json!({"ms": 10})).await).await;
    assert!(json(client.http.get(format!("{url}/requests")).send().await).await["items"].is_array());
    for (path, body) in [
        ("faults", json!({"operation":"nope","kind":"reset"})),
        ("process", json!({"hostname":"api","action":"nope"})),
        ("service/nope/status", json!({"status":"ACTIVE"})),
        ("clock/advance", json!({"seconds": -1})),
        ("clock/advance", json!({"seconds": 1e18})),
        ("process", json!({"hostname":"api","action":"project.delete"})),
        ("process", json!({"hostname":"db","action":"stack.build"})),
        ("deploy", json!({"hostname":"web","ports":"x"})),
        ("deploy", json!({"hostname":"web","ports":[0]})),
        ("faults", json!({"operation":"*","nth":0,"kind":"reset"})),
        ("faults", json!({"operation":"*","kind":{"status":{"status":99}}})),
        ("faults", json!({"operation":"*","kind":{"html":{"status":600}}})),
        ("faults", json!({"operation":"*","kind":{"status":{"status":429,"retryAfter":"1\n2"}}})),
        ("clock/advance", json!({"ms": u64::MAX})),
    ] {
        assert_eq!(post(path, body).await.expect("answer").status().as_u16(), 400, "{path}");
    }
    json(post("reset", json!({})).await).await;
    assert_eq!(client.service("db").await["status"], "ACTIVE");
    let page = client.http.get(format!("{url}/status")).header("origin", "http://evil.example").send().await;
    assert_eq!(page.expect("answer").status().as_u16(), 403);
    let rebound = client.http.get(format!("{url}/status")).header("host", "evil.example").send().await;
    assert_eq!(rebound.expect("answer").status().as_u16(), 403);
    for (name, value) in [("origin", "http://evil.example"), ("host", "evil.example")] {
        let call = client.request("GET", "/user/info", Some(TokenKind::Valid.token())).header(name, value).send().await;
        assert_eq!(call.expect("answer").status().as_u16(), 403, "{name}");
    }
}
