//! `zerops_verify` against real servers: answers of every kind, and the programs themselves.

use std::net::SocketAddr;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use serde_json::{Map, Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use zcp::domain::network::PrivateNetwork;

use crate::harness::need::{need, program};
use crate::harness::servers::{answer, head, listen};
use crate::harness::world::{Setting, World, block_on};

/// What is asked of a server, and what must be said of it.
struct Case {
    name: &'static str,
    args: Value,
    /// Name, status and a part of the detail of checks.
    expected: &'static [(&'static str, &'static str, &'static str)],
}

fn arguments(value: &Value) -> Map<String, Value> {
    value.as_object().cloned().expect("an object")
}

async fn verify(world: &World, args: &Value) -> Value {
    let result = world.call("zerops_verify", arguments(args)).await;
    assert_ne!(result.is_error, Some(true), "{result:?}");
    let bytes = serde_json::to_string(&result).expect("JSON").len();
    assert!(bytes <= 16 * 1024, "{bytes} bytes");
    result.structured_content.expect("a record")
}

fn check<'a>(record: &'a Value, name: &str) -> &'a Value {
    let checks = record["checks"].as_array().expect("checks");
    checks.iter().find(|check| check["check"] == name).unwrap_or_else(|| panic!("no check `{name}` in {record}"))
}

fn assert_case(case: &Case, record: &Value) {
    for (name, status, detail) in case.expected {
        let check = check(record, name);
        assert_eq!(check["status"], *status, "{}: {record}", case.name);
        let said = check["detail"].as_str().unwrap_or_default();
        assert!(said.contains(detail), "{}: `{said}` has no `{detail}`", case.name);
        assert_eq!(check.get("proves").is_some(), *status == "pass", "{}: {record}", case.name);
    }
    let failed = record["checks"].as_array().expect("checks").iter().any(|check| check["status"] == "fail");
    assert_eq!(record["healthy"], !failed, "{}: {record}", case.name);
}

/// A server that answers every path in its own way.
async fn site() -> SocketAddr {
    listen(|mut stream| async move {
        let (request, whole) = head(&mut stream).await;
        let path = request.strip_prefix("GET ").expect("nothing but GET");
        for header in ["authorization", "cookie", "content-length", "transfer-encoding"] {
            assert!(!whole.to_lowercase().contains(&format!("\n{header}:")), "{whole}");
        }
        let html = "content-type: text/html; charset=utf-8\r\n";
        let redirect = |to: &str| answer(302, &format!("location: {to}\r\n"), b"");
        let bytes = match path {
            "/" => answer(200, html, b"<p>Tom &amp; Jerry&#39;s</p>"),
            "/missing" => answer(404, html, b"nothing here"),
            "/broken" => answer(500, "", b"\x1b[31mpanic\x1b[0m\nat line 1"),
            "/gateway" => answer(502, html, b""),
            "/binary" => answer(200, "content-type: image/png\r\n", b"\x89PNG\x00\x01\x02"),
            "/zipped" => answer(200, "content-encoding: gzip\r\n", b"\x1f\x8b\x08"),
            "/here" => redirect("/there"),
            "/there" => redirect("./?from=there"),
            "/?from=there" => answer(200, "", b"arrived"),
            "/loop" => redirect("/loop"),
            "/away" => redirect("https://login.example.com/?token=hunter2"),
            "/port" => redirect("http://api:1/"),
            "/nowhere" => redirect("http://[bad"),
            "/host" => {
                let host = whole.lines().find(|line| line.to_lowercase().starts_with("host:")).unwrap_or_default();
                answer(200, "", host.as_bytes())
            }
            "/no-http" => b"+OK what is this\r\n".to_vec(),
            "/short" => b"HTTP/1.1 200 x\r\ncontent-length: 100\r\n\r\nhalf".to_vec(),
            "/slow" => {
                tokio::time::sleep(Duration::from_mins(10)).await;
                Vec::new()
            }
            "/drip" => {
                let _ = stream.write_all(b"HTTP/1.1 200 x\r\ncontent-length: 100\r\n\r\nfirst").await;
                tokio::time::sleep(Duration::from_mins(10)).await;
                Vec::new()
            }
            "/endless" => {
                let _ = stream.write_all(b"HTTP/1.1 200 x\r\n\r\n").await;
                while stream.write_all(&[b'x'; 4096]).await.is_ok() {}
                Vec::new()
            }
            other => answer(200, "", other.as_bytes()),
        };
        let _ = stream.write_all(&bytes).await;
    })
    .await
}

