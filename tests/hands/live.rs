//! A sandbox that runs programs, a zcp server that talks to it, and a real MCP client.

use std::fs;
use std::path::Path;
use std::time::Duration;

use serde_json::{Value, json};
use tempfile::TempDir;
use zcp::cli::client::text_of;
use zcp::deploy::programs::Programs;
use zcp::sandbox::options::Options;
use zcp::sandbox::seeds::Seed;
use zcp::sandbox::server::Sandbox;

use crate::harness::answer::failure_in;
use crate::harness::world::{Setting, World};

/// The programs that containers take.
pub(super) const CONTAINERS: &[&str] = &["unshare", "nsenter", "ip", "mount", "sh"];

/// A sandbox that runs programs.
async fn started(import: &str) -> Sandbox {
    let options = Options::new().seed(Seed::new("demo", import)).execute(true);
    let options = options.program(env!("CARGO_BIN_EXE_zcp")).index_lag(Duration::ZERO);
    Sandbox::start(options).await.expect("a sandbox")
}

/// All of it, with the folder that the server works in.
pub(super) struct Live {
    pub(super) world: World,
    pub(super) folder: TempDir,
}

impl Live {
    /// A project with what an import document holds.
    pub(super) async fn start(import: &str) -> Self {
        Self::with(import, Setting::default()).await
    }

    /// The same with other settings of the server; its folder and its time are set here.
    pub(super) async fn with(import: &str, setting: Setting<'_>) -> Self {
        drop(rustls::crypto::ring::default_provider().install_default());
        Self::over(started(import).await, tempfile::tempdir().expect("a folder"), setting).await
    }

    /// The same, with containers that the server enters over SSH.
    pub(super) async fn entered(import: &str) -> Self {
        drop(rustls::crypto::ring::default_provider().install_default());
        let (sandbox, folder) = (started(import).await, tempfile::tempdir().expect("a folder"));
        let ssh_config = sandbox.ssh_config().map(Path::to_owned);
        assert!(ssh_config.is_some(), "the sandbox has containers");
        let programs = Programs { ssh_config, ..Programs::default() };
        Self::over(sandbox, folder, Setting { programs, ..Setting::default() }).await
    }

    async fn over(sandbox: Sandbox, folder: TempDir, setting: Setting<'_>) -> Self {
        let setting = Setting { ticking: true, working_folder: folder.path().to_owned(), ..setting };
        let world = World::over(sandbox, &setting).await;
        Self { world, folder }
    }

    /// Writes a file into the folder.
    pub(super) fn write(&self, path: &str, text: &str) {
        let path = self.folder.path().join(path);
        fs::create_dir_all(path.parent().unwrap_or(Path::new("."))).expect("a folder");
        fs::write(path, text).expect("written");
    }

    /// A call that works: its record.
    pub(super) async fn call(&self, tool: &str, args: Value) -> Value {
        let args = args.as_object().cloned().expect("arguments");
        let result = self.world.call(tool, args).await;
        assert_ne!(result.is_error, Some(true), "{tool}: {}", text_of(&result));
        result.structured_content.expect("a record")
    }

    /// A call that fails: its failure.
    pub(super) async fn fails(&self, tool: &str, args: Value) -> Value {
        let args = args.as_object().cloned().expect("arguments");
        let result = self.world.call(tool, args).await;
        failure_in(&result)
    }

    /// Deploys the folder to the end.
    pub(super) async fn deploy(&self, service: &str) -> Value {
        let args = json!({ "workingDir": ".", "targetService": service, "wait": true });
        self.call("zerops_deploy", args).await
    }

    /// Ends the sandbox, and with it all that runs.
    pub(super) async fn end(self) {
        self.world.sandbox.shutdown().await;
    }
}
