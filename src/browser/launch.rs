//! Starting the browser.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use tokio::sync::Mutex;
use tokio::task::JoinHandle;

use super::guard::Guard;
use super::pipe::Pipe;
use super::profile::Profile;
use crate::programs::{self, Command, Needs, Running};

/// What Chromium is called, the free one first: Debian, Fedora, Arch and Alpine (`chromium`), Ubuntu
/// (`chromium-browser`), the packages of Google (`google-chrome-stable`), of Microsoft and of Brave.
const NAMES: &[&str] = &[
    "chromium",
    "chromium-browser",
    "google-chrome-stable",
    "google-chrome",
    "chrome-headless-shell",
    "microsoft-edge",
    "brave-browser",
];
/// Where macOS keeps them.
const APPLICATIONS: &[&str] = &[
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
    "/Applications/Brave Browser.app/Contents/MacOS/Brave Browser",
];
/// Chromium reads its commands from descriptor 3 and writes answers to 4; what a program is started with has only the
/// three usual ones.
const REDIRECT: &str = r#"exec "$0" "$@" 3<&0 4>&1 </dev/null >/dev/null"#;
/// How it is started, whatever page it shows. The list of switches is at
/// <https://peter.sh/experiments/chromium-command-line-switches/> (looked at 2026-11).
const FLAGS: &[&str] = &[
    "--headless",
    "--remote-debugging-pipe",
    "--no-first-run",
    "--no-default-browser-check",
    "--disable-gpu",
    "--disable-extensions",
    "--disable-sync",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-breakpad",
    "--disable-dev-shm-usage",
    "--disable-features=Translate,OptimizationHints,MediaRouter,DialMediaRouteProvider",
    "--hide-scrollbars",
    "--mute-audio",
    "--no-pings",
    "--password-store=basic",
    "--use-mock-keychain",
    "--block-new-web-contents",
    // Nothing passes by the guard: no UDP, no lookup of its own, and this computer is no exception.
    "--disable-quic",
    "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
    "--proxy-bypass-list=<-loopback>",
];

/// The longest path that a folder for temporary files may have. Below it Chromium has a socket of at most 50 more characters
/// (`/.org.chromium.Chromium.XXXXXX/SingletonSocket`), and systems take 103 or 107.
const MOST_BEFORE_SOCKET: usize = 53;

/// Why no browser can be started here, as a whole sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Missing {
    /// None is installed, or the one that was named is not there.
    Program,
    /// The system has no such pipes.
    System,
}

/// The browser of this computer: the one that is named, else the first that is installed.
///
/// # Errors
/// There is none.
pub(crate) fn find(named: Option<&Path>) -> Result<PathBuf, Missing> {
    if !cfg!(unix) {
        return Err(Missing::System);
    }
    let found = match named {
        Some(path) if path.components().count() > 1 => Some(path.to_owned()).filter(|path| programs::is_program(path)),
        Some(name) => name.to_str().and_then(programs::find),
        None => NAMES
            .iter()
            .find_map(|name| programs::find(name))
            .or_else(|| APPLICATIONS.iter().map(PathBuf::from).find(|path| programs::is_program(path))),
    };
    found.ok_or(Missing::Program)
}

/// A browser that runs.
#[derive(Debug)]
pub(super) struct Browser {
    running: Running,
    profile: Profile,
    said: JoinHandle<()>,
    complaint: Arc<Mutex<Vec<u8>>>,
}

/// Starts one, which reaches the network through this guard alone.
///
/// # Errors
/// It cannot be started.
pub(super) fn start(program: &Path, guard: &Guard) -> std::io::Result<(Browser, Pipe)> {
    let profile = Profile::new()?;
    let mut running = programs::start(command(program, &profile, guard.address()))?;
    let complaint: Arc<Mutex<Vec<u8>>> = Arc::default();
    let (stderr, kept) = (running.stderr(), Arc::clone(&complaint));
    let said = tokio::spawn(async move {
        let end = programs::tail(stderr).await;
        *kept.lock().await = end;
    });
    let ends = running.stdin().zip(running.stdout());
    let (input, output) = ends.ok_or_else(|| std::io::Error::other("it has no pipes"))?;
    Ok((Browser { running, profile, said, complaint }, Pipe::new(input, output)))
}

/// The browser with this folder, before it is started.
fn command(program: &Path, profile: &Profile, proxy: SocketAddr) -> Command {
    let mut command = programs::command("sh", Needs::Nothing);
    command.arg("-c").arg(REDIRECT).arg(program).args(FLAGS);
    command.arg(format!("--proxy-server=http://{proxy}"));
    let mut folder = std::ffi::OsString::from("--user-data-dir=");
    folder.push(profile.path());
    command.arg(folder);
    // It leaves the folder of its socket where temporary files are.
    if profile.path().as_os_str().len() <= MOST_BEFORE_SOCKET {
        command.env("TMPDIR", profile.path());
    }
    // Chromium refuses to run as root with its own sandbox on.
    #[cfg(unix)]
    if rustix::process::geteuid().is_root() {
        command.arg("--no-sandbox");
    }
    command.arg("about:blank").stdin(std::process::Stdio::piped());
    command
}

impl Browser {
    /// Ends it with all that it started, removes its folder, and answers the last line that it said.
    pub(super) async fn end(self) -> String {
        let Self { running, profile, said, complaint } = self;
        running.end().await;
        said.await.ok();
        profile.remove().await;
        let bytes = complaint.lock().await;
        let text = programs::readable(&bytes);
        text.rsplit("; ").next().unwrap_or_default().to_owned()
    }
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[tokio::test]
    async fn what_a_browser_leaves_goes_with_its_folder() {
        let profile = Profile::new().expect("a folder");
        let command = command(Path::new("/usr/bin/chromium"), &profile, SocketAddr::from(([127, 0, 0, 1], 1)));
        let set = command.as_std().get_envs().find(|(name, _)| *name == "TMPDIR").and_then(|(_, value)| value);
        let is_own = set == Some(profile.path().as_os_str());
        assert_eq!(is_own, profile.path().as_os_str().len() <= MOST_BEFORE_SOCKET, "{set:?}");
        profile.remove().await;
    }
}
