//! Variables of services and projects, and when containers see them.

use serde_json::{Value, json};

use super::client::Client;
use crate::sandbox::options::{ClockMode, Options};
use crate::sandbox::seeds::Seed;
use crate::sandbox::tokens::TokenKind;

async fn variables(client: &Client, hostname: &str) -> Vec<Value> {
    let path = client.path(hostname).await;
    client.get(&format!("{path}/env")).await["items"].as_array().expect("items").clone()
}

async fn content(client: &Client, hostname: &str, key: &str) -> Option<String> {
    let found = variables(client, hostname).await.into_iter().find(|item| item["key"] == key);
    found.map(|item| item["content"].as_str().expect("content").to_owned())
}

async fn id(client: &Client, hostname: &str, key: &str) -> String {
    let found = variables(client, hostname).await.into_iter().find(|item| item["key"] == key).expect("variable");
    found["id"].as_str().expect("id").to_owned()
}

#[tokio::test]
async fn a_file_replaces_what_the_user_set_and_a_restart_shows_it() {
    let client = Client::start(ClockMode::Instant).await;
    let control = client.sandbox.control();
    let path = client.path("api").await;
    let before = id(&client, "api", "LOG_LEVEL").await;
    let file =
        "# mine\nLOG_LEVEL=debug\nDATABASE=\"${db_connectionString}\"\nSELF=${SELF}\nOPEN=${no_such}\nPEM=\"a\\nb\"\n";
    let process = client.ok("PUT", &format!("{path}/user-data/env-file"), json!({"envFile": file})).await;
    assert_eq!((&process["actionName"], &process["status"]), (&json!("stack.userDataFile"), &json!("PENDING")));
    assert_eq!(content(&client, "api", "SESSION_KEY").await, None);
    assert_eq!(content(&client, "api", "PEM").await.as_deref(), Some("a\nb"));
    assert_eq!(content(&client, "api", "DATABASE").await.as_deref(), Some("${db_connectionString}"));
    assert_eq!(id(&client, "api", "LOG_LEVEL").await, before);
    let environment = control.environment("api").expect("known");
    assert_eq!((&environment["booted"]["LOG_LEVEL"], &environment["restartRequired"]), (&json!("info"), &json!(true)));
    assert_eq!(control.status()["restartRequired"], json!(["api"]));
    client.ok("PUT", &format!("{path}/reload"), json!({})).await;
    assert_eq!(control.environment("api").expect("known")["restartRequired"], true);
    client.ok("PUT", &format!("{path}/restart"), json!({})).await;
    let environment = control.environment("api").expect("known");
    assert_eq!(
        (&environment["booted"]["LOG_LEVEL"], &environment["restartRequired"]),
        (&json!("debug"), &json!(false))
    );
    assert!(environment["booted"]["DATABASE"].as_str().expect("resolved").starts_with("postgresql://db:"));
    assert_eq!(
        (&environment["booted"]["SELF"], &environment["booted"]["OPEN"]),
        (&json!("${SELF}"), &json!("${no_such}"))
    );
    assert_eq!(environment["stored"], environment["booted"]);
}

#[tokio::test]
async fn one_variable_is_made_changed_and_removed() {
    let client = Client::start(ClockMode::Instant).await;
    let path = format!("{}/user-data", client.path("api").await);
    let (status, refused) = client.call("POST", &path, json!({"key":"COLOUR","content":"red"})).await;
    let error = &refused["error"];
    assert_eq!((status, &error["code"]), (400, &json!("invalidUserInput")));
    assert_eq!(error["meta"][0]["metadata"], json!({"sensitive":["field is required"]}));
    client.ok("POST", &path, json!({"key":"COLOUR","content":"red","sensitive":true})).await;
    let one = format!("/user-data/{}", id(&client, "api", "COLOUR").await);
    let found = client.get(&one).await;
    assert_eq!((&found["content"], &found["serviceStackName"]), (&json!("red"), &json!("api")));
    assert_eq!((&found["type"], &found["sensitive"]), (&json!("USER"), &json!(true)));
    let reveal = format!("{one}/reveal");
    assert_eq!(client.refused("GET", &reveal, Value::Null).await, (400, "notInSudoMode".into()));
    client.ok("PUT", &one, json!({"key":"COLOR","content":"blue"})).await;
    assert_eq!(content(&client, "api", "COLOR").await.as_deref(), Some("blue"));
    assert_eq!(client.get(&one).await["sensitive"], false, "a change that does not say makes it plain");
    let process = client.ok("DELETE", &one, json!({})).await;
    assert_eq!(process["actionName"], "stack.updateUserData");
    assert_eq!(client.refused("GET", &one, Value::Null).await.1, "userDataNotFound");
    let system = format!("/user-data/{}", id(&client, "api", "zeropsSubdomain").await);
    assert_eq!(client.refused("DELETE", &system, json!({})).await.1, "userDataDeleteForbidden");
    let change = json!({"key":"A","content":"b"});
    assert_eq!(client.refused("PUT", &system, change).await.1, "userDataSystemKeyChangeForbidden");
}

