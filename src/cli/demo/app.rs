//! The application of the story: a small web server beside a database, or a page where Node.js is missing.

use std::fs;
use std::io;
use std::path::Path;
use std::time::Duration;

use crate::programs::{self, Limits, Needs};
use crate::sandbox::server::Sandbox;

/// Hostname of the application, which is also its setup.
pub(super) const APP: &str = "hello";
/// Hostname of its database.
pub(super) const DATABASE: &str = "hellodb";
/// What it says at first, and after the change.
pub(super) const GREETINGS: [&str; 2] = ["Hello from zcp", "Hello again from zcp"];

const SERVER: &str = r"const http = require('http');
const net = require('net');

// A sandbox without containers gives each service a port of its own.
const port = process.env.PORT || 3000;

// It says whether the database can be reached: on the project's own network, by its hostname.
http.createServer((request, response) => {
  const socket = net.connect(process.env.DATABASE_PORT, process.env.DATABASE_HOST);
  const answer = (text) => { socket.destroy(); response.end(`GREETING. The database ${text}.\n`); };
  socket.once('connect', () => answer('answers'));
  socket.once('error', (error) => answer(`is away (${error.code})`));
  // Where there is no network, a name may take long to resolve.
  setTimeout(() => answer('says nothing'), 1000).unref();
}).listen(port, '0.0.0.0', () => console.log(`listening on ${port}`));
";

const NODE_CONFIG: &str = "zerops:
  - setup: hello
    build:
      base: nodejs@22
      buildCommands:
        - node --check server.js
      deployFiles: server.js
    deploy:
      readinessCheck:
        httpGet:
          port: 3000
          path: /
        failureTimeout: 20s
    run:
      base: nodejs@22
      ports:
        - port: 3000
          httpSupport: true
      envVariables:
        DATABASE_HOST: ${hellodb_hostname}
        DATABASE_PORT: \"5432\"
      start: node server.js
";

const PAGE: &str = "<!doctype html><title>hello</title><h1>GREETING</h1>\n";

const PAGE_CONFIG: &str = "zerops:
  - setup: hello
    build:
      base: alpine@3.24
      buildCommands:
        - grep '</h1>' index.html
      deployFiles: index.html
    run:
      base: static
";

/// The oldest Node.js that understands the server: the first with all of its syntax, of 2016.
const OLDEST_NODE: u32 = 6;
/// What Node.js may take and write to say its version.
const LIMITS: Limits = Limits { bytes: 4096, time: Duration::from_secs(10) };

/// What the application is made of.
#[derive(Clone, Copy, Debug)]
pub(super) struct App {
    /// Its service type.
    pub(super) kind: &'static str,
    config: &'static str,
    file: &'static str,
    text: &'static str,
    /// What a mistake leaves out of the file.
    mistake: &'static str,
}

impl App {
    /// What can run on this computer, and why it is no server where it is none.
    pub(super) async fn of_this_computer() -> (Self, Option<String>) {
        match node().await {
            Ok(()) => (Self::server(), None),
            Err(reason) => (Self::page(), Some(format!("{reason}, so the demo deploys a page instead of a server."))),
        }
    }

    /// What is deployed where nothing runs.
    pub(super) const fn server() -> Self {
        Self { kind: "nodejs@22", config: NODE_CONFIG, file: "server.js", text: SERVER, mistake: "}).listen" }
    }

    const fn page() -> Self {
        Self { kind: "static", config: PAGE_CONFIG, file: "index.html", text: PAGE, mistake: "</h1>" }
    }

    /// The import document of the project.
    pub(super) fn import(self) -> String {
        format!(
            "services:\n  - hostname: {DATABASE}\n    type: postgresql:single@18\n    priority: 10\n  \
             - hostname: {APP}\n    type: {}\n",
            self.kind
        )
    }

    /// Writes it into a folder, with a mistake or without.
    pub(super) fn write(self, folder: &Path, greeting: &str, with_mistake: bool) -> io::Result<()> {
        let mut text = self.text.replace("GREETING", greeting);
        if with_mistake {
            text = text.replacen(self.mistake, "", 1);
        }
        fs::write(folder.join("zerops.yaml"), self.config)?;
        fs::write(folder.join(self.file), text)
    }
}

/// Whether the Node.js of this computer runs the server.
///
/// # Errors
/// Why not, in words.
async fn node() -> Result<(), String> {
    let Some(path) = programs::find("node") else { return Err("This computer has no `node`".to_owned()) };
    let mut command = programs::command(&path, Needs::Nothing);
    command.arg("--version");
    let written = programs::capture(command, LIMITS).await;
    let written = written.map_err(|error| format!("`{}` does not run ({error})", path.display()))?;
    let version = programs::readable(&written.bytes);
    let major = version.trim_start_matches('v').split('.').next().and_then(|major| major.parse::<u32>().ok());
    match major {
        Some(major) if major >= OLDEST_NODE => Ok(()),
        _ => Err(format!("`{}` is {version}, which is too old", path.display())),
    }
}

/// Whether what is deployed to a sandbox can be asked for over HTTP.
pub(super) fn runs(sandbox: &Sandbox) -> bool {
    sandbox.execution_notes().is_some()
}
