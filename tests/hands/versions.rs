//! Rolling back what really runs.

use serde_json::{Value, json};

use super::live::{CONTAINERS, Live};
use crate::harness::need::need;

const IMPORT: &str = "services: [{hostname: app, type: python@3.11}]";

const YAML: &str = "zerops:
  - setup: app
    build:
      base: python@3.11
      deployFiles: ./
    run:
      base: python@3.11
      ports: [{port: 3000, httpSupport: true}]
      envVariables:
        GREETING: NAME
      start: python3 app.py
";

const APP: &str = r#"
import http.server, os
class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(STATUS)
        self.end_headers()
        self.wfile.write(("I am " + os.environ["GREETING"]).encode())
http.server.ThreadingHTTPServer(("0.0.0.0", 3000), Handler).serve_forever()
"#;

async fn deploy(live: &Live, name: &str, status: u16) -> String {
    live.write("zerops.yaml", &YAML.replace("NAME", name));
    live.write("app.py", &APP.replace("STATUS", &status.to_string()));
    let deployed = live.deploy("app").await;
    assert_eq!(deployed["status"], "ACTIVE", "{deployed}");
    deployed["appVersionId"].as_str().expect("an id").to_owned()
}

async fn verify(live: &Live, text: &str) -> Value {
    live.call("zerops_verify", json!({ "serviceHostname": "app", "expectText": text })).await
}

#[tokio::test]
async fn a_version_that_answers_wrongly_is_rolled_back_and_its_code_and_variables_are_back() {
    if !need(CONTAINERS) || !need(&["python3"]) {
        return;
    }
    let live = Live::start(IMPORT).await;
    let first = deploy(&live, "first", 200).await;
    let published =
        live.call("zerops_subdomain", json!({ "action": "enable", "serviceHostname": "app", "wait": true }));
    assert_eq!(published.await["enabled"], true);
    assert_eq!(verify(&live, "I am first").await["healthy"], true);
    let second = deploy(&live, "second", 500).await;

    let looked = verify(&live, "I am second").await;
    assert_eq!(looked["healthy"], false);
    let rollback = json!({
        "tool": "zerops_versions",
        "args": { "action": "rollback", "serviceHostname": "app", "version": first, "wait": true }
    });
    assert!(looked["next"].as_array().expect("calls").contains(&rollback), "the way back is shown: {looked}");

    let listed = live.call("zerops_versions", json!({ "action": "list", "serviceHostname": "app" })).await;
    let versions = listed["versions"].as_array().expect("versions").iter();
    let seen: Vec<_> = versions.map(|one| (&one["id"], &one["status"], &one["proof"])).collect();
    let expected =
        [(json!(second), json!("ACTIVE"), json!("failed")), (json!(first), json!("BACKUP"), json!("passed"))];
    let expected: Vec<_> = expected.iter().map(|(id, status, proof)| (id, status, proof)).collect();
    assert_eq!(seen, expected, "{listed}");

    let back =
        live.call("zerops_versions", json!({ "action": "rollback", "serviceHostname": "app", "wait": true })).await;
    assert_eq!(
        (&back["changed"], &back["version"]["id"], &back["version"]["status"]),
        (&json!(true), &json!(first), &json!("ACTIVE"))
    );
    assert_eq!(back["replaced"]["id"], json!(second));
    assert_eq!(verify(&live, "I am first").await["healthy"], true, "code and run.envVariables are the first one's");

    let events = live.call("zerops_events", json!({ "serviceHostname": "app" })).await;
    let newest = &events["events"][0];
    assert_eq!((&newest["action"], &newest["buildId"]), (&json!("rollback"), &json!(first)), "{events}");

    // Nothing earlier is left, and forward again it goes by name.
    let args = json!({ "action": "rollback", "serviceHostname": "app", "wait": true });
    assert_eq!(live.fails("zerops_versions", args).await["code"], "ROLLBACK_IMPOSSIBLE");
    let args = json!({ "action": "rollback", "serviceHostname": "app", "version": second, "wait": true });
    assert_eq!(live.call("zerops_versions", args).await["changed"], true);
    assert_eq!(verify(&live, "I am second").await["healthy"], false);
    live.end().await;
}
