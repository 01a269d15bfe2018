//! Clients that want no good.

use std::process::Stdio;
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::harness::need::need;
use crate::harness::rooms::{PROGRAMS, Reached};

fn port(reached: &Reached) -> u16 {
    let text = std::fs::read_to_string(reached.server.config_file()).expect("a file");
    let line = text.lines().find_map(|line| line.trim().strip_prefix("Port ")).expect("a port");
    line.parse().expect("a number")
}

#[tokio::test]
async fn nobody_else_is_let_in() {
    if !need(PROGRAMS) || !need(&["ssh-keygen"]) {
        return;
    }
    let reached = Reached::start().await;
    let other = reached.folder.path().join("other");
    let mut keygen = tokio::process::Command::new("ssh-keygen");
    keygen.args(["-q", "-t", "ed25519", "-N", "", "-f"]).arg(&other);
    assert!(keygen.status().await.expect("it runs").success());
    for attempt in [&["-o", "PubkeyAuthentication=no"][..], &["-o", "PreferredAuthentications=password"]] {
        let mut command = reached.program("ssh");
        let ended = command.args(["-o", "BatchMode=yes"]).args(attempt).args(["app", "true"]).output().await;
        assert_eq!(ended.expect("it runs").status.code(), Some(255));
    }
    let mut command = tokio::process::Command::new("ssh");
    command.args(["-F", "none", "-o", "BatchMode=yes", "-o", "IdentitiesOnly=yes", "-o", "StrictHostKeyChecking=no"]);
    command.args(["-o", "UserKnownHostsFile=/dev/null", "-i"]).arg(&other);
    command.args(["-p", &port(&reached).to_string(), "zerops@127.0.0.1", "true"]);
    let ended = command.output().await.expect("it runs");
    let said = String::from_utf8_lossy(&ended.stderr).into_owned();
    assert!(said.contains("Permission denied (publickey)"), "{said}");
}

#[tokio::test]
async fn forwarding_is_refused_and_the_rest_goes_on() {
    if !need(PROGRAMS) {
        return;
    }
    let reached = Reached::start().await;
    let mut command = reached.program("ssh");
    command.args(["-A", "-X", "-R", "0:127.0.0.1:1", "app", "echo $SSH_AUTH_SOCK$DISPLAY"]).stdin(Stdio::null());
    let ended = command.output().await.expect("it runs");
    assert_eq!((&ended.stdout[..], ended.status.code()), (&b"\n"[..], Some(0)));
}

#[tokio::test]
async fn a_port_is_reached_as_from_inside() {
    if !need(PROGRAMS) {
        return;
    }
    let reached = Reached::start().await;
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let port = listener.local_addr().expect("an address").port();
    let echoes = tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.expect("a connection");
        let (mut from, mut to) = stream.split();
        tokio::io::copy(&mut from, &mut to).await.expect("copied")
    });
    let through = async |port: u16, input: &[u8]| {
        let mut command = reached.program("ssh");
        command.args(["-W", &format!("127.0.0.1:{port}"), "app"]).stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut child = command.spawn().expect("it runs");
        let mut stdin = child.stdin.take().expect("a pipe");
        // One that is refused reads nothing.
        tokio::io::AsyncWriteExt::write_all(&mut stdin, input).await.ok();
        drop(stdin);
        child.wait_with_output().await.expect("it ends").stdout
    };
    let input = "0123456789".repeat(100_000);
    assert_eq!(through(port, input.as_bytes()).await, input.as_bytes());
    assert_eq!(echoes.await.expect("it ended"), 1_000_000);
    assert_eq!(through(1, b"nobody").await, b"", "nothing listens there");
}

#[tokio::test]
async fn noise_harms_nobody() {
    if !need(PROGRAMS) {
        return;
    }
    let reached = Reached::start().await;
    let port = port(&reached);
    let id = b"SSH-2.0-noise\r\n";
    let mut noises: Vec<Vec<u8>> = vec![
        Vec::new(),
        vec![0; 70_000],
        vec![0xff; 70_000],
        b"GET / HTTP/1.1\r\n\r\n".to_vec(),
        b"SSH-1.0-old\r\n".to_vec(),
        vec![b'a'; 1_000_000],
        [&id[..], &[0xff; 64]].concat(),
        [&id[..], &[0, 0, 0, 0, 0]].concat(),
        [&id[..], &[0, 0, 0, 12, 4, 20, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]].concat(),
        [&id[..], &[0, 0, 0, 1, 255]].concat(),
    ];
    for kind in 0..=255 {
        noises.push([&id[..], &[0, 0, 0, 28, 4, kind], &[0xaa; 80]].concat());
    }
    let mut open = Vec::new();
    for noise in noises {
        let mut stream = TcpStream::connect(("127.0.0.1", port)).await.expect("it listens");
        // The other side may have closed already.
        stream.write_all(&noise).await.ok();
        if open.len() < 100 {
            open.push(stream);
        } else {
            stream.shutdown().await.ok();
            let mut rest = Vec::new();
            tokio::time::timeout(Duration::from_secs(20), stream.read_to_end(&mut rest)).await.expect("an end").ok();
        }
    }
    let ended = reached.ssh("echo fine").stdin(Stdio::null()).output().await.expect("it runs");
    assert_eq!(ended.stdout, b"fine\n", "{ended:?}");
    reached.server.shutdown().await;
}
