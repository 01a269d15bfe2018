//! Skills as a client takes them: the list, the files, and the digests that they promise.

use serde_json::{Value, json};

use super::client::Request;
use super::server::{Http, Start, sandbox};
use crate::harness::world::block_on;

async fn result(http: &Http, method: &str, params: Value) -> Value {
    let response = Request::modern(method, params).send(http.address).await.response();
    assert!(response["result"].is_object(), "{response}");
    response["result"].clone()
}

#[test]
fn every_file_of_a_skill_is_what_its_digest_says() {
    block_on(async {
        let sandbox = sandbox().await;
        let http = Http::over(&sandbox, Start::default()).await;
        let offered = result(&http, "server/discover", json!({})).await;
        assert!(offered["capabilities"]["extensions"]["io.modelcontextprotocol/skills"].is_object(), "{offered}");
        let listed = result(&http, "skills/list", json!({})).await;
        assert_eq!((&listed["cacheScope"], listed["ttlMs"].is_u64()), (&json!("public"), true));
        let skills = listed["skills"].as_array().expect("skills");
        let deploy = skills.iter().find(|skill| skill["frontmatter"]["name"] == "zerops-deploy").expect("a workflow");
        assert!(skills.iter().any(|skill| skill["frontmatter"]["name"] == "zerops-stack-node-postgresql"));
        let got = result(&http, "skills/get", json!({ "uri": deploy["uri"] })).await;
        assert_eq!(&got["skill"], deploy);
        for file in deploy["resources"].as_array().expect("files") {
            let read = result(&http, "resources/read", json!({ "uri": file["uri"] })).await;
            let text = read["contents"][0]["text"].as_str().expect("a text");
            let digest = ring::digest::digest(&ring::digest::SHA256, text.as_bytes());
            let digest: String = digest.as_ref().iter().map(|byte| format!("{byte:02x}")).collect();
            assert_eq!(file["digest"], format!("sha256:{digest}"), "{file}");
            assert_eq!(file["size"], text.len(), "{file}");
        }
        let first = result(&http, "resources/read", json!({ "uri": deploy["uri"] })).await;
        let text = first["contents"][0]["text"].as_str().expect("a text");
        assert!(text.starts_with("---\nname: zerops-deploy\n") && text.contains("zerops_deploy"), "{text}");
        let resources = result(&http, "resources/list", json!({})).await.to_string();
        assert!(resources.contains("skill://zerops-deploy/SKILL.md"), "a client without skills finds them too");
        for uri in ["skill://nobody/SKILL.md", "skill://zerops-deploy/references", "file:///etc/passwd"] {
            let answer = Request::modern("skills/get", json!({ "uri": uri })).send(http.address).await.response();
            assert_eq!(answer["error"]["code"], -32602, "{uri}: {answer}");
        }
    });
}
