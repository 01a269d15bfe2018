//! TLS: who trusts the authority of the sandbox, and what it leads to.

use std::path::Path;
use std::process::{Output, Stdio};
use std::sync::Arc;

use serde_json::json;
use zcp::domain::clock::SystemClock;
use zcp::platform::connection::Connection;
use zcp::platform::credentials::Source;
use zcp::platform::settings::Settings;
use zcp::platform::token::Token;
use zcp::sandbox::server::Sandbox;
use zcp::sandbox::tokens::TokenKind;

use super::client::{Client, sandbox, text};

#[tokio::test]
async fn nobody_trusts_it_without_being_told_and_http_is_beside_it() {
    let sandbox = sandbox().await;
    let (address, ca_file) = sandbox.secure().expect("TLS");
    let status = sandbox.control().status();
    assert_eq!((&status["tls"]["url"], &status["tls"]["caFile"]), (&json!(address), &json!(ca_file)));
    let stranger = Client::new(&address, None).http.get(&address).send().await;
    assert!(stranger.expect_err("refused").is_connect());
    let host = address.strip_prefix("https://").expect("https");
    let (secure, plain) = (Client::trusting(&sandbox), Client::new(&sandbox.url(), None));
    for client in [&secure, &plain] {
        let regions = client.get("/region/zcli").await;
        assert_eq!((&regions["items"][0]["name"], &regions["items"][0]["address"]), (&json!("prg1"), &json!(host)));
    }
    assert!(secure.log().await.starts_with(&format!("{address}/")));
    assert!(plain.log().await.starts_with(&format!("{}/", sandbox.url())));
    let local = address.replace("127.0.0.1", "localhost");
    Client::new(&local, Some(&ca_file)).get("/user/info").await;
    sandbox.shutdown().await;
    assert!(!ca_file.exists(), "the authority goes with the sandbox");
}

#[tokio::test]
async fn a_push_goes_through_it() {
    let sandbox = sandbox().await;
    let client = Client::trusting(&sandbox);
    let process = client.push().await;
    assert_eq!((&process["actionName"], &process["status"]), (&json!("stack.build"), &json!("PENDING")));
    sandbox.control().advance(std::time::Duration::from_mins(2));
    let path = format!("/process/{}", text(&process["id"]));
    assert_eq!(client.get(&path).await["appVersion"]["status"], "ACTIVE");
}

#[tokio::test]
async fn a_connection_that_is_broken_on_purpose_breaks() {
    use zcp::sandbox::faults::{Fault, FaultKind};
    let sandbox = sandbox().await;
    let client = Client::trusting(&sandbox);
    sandbox.control().add_fault(Fault::new("region.zcli", FaultKind::Reset)).expect("known");
    let (address, _) = sandbox.secure().expect("TLS");
    let url = format!("{address}/api/rest/public/region/zcli");
    client.http.get(&url).send().await.expect_err("reset");
    assert_eq!(client.http.get(&url).send().await.expect("an answer").status().as_u16(), 200);
}

fn connection(sandbox: &Sandbox, ca_file: Option<&Path>) -> Connection {
    let (host, _) = sandbox.secure().expect("TLS");
    let source = Source::Fixed { token: Token::new(TokenKind::Valid.token()), host, project: None };
    let ca_file = ca_file.map(Path::to_owned);
    Connection::new(source, Settings { ca_file, max_attempts: 1, ..Settings::default() }, Arc::new(SystemClock))
}

#[tokio::test]
async fn zcp_trusts_the_file_that_it_is_given_and_no_other() {
    let sandbox = sandbox().await;
    let (_, ca_file) = sandbox.secure().expect("TLS");
    connection(&sandbox, Some(&ca_file)).session().await.expect("trusted");
    let error = connection(&sandbox, None).session().await.expect_err("not trusted");
    assert!(error.message.contains("of an issuer that this machine does not trust"), "{error}");

    let folder = tempfile::tempdir().expect("a folder");
    let garbage = folder.path().join("garbage");
    std::fs::write(&garbage, "hello").expect("written");
    for file in [garbage.as_path(), Path::new("no-such-file"), folder.path()] {
        let error = connection(&sandbox, Some(file)).session().await.expect_err("unusable");
        assert!(error.message.contains("ZCP_CA_FILE"), "{error}");
    }
}

#[tokio::test]
async fn the_program_trusts_what_its_environment_names() {
    let sandbox = sandbox().await;
    let (host, ca_file) = sandbox.secure().expect("TLS");
    let run = |variable: Option<&'static str>| {
        let mut command = tokio::process::Command::new(env!("CARGO_BIN_EXE_zcp"));
        command.args(["call", "zerops_discover"]).env_clear().stdin(Stdio::null()).kill_on_drop(true);
        command.env("ZCP_API_HOST", &host).env("ZCP_API_KEY", TokenKind::Valid.token());
        if let Some(variable) = variable {
            command.env(variable, &ca_file);
        }
        command.output()
    };
    let succeeded = |output: std::io::Result<Output>| output.expect("it runs").status.success();
    assert!(succeeded(run(Some("ZCP_CA_FILE")).await));
    // Where the system's own certificates come from files, this names them.
    if cfg!(target_os = "linux") {
        assert!(succeeded(run(Some("SSL_CERT_FILE")).await));
    }
    assert!(!succeeded(run(None).await));
}
