//! Versions from the archive to the deploy.

use std::time::Duration;

use serde_json::{Value, json};

use super::client::{Client, archive, archive_without_folders};
use crate::sandbox::faults::{Fault, FaultKind};
use crate::sandbox::options::{ClockMode, Options};
use crate::sandbox::platform_date::PlatformDate;
use crate::sandbox::seeds::Seed;
use crate::sandbox::tokens::TokenKind;

const YAML: &str = "zerops:
  - setup: api
    build:
      base: nodejs@22
      buildCommands: [npm ci]
      deployFiles: ./
    run:
      base: nodejs@22
      ports: [{ port: 3000, httpSupport: true }]
      envVariables: { COLOUR: red }
      start: node server.js
";
const FILES: &[(&str, &str)] = &[("server.js", "1"), ("lib/a.js", "2")];

async fn status(client: &Client, version: &str) -> String {
    client.get(&format!("/app-version/{version}")).await["status"].as_str().expect("status").to_owned()
}

#[tokio::test]
async fn a_push_passes_through_its_stages() {
    let client = Client::start(ClockMode::Manual).await;
    let control = client.sandbox.control();
    let before = client.service("api").await["activeAppVersion"]["id"].clone();
    let path = client.path("api").await;
    let made = client.ok("POST", &format!("{path}/app-version"), json!({"name":"v1"})).await;
    assert_eq!((&made["status"], &made["build"]), (&json!("UPLOADING"), &Value::Null));
    let (version, url) = (made["id"].as_str().expect("id"), made["uploadUrl"].as_str().expect("url"));
    assert!(url.starts_with(&client.sandbox.url()) && url.contains('?'), "{url}");
    assert_eq!(client.upload(url, archive(FILES)).await.0, 200);
    let go = format!("/app-version/{version}/build-and-deploy");
    let process = client.ok("PUT", &go, json!({"zeropsYaml": YAML, "zeropsYamlSetup": "api"})).await;
    assert_eq!((&process["actionName"], &process["status"]), (&json!("stack.build"), &json!("PENDING")));
    assert_eq!(process["appVersion"]["name"], "v1");
    let follow = format!("/process/{}", process["id"].as_str().expect("id"));
    for (seconds, process_status, version_status) in [
        (0, "PENDING", "WAITING_TO_BUILD"),
        (1, "RUNNING", "BUILDING"),
        (20, "RUNNING", "WAITING_TO_DEPLOY"),
        (1, "RUNNING", "DEPLOYING"),
        (9, "FINISHED", "ACTIVE"),
    ] {
        control.advance(Duration::from_secs(seconds));
        let process = client.get(&follow).await;
        assert_eq!(
            (&process["status"], &process["appVersion"]["status"]),
            (&json!(process_status), &json!(version_status))
        );
        assert_eq!(process["appVersion"]["id"], version);
        assert!(process["appVersion"]["build"]["serviceStackId"].is_string());
    }
    let service = client.service("api").await;
    assert_eq!((&service["activeAppVersion"]["id"], &service["ports"][0]["port"]), (&json!(version), &json!(3000)));
    assert_eq!(control.environment("api").expect("known")["booted"]["COLOUR"], "red");
    if let Some(before) = before.as_str() {
        assert_eq!(status(&client, before).await, "BACKUP");
    }
    assert_eq!(client.refused("PUT", &go, json!({"zeropsYaml": YAML})).await, (400, "appVersionInvalidStatus".into()));
    assert_eq!(client.upload(url, archive(FILES)).await.1["error"]["code"], "appVersionIsNotBeingUploaded");
}

#[tokio::test]
async fn a_runtime_of_its_own_is_prepared_after_the_build() {
    let client = Client::start(ClockMode::Manual).await;
    let control = client.sandbox.control();
    let yaml = YAML.replace("      start:", "      prepareCommands: [apk add jq]\n      start:");
    let (version, process) = client.push("api", FILES, &yaml).await;
    assert!(process["appVersion"]["prepareCustomRuntime"].is_null());
    control.advance(Duration::from_secs(21));
    assert_eq!(status(&client, &version).await, "PREPARING_RUNTIME");
    let process = client.get(&format!("/process/{}", process["id"].as_str().expect("id"))).await;
    let prepare =
        process["appVersion"]["prepareCustomRuntime"]["serviceStackId"].as_str().expect("a service").to_owned();
    assert_ne!(process["appVersion"]["build"]["serviceStackId"], prepare);
    control.advance(Duration::from_secs(20));
    assert_eq!(status(&client, &version).await, "ACTIVE");
    let (_, again) = client.push("api", FILES, &yaml).await;
    control.advance(Duration::from_secs(21));
    let again = client.get(&format!("/process/{}", again["id"].as_str().expect("id"))).await;
    assert_ne!(again["appVersion"]["prepareCustomRuntime"]["serviceStackId"], prepare);
    let listed = client.get(&format!("/project/{}/service-stack", client.project().await)).await;
    let listed = listed["list"].as_array().expect("a list").iter();
    assert_eq!(
        listed.filter(|found| found["name"].as_str().is_some_and(|name| name.starts_with("prepare"))).count(),
        1
    );
}