#[tokio::test]
async fn keys_that_may_not_be_are_refused_with_their_codes() {
    let client = Client::start(ClockMode::Instant).await;
    let path = format!("{}/user-data", client.path("api").await);
    for (key, code) in [
        ("1A", "userDataKeyInvalid"),
        ("A-B", "userDataKeyInvalid"),
        ("", "userDataKeyInvalid"),
        ("PATH", "userDataUseOfSystemKey"),
        ("hostname", "userDataUseOfSystemKey"),
        ("ZEROPS_X", "userDataZeropsPrefixForbidden"),
        ("zerops_x", "userDataZeropsPrefixForbidden"),
        ("session_key", "userDataDuplicateKey"),
    ] {
        assert_eq!(
            client.refused("POST", &path, json!({"key":key,"content":"x","sensitive":false})).await.1,
            code,
            "{key}"
        );
    }
    assert_eq!(client.refused("POST", &path, json!({"key":"A"})).await.1, "invalidUserInput");
    let file = format!("{path}/env-file");
    for (text, code) in [
        ("A=1\nnonsense", "userDataInvalidEnvFile"),
        ("A=1\na=2", "userDataDuplicateKey"),
        ("PATH=/", "userDataUseOfSystemKey"),
    ] {
        assert_eq!(client.refused("PUT", &file, json!({"envFile":text})).await.1, code, "{text}");
    }
    assert_eq!(content(&client, "api", "LOG_LEVEL").await.as_deref(), Some("info"));
    for key in ["ZEROPS_PROMETHEUS_PORT", "ZEROPSFOO", "ZEROPS"] {
        client.ok("POST", &path, json!({"key":key,"content":"9090","sensitive":false})).await;
    }
}

#[tokio::test]
async fn what_the_configuration_sets_is_listed_and_cannot_be_set_beside_it() {
    let yaml = "services: [{hostname: app, type: nodejs@22, buildFromGit: 'https://x', zeropsYaml: {zerops: [{setup: \
                app, run: {envVariables: {MODE: run}}}]}}]";
    let client = Client::with(Options::deterministic(ClockMode::Instant).seed(Seed::new("demo", yaml))).await;
    let found = variables(&client, "app").await.into_iter().find(|item| item["key"] == "MODE").expect("listed");
    assert_eq!((&found["type"], &found["content"]), (&json!("USER"), &json!("run")));
    let path = format!("{}/user-data", client.path("app").await);
    let body = json!({"key":"MODE","content":"x","sensitive":false});
    assert_eq!(client.refused("POST", &path, body.clone()).await.1, "userDataDuplicateKey");
    let one = format!("/user-data/{}", found["id"].as_str().expect("id"));
    assert_eq!(client.refused("PUT", &one, body).await.1, "recordIsReadOnly");
    assert_eq!(client.refused("DELETE", &one, json!({})).await.1, "userDataDeleteForbidden");
    let version = client.service("app").await["activeAppVersion"]["id"].as_str().expect("id").to_owned();
    let own = &client.get(&format!("/app-version/{version}")).await["userDataList"];
    assert_eq!(own[0], json!({"key":"MODE","content":"run","type":"USER"}), "{own}");
    assert_eq!(client.sandbox.control().environment("app").expect("known")["booted"], json!({"MODE": "run"}));
}

