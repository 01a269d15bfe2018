//! Resources, prompts and completion, over pipes.

use serde_json::{Value, json};

use super::program::{Serving, zcp};
use crate::harness::world::block_on;

async fn ask(serving: &mut Serving, method: &str, params: Value) -> Value {
    serving.request(7, method, params).await;
    serving.answer(7).await
}

/// The values that an argument is completed with.
async fn complete(serving: &mut Serving, reference: Value, name: &str, value: &str) -> Vec<String> {
    let params = json!({ "ref": reference, "argument": { "name": name, "value": value } });
    let answer = ask(serving, "completion/complete", params).await;
    let values = answer["result"]["completion"]["values"].as_array();
    let values = values.unwrap_or_else(|| panic!("{answer}")).iter();
    values.map(|value| value.as_str().expect("a text").to_owned()).collect()
}

#[test]
fn documents_are_listed_read_and_completed() {
    block_on(async {
        let mut serving = Serving::start(zcp(&["serve"])).await;
        let page = ask(&mut serving, "resources/list", json!({})).await;
        let first = &page["result"]["resources"][0];
        assert_eq!(page["result"].get("nextCursor"), None, "there are clients that read one page");
        assert_eq!(first["mimeType"], "text/markdown");
        let read = ask(&mut serving, "resources/read", json!({ "uri": first["uri"] })).await;
        let text = read["result"]["contents"][0]["text"].as_str().expect("a text");
        assert_eq!(Some(text.len() as u64), first["size"].as_u64(), "{read}");
        let templates = ask(&mut serving, "resources/templates/list", json!({})).await;
        let template = &templates["result"]["resourceTemplates"][0]["uriTemplate"];
        let reference = json!({ "type": "ref/resource", "uri": template });
        let found = complete(&mut serving, reference.clone(), "path", "services/post").await;
        assert!(found.contains(&"services/postgresql".to_owned()), "{found:?}");
        let found = complete(&mut serving, reference, "path", "valkey").await;
        assert!(found.contains(&"services/valkey".to_owned()), "{found:?}");
        let missing = ask(&mut serving, "resources/read", json!({ "uri": "zerops://docs/no/such" })).await;
        assert_eq!(missing["error"]["code"], -32002, "{missing}");
        serving.close_input();
        assert_eq!(serving.end().await.code, Some(0));
    });
}

#[test]
fn prompts_take_hostnames_of_the_live_project() {
    block_on(async {
        let mut serving = Serving::start(zcp(&["serve", "--sandbox", "node-postgres", "--read-only"])).await;
        let list = ask(&mut serving, "prompts/list", json!({})).await;
        let prompts = list["result"]["prompts"].as_array().expect("prompts").clone();
        let names: Vec<&str> = prompts.iter().filter_map(|prompt| prompt["name"].as_str()).collect();
        assert_eq!(names, ["bootstrap", "develop", "deploy", "debug", "scale", "configure", "monitor", "cicd"]);
        let reference = json!({ "type": "ref/prompt", "name": "configure" });
        for written in ["a", "Ap"] {
            let found = complete(&mut serving, reference.clone(), "serviceHostname", written).await;
            assert_eq!(found, ["api"], "{written}");
        }
        let params = json!({ "ref": reference, "argument": { "name": "hostname", "value": "a" } });
        let unknown = ask(&mut serving, "completion/complete", params).await;
        assert_eq!(unknown["error"]["code"], -32602, "{unknown}");
        let given = json!({ "name": "configure", "arguments": { "serviceHostname": "api", "goal": "more logs" } });
        let prompt = ask(&mut serving, "prompts/get", given).await;
        let text = prompt["result"]["messages"][0]["content"]["text"].as_str().expect("a text");
        assert!(
            text.contains("Goal: more logs") && text.contains("zerops_workflow {\"workflow\":\"configure\"}"),
            "{text}"
        );
        let given = json!({ "name": "deploy", "arguments": { "serviceHostname": "api" } });
        let deploy = ask(&mut serving, "prompts/get", given).await;
        let text = deploy["result"]["messages"][0]["content"]["text"].as_str().expect("a text");
        assert!(text.contains("`zcp call zerops_deploy"), "what is not offered is a command: {text}");
        let empty = json!({ "name": "configure", "arguments": { "serviceHostname": "", "goal": " " } });
        let prompt = ask(&mut serving, "prompts/get", empty).await;
        let text = prompt["result"]["messages"][0]["content"]["text"].as_str().expect("a text");
        assert!(!text.contains("Goal:") && !text.contains("Service:") && text.contains("HOSTNAME"), "{text}");
        for (arguments, problem) in [
            (json!({ "serviceHostname": "api; reboot" }), "no hostname"),
            (json!({ "hostname": "api" }), "takes no argument"),
            (json!({ "goal": 1 }), "is a text"),
            (json!({ "goal": "x".repeat(3_000) }), "over 2000 characters"),
        ] {
            let refused =
                ask(&mut serving, "prompts/get", json!({ "name": "configure", "arguments": arguments })).await;
            assert_eq!(refused["error"]["code"], -32602, "{refused}");
            assert!(refused["error"]["message"].as_str().is_some_and(|text| text.contains(problem)), "{refused}");
        }
        let unknown = ask(&mut serving, "prompts/get", json!({ "name": "deplyo" })).await;
        assert!(unknown["error"]["message"].as_str().is_some_and(|text| text.contains("`deploy`")), "{unknown}");
        serving.close_input();
        assert_eq!(serving.end().await.code, Some(0));
    });
}

#[test]
fn hostnames_that_cannot_be_read_are_none() {
    block_on(async {
        let mut serving = Serving::start(zcp(&["serve"])).await;
        let reference = json!({ "type": "ref/prompt", "name": "scale" });
        assert!(complete(&mut serving, reference, "serviceHostname", "").await.is_empty());
        serving.close_input();
        assert_eq!(serving.end().await.code, Some(0));
    });
}
