//! `zcli push`, for those who want zcli to do it. The token goes by the environment and never by
//! argv; what zcli writes goes to a folder of this one run, so that nobody's own login is touched.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

use tokio::task::JoinHandle;

use crate::deploy::files::shown;
use crate::domain::ids::{ProjectId, ServiceId};
use crate::domain::zcli;
use crate::files::{Kind, Root};
use crate::platform::host::Host;
use crate::platform::token::Token;
use crate::programs::{Command, Needs, Running, command, readable, start, tail};

/// What the variables of zcli begin with.
const PREFIX: &str = "ZEROPS_";

/// What is pushed.
#[derive(Clone, Copy, Debug)]
pub struct Push<'a> {
    /// The zcli program.
    pub program: &'a Path,
    /// The folder.
    pub folder: &'a Path,
    /// The service.
    pub service: &'a ServiceId,
    /// Its project.
    pub project: &'a ProjectId,
    /// The setup.
    pub setup: &'a str,
    /// Whether `.git` comes along.
    pub include_git: bool,
    /// Whether the folder is in a git work tree that zcli can use.
    pub git: bool,
}

/// A push that runs. Dropping it ends zcli; what the platform has accepted goes on.
#[derive(Debug)]
pub struct Pushing {
    child: Running,
    said: JoinHandle<Vec<u8>>,
    shown: JoinHandle<Vec<u8>>,
    _folder: Scratch,
}

/// Whether nothing in a folder tells zcli what to do. It merges a `.zcli` of the folder that it runs in, whatever
/// the ending, into its flags (`flagParams/handler.go` of zcli, read 2026-11): where it writes its archive, and which
/// file it sends as zerops.yaml; that it reads behind links.
///
/// # Errors
/// Something does, or may; in words.
pub(crate) fn unsteered(folder: &Root) -> Result<(), String> {
    let names = folder.entries(Path::new("")).map_err(|error| format!("its folder {error}"))?;
    for (name, kind) in names {
        let name = name.to_string_lossy().to_ascii_lowercase();
        if name.starts_with(".zcli") {
            return Err(format!("{} in this folder changes what it reads and writes", shown(name.as_bytes())));
        }
        if matches!(name.as_str(), "zerops.yaml" | "zerops.yml") && kind != Kind::File {
            return Err(format!("{name} in this folder is no regular file"));
        }
    }
    Ok(())
}

impl Push<'_> {
    /// Starts zcli.
    ///
    /// # Errors
    /// When it cannot be run.
    pub fn start(self, token: &Token, host: &Host) -> io::Result<Pushing> {
        let folder = Scratch::new("zcli")?;
        let region = serde_json::json!({
            "Token": "",
            "RegionData": { "name": "zcp", "isDefault": true, "address": host.to_string() },
            "ScopeProjectId": self.project,
        });
        let data = folder.0.join("cli.data");
        fs::File::create_new(&data)?.write_all(region.to_string().as_bytes())?;
        let mut command = self.command();
        command
            .envs(self.environment())
            .env(zcli::TOKEN, token.secret())
            .env("ZEROPS_CLI_DATA_FILE_PATH", &data)
            .env("ZEROPS_CLI_LOG_FILE_PATH", folder.0.join("zcli.log"))
            .env(zcli::TERMINAL.0, zcli::TERMINAL.1);
        let mut child = start(command)?;
        let said = tokio::spawn(tail(child.stderr()));
        let shown = tokio::spawn(tail(child.stdout()));
        Ok(Pushing { child, said, shown, _folder: folder })
    }

    /// What zcli is told by its environment. Observed: a variable, and `.zcli.yml` of the folder where
    /// there is none, beats a flag whose name has a dash, so each such flag is said this way too.
    fn environment(&self) -> [(String, String); 6] {
        let no_git = !self.include_git && !self.git;
        [
            ("SERVICEID", self.service.to_string()),
            ("NOGIT", no_git.to_string()),
            ("DEPLOYGITFOLDER", self.include_git.to_string()),
            ("DISABLELOGS", true.to_string()),
            ("WORKINGDIR", "./".to_owned()),
            ("WORKSPACESTATE", "all".to_owned()),
        ]
        .map(|(name, value)| (format!("{PREFIX}{name}"), value))
    }

    fn command(&self) -> Command {
        let mut command = command(self.program, Needs::Network);
        command.current_dir(self.folder);
        // Every value is one word with its flag, so none can be taken for another flag.
        command.arg("push").arg(format!("--service-id={}", self.service));
        command.arg(format!("--setup={}", self.setup)).arg(zcli::NO_LOGS);
        if self.include_git {
            command.arg("--deploy-git-folder");
        } else if !self.git {
            command.arg("--no-git");
        }
        command
    }
}

impl Pushing {
    /// How it ended: true when zcli says that all went well; nothing while it runs.
    pub fn ended(&mut self) -> Option<bool> {
        match self.child.try_wait() {
            Ok(None) => None,
            Ok(Some(status)) => Some(status.success()),
            Err(_) => Some(false),
        }
    }

    /// The end of what it said.
    pub async fn words(self) -> String {
        let Self { said, shown, .. } = self;
        let limit = std::time::Duration::from_secs(1);
        let said = tokio::time::timeout(limit, said).await.ok().and_then(Result::ok).unwrap_or_default();
        let shown = tokio::time::timeout(limit, shown).await.ok().and_then(Result::ok).unwrap_or_default();
        readable(&[said, b"\n".to_vec(), shown].concat())
    }
}

/// A folder that goes with its owner.
#[derive(Debug)]
pub(crate) struct Scratch(PathBuf);

impl Scratch {
    /// A new one, that nobody else may enter.
    ///
    /// # Errors
    /// It cannot be made.
    pub(crate) fn new(what: &str) -> io::Result<Self> {
        static NUMBER: AtomicU64 = AtomicU64::new(0);
        let mut random = [0; 8];
        getrandom::fill(&mut random).map_err(io::Error::other)?;
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let name = format!("zcp-{what}-{}-{number}-{:016x}", std::process::id(), u64::from_ne_bytes(random));
        let path = std::env::temp_dir().join(name);
        let mut builder = fs::DirBuilder::new();
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        builder.create(&path)?;
        Ok(Self(path))
    }

    /// Where it is.
    pub(crate) fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        // What cannot be removed holds no secret.
        let _ = fs::remove_dir_all(&self.0);
    }
}

#[cfg(all(test, unix))]
mod tests;
