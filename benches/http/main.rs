//! zcp over HTTP beside the floor: a bare server on the same MCP library with one hand-written tool that returns the
//! same bytes. Both are measured in one run, in turns, by the same client; what is printed are medians and ratios.
//!
//! `cargo bench --bench http`

mod floor;
mod load;
#[path = "../serve/memory.rs"]
mod memory;

use std::io::{self, BufRead as _, BufReader, Write as _};
use std::net::SocketAddr;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

const ROUNDS: usize = 5;
const ROUND: Duration = Duration::from_secs(2);
const CONNECTIONS: [usize; 3] = [1, 32, 1000];
/// Calls that are sent on one connection without waiting for an answer.
const PIPELINED: usize = 10_000;
const FLOOR_TEXT: &str = "FLOOR_TEXT";

/// A server that listens.
struct Server {
    child: Child,
    address: SocketAddr,
    request: String,
}

/// What was measured of one server with so many connections.
#[derive(Default)]
struct Measured {
    rates: Vec<f64>,
    /// The time within which all but a hundredth of the calls were answered, in ms.
    late: Vec<f64>,
    resident: Vec<f64>,
}

fn main() -> io::Result<()> {
    if let Ok(file) = std::env::var(FLOOR_TEXT) {
        return floor::serve(std::fs::read_to_string(file)?);
    }
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let zcp = || {
        let mut command = Command::new(env!("CARGO_BIN_EXE_zcp"));
        command
            .args(["serve", "--http", "127.0.0.1:0", "--rate", "0"])
            .env_remove("ZCP_API_KEY")
            .env("ZCP_LOG_LEVEL", "error");
        Server::start(command, "zerops_context")
    };
    let text = {
        let server = zcp()?;
        runtime.block_on(load::text(server.address, &server.request))?
    };
    let file = tempfile::NamedTempFile::new()?;
    std::fs::write(file.path(), &text)?;
    let own = std::env::current_exe()?;
    let floor = || {
        let mut command = Command::new(&own);
        command.env(FLOOR_TEXT, file.path());
        Server::start(command, "floor")
    };
    let mut out = io::stdout().lock();
    writeln!(out, "{:<44} {:>10} {:>10} {:>8}", "", "zcp", "floor", "ratio")?;
    for connections in CONNECTIONS {
        let (mut ours, mut bare) = (Measured::default(), Measured::default());
        for _ in 0..ROUNDS {
            measure(&runtime, &zcp()?, connections, &mut ours)?;
            measure(&runtime, &floor()?, connections, &mut bare)?;
        }
        let with = if connections == 1 { "1 connection".to_owned() } else { format!("{connections} connections") };
        line(&mut out, &format!("calls/s, {with}"), ours.rates, bare.rates)?;
        line(&mut out, &format!("ms for 99 of 100 calls, {with}"), ours.late, bare.late)?;
        line(&mut out, &format!("resident MiB, {with}"), ours.resident, bare.resident)?;
    }
    let (mut ours, mut bare) = (Vec::new(), Vec::new());
    for (server, growth) in [(zcp()?, &mut ours), (floor()?, &mut bare)] {
        let before = memory::of(server.child.id()).0;
        runtime.block_on(load::pipelined(server.address, &server.request, PIPELINED))?;
        growth.push(memory::of(server.child.id()).0 - before);
    }
    line(&mut out, &format!("MiB more after {PIPELINED} pipelined calls"), ours, bare)?;
    writeln!(out, "every answer of both has {} bytes of text; medians of {ROUNDS} rounds of {ROUND:?}", text.len())
}

fn measure(
    runtime: &tokio::runtime::Runtime,
    server: &Server,
    connections: usize,
    measured: &mut Measured,
) -> io::Result<()> {
    let mut times = runtime.block_on(load::run(server.address, &server.request, connections, ROUND))?;
    measured.resident.push(memory::of(server.child.id()).0);
    times.sort_unstable();
    #[expect(clippy::cast_precision_loss, reason = "a count of calls")]
    measured.rates.push(times.len() as f64 / ROUND.as_secs_f64());
    let late = times.get(times.len() * 99 / 100).copied().unwrap_or_default();
    measured.late.push(late.as_secs_f64() * 1e3);
    Ok(())
}

fn line(out: &mut impl io::Write, name: &str, ours: Vec<f64>, bare: Vec<f64>) -> io::Result<()> {
    let (ours, bare) = (median(ours), median(bare));
    writeln!(out, "{name:<44} {ours:>10.2} {bare:>10.2} {:>7.2}x", ours / bare)
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(f64::NAN)
}

impl Server {
    /// Starts one that says on standard error where it listens, and calls this tool of it.
    fn start(mut command: Command, tool: &str) -> io::Result<Self> {
        let mut child = command.stderr(Stdio::piped()).spawn()?;
        let mut said = String::new();
        let mut stderr = BufReader::new(child.stderr.take().ok_or_else(|| io::Error::other("no stderr"))?);
        stderr.read_line(&mut said)?;
        std::thread::spawn(move || io::copy(&mut stderr, &mut io::sink()));
        let address = said.split("http://").nth(1).and_then(|rest| rest.split('/').next());
        let address = address.and_then(|address| address.parse().ok()).ok_or_else(|| io::Error::other(said))?;
        Ok(Self { child, address, request: load::request(tool) })
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