#[tokio::test]
async fn an_instant_clock_has_the_version_active_by_the_next_call() {
    let client = Client::start(ClockMode::Instant).await;
    for _ in 0..3 {
        let (version, process) = client.push("api", FILES, YAML).await;
        assert_eq!(process["status"], "PENDING");
        assert_eq!(status(&client, &version).await, "ACTIVE");
        assert_eq!(client.service("api").await["activeAppVersion"]["id"], version);
    }
}

#[tokio::test]
async fn versions_at_once_are_each_their_own() {
    let client = Client::start(ClockMode::Instant).await;
    let pushes = (0..8).map(|_| client.push("api", FILES, YAML));
    let pushed = futures_util::future::join_all(pushes).await;
    for (version, process) in &pushed {
        assert_eq!(process["appVersion"]["id"], **version);
        assert!(["ACTIVE", "BACKUP"].contains(&status(&client, version).await.as_str()));
    }
    let active = client.service("api").await["activeAppVersion"]["id"].clone();
    assert!(pushed.iter().any(|(version, _)| active == **version));
}

#[tokio::test]
async fn what_cannot_be_built_fails_with_its_reason_in_the_log() {
    let client = Client::start(ClockMode::Instant).await;
    let still = client.service("api").await["activeAppVersion"]["id"].clone();
    let narrow = YAML.replace("      buildCommands: [npm ci]\n", "").replace("./", "dist");
    let (version, url) = client.version("api").await;
    client.upload(&url, b"not a gzip".to_vec()).await;
    let go = format!("/app-version/{version}/build-and-deploy");
    let garbage = client.ok("PUT", &go, json!({"zeropsYaml": YAML})).await;
    let (_, nothing) = client.push("api", FILES, &narrow).await;
    for (process, reason) in [
        (garbage, "the archive is no gzip-compressed tar, or it is damaged"),
        (nothing, "deployFiles: `dist` matches no file"),
    ] {
        let process = client.get(&format!("/process/{}", process["id"].as_str().expect("id"))).await;
        assert_eq!((&process["status"], &process["error"]["message"]), (&json!("FAILED"), &json!(reason)));
        assert_eq!(process["appVersion"]["status"], "BUILD_FAILED");
        assert!(process["appVersion"]["build"]["pipelineFailed"].is_string());
        let lines = log(&client, &process).await;
        assert!(lines.iter().any(|line| line == reason), "{lines:?}");
    }
    assert_eq!(client.service("api").await["activeAppVersion"]["id"], still);
}

/// The lines of a build.
async fn log(client: &Client, process: &Value) -> Vec<String> {
    let access = client.get(&format!("/project/{}/log", client.project().await)).await;
    let version = process["appVersion"]["id"].as_str().expect("id");
    let url = format!("{}&tags=zbuilder@{version}", access["url"].as_str().expect("url"));
    let answer: Value = client.http.get(url).send().await.expect("answer").json().await.expect("json");
    let items = answer["items"].as_array().expect("items").iter();
    items.map(|item| item["message"].as_str().expect("message").to_owned()).collect()
}

