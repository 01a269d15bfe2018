//! What each token reaches, on every endpoint.

use serde_json::{Value, json};

use super::client::Client;
use crate::domain::operation::Access;
use crate::generated::operations::Operation;
use crate::sandbox::options::{ClockMode, Options};
use crate::sandbox::paths::PREFIX;
use crate::sandbox::routes::ROUTES;
use crate::sandbox::seeds::Seed;
use crate::sandbox::tokens::TokenKind;

/// A route's path with an id in each place.
fn filled(path: &str) -> String {
    let parts = path.split('/').map(|part| if part.starts_with('{') { "AAAAAAAAAAAAAAAAAAAAAA" } else { part });
    parts.collect::<Vec<_>>().join("/")
}

#[tokio::test]
async fn every_endpoint_wants_a_good_token_and_writes_want_a_writing_one() {
    let client = Client::start(ClockMode::Instant).await;
    for route in ROUTES.iter().filter(|route| route.access != Access::Public) {
        let (method, path) = (route.method.as_str(), filled(route.path.strip_prefix(PREFIX).unwrap_or(&route.path)));
        for (token, code) in [
            (None, "notAuthorized"),
            (Some("no such token"), "notAuthorized"),
            (Some(TokenKind::Expired.token()), "tokenExpired"),
        ] {
            let answer = client.request(method, &path, token).send().await.expect("answer");
            assert_eq!(answer.status().as_u16(), 401, "{}", route.name);
            let body: Value = answer.json().await.expect("json");
            assert_eq!(body["error"]["code"], code, "{}", route.name);
        }
        let (status, body) = client.call_as(TokenKind::ReadOnly, method, &path, json!({})).await;
        let forbidden = body["error"]["code"] == "insufficientPermissions";
        // What is paid is no matter of a token that may only read.
        let wanted = route.access == Access::Write || route.name == "usage.cost";
        assert_eq!((status == 403, forbidden), (wanted, wanted), "{}", route.name);
    }
}

#[tokio::test]
async fn what_belongs_to_another_project_is_as_if_absent() {
    let seed = |project: &str, yaml: &str| Seed::new(project, yaml);
    let options = Options::deterministic(ClockMode::Instant)
        .seed(seed("demo", "services: [{hostname: mine, type: nodejs@22, startWithoutCode: true}]"))
        .seed(seed("other", "services: [{hostname: theirs, type: nodejs@22, startWithoutCode: true}]"));
    let client = Client::with(options).await;
    let all = json!({"search":[{"name":"name","operator":"eq","value":"theirs"}],"sort":[]});
    let (_, both) = client.call_as(TokenKind::TwoProjects, "POST", "/service-stack/search", all.clone()).await;
    let theirs = &both["items"][0];
    let (id, project) = (theirs["id"].as_str().expect("id"), theirs["projectId"].as_str().expect("project"));
    let path = format!("/service-stack/{id}");
    let restart = format!("{path}/restart");
    let (status, process) = client.call_as(TokenKind::TwoProjects, "PUT", &restart, json!({})).await;
    assert_eq!(status, 200);
    let process = format!("/process/{}", process["id"].as_str().expect("id"));

    assert_eq!(client.ok("POST", "/service-stack/search", all).await["totalHits"], 0);
    for (method, path, expected) in [
        ("GET", path.clone(), (400, "serviceStackNotFound")),
        ("GET", format!("{path}/env"), (400, "serviceStackNotFound")),
        ("GET", format!("/service-stack-by-name/{project}/theirs"), (400, "serviceStackNotFound")),
        ("PUT", restart, (400, "serviceStackNotFound")),
        ("DELETE", path, (400, "serviceStackNotFound")),
        ("GET", process.clone(), (400, "processNotFound")),
        ("PUT", format!("{process}/cancel"), (400, "processNotFound")),
        ("GET", format!("/project/{project}"), (400, "projectNotFound")),
        ("GET", format!("/project/{project}/service-stack"), (400, "projectNotFound")),
        ("POST", format!("/project/{project}/service-stack/import"), (400, "projectNotFound")),
    ] {
        let (status, code) = client.refused(method, &path, json!({"yaml": "services: []"})).await;
        assert_eq!((status, code.as_str()), expected, "{method} {path}");
    }
}

