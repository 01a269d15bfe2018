//! A deploy of a large tree: how fast zcp packs and uploads it beside `tar | gzip` into a file, and
//! the most memory that it takes. The sandbox it uploads to is in this process.
//!
//! `cargo bench --bench deploy`, with `ZCP_BENCH_MIB` for another size than 1024.

use std::fs;
use std::io::{self, Write as _};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::mpsc;
use std::time::{Duration, Instant};

use zcp::sandbox::options::{ClockMode, Options};
use zcp::sandbox::seeds::Seed;
use zcp::sandbox::server::Sandbox;
use zcp::sandbox::tokens::TokenKind;

const DEFAULT_MIB: usize = 1024;
const FILE_KIB: usize = 256;
const ROUNDS: usize = 3;
const YAML: &str = "zerops:
  - setup: web
    build: { base: nodejs@22, deployFiles: ./ }
    run: { base: nodejs@22, start: node server.js }
";

fn main() -> io::Result<()> {
    let mib = std::env::var("ZCP_BENCH_MIB").ok().and_then(|text| text.parse().ok()).unwrap_or(DEFAULT_MIB);
    let folder = tempfile::tempdir()?;
    let tree = folder.path().join("tree");
    let files = plant(&tree, mib)?;
    let url = sandbox(folder.path())?;
    let (mut ours, mut theirs, mut peak) = (Vec::new(), Vec::new(), 0.0_f64);
    for _ in 0..ROUNDS {
        theirs.push(tar_and_gzip(&tree, &folder.path().join("x.tar.gz"))?.as_secs_f64());
        let (time, memory) = deploy(&tree, &url)?;
        ours.push(time.as_secs_f64());
        peak = peak.max(memory);
    }
    let (ours, theirs) = (median(ours), median(theirs));
    #[expect(clippy::cast_precision_loss, reason = "a size for a reader")]
    let size = mib as f64;
    let mut out = io::stdout().lock();
    writeln!(out, "{files} files, {mib} MiB; medians of {ROUNDS} rounds")?;
    writeln!(out, "{:<36} {:>8.1} MiB/s", "zcp: packed and uploaded", size / ours)?;
    writeln!(out, "{:<36} {:>8.1} MiB/s", "tar | gzip into a file", size / theirs)?;
    writeln!(out, "{:<36} {:>8.2}x", "ratio", theirs / ours)?;
    writeln!(out, "{:<36} {:>8.1} MiB", "most resident memory of zcp", peak)
}

/// Files that compress like source and its dependencies: words in an order of their own.
fn plant(root: &Path, mib: usize) -> io::Result<usize> {
    const WORDS: [&str; 16] = [
        "function", "return", "const", "import", "export", "module", "value", "index", "{", "}", "(", ")", ";\n",
        " = ", "\"", " ",
    ];
    fs::create_dir_all(root)?;
    fs::write(root.join("zerops.yaml"), YAML)?;
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    let files = mib * 1024 / FILE_KIB;
    for number in 0..files {
        let mut text = String::with_capacity(FILE_KIB * 1024 + 64);
        while text.len() < FILE_KIB * 1024 {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            text.push_str(WORDS[(state >> 60) as usize]);
            if state.trailing_zeros() >= 3 {
                text.push_str(&format!("{:x}", state >> 40));
            }
        }
        let inside = root.join(format!("d{}", number % 64));
        fs::create_dir_all(&inside)?;
        fs::write(inside.join(format!("f{number}.js")), text)?;
    }
    Ok(files)
}

/// A sandbox on a thread of its own; it ends with the process.
fn sandbox(folder: &Path) -> io::Result<String> {
    let (tell, told) = mpsc::channel();
    let seed = Seed::builtin("node-postgres").ok_or(io::ErrorKind::NotFound)?;
    let options = Options::deterministic(ClockMode::Manual).seed(seed).folder(folder.join("sandbox"));
    std::thread::spawn(move || {
        let ran = zcp::mcp::runtime::run(async move {
            let sandbox = Sandbox::start(options).await?;
            let _ = tell.send(sandbox.url());
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

fn tar_and_gzip(tree: &Path, file: &Path) -> io::Result<Duration> {
    let begun = Instant::now();
    let mut tar = Command::new("tar").arg("-C").arg(tree).args(["-cf", "-", "."]).stdout(Stdio::piped()).spawn()?;
    let packed = tar.stdout.take().ok_or(io::ErrorKind::BrokenPipe)?;
    let zipped = Command::new("gzip").stdin(packed).stdout(fs::File::create(file)?).status()?;
    if tar.wait()?.success() && zipped.success() {
        return Ok(begun.elapsed());
    }
    Err(io::Error::other("tar | gzip failed"))
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(f64::NAN)
}