#[tokio::test]
async fn a_cancelled_build_leaves_everything_as_it_was() {
    let client = Client::start(ClockMode::Manual).await;
    let control = client.sandbox.control();
    let still = client.service("api").await["activeAppVersion"]["id"].clone();
    let (version, process) = client.push("api", FILES, YAML).await;
    control.advance(Duration::from_secs(5));
    let id = process["id"].as_str().expect("id");
    client.ok("PUT", &format!("/process/{id}/cancel"), json!({})).await;
    control.advance(Duration::from_mins(1));
    assert_eq!(status(&client, &version).await, "CANCELLED");
    assert_eq!(client.get(&format!("/process/{id}")).await["status"], "CANCELED");
    let service = client.service("api").await;
    assert_eq!((&service["status"], &service["activeAppVersion"]["id"]), (&json!("ACTIVE"), &still));
    let (version, _) = client.push("api", FILES, YAML).await;
    control.advance(Duration::from_secs(5));
    client.ok("PUT", &format!("/app-version/{version}/cancel-build"), json!({})).await;
    control.advance(Duration::from_mins(1));
    assert_eq!(
        client.refused("PUT", &format!("/app-version/{version}/cancel-build"), json!({})).await.1,
        "nothingToCancel"
    );
    let (_, process) = client.push("api", FILES, YAML).await;
    control.advance(Duration::from_secs(22));
    let cancel = format!("/process/{}/cancel", process["id"].as_str().expect("id"));
    assert_eq!(client.refused("PUT", &cancel, json!({})).await.1, "processCanNoLongerBeCanceled");
}

#[tokio::test]
async fn a_version_is_deployed_without_a_build_and_again_later() {
    let client = Client::start(ClockMode::Manual).await;
    let control = client.sandbox.control();
    let deploy = async |version: &str, action: &str, body: Value| {
        let process = client.ok("PUT", &format!("/app-version/{version}/deploy"), body).await;
        assert_eq!(
            (&process["actionName"], &process["appVersion"]["status"]),
            (&json!(action), &json!("WAITING_TO_DEPLOY"))
        );
        control.advance(Duration::from_secs(15));
        assert_eq!(status(&client, version).await, "ACTIVE");
    };
    let (first, url) = client.version("web").await;
    client.upload(&url, archive(FILES)).await;
    let path = format!("/app-version/{first}/deploy");
    assert_eq!(client.refused("PUT", &path, json!({"zeropsYaml":null})).await.1, "appVersionYamlConfigRequired");
    deploy(&first, "stack.deploy", json!({"zeropsYaml": YAML, "zeropsYamlSetup": "api"})).await;
    assert_eq!(client.service("web").await["status"], "ACTIVE");
    let (second, url) = client.version("web").await;
    client.upload(&url, archive(FILES)).await;
    deploy(&second, "stack.deploy", json!({"zeropsYaml": YAML.replace("3000", "4000"), "zeropsYamlSetup": "api"}))
        .await;
    assert_eq!(status(&client, &first).await, "BACKUP");
    let empty = json!({"zeropsYaml": "", "zeropsYamlSetup": null});
    assert_eq!(client.refused("PUT", &path, empty).await, (400, "invalidUserInput".into()));
    deploy(&first, "stack.deploy.backup", json!({"zeropsYaml": null, "zeropsYamlSetup": null})).await;
    assert_eq!(status(&client, &second).await, "BACKUP");
    assert_eq!(client.service("web").await["ports"][0]["port"], 3000);
    assert_eq!(client.refused("PUT", &path, json!({"zeropsYaml":null})).await, (400, "appVersionInvalidStatus".into()));
    deploy(&second, "stack.deploy.backup", json!({})).await;
}

#[tokio::test]
async fn an_upload_needs_its_signature_and_comes_once() {
    let client = Client::start(ClockMode::Instant).await;
    let (version, url) = client.version("api").await;
    let (plain, _) = url.split_once('?').expect("a query");
    for wrong in [plain.to_owned(), format!("{plain}?signature="), url.replace("signature=", "signature=x")] {
        assert_eq!(client.upload(&wrong, archive(FILES)).await.0, 403, "{wrong}");
    }
    assert_eq!(client.upload(&url.replace(&version, "AAAAAAAAAAAAAAAAAAAAAA"), archive(FILES)).await.0, 403);
    let go = format!("/app-version/{version}/build-and-deploy");
    let body = json!({"zeropsYaml": YAML, "zeropsYamlSetup": "api"});
    assert_eq!(client.refused("PUT", &go, body.clone()).await.1, "appVersionDataNotAvailable");
    assert_eq!(client.upload(&url, Vec::new()).await.1["error"]["code"], "objectContentLengthZero");
    assert_eq!(client.upload(&url, archive(FILES)).await.0, 200);
    let (status, error) = client.upload(&url, archive(FILES)).await;
    assert_eq!((status, &error["error"]["code"]), (400, &json!("appVersionIsNotBeingUploaded")));
    for (yaml, setup, code) in [
        ("zerops: [", "api", "yamlValidationInvalidYaml"),
        (YAML, "nope", "zeropsYamlSetupNotFound"),
        (
            "zerops: [{setup: api, run: {base: nodejs@22, ports: [{port: 1}], start: x}}]",
            "api",
            "zeropsYamlInvalidParameter",
        ),
    ] {
        let refused = client.refused("PUT", &go, json!({"zeropsYaml": yaml, "zeropsYamlSetup": setup})).await;
        assert_eq!(refused, (400, code.into()));
    }
    client.ok("PUT", &go, body).await;
    let db = client.path("db").await;
    assert_eq!(client.refused("POST", &format!("{db}/app-version"), json!({})).await.1, "userServiceStackRequired");
    let reader = client.path("api").await;
    let (status, _) = client.call_as(TokenKind::ReadOnly, "POST", &format!("{reader}/app-version"), json!({})).await;
    assert_eq!(status, 403);
}

