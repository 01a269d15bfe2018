//! The zerops.app addresses.

use std::time::Duration;

use serde_json::{Value, json};

use super::client::Client;
use crate::sandbox::options::{ClockMode, Options};
use crate::sandbox::platform_date::PlatformDate;
use crate::sandbox::seeds::Seed;

#[tokio::test]
async fn enabling_what_is_enabled_makes_a_process_that_fails() {
    let client = Client::start(ClockMode::Instant).await;
    let path = client.path("api").await;
    let (enable, disable) = (format!("{path}/enable-subdomain-access"), format!("{path}/disable-subdomain-access"));
    let off = client.refused("PUT", &disable, json!({})).await;
    assert_eq!(off.1, "serviceStackSubdomainAccessAlreadyDisabled");
    client.ok("PUT", &enable, json!({})).await;
    let service = client.service("api").await;
    assert_eq!((&service["subdomainAccess"], &service["ports"][0]["httpRouting"]), (&json!(true), &json!(false)));
    let again = client.ok("PUT", &enable, json!({})).await;
    let failed = client.get(&format!("/process/{}", again["id"].as_str().expect("id"))).await;
    assert_eq!(
        (&failed["status"], &failed["publicMeta"], &failed["error"]),
        (&json!("FAILED"), &Value::Null, &Value::Null)
    );
    assert_eq!(client.service("api").await["subdomainAccess"], true);
    client.ok("PUT", &disable, json!({})).await;
    assert_eq!(client.service("api").await["subdomainAccess"], false);
}

#[tokio::test]
async fn before_it_failed_with_a_reason() {
    let seed = Seed::builtin("node-postgres").expect("seed");
    let options = Options::deterministic(ClockMode::Instant).platform(PlatformDate::May2026);
    let client = Client::with(options.seed(seed)).await;
    let enable = format!("{}/enable-subdomain-access", client.path("api").await);
    client.ok("PUT", &enable, json!({})).await;
    let again = client.ok("PUT", &enable, json!({})).await;
    let failed = client.get(&format!("/process/{}", again["id"].as_str().expect("id"))).await;
    assert_eq!(failed["publicMeta"]["error"]["code"], "noSubdomainPorts");
}

#[tokio::test]
async fn that_process_fails_at_once_even_when_time_stands_still() {
    let client = Client::start(ClockMode::Manual).await;
    let enable = format!("{}/enable-subdomain-access", client.path("api").await);
    client.ok("PUT", &enable, json!({})).await;
    client.sandbox.control().advance(Duration::from_secs(5));
    let again = client.ok("PUT", &enable, json!({})).await;
    assert_eq!(again["status"], "PENDING");
    assert_eq!(client.get(&format!("/process/{}", again["id"].as_str().expect("id"))).await["status"], "FAILED");
}

#[tokio::test]
async fn without_an_http_port_there_is_nothing_to_enable() {
    let client = Client::start(ClockMode::Instant).await;
    for hostname in ["worker", "web", "db"] {
        let enable = format!("{}/enable-subdomain-access", client.path(hostname).await);
        assert_eq!(
            client.refused("PUT", &enable, json!({})).await,
            (400, "serviceStackIsNotHttp".into()),
            "{hostname}"
        );
    }
    client.sandbox.control().deploy("web", &[8080]).expect("runtime");
    let web = client.service("web").await;
    assert_eq!((&web["status"], &web["ports"][0]["port"]), (&json!("ACTIVE"), &json!(8080)));
    client.ok("PUT", &format!("{}/enable-subdomain-access", client.path("web").await), json!({})).await;
    assert!(client.sandbox.control().deploy("db", &[1]).is_err());
}

#[tokio::test]
async fn the_address_is_in_the_environment_before_it_is_public() {
    let client = Client::start(ClockMode::Instant).await;
    let env = client.get(&format!("{}/env", client.path("api").await)).await;
    let items = env["items"].as_array().expect("items");
    let content = |key: &str| items.iter().find(|item| item["key"] == key).map(|item| item["content"].clone());
    let project = client.get(&format!("/project/{}", client.project().await)).await;
    let host = project["zeropsSubdomainHost"].as_str().expect("host");
    assert_eq!(content("zeropsSubdomain"), Some(json!(format!("https://api-{host}-3000.prg1.zerops.app"))));
    assert_eq!(project["publicZone"], format!("{host}.prg1-zerops.zone"));
    assert_eq!(project["primaryInstanceLocation"]["name"], "EU Central (prg1)");
    assert_eq!(content("SESSION_KEY"), Some(json!("canary-session-key")));
    let web: Value = client.get(&format!("{}/env", client.path("web").await)).await;
    let of = |env: &Value| {
        let items = env["items"].as_array().expect("items");
        items.iter().find(|item| item["key"] == "zeropsSubdomain").map(|item| item["content"].clone())
    };
    assert_eq!(of(&web), None, "nothing was deployed");
    client.sandbox.control().deploy("web", &[80, 8080]).expect("runtime");
    let web: Value = client.get(&format!("{}/env", client.path("web").await)).await;
    let addresses = format!("https://web-{host}.prg1.zerops.app\nhttps://web-{host}-8080.prg1.zerops.app");
    assert_eq!(of(&web), Some(json!(addresses)));
}

#[tokio::test]
async fn formerly_the_host_had_its_domain_and_every_service_an_address() {
    let client = Client::former(ClockMode::Instant).await;
    let project = client.get(&format!("/project/{}", client.project().await)).await;
    let host = project["zeropsSubdomainHost"].as_str().expect("host");
    let (prefix, domain) = host.split_once('.').expect("a dot");
    assert_eq!(project["publicZone"], "prg1");
    let web: Value = client.get(&format!("{}/env", client.path("web").await)).await;
    let address = web["items"].as_array().expect("items").iter().find(|item| item["key"] == "zeropsSubdomain");
    assert_eq!(address.expect("an address")["content"], format!("https://web-{prefix}.{domain}"));
}
