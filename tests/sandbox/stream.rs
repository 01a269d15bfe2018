//! Following the log over a websocket.

use std::sync::Arc;
use std::time::Duration;

use futures_util::{SinkExt as _, StreamExt as _};
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, ServerName};
use serde_json::Value;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::{Error, Message};
use zcp::sandbox::control::logs::LogLine;
use zcp::sandbox::faults::{Fault, FaultKind};
use zcp::sandbox::server::Sandbox;

use super::client::{Client, sandbox, text};

/// Longer than anything here takes; only a hang meets it.
const HANG: Duration = Duration::from_mins(1);

trait Stream: AsyncRead + AsyncWrite + Unpin + Send + std::fmt::Debug {}
impl<T: AsyncRead + AsyncWrite + Unpin + Send + std::fmt::Debug> Stream for T {}

type Socket = WebSocketStream<Box<dyn Stream>>;

/// Follows an address of the log.
async fn follow(sandbox: &Sandbox, address: &str, question: &str) -> Result<Socket, Error> {
    let (path, query) = address.split_once('?').expect("a query");
    let url = format!("{}/stream?{query}&desc=0{question}", path.replacen("http", "ws", 1));
    let host = url.split('/').nth(2).expect("a host").to_owned();
    let stream = TcpStream::connect(&host).await.expect("it listens");
    let stream: Box<dyn Stream> = if url.starts_with("wss:") {
        let (_, ca_file) = sandbox.secure().expect("TLS");
        let mut roots = rustls::RootCertStore::empty();
        roots.add(CertificateDer::from_pem_file(ca_file).expect("a certificate")).expect("an authority");
        let config = rustls::ClientConfig::builder().with_root_certificates(roots).with_no_client_auth();
        let name = ServerName::try_from("127.0.0.1").expect("a name");
        Box::new(tokio_rustls::TlsConnector::from(Arc::new(config)).connect(name, stream).await.expect("TLS"))
    } else {
        Box::new(stream)
    };
    tokio_tungstenite::client_async(url, stream).await.map(|(socket, _)| socket)
}

/// The next frame with lines; none when the stream was closed.
async fn frame(socket: &mut Socket) -> Option<Vec<Value>> {
    loop {
        let message = tokio::time::timeout(HANG, socket.next()).await.expect("a frame");
        match message? {
            Ok(Message::Text(frame)) => {
                let frame: Value = serde_json::from_str(&frame).expect("JSON");
                return Some(frame["items"].as_array().expect("items").clone());
            }
            Ok(Message::Close(_)) | Err(_) => return None,
            Ok(_) => {}
        }
    }
}

fn messages(items: &[Value]) -> Vec<String> {
    items.iter().map(|item| text(&item["message"])).collect()
}

#[tokio::test]
async fn a_build_is_followed_to_its_end() {
    let sandbox = sandbox().await;
    let (client, control) = (Client::trusting(&sandbox), sandbox.control());
    let process = client.push().await;
    let (version, builder) = (&process["appVersion"]["id"], &process["appVersion"]["build"]["serviceStackId"]);
    let question = format!(
        "&limit=100&facility=16&minimumSeverity=7&serviceStackId={}&tags=zbuilder@{}",
        text(builder),
        text(version)
    );
    let address = client.log().await;
    assert!(address.starts_with("https:"));
    let mut socket = follow(&sandbox, &address, &question).await.expect("a stream");
    control.advance(Duration::from_secs(2));
    let first = frame(&mut socket).await.expect("lines");
    assert!(first.iter().all(|item| item["tag"] == format!("zbuilder@{}", text(version)) && item["facility"] == 16));
    assert!(messages(&first).contains(&"$ npm ci".to_owned()));
    control.advance(Duration::from_secs(20));
    assert!(messages(&frame(&mut socket).await.expect("lines")).contains(&"BUILD FINISHED".to_owned()));
    assert!(frame(&mut socket).await.is_none(), "nothing more comes");
    let process = client.get(&format!("/process/{}", text(&process["id"]))).await;
    let preparing = text(&process["appVersion"]["prepareCustomRuntime"]["serviceStackId"]);
    let question = format!("&limit=100&facility=16&serviceStackId={preparing}");
    let mut socket = follow(&sandbox, &address, &question).await.expect("a stream");
    assert!(messages(&frame(&mut socket).await.expect("lines")).contains(&"$ apk add jq".to_owned()));
    control.advance(Duration::from_secs(30));
    while frame(&mut socket).await.is_some() {}
}

#[tokio::test]
async fn a_service_is_followed_as_long_as_somebody_listens() {
    let sandbox = sandbox().await;
    let (client, control) = (Client::new(&sandbox.url(), None), sandbox.control());
    let write = |message: &str| {
        let line: LogLine = serde_json::from_value(serde_json::json!({ "message": message })).expect("a line");
        control.write_logs("api", &[line]).expect("a service");
    };
    for message in ["one", "two", "three"] {
        write(message);
    }
    let (address, service) = (client.log().await, client.service("api").await);
    let question = format!("&limit=2&serviceStackId={service}");
    let mut socket = follow(&sandbox, &address, &question).await.expect("a stream");
    let first = frame(&mut socket).await.expect("lines");
    assert_eq!(messages(&first), ["two", "three"]);
    socket.send(Message::Ping(b"still here"[..].into())).await.expect("sent");
    write("four");
    assert_eq!(messages(&frame(&mut socket).await.expect("a line")), ["four"]);
    let from = text(&first[0]["id"]);
    let mut again = follow(&sandbox, &address, &format!("{question}&from={from}")).await.expect("a stream");
    assert_eq!(messages(&frame(&mut again).await.expect("lines")), ["three", "four"]);
    socket.close(None).await.expect("closed");
    let waiting = tokio::spawn(async move { frame(&mut again).await });
    sandbox.shutdown().await;
    assert!(waiting.await.expect("joined").is_none(), "the end of the sandbox ends it");
}

#[tokio::test]
async fn a_stream_needs_its_secret_and_breaks_on_request() {
    let sandbox = sandbox().await;
    let client = Client::new(&sandbox.url(), None);
    let address = client.log().await;
    let refused = |error: Error| match error {
        Error::Http(answer) => answer.status().as_u16(),
        other => panic!("{other}"),
    };
    let wrong = format!("{}?accessToken=x", address.split('?').next().expect("a path"));
    assert_eq!(refused(follow(&sandbox, &wrong, "").await.expect_err("refused")), 401);
    let plain = client.http.get(address.replacen('?', "/stream?", 1)).send().await.expect("an answer");
    assert_eq!(plain.status().as_u16(), 426);
    let status = serde_json::from_value(serde_json::json!({ "status": { "status": 503 } })).expect("a kind");
    for kind in [status, FaultKind::Reset] {
        sandbox.control().add_fault(Fault::new("log.stream", kind)).expect("known");
        assert!(follow(&sandbox, &address, "").await.is_err());
    }
    follow(&sandbox, &address, "").await.expect("a stream");
}
