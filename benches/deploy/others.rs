//! What else packs a tree.

use std::ffi::OsString;
use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use zcp::sandbox::tokens::TokenKind;

use super::Platform;

/// What `tar` is piped into; one that is not installed is left out.
pub(crate) const COMPRESSORS: [(&str, &[&str]); 3] = [
    ("tar | gzip into a file", &["gzip"]),
    ("tar | pigz into a file", &["pigz"]),
    ("tar | zstd -T0 into a file", &["zstd", "-q", "-T0"]),
];

/// Packs a tree into a file; nothing where the compressor is not installed.
pub(crate) fn tar(compressor: &[&str], tree: &Path, file: &Path) -> io::Result<Option<Duration>> {
    let begun = Instant::now();
    let mut tar = Command::new("tar").arg("-C").arg(tree).args(["-cf", "-", "."]).stdout(Stdio::piped()).spawn()?;
    let packed = tar.stdout.take().ok_or(io::ErrorKind::BrokenPipe)?;
    let (program, words) = compressor.split_first().ok_or(io::ErrorKind::InvalidInput)?;
    let zipped = Command::new(program).args(words).stdin(packed).stdout(File::create(file)?).status();
    let tarred = tar.wait()?;
    match zipped {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Ok(zipped) if tarred.success() && zipped.success() => Ok(Some(begun.elapsed())),
        _ => Err(io::Error::other(format!("tar | {program} failed"))),
    }
}

/// The official command line, logged in to the sandbox.
pub(crate) struct Zcli {
    program: OsString,
    service: String,
    environment: Vec<(&'static str, PathBuf)>,
}

impl Zcli {
    /// Logs in, with a login file of its own.
    pub(crate) fn log_in(program: OsString, platform: &Platform, folder: &Path) -> io::Result<Self> {
        let environment = vec![
            ("SSL_CERT_FILE", platform.ca_file.clone()),
            ("ZEROPS_REGIONURL", format!("{}/api/rest/public/region/zcli", platform.secure).into()),
            ("ZEROPS_CLI_DATA_FILE_PATH", folder.join("zcli.data")),
            ("ZEROPS_CLI_LOG_FILE_PATH", folder.join("zcli.log")),
        ];
        let zcli = Self { program, service: platform.service.clone(), environment };
        zcli.run(folder, &["login", TokenKind::Valid.token()])?;
        Ok(zcli)
    }

    /// Packs and uploads a tree.
    pub(crate) fn push(&self, tree: &Path) -> io::Result<Duration> {
        let begun = Instant::now();
        self.run(tree, &["push", "--service-id", &self.service, "--setup", "web", "--no-git", "--disable-logs"])?;
        Ok(begun.elapsed())
    }

    fn run(&self, folder: &Path, words: &[&str]) -> io::Result<()> {
        let variables = self.environment.iter().map(|(name, value)| (*name, value));
        let mut command = Command::new(&self.program);
        let ran = command.args(words).current_dir(folder).envs(variables).stdin(Stdio::null()).output()?;
        if ran.status.success() {
            return Ok(());
        }
        Err(io::Error::other(format!("zcli {}: {}", words.join(" "), String::from_utf8_lossy(&ran.stderr))))
    }
}
