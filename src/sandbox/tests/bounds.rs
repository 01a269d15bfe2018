//! What one caller asks for costs the others nothing, and the computer not everything.

use serde_json::json;

use super::client::Client;
use crate::sandbox::options::ClockMode;

#[tokio::test]
async fn nobody_waits_for_the_keys_of_an_import() {
    let client = Client::start(ClockMode::Instant).await;
    let mut yaml =
        "#yamlPreprocessor=on\nservices:\n  - hostname: keys\n    type: nodejs@22\n    envSecrets:\n".to_owned();
    for number in 0..4 {
        yaml.push_str(&format!("      K{number}: <@generateRSA4096Key(<k{number}>)>x\n"));
    }
    let path = format!("/project/{}/service-stack/import", client.project().await);
    let import = client.call("POST", &path, json!({ "yaml": yaml }));
    let others = async {
        // The import has arrived: what is asked from now on is asked while it makes keys.
        while !client.sandbox.control().requests().iter().any(|request| request.name == Some("service.import")) {
            tokio::task::yield_now().await;
        }
        for _ in 0..5 {
            client.get("/user/info").await;
        }
        client.sandbox.control().requests()
    };
    let ((status, body), others) = tokio::join!(import, others);
    assert_eq!(status, 200, "{body}");
    let import = others.iter().find(|request| request.name == Some("service.import")).expect("logged");
    assert_eq!(import.status, None, "it was still making keys");
    let values = client.sandbox.control().environment("keys").expect("a service");
    assert!(values.to_string().contains("K3"), "{values}");
}

#[tokio::test]
async fn more_than_a_computer_holds_is_refused() {
    let client = Client::start(ClockMode::Instant).await;
    for (path, body) in [
        ("populate", json!({ "services": 4_000_000_000_u32 })),
        ("populate", json!({ "events": u32::MAX })),
        ("populate", json!({ "logLines": u32::MAX })),
        ("logs", json!({ "hostname": "api", "generate": u32::MAX })),
    ] {
        let url = format!("{}/sandbox/{path}", client.sandbox.url());
        let answer = reqwest::Client::new().post(url).json(&body).send().await.expect("an answer");
        assert_eq!(answer.status().as_u16(), 400, "{body}");
        let text = answer.text().await.expect("text");
        assert!(text.contains("is a number up to"), "{text}");
    }
}
