//! A deploy of a large tree: how fast zcp packs and uploads it beside what packs it into a file, and the most memory that
//! it takes. The sandbox it uploads to is in this process.
//!
//! `cargo bench --bench deploy`, with `ZCP_BENCH_MIB` for another size than 1024, and with `ZCP_BENCH_ZCLI=/path/to/zcli`
//! beside the official program, which uploads to the same sandbox.

mod others;
mod tree;

use std::fs;
use std::io::{self, Write as _};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::mpsc;
use std::time::{Duration, Instant};

use others::Zcli;
use zcp::sandbox::options::{ClockMode, Options};
use zcp::sandbox::seeds::Seed;
use zcp::sandbox::server::Sandbox;
use zcp::sandbox::tokens::TokenKind;

const DEFAULT_MIB: usize = 1024;
const ROUNDS: usize = 3;
/// Trees of the same size: few large files, and a hundred thousand small ones for each GiB.
const TREES: [(&str, usize); 2] = [("large files", 256 * 1024), ("small files", 10 * 1024)];

/// Where a deploy goes.
struct Platform {
    url: String,
    /// The id of the service, which zcli asks for where it cannot ask a human.
    service: String,
    secure: String,
    ca_file: std::path::PathBuf,
}

fn main() -> io::Result<()> {
    let mib = std::env::var("ZCP_BENCH_MIB").ok().and_then(|text| text.parse().ok()).unwrap_or(DEFAULT_MIB);
    let folder = tempfile::tempdir()?;
    let platform = sandbox(folder.path())?;
    let zcli = std::env::var_os("ZCP_BENCH_ZCLI").map(|program| Zcli::log_in(program, &platform, folder.path()));
    let zcli = zcli.transpose()?;
    for (name, bytes) in TREES {
        let tree = folder.path().join(name.replace(' ', "-"));
        let files = tree::plant(&tree, mib, bytes)?;
        compare(name, files, mib, &tree, &platform, zcli.as_ref())?;
        fs::remove_dir_all(&tree)?;
    }
    Ok(())
}

/// Packs a tree in every way, in turns, and prints the medians.
fn compare(
    name: &str,
    files: usize,
    mib: usize,
    tree: &Path,
    platform: &Platform,
    zcli: Option<&Zcli>,
) -> io::Result<()> {
    let packed = tree.with_extension("packed");
    let (mut ours, mut peak) = (Vec::new(), 0.0_f64);
    let mut theirs: Vec<(&str, Vec<f64>)> = others::COMPRESSORS.iter().map(|(name, _)| (*name, Vec::new())).collect();
    let mut official = Vec::new();
    for _ in 0..ROUNDS {
        for ((_, command), (_, times)) in others::COMPRESSORS.iter().zip(&mut theirs) {
            times.extend(others::tar(command, tree, &packed)?.map(|time| time.as_secs_f64()));
        }
        if let Some(zcli) = zcli {
            official.push(zcli.push(tree)?.as_secs_f64());
        }
        let (time, memory) = deploy(tree, &platform.url)?;
        ours.push(time.as_secs_f64());
        peak = peak.max(memory);
    }
    theirs.push(("zcli push --no-git", official));
    let ours = median(ours);
    #[expect(clippy::cast_precision_loss, reason = "a size for a reader")]
    let size = mib as f64;
    let mut out = io::stdout().lock();
    writeln!(out, "{name}: {files} of them, {mib} MiB; medians of {ROUNDS} rounds")?;
    writeln!(out, "{:<36} {:>8.1} MiB/s, at most {peak:.1} MiB resident", "zcp: packed and uploaded", size / ours)?;
    for (name, times) in theirs.into_iter().filter(|(_, times)| !times.is_empty()) {
        let theirs = median(times);
        writeln!(out, "{name:<36} {:>8.1} MiB/s, zcp {:.2}x", size / theirs, theirs / ours)?;
    }
    Ok(())
}

/// A sandbox on a thread of its own; it ends with the process.
fn sandbox(folder: &Path) -> io::Result<Platform> {
    let (tell, told) = mpsc::channel();
    let seed = Seed::builtin("node-postgres").ok_or(io::ErrorKind::NotFound)?;
    let options = Options::deterministic(ClockMode::Instant).seed(seed).folder(folder.join("sandbox")).tls_port(0);
    std::thread::spawn(move || {
        let ran = zcp::process::runtime::run(async move {
            let sandbox = Sandbox::start(options).await?;
            let (secure, ca_file) = sandbox.secure().ok_or(io::ErrorKind::NotFound)?;
            let service = sandbox.control().service_id("web").map_err(io::Error::other)?.to_string();
            let _ = tell.send(Platform { url: sandbox.url(), service, secure, ca_file });
            std::future::pending::<io::Result<()>>().await
        });
        drop(ran);
    });
    told.recv().map_err(io::Error::other)
}

fn deploy(tree: &Path, url: &str) -> io::Result<(Duration, f64)> {
    let begun = Instant::now();
    let mut child = Command::new(env!("CARGO_BIN_EXE_zcp"))
        .args(["call", "zerops_deploy", "--workingDir", ".", "--targetService", "web", "--wait", "false"])
        .current_dir(tree)
        .env("ZCP_API_HOST", url)
        .env("ZCP_API_KEY", TokenKind::Valid.token())
        .stdout(Stdio::null())
        .spawn()?;
    let mut peak = 0.0_f64;
    loop {
        let ended = child.try_wait()?;
        let status = fs::read_to_string(format!("/proc/{}/status", child.id())).unwrap_or_default();
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let kib = line.and_then(|rest| rest.split_whitespace().next()).and_then(|kib| kib.parse::<f64>().ok());
        peak = peak.max(kib.unwrap_or(0.0) / 1024.0);
        match ended {
            Some(status) if status.success() => return Ok((begun.elapsed(), peak)),
            Some(status) => return Err(io::Error::other(format!("the deploy failed: {status}"))),
            None => std::thread::sleep(Duration::from_millis(10)),
        }
    }
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(f64::NAN)
}
