//! Containers that really run, where the system lets them.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use tokio::io::AsyncReadExt;

use super::container::{Container, Plan, WWW, path};
use super::network::Network;

fn program() -> Option<PathBuf> {
    let test = std::env::current_exe().ok()?;
    let program = test.parent()?.parent()?.join("zcp");
    program.is_file().then_some(program)
}

async fn network(folder: &Path) -> Option<Arc<Network>> {
    let program = program()?;
    std::fs::create_dir_all(folder.join("bin")).expect("folder");
    match Network::start(&program, folder, None).await {
        Ok(network) => Some(Arc::new(network)),
        Err(error) => panic!("no network: {error}"),
    }
}

async fn output(container: &Container, script: &str) -> String {
    let mut command = container.command(Path::new(WWW), ["sh", "-c", script]);
    let output = command.env("PATH", path()).output().await.expect("it runs");
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

fn plan(folder: &Path, hostname: &str) -> Plan {
    let folder = folder.join(hostname);
    let www = folder.join("www");
    std::fs::create_dir_all(&www).expect("folder");
    Plan { hostname: hostname.into(), inside: true, places: vec![(www, WWW)], folder }
}

#[tokio::test]
async fn containers_reach_each_other_by_name_and_are_reached_through_the_relay() {
    let folder = tempfile::tempdir().expect("folder");
    let Some(network) = network(folder.path()).await else { return };
    let start = tokio::time::Instant::now();
    let one = Container::start(&network, &plan(folder.path(), "one")).await.expect("one");
    eprintln!("container in {:?}", start.elapsed());
    let two = Container::start(&network, &plan(folder.path(), "two")).await.expect("two");
    network.hosts.set("one", one.address).expect("hosts");
    network.hosts.set("two", two.address).expect("hosts");
    let text = output(&one, "pwd; hostname; cat /etc/hosts; id -u; ls /; ls /var; ps ax | wc -l").await;
    eprintln!("{text}");
    for (container, name) in [(&one, "one"), (&two, "two")] {
        let script = format!("echo 'hello from {name}' > index.html; exec python3 -m http.server 3000");
        let mut command = container.command(Path::new(WWW), ["sh", "-c", &script]);
        drop(command.env("PATH", path()).stdout(std::process::Stdio::null()).spawn().expect("starts"));
    }
    tokio::time::sleep(std::time::Duration::from_secs(2)).await;
    eprintln!("{}", output(&one, "curl -s http://two:3000/; curl -s http://localhost:3000/").await);
    let mut stream = two.connect(3000).await.expect("connects");
    tokio::io::AsyncWriteExt::write_all(&mut stream, b"GET / HTTP/1.0\r\n\r\n").await.expect("writes");
    let mut text = String::new();
    stream.read_to_string(&mut text).await.expect("reads");
    assert!(text.ends_with("hello from two\n"), "{text}");
    assert!(two.connect(3001).await.is_err());
    one.terminate().await;
    one.end().await;
    network.end().await;
}