#[tokio::test]
async fn each_token_finds_its_number_of_projects() {
    let client = Client::start(ClockMode::Instant).await;
    let filter = json!({"search":[],"sort":[]});
    for (kind, count) in
        [(TokenKind::Valid, 1), (TokenKind::ReadOnly, 1), (TokenKind::NoProject, 0), (TokenKind::TwoProjects, 2)]
    {
        let (_, found) = client.call_as(kind, "POST", "/project/search", filter.clone()).await;
        assert_eq!(found["totalHits"], count, "{kind:?}");
        assert_eq!(client.call_as(kind, "GET", "/user/info", Value::Null).await.0, 200);
    }
}

#[tokio::test]
async fn a_reading_token_does_not_see_secrets() {
    let client = Client::start(ClockMode::Instant).await;
    let (api, db) = (client.path("api").await, client.path("db").await);
    let search = json!({"search":[],"sort":[]});
    for (method, path) in [
        ("GET", format!("{api}/env")),
        ("GET", format!("{api}/user-data")),
        ("GET", api.clone()),
        ("POST", "/service-stack/search".to_owned()),
    ] {
        let (_, full) = client.call(method, &path, search.clone()).await;
        let (_, seen) = client.call_as(TokenKind::ReadOnly, method, &path, search.clone()).await;
        let (full, seen) = (full.to_string(), seen.to_string());
        assert!(full.contains("canary-session-key"), "{path}");
        assert!(!seen.contains("canary-session-key") && seen.contains("REDACTED"), "{path}");
    }
    let (_, seen) = client.call_as(TokenKind::ReadOnly, "GET", &format!("{db}/env"), Value::Null).await;
    let content = |key: &str| {
        let items = seen["items"].as_array().expect("items");
        items.iter().find(|item| item["key"] == key).expect(key)["content"].as_str().expect("text").to_owned()
    };
    assert_eq!(content("password"), "REDACTED");
    assert!(content("connectionString").starts_with("postgresql://"), "it is not marked");
}

#[tokio::test]
async fn unknown_paths_and_methods_are_answered_with_the_envelope() {
    let client = Client::start(ClockMode::Instant).await;
    assert_eq!(client.refused("GET", "/nope", Value::Null).await, (404, "notFound".into()));
    assert_eq!(client.refused("PUT", "/user/info", json!({})).await, (405, "notAvailable".into()));
    assert_eq!(client.refused("GET", "/service-stack/api", Value::Null).await, (400, "invalidUserInput".into()));
    let dashed = "/process/00000000-0000-0000-0000-000000000000";
    assert_eq!(client.refused("GET", dashed, Value::Null).await, (400, "processNotFound".into()));
    let answer = client.request("POST", "/project/search", Some(TokenKind::Valid.token())).body("{").send().await;
    let body: Value = answer.expect("answer").json().await.expect("json");
    assert_eq!(body["error"]["meta"][0]["parameter"], "");
}

#[tokio::test]
async fn the_log_has_the_call_and_never_the_token() {
    let client = Client::start(ClockMode::Instant).await;
    let control = client.sandbox.control();
    let path = client.path("api").await;
    control.clear_requests();
    client.ok("PUT", &format!("{path}/restart"), json!({})).await;
    client.call_as(TokenKind::ReadOnly, "GET", &path, Value::Null).await;
    client.request("GET", "/nope", Some("secret-of-mine")).send().await.expect("answer");
    let log = control.requests();
    assert_eq!(log[0].operation, Some(Operation::ServiceRestart));
    assert_eq!((log[0].path.as_str(), log[0].status), (format!("{PREFIX}{path}/restart").as_str(), Some(200)));
    assert_eq!((log[0].token_kind, log[1].token_kind), (Some(TokenKind::Valid), Some(TokenKind::ReadOnly)));
    assert_eq!((log[2].operation, log[2].status, log[2].token_kind), (None, Some(404), None));
    let printed = format!("{log:?}");
    assert!(!printed.contains("secret-of-mine") && !printed.contains(TokenKind::Valid.token()));
}

