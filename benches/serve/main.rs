//! zcp beside the floor: a bare server on the same MCP library with one hand-written tool that
//! returns the same bytes. Both are measured in one run, in turns, by the same client; what is
//! printed are medians and ratios.
//!
//! `cargo bench --bench serve`

#[expect(dead_code, reason = "the other benchmark uses the rest")]
mod client;
mod floor;
mod memory;

use std::io::Write as _;
use std::time::{Duration, Instant};

use client::Client;

const STARTS: usize = 60;
const ROUNDS: usize = 5;
const CALLS: usize = 20_000;
const IN_FLIGHT: usize = 32;
const FLOOR_TEXT: &str = "FLOOR_TEXT";

/// What was measured of one server.
#[derive(Default)]
struct Measured {
    starts: Vec<Duration>,
    resident: Vec<f64>,
    anonymous: Vec<f64>,
    sequential: Vec<f64>,
    in_flight: Vec<f64>,
}

fn main() -> std::io::Result<()> {
    if let Ok(file) = std::env::var(FLOOR_TEXT) {
        return floor::serve(std::fs::read_to_string(file)?);
    }
    let zcp = || Client::start(env!("CARGO_BIN_EXE_zcp"), &["serve"], &[], "zerops_context");
    let text = zcp()?.text_of_one_call()?;
    let file = std::env::temp_dir().join(format!("zcp-floor-{}.txt", std::process::id()));
    std::fs::write(&file, &text)?;
    let own = std::env::current_exe()?;
    let floor = || {
        let environment = [(FLOOR_TEXT, file.as_os_str())];
        Client::start(&own, &[], &environment, "floor")
    };
    let (mut ours, mut bare) = (Measured::default(), Measured::default());
    for _ in 0..STARTS {
        start(&zcp, &mut ours)?;
        start(&floor, &mut bare)?;
    }
    for _ in 0..ROUNDS {
        load(&zcp, &mut ours)?;
        load(&floor, &mut bare)?;
    }
    std::fs::remove_file(&file)?;
    report(&mut ours, &mut bare, text.len())
}

/// From spawning the process to having the list of tools; then the memory it has at rest.
fn start(server: &impl Fn() -> std::io::Result<Client>, measured: &mut Measured) -> std::io::Result<()> {
    let begun = Instant::now();
    let mut client = server()?;
    client.tools()?;
    measured.starts.push(begun.elapsed());
    let (resident, anonymous) = memory::of(client.process());
    measured.resident.push(resident);
    measured.anonymous.push(anonymous);
    client.end()
}

fn load(server: &impl Fn() -> std::io::Result<Client>, measured: &mut Measured) -> std::io::Result<()> {
    let mut client = server()?;
    client.tools()?;
    for (window, rates) in [(1, &mut measured.sequential), (IN_FLIGHT, &mut measured.in_flight)] {
        let begun = Instant::now();
        client.calls(CALLS, window)?;
        #[expect(clippy::cast_precision_loss, reason = "a small count")]
        rates.push(CALLS as f64 / begun.elapsed().as_secs_f64());
    }
    client.end()
}

fn report(ours: &mut Measured, bare: &mut Measured, bytes: usize) -> std::io::Result<()> {
    let mut out = std::io::stdout().lock();
    let millis = |times: &[Duration]| times.iter().map(|time| time.as_secs_f64() * 1e3).collect::<Vec<_>>();
    writeln!(out, "{:<34} {:>12} {:>12} {:>8}", "", "zcp", "floor", "ratio")?;
    for (name, zcp, floor) in [
        ("spawn to tools/list answered, ms", millis(&ours.starts), millis(&bare.starts)),
        ("resident memory at rest, MiB", ours.resident.clone(), bare.resident.clone()),
        ("anonymous memory at rest, MiB", ours.anonymous.clone(), bare.anonymous.clone()),
        ("calls/s, one after another", ours.sequential.clone(), bare.sequential.clone()),
        ("calls/s, 32 in flight", ours.in_flight.clone(), bare.in_flight.clone()),
    ] {
        let (zcp, floor) = (median(zcp), median(floor));
        writeln!(out, "{name:<34} {zcp:>12.2} {floor:>12.2} {:>7.2}x", zcp / floor)?;
    }
    writeln!(out, "every answer of both has {bytes} bytes of text; medians of {STARTS} starts and {ROUNDS} rounds")
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(f64::NAN)
}
