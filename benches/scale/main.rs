//! A project of 1,000 services, 10,000 events and 100,000 log lines: what the tools that list cost
//! in time, bytes and memory. The server is a process of its own; its peak memory is what is shown.
//!
//! `cargo bench --bench scale`

#[path = "../serve/client.rs"]
#[expect(dead_code, reason = "the other benchmark uses more of it")]
mod client;

use std::ffi::OsStr;
use std::io::Write as _;
use std::time::Instant;

use client::Client;
use zcp::sandbox::control::population::Population;
use zcp::sandbox::options::{ClockMode, Options};
use zcp::sandbox::seeds::Seed;
use zcp::sandbox::server::Sandbox;
use zcp::sandbox::tokens::TokenKind;

const CALLS: &[(&str, &str)] = &[
    ("zerops_discover", "{}"),
    ("zerops_discover", r#"{"serviceHostname":"api"}"#),
    ("zerops_events", "{}"),
    ("zerops_logs", r#"{"serviceHostname":"api","limit":1000}"#),
    ("zerops_logs", r#"{"serviceHostname":"api","search":"nothing has this text"}"#),
];
const ROUNDS: usize = 5;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let (ready, started) = std::sync::mpsc::channel();
    std::thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        runtime.block_on(async {
            let seed = Seed::builtin("node-postgres").ok_or_else(|| std::io::Error::other("no seed"))?;
            let sandbox = Sandbox::start(Options::deterministic(ClockMode::Manual).seed(seed)).await?;
            sandbox.control().populate(Population { services: 1_000, events: 10_000, log_lines: 0 });
            // All of one service: a log is read service by service.
            sandbox
                .control()
                .generate_logs("api", 100_000)
                .map_err(|error| std::io::Error::other(error.to_string()))?;
            ready.send(sandbox.url()).map_err(std::io::Error::other)?;
            std::future::pending::<std::io::Result<()>>().await
        })
    });
    let url = started.recv()?;
    let environment = [("ZCP_API_HOST", OsStr::new(&url)), ("ZCP_API_KEY", OsStr::new(TokenKind::Valid.token()))];
    let mut out = std::io::stdout().lock();
    writeln!(out, "{:<16} {:<52} {:>9} {:>9}", "tool", "arguments", "ms", "bytes")?;
    let mut client = Client::start(env!("CARGO_BIN_EXE_zcp"), &["serve"], &environment, "zerops_discover")?;
    client.tools()?;
    for (tool, arguments) in CALLS {
        let mut times = Vec::new();
        let mut bytes = 0;
        for _ in 0..ROUNDS {
            let begun = Instant::now();
            bytes = client.call(tool, arguments)?;
            times.push(begun.elapsed().as_secs_f64() * 1e3);
        }
        times.sort_by(f64::total_cmp);
        writeln!(out, "{tool:<16} {arguments:<52} {:>9.1} {bytes:>9}", times[ROUNDS / 2])?;
    }
    let status = std::fs::read_to_string(format!("/proc/{}/status", client.process())).unwrap_or_default();
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).map_or("unknown", str::trim);
    writeln!(out, "peak resident memory of the server: {peak}")?;
    client.end()?;
    Ok(())
}