#[tokio::test]
async fn a_project_can_be_made_and_deleted_over_the_wire() {
    let client = Client::start(ClockMode::Instant).await;
    let user = client.get("/user/info").await;
    let organisation = user["clientUserList"][0]["clientId"].as_str().expect("client");
    let yaml = "project: {name: shop, envVariables: {A: b}}\nservices: [{hostname: app, type: nodejs@22}]\n";
    let made = client.ok("POST", &format!("/client/{organisation}/project/import"), json!({"yaml": yaml})).await;
    assert_eq!(made["projectName"], "shop");
    let path = format!("/project/{}", made["projectId"].as_str().expect("id"));
    assert_eq!(client.get(&format!("{path}/env-file")).await["envFile"], "A=b\n");
    let body = json!({"name":"bare","tagList":["x"],"userRoles":[],"envVariables":[],"publicIpV4Shared":false});
    let bare = client.ok("POST", &format!("/client/{organisation}/project"), body).await;
    assert_eq!((&bare["status"], &bare["tagList"]), (&json!("ACTIVE"), &json!(["x"])));
    let process = client.ok("DELETE", &path, json!({})).await;
    let over = client.get(&format!("/process/{}", process["id"].as_str().expect("id"))).await;
    assert_eq!((&over["status"], &over["project"]), (&json!("FINISHED"), &Value::Null));
    assert_eq!(client.refused("GET", &path, Value::Null).await.1, "projectNotFound");
    assert_eq!(client.get(&format!("/client/{organisation}/project")).await["totalCount"], 2);
}

#[tokio::test]
async fn a_new_project_is_what_was_sent_or_refused() {
    let client = Client::start(ClockMode::Instant).await;
    let user = client.get("/user/info").await;
    let path = format!("/client/{}/project", user["clientUserList"][0]["clientId"].as_str().expect("client"));
    let variable = |key: &str| json!({"key":key,"content":"hush","sensitive":true});
    let body = |name: &str, value: Value| {
        let mut body = json!({"name":"new","tagList":[],"userRoles":[],"envVariables":[],"publicIpV4Shared":false});
        body[name] = value;
        body
    };
    for (name, value, code) in [
        ("envVariables", json!([{"key":1}]), "invalidUserInput"),
        ("envVariables", json!([variable("A"), variable("a")]), "projectEnvDuplicateKey"),
        ("envVariables", json!([variable("a b")]), "projectEnvKeyInvalid"),
        ("mode", json!("BOGUS"), "invalidUserInput"),
        ("mode", json!(7), "invalidUserInput"),
        ("tagList", json!([1]), "invalidUserInput"),
    ] {
        assert_eq!(client.refused("POST", &path, body(name, value.clone())).await.1, code, "{name} {value}");
    }
    let made = client.ok("POST", &path, body("envVariables", json!([variable("A")]))).await;
    assert_eq!(made["publicIpV4Shared"], false);
    let search = json!({"search":[{"name":"name","operator":"eq","value":"new"}],"sort":[]});
    let found = client.ok("POST", "/project/search", search).await;
    assert_eq!((&found["totalHits"], &found["items"][0]["envList"][0]["sensitive"]), (&json!(1), &json!(true)));
}

#[tokio::test]
async fn an_autoscaling_request_of_another_shape_is_refused() {
    let client = Client::start(ClockMode::Instant).await;
    let path = format!("{}/autoscaling", client.path("api").await);
    for (body, code) in [
        (json!({"customAutoscaling":5}), "invalidUserInput"),
        (json!({"autoscalingProfileId":"any"}), "autoscalingProfileNotFound"),
    ] {
        assert_eq!(client.refused("PUT", &path, body).await.1, code);
    }
}
