//! nginx as `templates/deploy` configures it, in front of replicas on loopback.

use std::net::SocketAddr;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use tempfile::TempDir;
use tokio::net::{TcpListener, TcpStream};

use crate::harness::need::program;

/// The name under which it is reached, as the template has it.
pub(crate) const HOST: &str = "zcp.example.com";

/// A process of nginx and its folder.
pub(crate) struct Nginx {
    child: Child,
    pub(crate) address: SocketAddr,
    _folder: TempDir,
}

impl Nginx {
    /// Starts it in front of three replicas.
    pub(crate) async fn over(replicas: &[SocketAddr; 3]) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let free = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = free.local_addr().expect("an address");
        drop(free);
        std::fs::write(folder.path().join("zcp.conf"), site(address, replicas)).expect("written");
        let here = folder.path().display();
        let temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"];
        let temporary: String = temporary.iter().map(|name| format!("{name}_temp_path {here}/{name};\n")).collect();
        let main = format!(
            "daemon off;\nmaster_process off;\npid {here}/pid;\nerror_log {here}/error.log;\n\
             events {{ worker_connections 256; }}\n\
             http {{\naccess_log off;\nadd_header x-replica $upstream_addr always;\n{temporary}include {here}/zcp.conf;\n}}\n"
        );
        let file = folder.path().join("nginx.conf");
        std::fs::write(&file, main).expect("written");
        let mut child = Command::new(program("nginx").expect("it was looked for"))
            .args([std::ffi::OsStr::new("-p"), folder.path().as_os_str(), "-c".as_ref(), file.as_os_str()])
            .stderr(Stdio::null())
            .spawn()
            .expect("it starts");
        let begun = Instant::now();
        while TcpStream::connect(address).await.is_err() {
            let ended = child.try_wait().expect("a process").is_some() || begun.elapsed() > Duration::from_secs(20);
            assert!(!ended, "{}", std::fs::read_to_string(folder.path().join("error.log")).unwrap_or_default());
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        Self { child, address, _folder: folder }
    }
}

impl Drop for Nginx {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The template, at other addresses and without the certificate that only its owner has.
fn site(address: SocketAddr, replicas: &[SocketAddr; 3]) -> String {
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/templates/deploy/nginx.conf");
    let template = std::fs::read_to_string(file).expect("the template");
    let mut site = template.replace("listen 443 ssl;", &format!("listen {address};"));
    for (port, replica) in (8081..).zip(replicas) {
        let named = format!("127.0.0.1:{port}");
        assert!(site.contains(&named) && site.contains(HOST), "{site}");
        site = site.replace(&named, &replica.to_string());
    }
    site.lines().filter(|line| !line.trim_start().starts_with("ssl_")).map(|line| format!("{line}\n")).collect()
}
