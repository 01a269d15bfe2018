//! The commands of every day against a sandbox of their own.

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};

use serde_json::Value;
use tempfile::TempDir;

use super::fold;
use crate::site::pages::root;

const IMPORT: &str = "services:\n  - hostname: db\n    type: postgresql:single@18\n    priority: 10\n  - hostname: web\n    type: static\n";
const ZEROPS: &str = "zerops:\n  - setup: web\n    build:\n      base: alpine@3.24\n      buildCommands:\n        - grep '</h1>' index.html\n      deployFiles: index.html\n    run:\n      base: static\n";

/// A sandbox, and the folder that commands run in.
struct Place {
    sandbox: Child,
    url: String,
    token: String,
    folder: TempDir,
}

impl Drop for Place {
    fn drop(&mut self) {
        let _ = self.sandbox.kill();
        let _ = self.sandbox.wait();
    }
}

/// The name of each picture and what the terminal shows.
///
/// # Errors
/// What did not go as told.
pub(super) fn all() -> Result<Vec<(&'static str, String)>, String> {
    let place = Place::start()?;
    place.write("import.yaml", IMPORT)?;
    place.write("zerops.yaml", ZEROPS)?;
    place.write("index.html", "<h1>Hello</h1>\n")?;
    place.screen("zcp import import.yaml", true)?;
    let doctor = place.screen("zcp doctor", true)?;
    let deploy = place.screen("zcp deploy web", true)?;
    place.screen("zcp subdomain enable web", true)?;
    let verify = place.screen("zcp verify web --expect-text Hello", true)?;
    place.write("index.html", "<h1>Hello\n")?;
    let failed = place.screen("zcp deploy web", false)?;
    let status = place.screen("zcp status", true)?;
    Ok(vec![
        ("doctor", doctor),
        ("deploy", format!("{deploy}\n\n{verify}")),
        ("failed-deploy", failed),
        ("status", status),
    ])
}

impl Place {
    fn start() -> Result<Self, String> {
        let folder = tempfile::tempdir().map_err(|error| error.to_string())?;
        let mut sandbox = zcp(&["sandbox", "--seed", "empty", "--json"]);
        let mut sandbox = sandbox.stdout(Stdio::piped()).spawn().map_err(|error| error.to_string())?;
        let mut line = String::new();
        let read = sandbox.stdout.take().map(|out| BufReader::new(out).read_line(&mut line));
        let said: Value = serde_json::from_str(&line).unwrap_or_default();
        let text = |value: &Value| value.as_str().map(str::to_owned);
        match (read, text(&said["url"]), text(&said["tokens"]["valid"])) {
            (Some(Ok(_)), Some(url), Some(token)) => Ok(Self { sandbox, url, token, folder }),
            _ => {
                let _ = sandbox.kill();
                Err(format!("the sandbox says {line}"))
            }
        }
    }

    fn write(&self, name: &str, text: &str) -> Result<(), String> {
        fs::write(self.folder.path().join(name), text).map_err(|error| format!("{name}: {error}"))
    }

    /// The line that is typed, and what comes of it.
    fn screen(&self, line: &str, is_good: bool) -> Result<String, String> {
        let words: Vec<&str> = line.split(' ').skip(1).collect();
        let output = self.run(&words).map_err(|error| format!("{line}: {error}"))?;
        let said = [output.stdout, output.stderr].map(|bytes| String::from_utf8_lossy(&bytes).trim_end().to_owned());
        if output.status.success() != is_good {
            return Err(format!("{line} ended with {}: {}", output.status, said.join("\n")));
        }
        let lines = said.iter().flat_map(|text| text.lines()).map(fold);
        let folder = self.folder.path().display().to_string();
        let lines: Vec<String> = std::iter::once(format!("\x1b[1m$ {line}\x1b[0m")).chain(lines).collect();
        Ok(lines.join("\n").replace(&folder, "~/web"))
    }

    fn run(&self, words: &[&str]) -> std::io::Result<Output> {
        let mut command = zcp(words);
        let own = |name: &str| self.folder.path().join(name);
        command.current_dir(self.folder.path()).env("HOME", home(&own(".home"))?).env("CLICOLOR_FORCE", "1");
        command.env("ZCP_API_HOST", &self.url).env("ZCP_API_KEY", &self.token).env("ZCP_STATE_DIR", own(".state"));
        // A line for each report is for logs; a picture shows what stays.
        command.args(words.first().is_some_and(|word| *word == "deploy").then_some("--quiet")).output()
    }
}

/// A home of their own, so that nobody's login is met.
fn home(folder: &Path) -> std::io::Result<&Path> {
    fs::create_dir_all(folder).map(|()| folder)
}

/// The program as it is built.
fn zcp(words: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO"));
    command.arg("run").args(["--quiet", "--locked", "--manifest-path"]).arg(root().join("Cargo.toml")).arg("--");
    command.args(words);
    command
}
