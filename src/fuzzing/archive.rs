//! Archives: nothing is put outside of the folder, what is refused is not unpacked, and what is unpacked was listed.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;
use std::sync::atomic::{AtomicU64, Ordering};

use flate2::Compression;
use flate2::write::GzEncoder;
use tar::EntryType;
use tokio_util::sync::CancellationToken;

use crate::sandbox::exec::build::unpack::unpack;
use crate::sandbox::pipeline::archive::Listing;

/// Bytes of a block of a tar.
const BLOCK: usize = 512;
/// Files of a folder for which it is unpacked.
const MOST_FILES: usize = 64;

/// The folder of this process. It holds one file that nothing may touch, which links of the archives may name.
static FOLDER: LazyLock<PathBuf> = LazyLock::new(|| {
    let memory = Path::new("/dev/shm");
    let above = if memory.is_dir() { memory.to_owned() } else { std::env::temp_dir() };
    let folder = above.join(format!("zcp-fuzz-{}", std::process::id()));
    fs::create_dir_all(folder.join("outside")).expect("a folder");
    fs::write(folder.join("outside/kept"), "kept").expect("a file");
    folder
});

/// By the first byte: entries that are described in short, blocks of a tar whose checksums are mended, or a compressed
/// archive as it is.
///
/// # Panics
/// Where a promise is broken.
pub fn archive(bytes: &[u8]) {
    let Some((form, rest)) = bytes.split_first() else { return };
    let tar = match form % 4 {
        0 | 1 => entries(rest),
        2 => mended(rest),
        _ => {
            check(rest.to_vec());
            return;
        }
    };
    let listed = Listing::of(tar.as_slice(), &CancellationToken::new());
    if listed.is_ok_and(|listing| listing.files() <= MOST_FILES) {
        let mut gzip = GzEncoder::new(Vec::new(), Compression::none());
        gzip.write_all(&tar).expect("written");
        check(gzip.finish().expect("finished"));
    }
}

fn check(bytes: Vec<u8>) {
    static COUNT: AtomicU64 = AtomicU64::new(0);
    let place = FOLDER.join(format!("run-{}", COUNT.fetch_add(1, Ordering::Relaxed)));
    let (archive, target) = (place.join("archive"), place.join("target"));
    fs::create_dir(&place).expect("a folder");
    fs::write(&archive, bytes).expect("an archive");
    let cancel = CancellationToken::new();
    let listing = Listing::read(&archive, &cancel);
    let unpacked = unpack(&archive, &target, &cancel);
    assert!(listing.is_ok() || unpacked.is_err(), "refused and unpacked");
    if let (Ok(listing), true) = (&listing, target.exists()) {
        let mut found = Vec::new();
        walk(&target, &target, &mut found);
        for path in found {
            assert!(listing.has(&path), "{path} was not listed");
        }
    } else {
        assert!(!target.exists(), "refused and begun");
    }
    let mut beside: Vec<_> = fs::read_dir(&place).expect("a folder").flatten().map(|entry| entry.file_name()).collect();
    beside.sort();
    beside.retain(|name| name != "target");
    assert_eq!(beside, ["archive"], "something lies beside the folder");
    assert_eq!(fs::read_to_string(FOLDER.join("outside/kept")).ok().as_deref(), Some("kept"));
    assert_eq!(fs::read_dir(FOLDER.join("outside")).expect("a folder").count(), 1, "something lies outside");
    crate::sandbox::folder::remove(&place).expect("removed");
}

/// Every path beneath a folder, without following links; a folder that may not be read is not looked into.
fn walk(top: &Path, folder: &Path, found: &mut Vec<String>) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for entry in entries.flatten() {
        let path = entry.path();
        found.push(path.strip_prefix(top).expect("beneath").to_string_lossy().into_owned());
        if entry.file_type().is_ok_and(|kind| kind.is_dir()) {
            walk(top, &path, found);
        }
    }
}

/// Entries of: kind, mode, name up to a line feed, target up to a line feed, content up to a line feed.
fn entries(bytes: &[u8]) -> Vec<u8> {
    let mut tar = Vec::new();
    let mut rest = bytes;
    while let Some((&[kind, mode], after)) = rest.split_first_chunk() {
        let mut words = after.splitn(4, |byte| *byte == b'\n');
        let mut word = || words.next().unwrap_or_default();
        let (name, target, content) = (word(), word(), word());
        rest = word();
        let mut header = tar::Header::new_gnu();
        let gnu = header.as_gnu_mut().expect("GNU's");
        // By hand, because the setters refuse what an attacker would not.
        let put = |field: &mut [u8], text: &[u8]| {
            let length = text.len().min(field.len());
            field[..length].copy_from_slice(&text[..length]);
        };
        put(&mut gnu.name, name);
        let outside = FOLDER.join("outside");
        match target.strip_prefix(b"OUT") {
            Some(rest) => put(&mut gnu.linkname, &[outside.as_os_str().as_encoded_bytes(), rest].concat()),
            None => put(&mut gnu.linkname, target),
        }
        header.set_entry_type(EntryType::new(kind));
        header.set_mode(u32::from(mode) << 1 | 0o600);
        let size = if matches!(kind, b'1'..=b'6') { 0 } else { content.len() };
        header.set_size(u64::try_from(size).unwrap_or_default());
        header.set_cksum();
        tar.extend_from_slice(header.as_bytes());
        tar.extend_from_slice(&content[..size]);
        tar.resize(tar.len().next_multiple_of(BLOCK), 0);
    }
    tar.resize(tar.len() + 2 * BLOCK, 0);
    tar
}

/// The blocks with the checksum that each would have as a header.
fn mended(bytes: &[u8]) -> Vec<u8> {
    const SUM: std::ops::Range<usize> = 148..156;
    let mut tar = bytes.to_vec();
    tar.resize(tar.len().next_multiple_of(BLOCK), 0);
    for block in tar.chunks_exact_mut(BLOCK).filter(|block| block[0] != 0) {
        block[SUM].fill(b' ');
        let sum: u32 = block.iter().map(|byte| u32::from(*byte)).sum();
        block[SUM].copy_from_slice(format!("{sum:06o}\0 ").as_bytes());
    }
    tar
}
