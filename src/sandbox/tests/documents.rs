//! Documents that go in and come out, and making one service without any.

use serde_json::{Value, json};

use super::client::Client;
use crate::sandbox::options::ClockMode;
use crate::sandbox::platform_date::PlatformDate;
use crate::sandbox::tokens::TokenKind;

fn validation(yaml: &str, setup: &Value) -> Value {
    json!({
        "serviceStackName": "app",
        "serviceStackTypeId": "x",
        "serviceStackTypeVersionName": "ubuntu/nodejs@22",
        "zeropsYaml": yaml,
        "operation": "",
        "zeropsYamlSetup": setup,
    })
}

#[tokio::test]
async fn a_zerops_yaml_is_validated_without_a_token() {
    let client = Client::start(ClockMode::Instant).await;
    let path = "/service-stack/zerops-yaml-validation";
    let ask = |yaml: &'static str, setup: Value| {
        let request = client.request("POST", path, None).json(&validation(yaml, &setup));
        async {
            let answer = request.send().await.expect("answer");
            (answer.status().as_u16(), answer.json::<Value>().await.expect("json"))
        }
    };
    let fine = "zerops:\n  - setup: app\n    colour: red\n  - setup: web\n    build: {base: [nodejs@22, php@8.4], deployFiles: ./}\n    run: {base: \
                static, ports: [{port: 80, httpSupport: true}]}\n";
    for setup in [Value::Null, json!("app"), json!("web")] {
        assert_eq!(ask(fine, setup).await, (200, json!({"success": true})));
    }
    let (status, error) = ask(fine, json!("nope")).await;
    assert_eq!((status, &error["error"]["code"]), (400, &json!("zeropsYamlSetupNotFound")));
    assert_eq!(error["error"]["meta"], json!({"name": "nope"}));
    let bases = "zerops: [{setup: app, build: {base: nodejs@99}, run: {base: nodejs@99}}]";
    let (_, error) = ask(bases, Value::Null).await;
    assert_eq!((&error["error"]["code"], &error["error"]["message"]), (&json!("errorList"), &json!("See metadata")));
    let meta = &error["error"]["meta"];
    let build = json!({"build.base": ["unknown base nodejs@99"], "build.os": ["unknown os "]});
    assert_eq!((&meta[0]["metadata"], &meta[0]["code"]), (&build, &json!("zeropsYamlInvalidParameter")));
    assert_eq!(meta[1]["metadata"], json!({"run.base": ["nodejs@99"], "run.os": [""]}));
    let (_, error) = ask("zerops:\n  - [", Value::Null).await;
    assert_eq!(error["error"]["code"], "yamlValidationInvalidYaml");
    assert!(error["error"]["meta"][0]["metadata"]["reason"][0].as_str().expect("reason").starts_with("yaml: line "));
    let (_, error) =
        ask("zerops:\n  - setup: app\n    run:\n      ports:\n        - httpSupport: bogus\n", Value::Null).await;
    let reason = &error["error"]["meta"][0]["metadata"]["reason"][0];
    assert_eq!(reason, "yaml: line 5: cannot unmarshal !!str bogus into bool");
}

#[tokio::test]
async fn timers_of_checks_are_durations_today_and_were_seconds() {
    let check = |timer: &str| {
        format!(
            "zerops:\n  - setup: app\n    run:\n      base: nodejs@22\n      start: a\n      healthCheck:\n        \
             httpGet: {{port: 3000, path: /}}\n        execPeriod: {timer}\n"
        )
    };
    let answer = |platform, timer: &str| {
        let found = crate::sandbox::zerops_yaml::setup(&check(timer), "app", platform);
        found.err().map(|error| (error.code, error.meta.unwrap_or_default().to_string()))
    };
    let today = |timer: &str| answer(PlatformDate::October2026, timer);
    for timer in ["10s", "1m30s", "1h"] {
        assert_eq!(today(timer), None, "{timer}");
    }
    for (timer, reason) in [
        ("60", "line 8: cannot unmarshal !!int `60` into time.Duration"),
        ("\"60\"", "line 8: cannot unmarshal !!str `60` into time.Duration"),
    ] {
        let (code, meta) = today(timer).expect(timer);
        assert!(code == "yamlValidationInvalidYaml" && meta.contains(reason), "{code} {meta}");
    }
    for timer in ["5s", "2h"] {
        assert!(today(timer).expect(timer).1.contains("invalid execPeriod <10s, 1h0m0s>"), "{timer}");
    }
    assert_eq!(answer(PlatformDate::May2026, "5"), None);
    assert!(answer(PlatformDate::May2026, "60s").expect("no number").1.contains("!!str `60s` into int"));
}