#[tokio::test]
async fn project_variables_reach_every_service_at_its_next_boot() {
    let client = Client::start(ClockMode::Instant).await;
    let control = client.sandbox.control();
    let project = format!("/project/{}", client.project().await);
    let create = format!("{project}/env");
    let body = |key: &str, content: &str, sensitive: bool| json!({"key":key,"content":content,"sensitive":sensitive});
    let process = client.ok("POST", &create, body("REGION", "eu", false)).await;
    assert_eq!((&process["actionName"], &process["serviceStacks"]), (&json!("stack.updateProjectEnvs"), &json!([])));
    assert_eq!(control.status()["restartRequired"].as_array().expect("list").len(), 6);
    for (key, code) in
        [("region", "projectEnvDuplicateKey"), ("a b", "projectEnvKeyInvalid"), ("PATH", "projectEnvUseOfSystemKey")]
    {
        assert_eq!(client.refused("POST", &create, body(key, "x", false)).await.1, code);
    }
    client.ok("POST", &create, body("TOKEN", "hush", true)).await;
    let search = json!({"search":[],"sort":[]});
    let list = client.ok("POST", "/project/search", search.clone()).await["items"][0]["envList"].clone();
    assert_eq!(
        (&list[1]["key"], &list[1]["sensitive"], &list[1]["type"]),
        (&json!("TOKEN"), &json!(true), &json!("USER"))
    );
    let (_, seen) = client.call_as(TokenKind::ReadOnly, "POST", "/project/search", search).await;
    for list in [&list, &seen["items"][0]["envList"]] {
        let content = list[1]["content"].as_str().expect("content");
        assert!(content.len() == 442 && content.starts_with("6167652d656e6372797074696f6e"), "{content}");
    }
    let file = client.get(&format!("{project}/env-file")).await["envFile"].clone();
    assert_eq!(file, "REGION=eu\nTOKEN=REDACTED\n");
    let one = format!("/project-env/{}", list[0]["id"].as_str().expect("id"));
    client.ok("PUT", &one, body("REGION", "us", false)).await;
    assert_eq!(client.refused("PUT", &one, body("token", "x", false)).await.1, "projectEnvDuplicateKey");
    client.ok("DELETE", &one, json!({})).await;
    client.ok("POST", &create, body("REGION", "asia", false)).await;
    assert_eq!(client.refused("DELETE", &one, json!({})).await.1, "projectEnvNotFound");
    client.ok("PUT", &format!("{project}/env/file"), json!({"envFile":"REGION=here\nNEW=\" x\"\n"})).await;
    assert_eq!(client.get(&format!("{project}/env-file")).await["envFile"], "REGION=here\nNEW=\" x\"\n");
    let query = "name=api&overrideEnvIsolation=service&userOnly=true";
    let file = client.get(&format!("{project}/env-file?{query}")).await["envFile"].clone();
    assert_eq!(file, "REGION=here\nNEW=\" x\"\nSESSION_KEY=REDACTED\nLOG_LEVEL=REDACTED\n");
    let all = client.get(&format!("{project}/env-file?name=&overrideEnvIsolation=none&userOnly=false")).await;
    assert!(all["envFile"].as_str().expect("file").contains("\ndb_connectionString=postgresql://"));
}

#[tokio::test]
async fn formerly_every_variable_of_a_service_was_a_secret() {
    let client = Client::former(ClockMode::Instant).await;
    let path = format!("{}/user-data", client.path("api").await);
    client.ok("POST", &path, json!({"key":"COLOUR","content":"red"})).await;
    let one = format!("/user-data/{}", id(&client, "api", "COLOUR").await);
    let found = client.get(&one).await;
    assert_eq!((&found["type"], &found["sensitive"]), (&json!("SECRET"), &json!(true)));
    let refused = client.refused("POST", &path, json!({"key":"ZEROPSFOO","content":"x"})).await;
    assert_eq!(refused.1, "userDataZeropsPrefixForbidden");
}

#[tokio::test]
async fn a_vault_says_of_each_variable_whether_it_is_sensitive() {
    let yaml = "services: [{hostname: app, type: nodejs@22, startWithoutCode: true, vault: {A: 1, B: {value: x}, \
                C: {value: hush, sensitive: true}}, envSecrets: {D: hush}}]";
    let client = Client::with(Options::deterministic(ClockMode::Instant).seed(Seed::new("demo", yaml))).await;
    let all = variables(&client, "app").await;
    for (key, content, sensitive) in [("A", "1", false), ("B", "x", false), ("C", "hush", true), ("D", "hush", true)] {
        let found = all.iter().find(|item| item["key"] == key).expect(key);
        assert_eq!((&found["content"], &found["sensitive"]), (&json!(content), &json!(sensitive)), "{key}");
    }
}

/// Ten references each, eight levels deep: a hundred million values.
#[tokio::test]
async fn references_that_multiply_stay_as_they_are_written() {
    let client = Client::start(ClockMode::Instant).await;
    let path = client.path("api").await;
    let level = |next: &str| format!("${{{next}}}").repeat(10);
    let names = ["A", "B", "C", "D", "E", "F", "G", "H", "I"];
    for last in ["0123456789", ""] {
        let lines = names.windows(2).map(|pair| format!("{}=\"{}\"\n", pair[0], level(pair[1]).replace('$', "\\$")));
        let file = format!("{}I={last}\n", lines.collect::<String>());
        client.ok("PUT", &format!("{path}/user-data/env-file"), json!({ "envFile": file })).await;
        client.ok("PUT", &format!("{path}/restart"), json!({})).await;
        let values = client.sandbox.control().environment("api").expect("a service");
        let text = values.to_string();
        assert!(text.len() < 20_000_000 && text.contains("${"), "{}", text.len());
    }
}
