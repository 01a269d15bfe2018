//! What calls do to the state, as time passes.

use std::time::Duration;

use serde_json::{Value, json};

use super::client::Client;
use crate::sandbox::options::ClockMode;

async fn statuses(client: &Client, process: &Value, hostname: &str) -> (String, String) {
    let process = client.get(&format!("/process/{}", process["id"].as_str().expect("id"))).await;
    let text = |value: &Value| value["status"].as_str().expect("status").to_owned();
    (text(&process), text(&client.service(hostname).await))
}

#[tokio::test]
async fn a_restart_passes_through_its_stages() {
    let client = Client::start(ClockMode::Manual).await;
    let control = client.sandbox.control();
    let path = client.path("api").await;
    let process = client.ok("PUT", &format!("{path}/restart"), json!({})).await;
    assert_eq!((&process["actionName"], &process["status"]), (&json!("stack.restart"), &json!("PENDING")));
    assert_eq!(statuses(&client, &process, "api").await, ("PENDING".into(), "ACTIVE".into()));
    let again = client.refused("PUT", &format!("{path}/restart"), json!({})).await;
    assert_eq!(again, (400, "processIsAlreadyRunning".into()));
    control.advance(Duration::from_secs(1));
    assert_eq!(statuses(&client, &process, "api").await, ("RUNNING".into(), "RESTARTING".into()));
    control.advance(Duration::from_secs(13));
    assert_eq!(statuses(&client, &process, "api").await, ("FINISHED".into(), "ACTIVE".into()));
    assert_eq!(control.now().to_string(), "2026-01-02T03:04:19Z");
}

#[tokio::test]
async fn an_instant_clock_has_every_process_over_by_the_next_call() {
    let client = Client::start(ClockMode::Instant).await;
    let path = client.path("db").await;
    let process = client.ok("PUT", &format!("{path}/stop"), json!({})).await;
    assert_eq!(statuses(&client, &process, "db").await, ("FINISHED".into(), "STOPPED".into()));
    let refused = client.refused("PUT", &format!("{path}/restart"), json!({})).await;
    assert_eq!(refused.1, "activeServiceStackRequired");
    client.ok("PUT", &format!("{path}/start"), json!({})).await;
    assert_eq!(client.service("db").await["status"], "ACTIVE");
    assert_eq!(client.refused("PUT", &format!("{path}/reload"), json!({})).await.1, "serviceStackReloadNotAvailable");
    let web = client.path("web").await;
    assert_eq!(client.refused("PUT", &format!("{web}/stop"), json!({})).await.1, "serviceStackIsReadyToDeploy");
}

#[tokio::test]
async fn a_deleted_service_keeps_its_name_until_it_is_gone() {
    let client = Client::start(ClockMode::Manual).await;
    let control = client.sandbox.control();
    let path = client.path("worker").await;
    let process = client.ok("DELETE", &path, json!({})).await;
    control.advance(Duration::from_secs(1));
    assert_eq!(statuses(&client, &process, "worker").await, ("RUNNING".into(), "DELETING".into()));
    assert_eq!(client.refused("DELETE", &path, json!({})).await.1, "stackWillBeDeleted");
    let cancel = format!("/process/{}/cancel", process["id"].as_str().expect("id"));
    assert_eq!(client.refused("PUT", &cancel, json!({})).await.1, "processCanNoLongerBeCanceled");
    let import = format!("/project/{}/service-stack/import", client.project().await);
    let yaml = json!({"yaml": "services: [{hostname: worker, type: nodejs@22}]"});
    let conflict = client.ok("POST", &import, yaml.clone()).await;
    assert_eq!(conflict["serviceStacks"][0]["error"]["code"], "serviceStackNameUnavailable");
    control.advance(Duration::from_secs(10));
    assert_eq!(client.refused("GET", &path, json!({})).await, (400, "serviceStackNotFound".into()));
    let made = client.ok("POST", &import, yaml).await;
    assert_eq!(made["serviceStacks"][0]["error"], Value::Null);
    assert_eq!(made["serviceStacks"][0]["processes"][0]["actionName"], "stack.create");
}

#[tokio::test]
async fn a_canceled_process_leaves_the_service_as_it_was() {
    let client = Client::start(ClockMode::Manual).await;
    let control = client.sandbox.control();
    let path = client.path("api").await;
    let process = client.ok("PUT", &format!("{path}/restart"), json!({})).await;
    control.advance(Duration::from_secs(3));
    let cancel = format!("/process/{}/cancel", process["id"].as_str().expect("id"));
    let canceling = client.ok("PUT", &cancel, json!({})).await;
    assert_eq!(canceling["status"], "CANCELING");
    assert!(canceling["canceledByUser"].is_object());
    control.advance(Duration::from_secs(1));
    assert_eq!(statuses(&client, &process, "api").await, ("CANCELED".into(), "ACTIVE".into()));
    assert_eq!(client.refused("PUT", &cancel, json!({})).await, (400, "processAlreadyFinished".into()));
}