#[tokio::test]
async fn a_volume_names_a_local_storage_of_the_project() {
    let client = Client::start(ClockMode::Instant).await;
    let yaml = "zerops:\n  - setup: api\n    run: {base: nodejs@22, start: a, volume: {hostname: db}}\n";
    let (version, url) = client.version("api").await;
    client.upload(&url, super::client::archive(&[("a", "b")])).await;
    let body = json!({"zeropsYaml": yaml, "zeropsYamlSetup": "api"});
    let refused = client.refused("PUT", &format!("/app-version/{version}/build-and-deploy"), body).await;
    assert_eq!(refused, (400, "zeropsYamlInvalidParameter".into()));
}

#[tokio::test]
async fn schemas_and_types_are_served_without_a_token() {
    let client = Client::start(ClockMode::Instant).await;
    for (first, second) in [
        ("zerops-yml-json-schema.json", "zerops-yaml-json-schema.json"),
        ("import-project-yml-json-schema.json", "import-project-yaml-json-schema.json"),
    ] {
        let get = |name: &str| {
            let request = client.request("GET", &format!("/settings/{name}"), None);
            async { request.send().await.expect("answer").json::<Value>().await.expect("json") }
        };
        let schema = get(first).await;
        assert!(schema["properties"].is_object() && schema == get(second).await);
    }
}

#[tokio::test]
async fn one_service_is_made_without_a_document() {
    let client = Client::start(ClockMode::Instant).await;
    let path = format!("/project/{}/service-stack/runtime", client.project().await);
    let body = json!({"name":"fresh","customAutoscaling":null,"mode":"NON_HA","userData":[{"key":"A","content":"1"}],
        "userDataEnvFile":"B=2","startWithoutCode":true,"buildFromGit":null,"zeropsSetup":null,"zeropsYaml":null});
    let made = client.ok("POST", &path, body.clone()).await;
    assert_eq!((&made["name"], &made["process"]["actionName"]), (&json!("fresh"), &json!("stack.create")));
    let found = client.service("fresh").await;
    assert_eq!(
        (&found["status"], &found["serviceStackTypeInfo"]["serviceStackTypeVersionName"]),
        (&json!("ACTIVE"), &json!("runtime"))
    );
    assert_eq!(client.sandbox.control().environment("fresh").expect("known")["booted"], json!({"A":"1","B":"2"}));
    assert_eq!(client.refused("POST", &path, body).await.1, "serviceStackNameUnavailable");
    for (name, kind, code) in
        [("Bad", "runtime", "serviceStackNameInvalid"), ("x", "nodejs_v99", "serviceStackTypeVersionNotFound")]
    {
        let path = path.replace("runtime", kind);
        assert_eq!(client.refused("POST", &path, json!({"name":name,"userData":[]})).await.1, code);
    }
    client.ok("POST", &path.replace("runtime", "nodejs_v22"), json!({"name":"node","userData":[]})).await;
    assert_eq!(client.service("node").await["status"], "READY_TO_DEPLOY");
}

#[tokio::test]
async fn what_is_exported_can_be_imported_again() {
    let client = Client::start(ClockMode::Instant).await;
    let project = client.project().await;
    let api = client.path("api").await;
    let file = json!({"envFile":"SESSION_KEY=\"a: 'b' #c\\n\"\n"});
    client.ok("PUT", &format!("{api}/user-data/env-file"), file).await;
    let storage = client.service("storage").await["id"].clone();
    client.ok("PUT", &format!("{api}/connect-shared-storage"), json!({"sharedStorageId": storage})).await;
    client.get("/user/info").await;
    let yaml = client.get(&format!("/project/{project}/export")).await["yaml"].as_str().expect("yaml").to_owned();
    let user = client.get("/user/info").await;
    let organisation = user["clientUserList"][0]["clientId"].as_str().expect("client");
    let made = client.ok("POST", &format!("/client/{organisation}/project/import"), json!({"yaml": yaml})).await;
    let copy = made["projectId"].as_str().expect("id");
    client.get("/user/info").await;
    let again = client.get(&format!("/project/{copy}/export")).await;
    assert_eq!(again["yaml"].as_str().expect("yaml").replace(copy, &project), yaml);
    let hidden = "SESSION_KEY: {value: \"REDACTED\", sensitive: true}";
    assert!(yaml.contains(hidden) && !yaml.contains("mount:"), "{yaml}");
    let (_, seen) = client.call_as(TokenKind::ReadOnly, "GET", &format!("{api}/export"), Value::Null).await;
    let seen = seen["yaml"].as_str().expect("yaml").to_owned();
    assert!(seen.starts_with("services:\n  - hostname: api\n") && seen.contains(hidden));
}
