//! zcli's `cli.data`: where it may be and what zcp takes from it. It is only ever read.

use std::ffi::OsString;
use std::fs::File;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use serde::Deserialize;

use crate::domain::environment::given;
use crate::generated::variables::ZEROPS_CLI_DATA_FILE_PATH;

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
    let path = |name: &str| given(lookup(name)).map(PathBuf::from);
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
        path(ZEROPS_CLI_DATA_FILE_PATH),
        config.map(|config| config.join(folder).join("cli.data")),
        home.as_ref().map(|home| home.join(folder).join("cli.data")),
        home.as_ref().map(|home| home.join("zerops.cli.data")),
        shared.map(|shared| shared.join("zerops.cli.data")),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// Reads a file of a user: a regular one, not a huge one, and none that someone else has put where
/// others can write.
pub(super) fn read(path: &Path) -> io::Result<String> {
    const MAX_BYTES: u64 = 1024 * 1024;

    let file = crate::files::open_named(path)?;
    if is_planted(path, &file)? {
        return Err(io::Error::new(ErrorKind::PermissionDenied, "it belongs to someone else"));
    }
    let bytes = crate::files::bounded(file, MAX_BYTES)?;
    String::from_utf8(bytes).map_err(|_| io::Error::from(ErrorKind::InvalidData))
}

#[cfg(unix)]
fn is_planted(path: &Path, file: &File) -> io::Result<bool> {
    use std::os::unix::fs::MetadataExt as _;

    const FOR_GROUP: u32 = 0o020;
    const FOR_EVERYONE: u32 = 0o002;
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new(".")).metadata()?;
    let is_own = [rustix::process::geteuid().as_raw(), 0].contains(&folder.uid());
    // Many systems give each user a group of his own.
    let for_group = folder.mode() & FOR_GROUP != 0 && folder.gid() != rustix::process::getegid().as_raw();
    if is_own && !for_group && folder.mode() & FOR_EVERYONE == 0 {
        return Ok(false);
    }
    // A link there, or a second name, is made by anybody, also to a file that belongs to the reader.
    let (named, opened) = (path.symlink_metadata()?, file.metadata()?);
    let same = (named.dev(), named.ino()) == (opened.dev(), opened.ino());
    Ok(!same || opened.nlink() != 1 || opened.uid() != rustix::process::geteuid().as_raw())
}

/// Other systems keep temporary files per user.
#[cfg(not(unix))]
#[expect(clippy::unnecessary_wraps, reason = "elsewhere it asks the file system")]
fn is_planted(_: &Path, _: &File) -> io::Result<bool> {
    Ok(false)
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

    #[cfg(unix)]
    #[test]
    fn where_everyone_can_write_only_what_the_reader_made_counts() {
        use std::os::unix::fs::{PermissionsExt as _, chown, symlink};

        let folder = tempfile::tempdir().expect("a folder");
        let path = |name: &str| folder.path().join(name);
        for name in ["own", "other", "twice"] {
            std::fs::write(path(name), "{}").expect("written");
        }
        symlink("own", path("link")).expect("a link");
        std::fs::hard_link(path("twice"), path("again")).expect("a link");
        // Only the superuser gives files away.
        let given = chown(path("other"), Some(12_345), None).is_ok();
        for name in ["own", "link", "again"] {
            assert!(read(&path(name)).is_ok(), "{name}");
        }
        let everyone = std::fs::Permissions::from_mode(0o1777);
        std::fs::set_permissions(folder.path(), everyone).expect("a mode");
        assert!(read(&path("own")).is_ok());
        for name in ["link", "twice", "again"].into_iter().chain(given.then_some("other")) {
            let error = read(&path(name)).expect_err(name);
            assert_eq!(error.kind(), ErrorKind::PermissionDenied, "{name}");
        }
    }
}
