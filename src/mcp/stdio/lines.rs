//! Lines of bounded length from a stream. A longer line is dropped as it arrives, all but its edges,
//! so that it is never held in memory whole.

use std::io;

use tokio::io::{AsyncBufReadExt, AsyncRead, BufReader};

use crate::mcp::incoming::MAX_MESSAGE as MAX_LINE;

/// What is kept of either end of a line that is dropped, in bytes.
const EDGE: usize = 1024;

/// Bytes that are read at once: dozens of calls. All of them are memory from the start.
const READ: usize = 16 * 1024;

/// The buffer that is kept between lines; what a long line needed beyond it is given back.
const KEPT: usize = 64 * 1024;

/// What a stream gives next.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Line {
    /// A line without its end; it is in [`Lines::bytes`].
    Whole,
    /// A line that is longer than is read.
    TooLong(Dropped),
    /// Nothing more.
    End,
}

/// What is left of a line that was too long.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Dropped {
    /// Its bytes, with its end.
    pub(crate) size: u64,
    /// The first of them.
    pub(crate) head: Vec<u8>,
    /// The last of them.
    pub(crate) tail: Vec<u8>,
}

impl Dropped {
    fn new(bytes: &[u8]) -> Self {
        let mut dropped = Self { size: 0, head: bytes[..bytes.len().min(EDGE)].to_vec(), tail: Vec::new() };
        dropped.extend(bytes);
        dropped
    }

    fn extend(&mut self, bytes: &[u8]) {
        self.size += bytes.len() as u64;
        self.tail.extend_from_slice(&bytes[bytes.len().saturating_sub(EDGE)..]);
        self.tail.drain(..self.tail.len().saturating_sub(EDGE));
    }
}

/// Reads lines. The last one may lack its newline.
#[derive(Debug)]
pub(crate) struct Lines<R> {
    reader: BufReader<R>,
    bytes: Vec<u8>,
    /// The line in `bytes` has been handed out and goes with the next read.
    handed_out: bool,
    /// What is left of a line that is too long and has not ended yet.
    dropped: Option<Dropped>,
}

impl<R: AsyncRead + Unpin> Lines<R> {
    pub(crate) fn new(reader: R) -> Self {
        Self { reader: BufReader::with_capacity(READ, reader), bytes: Vec::new(), handed_out: false, dropped: None }
    }

    /// The last whole line.
    pub(crate) fn bytes(&self) -> &[u8] {
        let line = self.bytes.strip_suffix(b"\n").unwrap_or(&self.bytes);
        line.strip_suffix(b"\r").unwrap_or(line)
    }

    /// Reads on to the end of a line. It may be dropped half way and called again: what was read
    /// is kept, and nothing is consumed without being kept.
    pub(crate) async fn next(&mut self) -> io::Result<Line> {
        if std::mem::take(&mut self.handed_out) {
            self.bytes.clear();
            self.bytes.shrink_to(KEPT);
        }
        loop {
            let available = self.reader.fill_buf().await?;
            if available.is_empty() {
                return Ok(self.at_end());
            }
            let newline = memchr::memchr(b'\n', available);
            let taken = newline.map_or(available.len(), |index| index + 1);
            if let Some(dropped) = &mut self.dropped {
                dropped.extend(&available[..taken]);
            } else if self.bytes.len() + taken > MAX_LINE {
                let mut dropped = Dropped::new(&std::mem::take(&mut self.bytes));
                dropped.extend(&available[..taken]);
                self.dropped = Some(dropped);
            } else {
                self.bytes.extend_from_slice(&available[..taken]);
            }
            self.reader.consume(taken);
            if newline.is_some() {
                return Ok(self.whole());
            }
        }
    }

    fn whole(&mut self) -> Line {
        if let Some(dropped) = self.dropped.take() {
            return Line::TooLong(dropped);
        }
        self.handed_out = true;
        Line::Whole
    }

    fn at_end(&mut self) -> Line {
        if self.dropped.is_none() && self.bytes.is_empty() { Line::End } else { self.whole() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn all(bytes: &[u8]) -> Vec<(Line, String)> {
        let mut lines = Lines::new(bytes);
        let mut seen = Vec::new();
        loop {
            match lines.next().await.expect("a slice can be read") {
                Line::End => return seen,
                Line::Whole => seen.push((Line::Whole, String::from_utf8_lossy(lines.bytes()).into_owned())),
                long @ Line::TooLong(_) => seen.push((long, String::new())),
            }
        }
    }

    #[tokio::test]
    async fn the_last_line_needs_no_end_and_empty_lines_are_lines() {
        let lines = all(b"a\r\n\nb").await;
        let texts: Vec<&str> = lines.iter().map(|(_, text)| text.as_str()).collect();
        assert_eq!(texts, ["a", "", "b"]);
    }

    #[tokio::test]
    async fn a_line_that_is_too_long_is_counted_and_the_next_one_read() {
        let mut bytes = vec![b'x'; MAX_LINE + 1];
        bytes[..5].copy_from_slice(b"begin");
        bytes[MAX_LINE - 2..].copy_from_slice(b"end");
        bytes.extend_from_slice(b"\nnext\n");
        let lines = all(&bytes).await;
        let Line::TooLong(Dropped { size, head, tail }) = &lines[0].0 else { panic!("{:?}", lines[0].0) };
        assert_eq!(*size, MAX_LINE as u64 + 2);
        assert!(head.starts_with(b"beginx") && tail.ends_with(b"xend\n"));
        assert_eq!((head.len(), tail.len()), (EDGE, EDGE));
        assert_eq!(lines[1].1, "next");
    }

    #[tokio::test]
    async fn a_long_line_is_not_held() {
        let bytes = vec![b'x'; 3 * MAX_LINE];
        let mut lines = Lines::new(&bytes[..]);
        let line = lines.next().await.expect("read");
        assert!(matches!(line, Line::TooLong(Dropped { size, .. }) if size == 3 * MAX_LINE as u64));
        assert_eq!(lines.bytes.capacity(), 0);
        assert_eq!(lines.next().await.expect("read"), Line::End);
    }
}