fn cases() -> Vec<Case> {
    let case = |name, args, expected| Case { name, args, expected };
    let on = |path: &str, more: Value| {
        let mut args = arguments(&more);
        args.insert("path".to_owned(), json!(path));
        Value::Object(args)
    };
    vec![
        case("plain", json!({}), &[("http", "pass", "answered 200.")]),
        case("text", on("/", json!({ "expectText": "Tom" })), &[("text", "pass", "")]),
        case("entity", on("/", json!({ "expectText": "Tom & Jerry's" })), &[("text", "pass", "HTML entities")]),
        case(
            "mismatch",
            on("/", json!({ "expectText": "tom" })),
            &[("http", "pass", ""), ("text", "fail", "case counts")],
        ),
        case("404", on("/missing", json!({})), &[("http", "fail", "answered 404, not 2xx. A program answers")]),
        case("expected 404", on("/missing", json!({ "expectStatus": 404 })), &[("http", "pass", "answered 404.")]),
        case(
            "500",
            on("/broken", json!({ "expectText": "x" })),
            &[("http", "fail", "answered 500"), ("text", "fail", "")],
        ),
        case("502", on("/gateway", json!({})), &[("http", "fail", "not 2xx")]),
        case(
            "binary",
            on("/binary", json!({ "expectText": "x" })),
            &[("http", "pass", ""), ("text", "fail", "binary, 7 bytes")],
        ),
        case("zipped", on("/zipped", json!({ "expectText": "x" })), &[("text", "fail", "compressed")]),
        case(
            "redirects",
            on("/here", json!({ "expectText": "arrived" })),
            &[("http", "pass", "after 2 redirects"), ("text", "pass", "")],
        ),
        case("expected redirect", on("/here", json!({ "expectStatus": 302 })), &[("http", "pass", "answered 302.")]),
        case("loop", on("/loop", json!({})), &[("http", "fail", "more than 5 times")]),
        case("away", on("/away", json!({})), &[("http", "fail", "another host, login.example.com")]),
        case("port", on("/port", json!({})), &[("http", "fail", "another port or scheme")]),
        case("nowhere", on("/nowhere", json!({})), &[("http", "fail", "no address")]),
        case("host", on("/host", json!({ "expectText": "api:3000" })), &[("text", "pass", "")]),
        case("query", on("/q?secret=hunter2", json!({})), &[("http", "pass", "/q?… answered 200")]),
        case("odd path", on("//evil.example/a", json!({ "expectText": "//evil.example/a" })), &[("text", "pass", "")]),
        case("no http", on("/no-http", json!({})), &[("http", "fail", "does not speak HTTP")]),
        case("short", on("/short", json!({})), &[("http", "fail", "broke before the end")]),
        case("slow", on("/slow", json!({})), &[("http", "fail", "nothing answered within 700 ms")]),
        case(
            "drip",
            on("/drip", json!({ "expectText": "first" })),
            &[("http", "pass", "not over within"), ("text", "pass", "")],
        ),
        case(
            "endless",
            on("/endless", json!({ "expectText": "y" })),
            &[("http", "pass", "65536"), ("text", "fail", "the rest was not read")],
        ),
    ]
}

#[test]
fn every_answer_is_told_as_it_is() {
    block_on(async {
        let network = PrivateNetwork::table();
        network.insert("api", 3000, site().await);
        let own_hostname = Some("zcp".to_owned());
        let probe_timeout = Duration::from_millis(700);
        let world = World::start(&Setting { probe_timeout, network, own_hostname, ..Setting::default() }).await;
        for case in cases() {
            let mut args = arguments(&case.args);
            args.insert("serviceHostname".to_owned(), json!("api"));
            let record = verify(&world, &Value::Object(args)).await;
            assert_case(&case, &record);
            let text = record.to_string();
            assert!(!text.contains("hunter2") && !text.contains("\\u001b"), "{}: {text}", case.name);
        }
    });
}

