//! The requests of the protocol, version 3, as OpenSSH's clients make them.

use std::collections::HashMap;
use std::fs::{self, DirBuilder, OpenOptions};
use std::os::unix::fs::{DirBuilderExt as _, FileExt as _, OpenOptionsExt as _};
use std::path::{Component, Path, PathBuf};

use russh_sftp::protocol::{
    Attrs, Data, ExtendedReply, File, FileAttributes, Handle, Name, OpenFlags, Packet, Status, StatusCode, Version,
};
use russh_sftp::server::{Handler, StatusReply};
use tokio_util::sync::DropGuard;

use crate::files::open_regular;

use super::answers::{Outcome, done, refused};
use super::handles::{Handles, Open};
use super::{attributes, extensions};

/// The most bytes of an answer to one read.
const MOST_BYTES: u32 = 255 * 1024;
/// The most entries of an answer about a folder.
const MOST_ENTRIES: usize = 128;

/// Serves the files of where it runs.
pub(super) struct Files {
    handles: Handles,
    _ended: DropGuard,
}

impl Files {
    /// `ended` is dropped with it.
    pub(super) fn new(ended: DropGuard) -> Self {
        Self { handles: Handles::default(), _ended: ended }
    }

    fn open_file(&mut self, path: &str, flags: OpenFlags, attributes: &FileAttributes) -> Outcome<String> {
        self.handles.check()?;
        let mut flags = flags;
        if flags.contains(OpenFlags::TRUNCATE) {
            // The system refuses both together; an empty file is written from its start anyway.
            flags.remove(OpenFlags::APPEND);
        }
        let mut options = OpenOptions::from(flags);
        options.mode(attributes::mode(attributes, 0o666));
        let file = open_regular(Path::new(path), &mut options).map_err(refused)?;
        Ok(self.handles.add(Open::File(file)))
    }

    fn entries(&mut self, handle: &str) -> Outcome<Vec<File>> {
        let entries = self.handles.folder(handle)?;
        let mut files = Vec::new();
        for entry in entries.by_ref() {
            let entry = entry.map_err(refused)?;
            // What has gone meanwhile is not there.
            let Ok(metadata) = entry.metadata() else { continue };
            files.push(named(&entry.file_name().to_string_lossy(), &metadata));
            if files.len() == MOST_ENTRIES {
                break;
            }
        }
        if files.is_empty() { Err(StatusCode::Eof.into()) } else { Ok(files) }
    }
}

fn named(name: &str, metadata: &fs::Metadata) -> File {
    let mut file = File::new(name, attributes::of(metadata));
    if metadata.is_symlink() {
        file.longname.replace_range(..1, "l");
    }
    file
}

/// A path from the root; what does not exist is resolved by its words.
fn absolute(path: &str) -> Outcome<String> {
    let path = if path.is_empty() { Path::new(".") } else { Path::new(path) };
    let resolved = path.canonicalize().or_else(|_| std::path::absolute(path).map(|path| without_dots(&path)));
    Ok(resolved.map_err(refused)?.to_string_lossy().into_owned())
}

fn without_dots(path: &Path) -> PathBuf {
    let mut out = PathBuf::new();
    for part in path.components() {
        match part {
            Component::ParentDir => {
                out.pop();
            }
            Component::CurDir => {}
            part => out.push(part),
        }
    }
    out
}

fn attrs(id: u32, metadata: &fs::Metadata) -> Attrs {
    Attrs { id, attrs: attributes::of(metadata) }
}

impl Handler for Files {
    type Error = StatusReply;

    fn unimplemented(&self) -> StatusReply {
        StatusCode::OpUnsupported.into()
    }

    async fn init(&mut self, _version: u32, _extensions: HashMap<String, String>) -> Outcome<Version> {
        Ok(Version { extensions: extensions::list(), ..Version::new() })
    }

    async fn open(&mut self, id: u32, path: String, flags: OpenFlags, attributes: FileAttributes) -> Outcome<Handle> {
        Ok(Handle { id, handle: self.open_file(&path, flags, &attributes)? })
    }

    async fn close(&mut self, id: u32, handle: String) -> Outcome<Status> {
        self.handles.close(&handle)?;
        Ok(done(id))
    }

