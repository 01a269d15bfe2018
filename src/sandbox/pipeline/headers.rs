//! Watches the headers of a tar go by, before the library that reads it makes anything of them.
//!
//! A long name is read into memory as a whole, and one of 600 MB of zeros takes 600 kB of gzip. Extensions are therefore
//! bounded here. What would make two readers find the next header in different places is refused.

use std::io::{self, Read};

use tar::{EntryType, Header};

/// Bytes of a block.
const BLOCK: usize = 512;
/// Bytes of an extension at most: names of the longest paths, and the attributes that people's programs write.
const MOST_EXTENSION: u64 = 64 * 1024;
/// A record of the PAX format that moves the end of the next entry.
const SIZE: &[u8] = b"size";

/// What is read of a tar, or an error where it is not taken.
pub(super) struct Headers<R> {
    inner: R,
    place: Place,
}

enum Place {
    /// In a header, of which so much is known.
    Header(Box<[u8; BLOCK]>, usize),
    /// In what belongs to a header, up to the end of its last block.
    Data(u64),
    /// In an extension: what is left of its blocks, its own length, and what is known of it.
    Extension(u64, usize, Vec<u8>),
    /// Behind the last header.
    Behind,
}

impl Place {
    fn header() -> Self {
        Self::Header(Box::new([0; BLOCK]), 0)
    }
}

impl<R> Headers<R> {
    pub(super) fn of(inner: R) -> Self {
        Self { inner, place: Place::header() }
    }

    /// Takes note of what was read.
    fn see(&mut self, mut bytes: &[u8]) -> io::Result<()> {
        while !bytes.is_empty() {
            let next = match &mut self.place {
                Place::Behind => return Ok(()),
                Place::Header(block, known) => {
                    let count = bytes.len().min(BLOCK - *known);
                    block[*known..*known + count].copy_from_slice(&bytes[..count]);
                    (*known, bytes) = (*known + count, &bytes[count..]);
                    if *known < BLOCK {
                        return Ok(());
                    }
                    after(block)?
                }
                Place::Data(left) => {
                    let count = usize::try_from(*left).unwrap_or(usize::MAX).min(bytes.len());
                    (*left, bytes) = (*left - count as u64, &bytes[count..]);
                    if *left > 0 {
                        return Ok(());
                    }
                    Place::header()
                }
                Place::Extension(left, length, known) => {
                    let count = usize::try_from(*left).unwrap_or(usize::MAX).min(bytes.len());
                    known.extend_from_slice(&bytes[..count]);
                    (*left, bytes) = (*left - count as u64, &bytes[count..]);
                    if *left > 0 {
                        return Ok(());
                    }
                    known.truncate(*length);
                    if moves_an_end(known) {
                        return Err(odd());
                    }
                    Place::header()
                }
            };
            self.place = next;
        }
        Ok(())
    }
}

/// Where the tar goes on after a header.
fn after(block: &[u8; BLOCK]) -> io::Result<Place> {
    if block.iter().all(|byte| *byte == 0) {
        return Ok(Place::Behind);
    }
    let header = Header::from_byte_slice(block);
    let size = header.entry_size()?;
    let blocks = size.checked_next_multiple_of(BLOCK as u64).ok_or_else(odd)?;
    let kind = header.entry_type();
    let is_pax = matches!(kind, EntryType::XHeader | EntryType::XGlobalHeader);
    let is_extension = is_pax || matches!(kind, EntryType::GNULongName | EntryType::GNULongLink);
    // More headers follow one of a file with holes, and are not counted.
    let goes_on = kind == EntryType::GNUSparse && header.as_gnu().is_some_and(tar::GnuHeader::is_extended);
    match usize::try_from(size) {
        Ok(length) if is_pax && size <= MOST_EXTENSION && size > 0 => Ok(Place::Extension(blocks, length, Vec::new())),
        _ if is_extension && size > MOST_EXTENSION || goes_on => Err(odd()),
        _ if blocks == 0 => Ok(Place::header()),
        _ => Ok(Place::Data(blocks)),
    }
}

/// Whether an extension says how long the next entry is: `LENGTH size=NUMBER` is one of its lines.
fn moves_an_end(extension: &[u8]) -> bool {
    extension.split(|byte| *byte == b'\n').any(|line| {
        let mut words = line.splitn(2, |byte| *byte == b' ');
        let record = words.nth(1).unwrap_or_default();
        record.strip_prefix(SIZE).is_some_and(|rest| rest.first() == Some(&b'='))
    })
}

fn odd() -> io::Error {
    io::ErrorKind::InvalidData.into()
}

impl<R: Read> Read for Headers<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(buffer)?;
        self.see(&buffer[..count])?;
        Ok(count)
    }
}
