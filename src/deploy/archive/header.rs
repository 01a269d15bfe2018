//! The blocks before the content of an entry. Names are bytes and stay what they are.

use std::io::Write;

use tar::{EntryType, Header};

/// A name or target that is longer stands in an entry of its own.
const SHORT: usize = 100;
/// What such an entry is called.
const LONG_NAME: &[u8] = b"././@LongLink";
const LONG_TARGET: u8 = b'K';
const LONG_PATH: u8 = b'L';

/// What every entry has.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Meta<'a> {
    /// Its path, with `/` between names.
    pub(crate) path: &'a [u8],
    /// Its permissions.
    pub(crate) mode: u32,
    /// When it was changed, in seconds since 1970.
    pub(crate) changed: u64,
}

/// Of a file.
pub(super) fn file(meta: Meta<'_>, size: u64) -> Vec<u8> {
    entry(meta, EntryType::Regular, &[], size)
}

/// Of a folder, whose name ends in a slash.
pub(super) fn folder(meta: Meta<'_>) -> Vec<u8> {
    let mut path = meta.path.to_vec();
    path.push(b'/');
    entry(Meta { path: &path, ..meta }, EntryType::Directory, &[], 0)
}

/// Of a symbolic or hard link.
pub(super) fn link(meta: Meta<'_>, target: &[u8], kind: EntryType) -> Vec<u8> {
    entry(meta, kind, target, 0)
}

fn entry(meta: Meta<'_>, kind: EntryType, target: &[u8], size: u64) -> Vec<u8> {
    let mut out = Vec::with_capacity(512);
    if target.len() > SHORT {
        long(&mut out, LONG_TARGET, target);
    }
    if meta.path.len() > SHORT {
        long(&mut out, LONG_PATH, meta.path);
    }
    let mut header = Header::new_gnu();
    header.set_entry_type(kind);
    header.set_mode(meta.mode & 0o777);
    header.set_uid(0);
    header.set_gid(0);
    header.set_mtime(meta.changed);
    header.set_size(size);
    if let Some(gnu) = header.as_gnu_mut() {
        fill(&mut gnu.name, meta.path);
        fill(&mut gnu.linkname, target);
    }
    header.set_cksum();
    out.extend_from_slice(header.as_bytes());
    out
}

/// An entry whose content is the name of the next one.
fn long(out: &mut Vec<u8>, kind: u8, name: &[u8]) {
    let mut header = Header::new_gnu();
    header.set_entry_type(EntryType::new(kind));
    header.set_mode(0o644);
    header.set_uid(0);
    header.set_gid(0);
    header.set_mtime(0);
    header.set_size(name.len() as u64 + 1);
    if let Some(gnu) = header.as_gnu_mut() {
        fill(&mut gnu.name, LONG_NAME);
    }
    header.set_cksum();
    out.extend_from_slice(header.as_bytes());
    // A vector takes all that is written.
    let _ = out.write_all(name);
    let whole = (name.len() + 1).next_multiple_of(512);
    out.resize(out.len() + whole - name.len(), 0);
}

fn fill(field: &mut [u8], name: &[u8]) {
    let count = name.len().min(field.len());
    field[..count].copy_from_slice(&name[..count]);
}
