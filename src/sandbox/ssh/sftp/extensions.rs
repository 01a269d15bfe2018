//! What OpenSSH added to the protocol and its clients make use of.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use russh_sftp::protocol::{FileAttributes, StatusCode};
use russh_sftp::server::StatusReply;

use super::answers::{Outcome, refused};
use super::{attributes, handles::Handles};

const POSIX_RENAME: &str = "posix-rename@openssh.com";
const HARD_LINK: &str = "hardlink@openssh.com";
const SYNC: &str = "fsync@openssh.com";
const SPACE: &str = "statvfs@openssh.com";
const SET_LINK: &str = "lsetstat@openssh.com";

/// Those that are served, with their versions.
pub(super) fn list() -> HashMap<String, String> {
    let versions = [(POSIX_RENAME, "1"), (HARD_LINK, "1"), (SYNC, "1"), (SPACE, "2"), (SET_LINK, "1")];
    versions.map(|(name, version)| (name.to_owned(), version.to_owned())).into()
}

/// Does what is asked for; some answer with data.
pub(super) fn answer(name: &str, data: &[u8], handles: &Handles) -> Outcome<Option<Vec<u8>>> {
    let mut words = Words(data);
    match name {
        POSIX_RENAME => std::fs::rename(words.path()?, words.path()?).map_err(refused)?,
        HARD_LINK => std::fs::hard_link(words.path()?, words.path()?).map_err(refused)?,
        SYNC => handles.file(&words.text()?)?.sync_all().map_err(refused)?,
        SET_LINK => attributes::set_link(&words.path()?, &words.attributes()?).map_err(refused)?,
        SPACE => return space(&words.path()?).map(Some),
        _ => return Err(StatusCode::OpUnsupported.into()),
    }
    Ok(None)
}

fn space(path: &Path) -> Outcome<Vec<u8>> {
    let of = rustix::fs::statvfs(path).map_err(refused)?;
    // Two flags have a number of their own: not writable, no programs of another user.
    let flags = of.f_flag.bits() & 0b11;
    let numbers = [
        of.f_bsize,
        of.f_frsize,
        of.f_blocks,
        of.f_bfree,
        of.f_bavail,
        of.f_files,
        of.f_ffree,
        of.f_favail,
        of.f_fsid,
        flags,
        of.f_namemax,
    ];
    Ok(numbers.into_iter().flat_map(u64::to_be_bytes).collect())
}

/// The words of a request.
struct Words<'a>(&'a [u8]);

impl Words<'_> {
    fn number(&mut self) -> Outcome<u32> {
        let (number, rest) = self.0.split_first_chunk().ok_or_else(bad)?;
        self.0 = rest;
        Ok(u32::from_be_bytes(*number))
    }

    fn text(&mut self) -> Outcome<String> {
        let length = usize::try_from(self.number()?).map_err(|_| bad())?;
        let (text, rest) = self.0.split_at_checked(length).ok_or_else(bad)?;
        self.0 = rest;
        String::from_utf8(text.to_vec()).map_err(|_| bad())
    }

    fn path(&mut self) -> Outcome<PathBuf> {
        self.text().map(PathBuf::from)
    }

    fn attributes(&mut self) -> Outcome<FileAttributes> {
        let flags = self.number()?;
        let mut attributes = FileAttributes::empty();
        if flags & 1 != 0 {
            attributes.size = Some(u64::from(self.number()?) << 32 | u64::from(self.number()?));
        }
        if flags & 2 != 0 {
            attributes.uid = Some(self.number()?);
            attributes.gid = Some(self.number()?);
        }
        if flags & 4 != 0 {
            attributes.permissions = Some(self.number()?);
        }
        if flags & 8 != 0 {
            attributes.atime = Some(self.number()?);
            attributes.mtime = Some(self.number()?);
        }
        Ok(attributes)
    }
}

fn bad() -> StatusReply {
    StatusCode::BadMessage.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_that_ends_early_is_refused() {
        let handles = Handles::default();
        for name in list().into_keys() {
            for data in [&[][..], &[0, 0, 0], &[0, 0, 0, 9, b'a'], &[255; 8], &[0, 0, 0, 1, 255]] {
                let error = answer(&name, data, &handles).expect_err(&name);
                assert!(matches!(error.status_code, StatusCode::BadMessage), "{name}");
            }
        }
    }

    #[test]
    fn space_is_eleven_numbers() {
        assert_eq!(space(Path::new("/")).expect("space").len(), 88);
    }
}