#[tokio::test]
async fn a_process_fails_when_control_says_so() {
    let client = Client::start(ClockMode::Instant).await;
    client.sandbox.control().fail_next("stack.restart", "no memory left").expect("known");
    let path = client.path("api").await;
    let process = client.ok("PUT", &format!("{path}/restart"), json!({})).await;
    let found = client.get(&format!("/process/{}", process["id"].as_str().expect("id"))).await;
    assert_eq!((&found["status"], &found["error"]["message"]), (&json!("FAILED"), &json!("no memory left")));
    assert_eq!(client.service("api").await["status"], "ACTION_FAILED");
    client.ok("PUT", &format!("{path}/restart"), json!({})).await;
    assert_eq!(client.service("api").await["status"], "ACTIVE");
}

#[tokio::test]
async fn limits_change_by_a_process_and_only_when_they_differ() {
    let client = Client::start(ClockMode::Instant).await;
    let path = format!("{}/autoscaling", client.path("api").await);
    let ram = |mode: Value, ram: f64| {
        json!({"mode": mode, "customAutoscaling": {"horizontalAutoscaling": null, "verticalAutoscaling": {
            "minResource": {"cpuCoreCount": null, "memoryGBytes": ram, "diskGBytes": null},
            "maxResource": null, "minFreeResource": null, "cpuMode": null,
            "startCpuCoreCount": null, "swapEnabled": null}}})
    };
    assert_eq!(client.ok("PUT", &path, ram(json!("NON_HA"), 0.5)).await, json!({"process": null}));
    let changed = client.ok("PUT", &path, ram(json!("NON_HA"), 1.0)).await;
    assert_eq!(changed["process"]["actionName"], "stack.updateAutoscaling");
    let service = client.service("api").await;
    let vertical = &service["customAutoscaling"]["verticalAutoscaling"];
    assert_eq!(
        (&vertical["minResource"]["memoryGBytes"], &vertical["maxResource"]["memoryGBytes"]),
        (&json!(1.0), &json!(4.0))
    );
    for mode in [Value::Null, json!("HA")] {
        assert_eq!(client.refused("PUT", &path, ram(mode, 2.0)).await.1, "modeUpdateForbiddenForThisStackCategory");
    }
    let (status, error) = client.call("PUT", &path, ram(json!("NON_HA"), 64.0)).await;
    assert_eq!((status, &error["error"]["code"]), (400, &json!("invalidCustomAutoscalingValue")));
    assert!(error["error"]["meta"][0]["metadata"].as_object().expect("metadata").len() == 1);
    let cpu = |mode: &str| json!({"mode":"NON_HA","customAutoscaling":{"verticalAutoscaling":{"cpuMode":mode}}});
    client.ok("PUT", &path, cpu("DEDICATED")).await;
    assert_eq!(client.refused("PUT", &path, cpu("SHARED")).await.1, "lastCpuModeChangeTooRecent");
    client.sandbox.control().advance(Duration::from_hours(1));
    client.ok("PUT", &path, cpu("SHARED")).await;
}

#[tokio::test]
async fn a_shared_storage_is_mounted_and_unmounted() {
    let client = Client::start(ClockMode::Instant).await;
    let storage = client.service("storage").await["id"].clone();
    let path = client.path("api").await;
    let body = json!({"sharedStorageId": storage});
    let disconnect = format!("{path}/disconnect-shared-storage");
    assert_eq!(client.refused("PUT", &disconnect, body.clone()).await.1, "serviceStackConnectionNotFound");
    client.ok("PUT", &format!("{path}/connect-shared-storage"), body.clone()).await;
    assert_eq!(client.service("api").await["connectedStacks"][0]["serviceStack"]["name"], "storage");
    client.ok("PUT", &disconnect, body).await;
    assert_eq!(client.service("api").await["connectedStacks"], json!([]));
    let connect = format!("{path}/connect-shared-storage");
    assert_eq!(client.refused("PUT", &connect, json!({})).await.1, "invalidUserInput");
    let db = client.service("db").await["id"].clone();
    assert_eq!(client.refused("PUT", &connect, json!({"sharedStorageId": db})).await.1, "sharedStorageNotFound");
}

#[tokio::test]
async fn a_search_lags_behind_the_state() {
    let client = Client::start(ClockMode::Manual).await;
    let control = client.sandbox.control();
    control.set_index_lag(Duration::from_secs(5));
    control.set_status("api", "STOPPED").expect("known");
    let filter = json!({"search":[{"name":"name","operator":"eq","value":"api"}],"sort":[]});
    let seen =
        || async { client.ok("POST", "/service-stack/search", filter.clone()).await["items"][0]["status"].clone() };
    assert_eq!((client.service("api").await["status"].clone(), seen().await), (json!("STOPPED"), json!("ACTIVE")));
    control.advance(Duration::from_secs(4));
    assert_eq!(seen().await, "ACTIVE");
    control.advance(Duration::from_secs(1));
    assert_eq!(seen().await, "STOPPED");
}

#[tokio::test]
async fn reset_brings_back_the_seed() {
    let client = Client::start(ClockMode::Instant).await;
    let before = client.service("api").await;
    client.ok("DELETE", &client.path("api").await, json!({})).await;
    let control = client.sandbox.control();
    control.advance(Duration::from_hours(2));
    control.reset();
    assert_eq!(client.service("api").await, before);
    assert_eq!(control.requests().len(), 2);
}