#[tokio::test]
async fn an_upload_with_a_token_is_the_same_upload() {
    let client = Client::start(ClockMode::Instant).await;
    let (version, _) = client.version("api").await;
    let path = format!("/app-version/{version}/upload");
    let send = |token: Option<TokenKind>| {
        let request = client.request("PUT", &path, token.map(TokenKind::token)).body(archive(FILES));
        async { request.send().await.expect("answer").status().as_u16() }
    };
    assert_eq!((send(None).await, send(Some(TokenKind::NoProject)).await), (401, 400));
    assert_eq!(send(Some(TokenKind::Valid)).await, 200);
    let go = format!("/app-version/{version}/build-and-deploy");
    client.ok("PUT", &go, json!({"zeropsYaml": YAML, "zeropsYamlSetup": "api"})).await;
    assert_eq!(status(&client, &version).await, "ACTIVE");
}

#[tokio::test]
async fn what_is_too_large_is_refused_and_leaves_no_file() {
    let folder = tempfile::tempdir().expect("a folder");
    let options = Options::deterministic(ClockMode::Instant).seed(Seed::builtin("node-postgres").expect("seed"));
    let client = Client::with(options.folder(folder.path()).upload_limit_bytes(1000)).await;
    let files = || std::fs::read_dir(folder.path().join("uploads")).expect("a folder").count();
    let (version, url) = client.version("api").await;
    let (status, error) = client.upload(&url, vec![7; 1001]).await;
    assert_eq!((status, &error["error"]["code"], files()), (413, &json!("fileSizeLimitExceeded"), 0));
    assert_eq!((client.upload(&url, archive(FILES)).await.0, files()), (200, 1));
    let go = format!("/app-version/{version}/build-and-deploy");
    client.ok("PUT", &go, json!({"zeropsYaml": YAML, "zeropsYamlSetup": "api"})).await;
    client.get("/user/info").await;
    assert_eq!(files(), 0, "a build that is over keeps no archive");
}

#[tokio::test]
async fn an_abandoned_version_blocks_nothing_and_stays_until_it_is_deleted() {
    let client = Client::start(ClockMode::Manual).await;
    let (abandoned, url) = client.version("api").await;
    client.upload(&url, archive(FILES)).await;
    let (version, _) = client.push("api", FILES, YAML).await;
    client.sandbox.control().advance(Duration::from_hours(100));
    assert_eq!(
        (status(&client, &abandoned).await, status(&client, &version).await),
        ("UPLOADING".into(), "ACTIVE".into())
    );
    let path = format!("/app-version/{abandoned}");
    assert_eq!(client.ok("DELETE", &path, json!({})).await, json!({ "success": true }));
    assert_eq!(client.refused("GET", &path, json!({})).await.1, "appVersionNotFound");
    assert_eq!(client.upload(&url, archive(FILES)).await.0, 403);
    let active = format!("/app-version/{version}");
    assert_eq!(client.refused("DELETE", &active, json!({})).await.1, "appVersionInvalidStatus");
}

