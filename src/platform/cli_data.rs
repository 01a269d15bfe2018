//! zcli's `cli.data`: where it may be and what zcp takes from it. It is only ever read.

use std::ffi::OsString;
use std::path::PathBuf;

use serde::Deserialize;

/// The part of the file that zcp reads.
#[derive(Deserialize)]
pub(super) struct CliData {
    #[serde(rename = "Token", default)]
    pub(super) token: Option<String>,
    #[serde(rename = "RegionData", default)]
    pub(super) region: Option<Region>,
    /// Null until `zcli scope project` has chosen one.
    #[serde(rename = "ScopeProjectId", default)]
    pub(super) project: Option<String>,
}

/// The region that the user has logged in to.
#[derive(Deserialize)]
pub(super) struct Region {
    #[serde(default)]
    pub(super) address: Option<String>,
}

/// The family of operating systems that decides about folders.
#[derive(Clone, Copy)]
pub(super) enum Family {
    Linux,
    Mac,
    Windows,
}

impl Family {
    pub(super) const HERE: Self = if cfg!(windows) {
        Self::Windows
    } else if cfg!(target_os = "macos") {
        Self::Mac
    } else {
        Self::Linux
    };
}

/// Where the file may be, in the order in which zcli looks. An empty variable counts as absent.
pub(super) fn locations(lookup: &dyn Fn(&str) -> Option<OsString>, family: Family) -> Vec<PathBuf> {
    let path = |name: &str| lookup(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    let (home, folder) = match family {
        Family::Windows => (path("USERPROFILE"), "Zerops"),
        _ => (path("HOME"), "zerops"),
    };
    let config = match family {
        Family::Linux => path("XDG_CONFIG_HOME").or_else(|| Some(home.as_ref()?.join(".config"))),
        Family::Mac => home.as_ref().map(|home| home.join("Library/Application Support")),
        Family::Windows => path("APPDATA"),
    };
    let shared = match family {
        Family::Windows => path("TEMP").or_else(|| path("TMP")),
        _ => path("TMPDIR").or_else(|| Some("/tmp".into())),
    };
    [
        path("ZEROPS_CLI_DATA_FILE_PATH"),
        config.map(|config| config.join(folder).join("cli.data")),
        home.as_ref().map(|home| home.join(folder).join("cli.data")),
        home.as_ref().map(|home| home.join("zerops.cli.data")),
        shared.map(|shared| shared.join(SHARED_NAME)),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// The name of the file in the folder for temporary files, where other users can write too.
const SHARED_NAME: &str = "zerops.cli.data";

/// Reads a file of a user: a regular one, not a huge one, and none that someone else has put into
/// the folder for temporary files.
pub(super) fn read(path: &std::path::Path) -> std::io::Result<String> {
    use std::io::{Error, ErrorKind};
    const MAX_BYTES: u64 = 1024 * 1024;

    let file = crate::files::open_named(path)?;
    if path.parent() == Some(&std::env::temp_dir()) && path.ends_with(SHARED_NAME) && !is_mine(&file.metadata()?) {
        return Err(Error::new(ErrorKind::PermissionDenied, "it belongs to someone else"));
    }
    let bytes = crate::files::bounded(file, MAX_BYTES)?;
    String::from_utf8(bytes).map_err(|_| Error::from(ErrorKind::InvalidData))
}

#[cfg(unix)]
fn is_mine(metadata: &std::fs::Metadata) -> bool {
    use std::os::unix::fs::MetadataExt;
    let home = std::env::var_os("HOME").and_then(|home| std::fs::metadata(home).ok());
    home.is_some_and(|home| home.uid() == metadata.uid())
}

/// Other systems keep temporary files per user.
#[cfg(not(unix))]
fn is_mine(_: &std::fs::Metadata) -> bool {
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(variables: &[(&str, &str)], family: Family) -> Vec<String> {
        let lookup =
            |name: &str| variables.iter().find(|(variable, _)| *variable == name).map(|(_, value)| (*value).into());
        locations(&lookup, family).into_iter().map(|path| path.display().to_string().replace('\\', "/")).collect()
    }

    #[test]
    fn the_order_is_that_of_zcli() {
        let all = [("ZEROPS_CLI_DATA_FILE_PATH", "/x"), ("XDG_CONFIG_HOME", "/c"), ("HOME", "/h"), ("TMPDIR", "/t")];
        assert_eq!(
            found(&all, Family::Linux),
            ["/x", "/c/zerops/cli.data", "/h/zerops/cli.data", "/h/zerops.cli.data", "/t/zerops.cli.data"]
        );
        assert_eq!(
            found(&[("XDG_CONFIG_HOME", ""), ("HOME", "/h")], Family::Linux),
            ["/h/.config/zerops/cli.data", "/h/zerops/cli.data", "/h/zerops.cli.data", "/tmp/zerops.cli.data"]
        );
        assert_eq!(found(&[("HOME", "/h")], Family::Mac)[0], "/h/Library/Application Support/zerops/cli.data");
        assert_eq!(
            found(&[("APPDATA", "C:/a"), ("USERPROFILE", "C:/u")], Family::Windows),
            ["C:/a/Zerops/cli.data", "C:/u/Zerops/cli.data", "C:/u/zerops.cli.data"]
        );
        assert_eq!(found(&[], Family::Linux), ["/tmp/zerops.cli.data"]);
    }

    #[test]
    fn only_regular_files_are_read() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("cli.data");
        std::fs::write(&file, "{}").expect("written");
        assert_eq!(read(&file).expect("read"), "{}");
        assert!(read(folder.path()).is_err());
        assert!(read(&folder.path().join("nothing")).is_err());
    }
}
