//! Gzip on several cores (RFC 1952): one member, whose parts are compressed side by side, as pigz does it.
//!
//! Each part ends at a byte with a block that is not the last, so that parts can follow each other; a part knows
//! nothing of the one before it, which costs less than a hundredth of the size. The bytes do not depend on how many
//! cores there are.

use std::collections::VecDeque;
use std::io::{self, Write};
use std::sync::mpsc::{Receiver, Sender, SyncSender, channel, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};

use flate2::{Compress, Compression, Crc, FlushCompress, Status};

/// Bytes of a part before they are compressed.
const PART: usize = 1024 * 1024;
/// More cores than this wait for the disk.
const MOST_CORES: usize = 8;
/// Deflate, no flags, no time, nothing of the level, an unknown system.
const HEADER: [u8; 10] = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255];

/// A writer that compresses what it is given into another one.
#[derive(Debug)]
pub(super) struct Gzip<W: Write> {
    output: W,
    level: Compression,
    part: Vec<u8>,
    has_header: bool,
    /// The parts that are being compressed, in their order.
    waiting: VecDeque<Receiver<io::Result<Done>>>,
    /// Where parts are handed over; none before the first one.
    workers: Option<Sender<Job>>,
    cores: usize,
    /// The checksum and the length of what was written.
    sum: Crc,
}

/// A part, and where what became of it goes.
struct Job {
    part: Vec<u8>,
    done: SyncSender<io::Result<Done>>,
}

struct Done {
    compressed: Vec<u8>,
    sum: Crc,
}

impl<W: Write> Gzip<W> {
    /// Compresses into `output` at this level, on all cores.
    pub(super) fn new(output: W, level: u32) -> Self {
        let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get).min(MOST_CORES);
        Self::on(cores, output, level)
    }

    fn on(cores: usize, output: W, level: u32) -> Self {
        Self {
            output,
            level: Compression::new(level),
            part: Vec::new(),
            has_header: false,
            waiting: VecDeque::new(),
            workers: None,
            cores,
            sum: Crc::new(),
        }
    }

    /// Writes what is left and the end.
    ///
    /// # Errors
    /// What the output answers.
    pub(super) fn finish(mut self) -> io::Result<W> {
        while !self.waiting.is_empty() {
            self.take()?;
        }
        // The last part is compressed here: of a small archive it is the only one, and needs no thread.
        let last = compress(&self.part, self.level, FlushCompress::Finish)?;
        self.put(&last)?;
        self.output.write_all(&self.sum.sum().to_le_bytes())?;
        self.output.write_all(&self.sum.amount().to_le_bytes())?;
        Ok(self.output)
    }

    /// Hands a full part over, and takes the oldest back where enough of them wait.
    fn hand_over(&mut self) -> io::Result<()> {
        if self.waiting.len() >= self.cores * 2 {
            self.take()?;
        }
        let (done, result) = sync_channel(1);
        let part = std::mem::replace(&mut self.part, Vec::with_capacity(PART));
        let workers = match &self.workers {
            Some(workers) => workers,
            None => self.workers.insert(start(self.cores, self.level)?),
        };
        workers.send(Job { part, done }).map_err(|_| gone())?;
        self.waiting.push_back(result);
        Ok(())
    }

    /// Writes the oldest part.
    fn take(&mut self) -> io::Result<()> {
        let Some(oldest) = self.waiting.pop_front() else { return Ok(()) };
        let done = oldest.recv().map_err(|_| gone())??;
        self.put(&done)
    }

    fn put(&mut self, done: &Done) -> io::Result<()> {
        if !self.has_header {
            self.output.write_all(&HEADER)?;
            self.has_header = true;
        }
        self.sum.combine(&done.sum);
        self.output.write_all(&done.compressed)
    }
}

impl<W: Write> Write for Gzip<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let count = bytes.len().min(PART - self.part.len());
        self.part.extend_from_slice(&bytes[..count]);
        if self.part.len() == PART {
            self.hand_over()?;
        }
        Ok(count)
    }

    /// Parts are compressed when they are full; the last one by [`Gzip::finish`].
    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Starts the threads, which end when nobody hands anything over any more.