    async fn read(&mut self, id: u32, handle: String, offset: u64, length: u32) -> Outcome<Data> {
        let file = self.handles.file(&handle)?;
        let mut data = vec![0; usize::try_from(length.min(MOST_BYTES)).unwrap_or_default()];
        let count = file.read_at(&mut data, offset).map_err(refused)?;
        if count == 0 && !data.is_empty() {
            return Err(StatusCode::Eof.into());
        }
        data.truncate(count);
        Ok(Data { id, data })
    }

    async fn write(&mut self, id: u32, handle: String, offset: u64, data: Vec<u8>) -> Outcome<Status> {
        self.handles.file(&handle)?.write_all_at(&data, offset).map_err(refused)?;
        Ok(done(id))
    }

    async fn lstat(&mut self, id: u32, path: String) -> Outcome<Attrs> {
        Ok(attrs(id, &fs::symlink_metadata(path).map_err(refused)?))
    }

    async fn stat(&mut self, id: u32, path: String) -> Outcome<Attrs> {
        Ok(attrs(id, &fs::metadata(path).map_err(refused)?))
    }

    async fn fstat(&mut self, id: u32, handle: String) -> Outcome<Attrs> {
        Ok(attrs(id, &self.handles.file(&handle)?.metadata().map_err(refused)?))
    }

    async fn setstat(&mut self, id: u32, path: String, attributes: FileAttributes) -> Outcome<Status> {
        attributes::set(Path::new(&path), &attributes).map_err(refused)?;
        Ok(done(id))
    }

    async fn fsetstat(&mut self, id: u32, handle: String, attributes: FileAttributes) -> Outcome<Status> {
        attributes::set_open(self.handles.file(&handle)?, &attributes).map_err(refused)?;
        Ok(done(id))
    }

    async fn opendir(&mut self, id: u32, path: String) -> Outcome<Handle> {
        self.handles.check()?;
        let entries = fs::read_dir(path).map_err(refused)?;
        Ok(Handle { id, handle: self.handles.add(Open::Folder(entries)) })
    }

    async fn readdir(&mut self, id: u32, handle: String) -> Outcome<Name> {
        Ok(Name { id, files: self.entries(&handle)? })
    }

    async fn remove(&mut self, id: u32, path: String) -> Outcome<Status> {
        fs::remove_file(path).map_err(refused)?;
        Ok(done(id))
    }

    async fn mkdir(&mut self, id: u32, path: String, attributes: FileAttributes) -> Outcome<Status> {
        let mode = attributes::mode(&attributes, 0o777);
        DirBuilder::new().mode(mode).create(path).map_err(refused)?;
        Ok(done(id))
    }

    async fn rmdir(&mut self, id: u32, path: String) -> Outcome<Status> {
        fs::remove_dir(path).map_err(refused)?;
        Ok(done(id))
    }

    async fn realpath(&mut self, id: u32, path: String) -> Outcome<Name> {
        Ok(Name { id, files: vec![File::dummy(absolute(&path)?)] })
    }

    async fn rename(&mut self, id: u32, from: String, to: String) -> Outcome<Status> {
        if fs::symlink_metadata(&to).is_ok() {
            return Err(StatusCode::Failure.with_message("the new name is taken"));
        }
        fs::rename(from, to).map_err(refused)?;
        Ok(done(id))
    }

    async fn readlink(&mut self, id: u32, path: String) -> Outcome<Name> {
        let target = fs::read_link(path).map_err(refused)?;
        Ok(Name { id, files: vec![File::dummy(target.to_string_lossy())] })
    }

    /// OpenSSH sends the two in the other order than the draft says, and so does everyone.
    async fn symlink(&mut self, id: u32, target: String, link: String) -> Outcome<Status> {
        std::os::unix::fs::symlink(target, link).map_err(refused)?;
        Ok(done(id))
    }

    async fn extended(&mut self, id: u32, name: String, data: Vec<u8>) -> Outcome<Packet> {
        Ok(match extensions::answer(&name, &data, &self.handles)? {
            Some(data) => Packet::ExtendedReply(ExtendedReply { id, data }),
            None => Packet::Status(done(id)),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_resolved_whether_they_exist_or_not() {
        assert_eq!(absolute("/").expect("root"), "/");
        assert_eq!(absolute("/no-such/../folder/./x").expect("resolved"), "/folder/x");
        assert_eq!(absolute("/../../..").expect("resolved"), "/");
        assert!(absolute("").expect("here").starts_with('/'));
    }
}
