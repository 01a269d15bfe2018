//! What an events timeline is made of: processes and app versions, also very many.

use serde_json::{Value, json};

use super::client::Client;
use crate::sandbox::control::deploys::FailedStage;
use crate::sandbox::control::population::Population;
use crate::sandbox::options::ClockMode;

/// The newest items of a search.
async fn newest(client: &Client, what: &str, search: Value, limit: u64) -> Value {
    let body = json!({"search": search, "sort": [{"name":"created","ascending":false}], "limit": limit});
    client.ok("POST", &format!("/{what}/search"), body).await
}

#[tokio::test]
async fn a_failed_build_has_its_reason_its_process_and_its_log() {
    let client = Client::start(ClockMode::Manual).await;
    let control = client.sandbox.control();
    let active = client.service("api").await["activeAppVersion"]["id"].clone();
    let version = control.fail_deploy("api", FailedStage::Build, "npm ci: exit status 1").expect("failed");
    let found = newest(&client, "app-version", json!([]), 1).await["items"][0].clone();
    assert_eq!((&found["id"], &found["status"]), (&json!(version), &json!("BUILD_FAILED")));
    assert!(found["build"]["pipelineStart"].is_string() && found["build"]["pipelineFailed"].is_string());
    assert_eq!(found["build"]["pipelineFinish"], Value::Null);
    let process = newest(&client, "process", json!([]), 1).await["items"][0].clone();
    assert_eq!((&process["actionName"], &process["status"]), (&json!("stack.build"), &json!("FAILED")));
    assert_eq!(process["error"]["message"], "npm ci: exit status 1");
    assert_eq!((&process["appVersion"]["id"], &process["serviceStacks"][0]["name"]), (&json!(version), &json!("api")));
    assert_eq!(client.service("api").await["activeAppVersion"]["id"], active);

    let access = client.get(&format!("/project/{}/log", client.project().await)).await;
    let url = access["url"].as_str().expect("url");
    let lines = |query: String| async move {
        let answer = client.http.get(format!("{url}&desc=0&{query}")).send().await.expect("answer");
        answer.json::<Value>().await.expect("json")["items"].as_array().expect("items").clone()
    };
    let build = lines(format!("tags=zbuilder@{version}&minimumSeverity=3")).await;
    assert_eq!(build[0]["message"], "npm ci: exit status 1");
}

#[tokio::test]
async fn a_failed_deploy_writes_where_it_ran() {
    let client = Client::start(ClockMode::Instant).await;
    let url = format!("{}/sandbox/deploy", client.sandbox.url());
    let body = json!({"hostname":"api","outcome":"deployFailed","reason":"migration failed"});
    assert!(client.http.post(&url).json(&body).send().await.expect("answer").status().is_success());
    let found = newest(&client, "app-version", json!([]), 1).await["items"][0].clone();
    assert_eq!(found["status"], "DEPLOY_FAILED");
    let service = client.service("api").await;
    assert_eq!((&service["status"], &found["serviceStackId"]), (&json!("ACTIVE"), &service["id"]));
    let access = client.get(&format!("/project/{}/log", client.project().await)).await;
    let id = service["id"].as_str().expect("id");
    let url = format!("{}&serviceStackId={id}&minimumSeverity=3", access["url"].as_str().expect("url"));
    let lines: Value = client.http.get(url).send().await.expect("answer").json().await.expect("json");
    assert_eq!(lines["items"][0]["message"], "migration failed");
    assert_eq!(lines["items"][1]["message"], "RUN.INIT COMMANDS FINISHED WITH ERROR");
    let wrong = json!({"hostname":"api","outcome":"perhaps"});
    let status = client.http.post(format!("{}/sandbox/deploy", client.sandbox.url())).json(&wrong).send().await;
    assert_eq!(status.expect("answer").status().as_u16(), 400);
}

#[tokio::test]
async fn builds_of_one_service_share_the_service_that_builds() {
    let client = Client::start(ClockMode::Instant).await;
    let control = client.sandbox.control();
    control.deploy("api", &[3000]).expect("deployed");
    control.deploy("api", &[3000]).expect("deployed");
    let id = client.service("api").await["id"].clone();
    let search = json!([{"name":"serviceStackId","operator":"eq","value":id}]);
    let found = newest(&client, "app-version", search, 10).await["items"].as_array().expect("items").clone();
    let builders: Vec<&Value> = found.iter().map(|version| &version["build"]["serviceStackId"]).collect();
    assert!(builders.len() == 3 && builders.iter().all(|builder| *builder == builders[0]), "{builders:?}");
    let statuses: Vec<&Value> = found.iter().map(|version| &version["status"]).collect();
    assert_eq!(statuses, ["ACTIVE", "BACKUP", "BACKUP"]);
}

#[tokio::test]
async fn the_platform_works_for_itself_now_and_then() {
    let client = Client::start(ClockMode::Instant).await;
    client.ok("PUT", &format!("{}/enable-subdomain-access", client.path("api").await), json!({})).await;
    client.get("/user/info").await;
    let search = json!([{"name":"actionName","operator":"eq","value":"zL7Master.updateRouting"}]);
    let found = newest(&client, "process", search, 10).await;
    let hidden = &found["items"][0];
    assert_eq!((&hidden["createdBySystem"], &hidden["createdByUser"]["type"]), (&json!(true), &json!("SYSTEM")));
    let asked = newest(&client, "process", json!([]), 2).await;
    assert!(asked["items"].as_array().expect("items").iter().any(|item| item["createdBySystem"] == false));
}

#[tokio::test]
async fn a_project_can_hold_very_much() {
    let client = Client::start(ClockMode::Real).await;
    let control = client.sandbox.control();
    control.populate(Population { services: 1000, events: 10_000, log_lines: 100_000 });
    let mut services = 0;
    let mut offset = 0;
    loop {
        let body = json!({"search":[],"sort":[{"name":"name","ascending":true}],"limit":100,"offset":offset});
        let page = client.ok("POST", "/service-stack/search", body).await;
        let items = page["items"].as_array().expect("items");
        services += items.iter().filter(|item| item["isSystem"] == false).count();
        offset += items.len();
        if items.is_empty() || offset >= 2000 {
            break;
        }
    }
    assert_eq!(services, 1007);
    let processes = newest(&client, "process", json!([]), 50).await;
    let versions = newest(&client, "app-version", json!([]), 50).await;
    let total = |page: &Value| page["totalHits"].as_u64().expect("total");
    assert!((10_000..10_100).contains(&(total(&processes) + total(&versions))));
    assert_eq!(processes["items"].as_array().expect("items").len(), 50);
    let failed = json!([{"name":"status","operator":"eq","value":"BUILD_FAILED"}]);
    assert!(total(&newest(&client, "app-version", failed, 1).await) > 50);
    let builds = json!([{"name":"build.serviceStackId","operator":"ne","value":""}]);
    assert!(total(&newest(&client, "app-version", builds, 1).await) > 1000);

    let access = client.get(&format!("/project/{}/log", client.project().await)).await;
    let url = format!("{}&desc=1&limit=5000&minimumSeverity=3", access["url"].as_str().expect("url"));
    let lines: Value = client.http.get(url).send().await.expect("answer").json().await.expect("json");
    assert_eq!(lines["items"].as_array().expect("items").len(), 2000);
    client.ok("PUT", &format!("{}/restart", client.path("app0008").await), json!({})).await;
}