#[test]
fn a_public_address_is_asked_in_public() {
    block_on(async {
        let world = World::start(&Setting::default()).await;
        let on = json!({ "action": "enable", "serviceHostname": "api", "wait": true });
        world.call("zerops_subdomain", arguments(&on)).await;
        let address = site().await;
        world.sandbox.control().set_subdomain_domain(&format!("localhost:{}", address.port()));
        let cases = [
            Case {
                name: "host",
                args: json!({ "serviceHostname": "api", "path": "/host", "expectText": "-3000.localhost:" }),
                expected: &[("http", "pass", "localhost"), ("text", "pass", "")],
            },
            Case {
                name: "502",
                args: json!({ "serviceHostname": "api", "path": "/gateway" }),
                expected: &[("http", "fail", "no program listens on 0.0.0.0")],
            },
        ];
        for case in cases {
            let record = verify(&world, &case.args).await;
            assert_case(&case, &record);
        }
        let record = verify(&world, &json!({ "serviceHostname": "api", "path": "/gateway" })).await;
        let next = json!([
            { "tool": "zerops_logs", "args": { "serviceHostname": "api" } },
            { "tool": "zerops_knowledge", "args": { "query": "502 bad gateway", "topic": "problems" } },
            // What the conductor says of the service, once it is mended.
            { "tool": "zerops_verify", "args": { "serviceHostname": "api" } },
        ]);
        assert_eq!(record["next"], next, "{record}");
        // A port that nobody listens on, and one that does not speak TLS.
        world.sandbox.control().set_subdomain_domain("localhost:1");
        let record = verify(&world, &json!({ "serviceHostname": "api" })).await;
        assert!(check(&record, "http")["detail"].as_str().expect("why").contains("refused"), "{record}");
    });
}

#[test]
fn errors_of_the_last_hour_and_deploy_count() {
    use zcp::sandbox::control::logs::LogLine;
    block_on(async {
        let world = World::start(&Setting::default()).await;
        let control = world.sandbox.control();
        let now = control.now();
        let line = |message: &str, severity, ago| LogLine {
            severity: Some(severity),
            timestamp: Some(now - Duration::from_secs(ago)),
            ..LogLine::new(message)
        };
        let quiet =
            [line("an error of yesterday", 3, 86_400), line("a warning", 4, 5), line("ERROR: only in words", 6, 5)];
        control.write_logs("api", &quiet).expect("a service");
        let record = verify(&world, &json!({ "serviceHostname": "api" })).await;
        assert_eq!(check(&record, "logs")["status"], "pass", "{record}");
        control.deploy("api", &[3000]).expect("a deploy");
        control.write_logs("api", &[line("before the deploy", 3, 60)]).expect("a service");
        let record = verify(&world, &json!({ "serviceHostname": "api" })).await;
        assert_eq!(check(&record, "logs")["status"], "pass", "{record}");
        let many: Vec<LogLine> = (0..400)
            .map(|number| LogLine { severity: Some(2), ..LogLine::new(format!("trouble {number}\u{1b}[2J")) })
            .collect();
        control.write_logs("api", &many).expect("a service");
        let record = verify(&world, &json!({ "serviceHostname": "api" })).await;
        let logs = check(&record, "logs");
        assert_eq!((&logs["status"], &logs["lines"][2]), (&json!("fail"), &json!("trouble 399")), "{record}");
        assert!(logs["detail"].as_str().expect("how many").starts_with("at least 200 lines"), "{record}");
        assert_eq!(record["next"][0]["tool"], "zerops_logs");
        assert!(record["next"][0]["args"].get("severity").is_none(), "plain output says why: {record}");
    });
}

