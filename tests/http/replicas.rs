//! Three replicas behind a proxy that takes them in turns; one is killed.

use std::io::{BufRead as _, BufReader};
use std::net::SocketAddr;
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use serde_json::{Value, json};
use tokio::net::{TcpListener, TcpStream};
use zcp::sandbox::server::Sandbox;

use super::client::Request;
use super::server::sandbox;
use crate::harness::world::block_on;

/// A process of the program.
struct Replica {
    child: Child,
    address: SocketAddr,
}

impl Replica {
    /// Starts one, as a deployment does: with the token of the platform in its environment, from which its key follows.
    fn start(sandbox: &Sandbox) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_zcp"))
            .args(["serve", "--http", "127.0.0.1:0", "--rate", "0", "--allow-local"])
            .env_clear()
            .envs([("ZCP_API_HOST", sandbox.url().as_str()), ("ZCP_API_KEY", "sandbox-valid-token")])
            .current_dir(env!("CARGO_MANIFEST_DIR"))
            .stderr(Stdio::piped())
            .spawn()
            .expect("it starts");
        let mut said = String::new();
        let stderr = child.stderr.take().expect("standard error");
        BufReader::new(stderr).read_line(&mut said).expect("it says where it listens");
        let address = said.split("http://").nth(1).and_then(|rest| rest.split('/').next());
        let address = address.and_then(|address| address.parse().ok()).unwrap_or_else(|| panic!("{said}"));
        Self { child, address }
    }
}

impl Drop for Replica {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A proxy, and which replica answered how many connections.
struct Proxy {
    address: SocketAddr,
    taken: Arc<Mutex<Vec<SocketAddr>>>,
}

impl Proxy {
    /// Takes the replicas in turns; one that does not listen is passed over.
    async fn over(replicas: Vec<SocketAddr>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("an address");
        let taken: Arc<Mutex<Vec<SocketAddr>>> = Arc::default();
        let (turn, seen) = (AtomicUsize::new(0), Arc::clone(&taken));
        tokio::spawn(async move {
            while let Ok((mut client, _)) = listener.accept().await {
                let mut server = None;
                for _ in 0..replicas.len() {
                    let next = replicas[turn.fetch_add(1, Ordering::Relaxed) % replicas.len()];
                    if let Ok(stream) = TcpStream::connect(next).await {
                        seen.lock().expect("a lock").push(next);
                        server = Some(stream);
                        break;
                    }
                }
                if let Some(mut server) = server {
                    tokio::spawn(async move { tokio::io::copy_bidirectional(&mut client, &mut server).await });
                }
            }
        });
        Self { address, taken }
    }

    /// The record that a tool answers.
    async fn call(&self, tool: &str, arguments: Value) -> Value {
        let response = Request::call(tool, arguments).send(self.address).await.response();
        assert_eq!(response["result"]["isError"], false, "{response}");
        response["result"]["structuredContent"].clone()
    }
}

#[test]
fn a_deploy_goes_on_when_the_replica_that_began_it_is_killed() {
    block_on(async {
        let sandbox = sandbox().await;
        let mut replicas: Vec<Replica> = (0..3).map(|_| Replica::start(&sandbox)).collect();
        let proxy = Proxy::over(replicas.iter().map(|replica| replica.address).collect()).await;

        let arguments = json!({ "workingDir": "tests/projects/node", "targetService": "api", "setup": "api" });
        let begun = proxy.call("zerops_deploy", arguments).await;
        let process = begun["process"]["id"].as_str().expect("a handle").to_owned();
        let first = proxy.taken.lock().expect("a lock")[0];
        replicas.retain(|replica| replica.address != first);
        assert_eq!(replicas.len(), 2, "it is killed");

        let status = json!({ "action": "status", "processId": process });
        assert_eq!(proxy.call("zerops_process", status.clone()).await["done"], false);
        sandbox.control().advance(Duration::from_mins(10));
        for _ in 0..2 {
            let told = proxy.call("zerops_process", status.clone()).await;
            assert_eq!((&told["done"], &told["process"]["status"]), (&json!(true), &json!("FINISHED")), "{told}");
        }
        let taken = proxy.taken.lock().expect("a lock").clone();
        let asked: Vec<_> = replicas.iter().filter(|replica| taken.contains(&replica.address)).collect();
        assert_eq!(asked.len(), 2, "each of the others was asked");

        // The question of one replica is answered at the next.
        let call = |more: Value| {
            let mut params = json!({ "name": "zerops_delete", "arguments": { "serviceHostname": "worker" } });
            for (name, value) in more.as_object().expect("fields") {
                params[name] = value.clone();
            }
            Request::modern_of("tools/call", params, json!({ "elicitation": { "form": {} } })).send(proxy.address)
        };
        let asked = call(json!({})).await.response();
        let yes = json!({ "confirm": { "action": "accept", "content": { "confirm": "worker" } } });
        let done =
            call(json!({ "requestState": asked["result"]["requestState"], "inputResponses": yes })).await.response();
        assert_eq!(done["result"]["isError"], false, "{done}");
        let last: Vec<_> = proxy.taken.lock().expect("a lock").iter().rev().take(2).copied().collect();
        assert_ne!(last[0], last[1], "another replica took the answer");
    });
}
