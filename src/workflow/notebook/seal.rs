//! What shows that zcp itself wrote a file of a notebook, on this computer: a working folder comes from elsewhere, with
//! all that is in it.
//!
//! The key is the user's, in the cache folder, and never leaves it. Who takes a copy of the working folder elsewhere
//! takes no choices and proofs along.

use std::path::{Path, PathBuf};
use std::time::Duration;

use ring::hmac;
use ring::rand::{SecureRandom as _, SystemRandom};

use crate::files::{Access, FileError, Problem, Root};

/// The file of the key.
const FILE: &str = "notebook.key";
/// Bytes of the key.
const LENGTH: usize = 32;
/// A file is there before its content is: how often it is looked at again, and after how long.
const TRIES: usize = 20;
const PAUSE: Duration = Duration::from_millis(5);

/// Where the key is kept.
#[derive(Clone, Debug)]
pub(super) struct Keys(PathBuf);

/// The key.
#[derive(Debug)]
pub(super) struct Seal(hmac::Key);

impl Keys {
    /// Kept in this folder, which is made for it.
    pub(super) fn kept_in(folder: &Path) -> Self {
        Self(folder.to_owned())
    }

    /// The key; none where there is none yet, and so nothing that it was used for.
    pub(super) fn find(&self) -> Option<Seal> {
        let root = Root::open(&self.0).ok()?;
        for _ in 0..TRIES {
            let bytes = root.read(Path::new(FILE), LENGTH as u64).ok()?;
            if bytes.len() == LENGTH {
                return Some(Seal(hmac::Key::new(hmac::HMAC_SHA256, &bytes)));
            }
            std::thread::sleep(PAUSE);
        }
        None
    }

    /// The key, made where there is none.
    ///
    /// # Errors
    /// The folder cannot be made or written to.
    pub(super) fn make(&self) -> Result<Seal, FileError> {
        if let Some(seal) = self.find() {
            return Ok(seal);
        }
        std::fs::create_dir_all(&self.0)?;
        let mut bytes = [0; LENGTH];
        SystemRandom::new().fill(&mut bytes).map_err(|_| Problem::Refused(std::io::ErrorKind::Other))?;
        match Root::open(&self.0)?.create(Path::new(FILE), &bytes, Access::Private) {
            // Another process made it meanwhile.
            Err(error) if error.problem != Problem::Exists => return Err(error),
            _ => {}
        }
        self.find().ok_or_else(|| Problem::Refused(std::io::ErrorKind::InvalidData).into())
    }
}

impl Seal {
    /// What a file has that says this of a project, in hexadecimal digits.
    pub(super) fn of(&self, path: &str, project: &str, content: &str) -> String {
        let tag = hmac::sign(&self.0, &message(path, project, content));
        tag.as_ref().iter().map(|byte| format!("{byte:02x}")).collect()
    }

    /// Whether a file has the seal of what it says. The time that this takes says nothing.
    pub(super) fn is_on(&self, seal: &str, path: &str, project: &str, content: &str) -> bool {
        let digits = seal.as_bytes().chunks(2);
        let bytes = digits.map(|pair| u8::from_str_radix(std::str::from_utf8(pair).unwrap_or_default(), 16));
        let tag: Result<Vec<u8>, _> = bytes.collect();
        tag.is_ok_and(|tag| hmac::verify(&self.0, &message(path, project, content), &tag).is_ok())
    }
}

fn message(path: &str, project: &str, content: &str) -> Vec<u8> {
    let parts = ["notebook, 1", path, project, content];
    // No part can pass for the end of another one.
    parts.iter().flat_map(|part| (part.len() as u64).to_le_bytes().into_iter().chain(part.bytes())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seal_is_good_for_what_it_was_made_for_alone() {
        let folder = tempfile::tempdir().expect("a folder");
        let keys = Keys::kept_in(&folder.path().join("a/b"));
        assert!(keys.find().is_none());
        let seal = keys.make().expect("made");
        let made = seal.of("services/api.json", "p", "{}");
        assert!(keys.make().expect("found").is_on(&made, "services/api.json", "p", "{}"));
        for (path, project, content) in
            [("services/web.json", "p", "{}"), ("services/api.json", "q", "{}"), ("services/api.json", "p", "{ }")]
        {
            assert!(!seal.is_on(&made, path, project, content));
        }
        assert!(!seal.is_on("", "services/api.json", "p", "{}") && !seal.is_on("é", "services/api.json", "p", "{}"));
        let others = Keys::kept_in(&folder.path().join("c")).make().expect("made");
        assert!(!others.is_on(&made, "services/api.json", "p", "{}"));
    }

    #[test]
    fn those_who_make_the_key_at_the_same_time_have_the_same() {
        let folder = tempfile::tempdir().expect("a folder");
        let keys = Keys::kept_in(folder.path());
        let made: Vec<String> = std::thread::scope(|scope| {
            let all: Vec<_> = (0..8).map(|_| scope.spawn(|| keys.make().expect("made").of("a", "b", "c"))).collect();
            all.into_iter().map(|one| one.join().expect("ended")).collect()
        });
        assert!(made.iter().all(|one| *one == made[0]));
    }
}