/// A program that ends with the test.
struct Running(Child, #[expect(dead_code, reason = "its folder goes when it does")] tempfile::TempDir);

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn free_port() -> u16 {
    std::net::TcpListener::bind("127.0.0.1:0").and_then(|socket| socket.local_addr()).expect("a port").port()
}

/// Waits until something listens.
async fn listening(port: u16) {
    for _ in 0..600 {
        if tokio::net::TcpStream::connect(("127.0.0.1", port)).await.is_ok() {
            return;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    panic!("nothing listens on {port}");
}

async fn inside(hostname: &str, port: u16, at: u16) -> World {
    let network = PrivateNetwork::table();
    network.insert(hostname, port, SocketAddr::from(([127, 0, 0, 1], at)));
    World::start(&Setting { network, own_hostname: Some("zcp".to_owned()), ..Setting::default() }).await
}

fn redis(port: u16, more: &[&str]) -> Running {
    let folder = tempfile::tempdir().expect("a folder");
    let child = Command::new(program("redis-server").expect("found before"))
        .args(["--port", &port.to_string(), "--bind", "127.0.0.1", "--save", ""])
        .args(more)
        .current_dir(folder.path())
        .stdout(Stdio::null())
        .spawn();
    Running(child.expect("it starts"), folder)
}

#[test]
fn a_real_redis_is_recognised() {
    if !need(&["redis-server"]) {
        return;
    }
    block_on(async {
        for (more, said) in [(&[][..], "PONG"), (&["--requirepass", "hunter2"][..], "asks for a password")] {
            let port = free_port();
            let server = redis(port, more);
            listening(port).await;
            let world = inside("cache", 6379, port).await;
            let record = verify(&world, &json!({ "serviceHostname": "cache" })).await;
            let protocol = check(&record, "protocol");
            assert_eq!(protocol["status"], "pass", "{record}");
            assert!(protocol["detail"].as_str().expect("how").contains(said), "{record}");
            drop(server);
            let record = verify(&world, &json!({ "serviceHostname": "cache" })).await;
            assert!(check(&record, "protocol")["detail"].as_str().expect("why").contains("refused"), "{record}");
            assert_eq!(record["healthy"], false);
        }
    });
}

/// A new `PostgreSQL` on a port. It does not run as root, so root lends it the uid of `nobody`.
#[cfg(unix)]
fn postgres(port: u16) -> Running {
    const NOBODY: u32 = 65_534;
    let folder = tempfile::tempdir().expect("a folder");
    let as_root = std::fs::metadata("/proc/self").is_ok_and(|own| std::os::unix::fs::MetadataExt::uid(&own) == 0);
    if as_root {
        std::os::unix::fs::chown(folder.path(), Some(NOBODY), None).expect("root may");
    }
    let run = |name: &str| {
        let mut command = Command::new(program(name).expect("found before").canonicalize().expect("a path"));
        if as_root {
            std::os::unix::process::CommandExt::uid(&mut command, NOBODY);
        }
        command.current_dir(folder.path()).stdout(Stdio::null()).stderr(Stdio::null());
        command
    };
    let data = folder.path().join("data");
    let made = run("initdb").arg("-D").arg(&data).args(["-U", "postgres", "-A", "trust", "-N"]).status();
    assert!(made.expect("initdb runs").success());
    let sockets = folder.path().to_owned();
    let child = run("postgres")
        .arg("-D")
        .arg(&data)
        .args(["-h", "127.0.0.1", "-p", &port.to_string(), "-k"])
        .arg(sockets)
        .spawn();
    Running(child.expect("it starts"), folder)
}

#[cfg(unix)]
#[test]
fn a_real_postgresql_is_recognised() {
    if !need(&["postgres", "initdb"]) {
        return;
    }
    block_on(async {
        let port = free_port();
        let server = postgres(port);
        listening(port).await;
        let world = inside("db", 5432, port).await;
        let record = verify(&world, &json!({ "serviceHostname": "db" })).await;
        assert_eq!(check(&record, "protocol")["status"], "pass", "{record}");
        drop(server);
        // Something else at its port is not it.
        let redirected = listen(|mut stream| async move {
            let _ = stream.read(&mut [0; 64]).await;
            let _ = stream.write_all(b"HTTP/1.1 400 Bad Request\r\n\r\n").await;
        });
        let world = inside("db", 5432, redirected.await.port()).await;
        let record = verify(&world, &json!({ "serviceHostname": "db" })).await;
        assert_eq!(check(&record, "protocol")["detail"], "db:5432: what answers does not speak PostgreSQL.");
    });
}

#[test]
fn nothing_is_looked_up_from_outside() {
    block_on(async {
        let network = PrivateNetwork::table();
        network.insert("cache", 6379, site().await);
        let world = World::start(&Setting { network, ..Setting::default() }).await;
        let record = verify(&world, &json!({ "serviceHostname": "cache" })).await;
        assert_eq!(
            (&check(&record, "protocol")["status"], &record["unproved"]),
            (&json!("skip"), &json!(["protocol"]))
        );
        assert!(record.get("healthy").is_none(), "{record}");
        let record = verify(&world, &json!({ "serviceHostname": "api" })).await;
        assert!(record.get("healthy").is_none() && check(&record, "http")["status"] == "skip", "{record}");
    });
}