fn start(cores: usize, level: Compression) -> io::Result<Sender<Job>> {
    let (sender, jobs) = channel::<Job>();
    let jobs = Arc::new(Mutex::new(jobs));
    for _ in 0..cores {
        let jobs = Arc::clone(&jobs);
        std::thread::Builder::new().name("gzip".to_owned()).spawn(move || {
            loop {
                let next = jobs.lock().unwrap_or_else(PoisonError::into_inner).recv();
                let Ok(Job { part, done }) = next else { return };
                // Nobody takes it where the archive was given up.
                let _ = done.send(compress(&part, level, FlushCompress::Sync));
            }
        })?;
    }
    Ok(sender)
}

/// Compresses a part, in the raw form of deflate (RFC 1951).
fn compress(part: &[u8], level: Compression, end: FlushCompress) -> io::Result<Done> {
    let mut sum = Crc::new();
    sum.update(part);
    let mut deflate = Compress::new(level, false);
    let mut compressed = Vec::with_capacity(part.len() / 2 + 64);
    loop {
        let at = usize::try_from(deflate.total_in()).unwrap_or(usize::MAX);
        let status = deflate.compress_vec(part.get(at..).unwrap_or_default(), &mut compressed, end)?;
        let is_all_read = deflate.total_in() == part.len() as u64;
        // A flush is complete when it left room; what did not fit comes with the next call.
        let is_done = match end {
            FlushCompress::Finish => status == Status::StreamEnd,
            _ => is_all_read && compressed.len() < compressed.capacity(),
        };
        if is_done {
            return Ok(Done { compressed, sum });
        }
        compressed.reserve(compressed.capacity().max(64));
    }
}

fn gone() -> io::Error {
    io::Error::other("the thread that compresses is gone")
}

#[cfg(test)]
mod tests {
    use std::io::Read as _;

    use flate2::read::GzDecoder;

    use super::*;

    /// Bytes that compress a little, of any length.
    fn bytes(length: usize) -> Vec<u8> {
        let mut state = 7_u32;
        let next = || {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            b'a' + (state.to_le_bytes()[3] >> 4)
        };
        std::iter::repeat_with(next).take(length).collect()
    }

    fn zipped(cores: usize, content: &[u8], level: u32) -> Vec<u8> {
        let mut gzip = Gzip::on(cores, Vec::new(), level);
        for piece in content.chunks(70_001) {
            gzip.write_all(piece).expect("room");
        }
        gzip.finish().expect("room")
    }

    #[test]
    fn what_is_compressed_comes_out_the_same_on_any_number_of_cores() {
        for length in [0, 1, PART - 1, PART, PART + 1, 2 * PART, 5 * PART + 17] {
            let content = bytes(length);
            let one = zipped(1, &content, 5);
            assert_eq!(one, zipped(3, &content, 5), "{length}");
            let mut back = Vec::new();
            // This decoder reads one member and no more.
            let mut decoder = GzDecoder::new(one.as_slice());
            decoder.read_to_end(&mut back).expect("a whole member");
            assert!(back == content, "{length}");
            assert!(decoder.into_inner().is_empty(), "nothing follows the member");
        }
    }

    #[test]
    fn what_cannot_be_compressed_fits_too() {
        let mut state = 1_u64;
        let next = || {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            state.to_le_bytes()[4]
        };
        let content: Vec<u8> = std::iter::repeat_with(next).take(2 * PART + 5).collect();
        let mut back = Vec::new();
        GzDecoder::new(zipped(2, &content, 5).as_slice()).read_to_end(&mut back).expect("a whole member");
        assert!(back == content);
    }

    #[test]
    fn an_output_that_refuses_ends_it() {
        let mut room = [0_u8; 100];
        let mut gzip = Gzip::on(2, room.as_mut_slice(), 5);
        assert!(gzip.write_all(&bytes(20 * PART)).is_err());
    }
}
