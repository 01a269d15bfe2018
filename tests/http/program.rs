//! A process of the program that serves over HTTP.

use std::io::{BufRead as _, BufReader};
use std::net::SocketAddr;
use std::process::{Child, Command, Stdio};

use zcp::sandbox::server::Sandbox;

/// A process of the program.
pub(crate) struct Replica {
    child: Child,
    pub(crate) address: SocketAddr,
}

impl Replica {
    /// Starts one, as a deployment does: with the token of the platform in its environment, from which its key follows.
    pub(crate) fn start(sandbox: &Sandbox, more: &[&str]) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_zcp"))
            .args(["serve", "--http", "127.0.0.1:0", "--rate", "0"])
            .args(more)
            .env_clear()
            .envs([("ZCP_API_HOST", sandbox.url().as_str()), ("ZCP_API_KEY", "sandbox-valid-token")])
            .current_dir(env!("CARGO_MANIFEST_DIR"))
            .stderr(Stdio::piped())
            .spawn()
            .expect("it starts");
        let mut said = String::new();
        let mut stderr = BufReader::new(child.stderr.take().expect("standard error"));
        stderr.read_line(&mut said).expect("it says where it listens");
        // What it says later goes nowhere, and does not hold it up.
        std::thread::spawn(move || std::io::copy(&mut stderr, &mut std::io::sink()));
        let address = said.split("http://").nth(1).and_then(|rest| rest.split('/').next());
        let address = address.and_then(|address| address.parse().ok()).unwrap_or_else(|| panic!("{said}"));
        Self { child, address }
    }
}

#[cfg(target_os = "linux")]
impl Replica {
    /// The memory that it has, in KiB.
    pub(crate) fn resident_kib(&self) -> u64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id())).expect("a process");
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).expect("its memory");
        line.split_whitespace().next().and_then(|number| number.parse().ok()).expect("a number")
    }
}

impl Drop for Replica {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
