//! Three replicas behind a proxy that takes them in turns; one is killed.

use std::net::SocketAddr;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use serde_json::{Value, json};
use tokio::net::{TcpListener, TcpStream};
use zcp::sandbox::server::Sandbox;

use super::client::{Answer, Request};
use super::nginx::{HOST, Nginx};
use super::program::Replica;
use super::server::sandbox;
use crate::harness::need::need;
use crate::harness::world::block_on;

/// A proxy, and which replica answered how many connections.
struct Proxy {
    address: SocketAddr,
    taken: Arc<Mutex<Vec<SocketAddr>>>,
}

impl Proxy {
    /// Takes the replicas in turns; one that does not listen is passed over.
    async fn over(replicas: [SocketAddr; 3]) -> Self {
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
}

/// Starts three replicas as the unit of `templates/deploy` does, but for its tokens.
fn three(sandbox: &Sandbox) -> Vec<Replica> {
    (0..3).map(|_| Replica::start(sandbox, &["--allow-local", "--allow-host", HOST])).collect()
}

fn addresses(replicas: &[Replica]) -> [SocketAddr; 3] {
    [replicas[0].address, replicas[1].address, replicas[2].address]
}

/// What `send` answers is the answer and the replica that gave it.
async fn a_deploy_outlives_its_replica(
    sandbox: &Sandbox,
    mut replicas: Vec<Replica>,
    send: impl AsyncFn(Request) -> (Answer, SocketAddr),
) {
    let call = async |tool: &str, arguments: Value| {
        let (answer, replica) = send(Request::call(tool, arguments)).await;
        let response = answer.response();
        assert_eq!(response["result"]["isError"], false, "{response}");
        (response["result"]["structuredContent"].clone(), replica)
    };
    let arguments = json!({ "workingDir": "tests/projects/node", "targetService": "api", "setup": "api" });
    let (begun, first) = call("zerops_deploy", arguments).await;
    let process = begun["process"]["id"].as_str().expect("a handle").to_owned();
    replicas.retain(|replica| replica.address != first);
    assert_eq!(replicas.len(), 2, "it is killed");

    let status = json!({ "action": "status", "processId": process });
    let mut asked = Vec::new();
    for _ in 0..3 {
        let (told, replica) = call("zerops_process", status.clone()).await;
        assert_eq!(told["done"], false, "{told}");
        asked.push(replica);
    }
    sandbox.control().advance(Duration::from_mins(10));
    for _ in 0..2 {
        let (told, replica) = call("zerops_process", status.clone()).await;
        assert_eq!((&told["done"], &told["process"]["status"]), (&json!(true), &json!("FINISHED")), "{told}");
        asked.push(replica);
    }
    assert!(replicas.iter().all(|replica| asked.contains(&replica.address)), "each of the others was asked");

    // The question of one replica is answered at the next.
    let delete = |more: Value| {
        let mut params = json!({ "name": "zerops_delete", "arguments": { "serviceHostname": "worker" } });
        for (name, value) in more.as_object().expect("fields") {
            params[name] = value.clone();
        }
        send(Request::modern_of("tools/call", params, json!({ "elicitation": { "form": {} } })))
    };
    let (question, asker) = delete(json!({})).await;
    let yes = json!({ "confirm": { "action": "accept", "content": { "confirm": "worker" } } });
    let state = question.response()["result"]["requestState"].clone();
    let (done, other) = delete(json!({ "requestState": state, "inputResponses": yes })).await;
    assert_eq!(done.response()["result"]["isError"], false, "{done:?}");
    assert_ne!(asker, other, "another replica took the answer");
}

#[test]
fn a_deploy_goes_on_when_the_replica_that_began_it_is_killed() {
    block_on(async {
        let sandbox = sandbox().await;
        let replicas = three(&sandbox);
        let proxy = Proxy::over(addresses(&replicas)).await;
        let send = async |request: Request| {
            let answer = request.send(proxy.address).await;
            let replica = *proxy.taken.lock().expect("a lock").last().expect("it was passed on");
            (answer, replica)
        };
        a_deploy_outlives_its_replica(&sandbox, replicas, send).await;
    });
}

#[test]
fn a_deploy_goes_on_behind_nginx_as_the_template_configures_it() {
    if !need(&["nginx"]) {
        return;
    }
    block_on(async {
        let sandbox = sandbox().await;
        let replicas = three(&sandbox);
        let nginx = Nginx::over(&addresses(&replicas)).await;
        let send = async |request: Request| {
            let answer = request.but("host", HOST).send(nginx.address).await;
            assert_eq!(answer.status, 200, "{answer:?}");
            // Those that could not be reached come first.
            let told = answer.header("x-replica").and_then(|all| all.rsplit(", ").next());
            let replica = told.and_then(|one| one.parse().ok()).expect("which replica it was");
            (answer, replica)
        };
        let request = Request::modern("tools/list", json!({})).but("host", "evil.example");
        assert_eq!(request.send(nginx.address).await.status, 403, "the name is passed on and looked at");
        a_deploy_outlives_its_replica(&sandbox, replicas, send).await;
    });
}