#[tokio::test]
async fn a_release_waits_for_variables() {
    for (platform, refused) in [(PlatformDate::default(), true), (PlatformDate::May2026, false)] {
        let client = former_or_not(ClockMode::Manual, platform).await;
        let (path, project) = (client.path("api").await, client.project().await);
        let variable = |key: &str| json!({ "key": key, "content": "1", "sensitive": false });
        for (write, key) in [(format!("{path}/user-data"), "ONE"), (format!("/project/{project}/env"), "TWO")] {
            let (version, url) = client.version("api").await;
            client.upload(&url, archive(FILES)).await;
            client.ok("POST", &write, variable(key)).await;
            let go = format!("/app-version/{version}/build-and-deploy");
            let body = json!({"zeropsYaml": YAML, "zeropsYamlSetup": "api"});
            if refused {
                assert_eq!(client.refused("PUT", &go, body.clone()).await, (400, "userDataSyncRunning".into()));
                assert_eq!(status(&client, &version).await, "UPLOADING");
                client.sandbox.control().advance(Duration::from_secs(7));
            }
            client.ok("PUT", &go, body).await;
            client.sandbox.control().advance(Duration::from_mins(1));
            assert_eq!(status(&client, &version).await, "ACTIVE", "{write}");
        }
    }
}

#[tokio::test]
async fn an_archive_names_folders_before_their_files() {
    for (platform, expected) in [(PlatformDate::default(), "BUILD_FAILED"), (PlatformDate::May2026, "ACTIVE")] {
        let client = former_or_not(ClockMode::Instant, platform).await;
        let (version, url) = client.version("api").await;
        client.upload(&url, archive_without_folders(FILES)).await;
        let body = json!({"zeropsYaml": YAML, "zeropsYamlSetup": "api"});
        let process = client.ok("PUT", &format!("/app-version/{version}/build-and-deploy"), body).await;
        let process = client.get(&format!("/process/{}", process["id"].as_str().expect("id"))).await;
        assert_eq!(status(&client, &version).await, expected);
        if expected == "BUILD_FAILED" {
            let lines = log(&client, &process).await;
            assert!(!lines.iter().any(|line| line.contains("lib") || line.contains("FAILED")), "{lines:?}");
        }
        let (version, _) = client.push("api", FILES, YAML).await;
        assert_eq!(status(&client, &version).await, "ACTIVE");
    }
}

/// A sandbox that plays the platform of a date.
async fn former_or_not(clock: ClockMode, platform: PlatformDate) -> Client {
    let seed = Seed::builtin("node-postgres").expect("seed");
    Client::with(Options::deterministic(clock).platform(platform).seed(seed)).await
}

#[tokio::test]
async fn an_abandoned_version_expired_before() {
    let client = former_or_not(ClockMode::Manual, PlatformDate::May2026).await;
    let (abandoned, url) = client.version("api").await;
    client.upload(&url, archive(FILES)).await;
    let (version, _) = client.push("api", FILES, YAML).await;
    client.sandbox.control().advance(Duration::from_hours(1));
    assert_eq!(
        (status(&client, &abandoned).await, status(&client, &version).await),
        ("UPLOADING".into(), "ACTIVE".into())
    );
    client.sandbox.control().advance(Duration::from_hours(24));
    assert_eq!(status(&client, &abandoned).await, "CANCELLED");
    let go = format!("/app-version/{abandoned}/build-and-deploy");
    assert_eq!(client.refused("PUT", &go, json!({"zeropsYaml": YAML})).await.1, "appVersionInvalidStatus");
}

#[tokio::test]
async fn faults_hit_uploads_too_and_one_that_broke_off_may_come_again() {
    let client = Client::start(ClockMode::Instant).await;
    let control = client.sandbox.control();
    let (_, url) = client.version("api").await;
    let large = || client.http.put(&url).body(vec![7; 8 * 1024 * 1024]).send();
    control.add_fault(Fault::new("upload.put", FaultKind::Reset)).expect("known");
    large().await.expect_err("reset");
    assert_eq!(control.requests().last().expect("logged").name, Some("upload.put"));
    let status = json!({"status":{"status":500}});
    control.add_fault(Fault::new("upload.put", serde_json::from_value(status).expect("kind"))).expect("known");
    assert_eq!(large().await.expect("answer").status().as_u16(), 500);
    control.add_fault(Fault::new("upload.put", FaultKind::Silence)).expect("known");
    let waiting = tokio::spawn(large());
    while control.requests().len() < 4 {
        tokio::task::yield_now().await;
    }
    waiting.abort();
    control.clear_faults();
    let (_, done) = client.upload(&url, archive(FILES)).await;
    assert_eq!(done, json!({"success": true}));
}
