//! What a stream carried: all of it while it is short, its beginning and its end when it is long.

use tokio::io::{AsyncRead, AsyncReadExt};

/// Bytes that are kept of the beginning, and as many of the end.
const EACH: usize = 64 * 1024;
/// Bytes that are read at once.
const PIECE: usize = 16 * 1024;
/// Bytes of the line that tells the end.
const LINE: usize = 64;

/// What was kept of a stream.
#[derive(Debug, Default)]
pub(crate) struct Kept {
    head: Vec<u8>,
    tail: Vec<u8>,
    /// Bytes in between, which are gone.
    gone: usize,
}

impl Kept {
    fn push(&mut self, piece: &[u8]) {
        let room = EACH.saturating_sub(self.head.len()).min(piece.len());
        self.head.extend_from_slice(&piece[..room]);
        self.tail.extend_from_slice(&piece[room..]);
        // Twice as much is let grow, so that moving it is rare.
        if self.tail.len() > 2 * EACH {
            self.shorten();
        }
    }

    fn shorten(&mut self) {
        let over = self.tail.len().saturating_sub(EACH);
        self.tail.drain(..over);
        self.gone += over;
    }

    /// The beginning, the number of bytes that are gone, and the end. Nothing is gone of what is short.
    pub(crate) fn parts(mut self) -> (Vec<u8>, usize, Vec<u8>) {
        if self.gone == 0 && self.tail.len() <= EACH {
            let rest = std::mem::take(&mut self.tail);
            self.head.extend(rest);
        } else {
            self.shorten();
        }
        (self.head, self.gone, self.tail)
    }

    /// Beginning and end as if nothing were between.
    pub(crate) fn whole(self) -> Vec<u8> {
        let (mut head, _, tail) = self.parts();
        head.extend(tail);
        head
    }
}

/// Reads a stream up to a line that begins with a mark, and the rest of that line; up to its end where there is none.
pub(super) async fn read(stream: &mut Option<impl AsyncRead + Unpin>, mark: &str) -> (Kept, Option<String>) {
    let (mut kept, mut pending) = (Kept::default(), Vec::new());
    let Some(stream) = stream else { return (kept, None) };
    let mark = format!("\n{mark}").into_bytes();
    let mut piece = vec![0; PIECE];
    while let Ok(count) = stream.read(&mut piece).await
        && count > 0
    {
        pending.extend_from_slice(&piece[..count]);
        let found = pending.windows(mark.len()).position(|window| window == mark);
        if let Some(at) = found {
            kept.push(&pending[..at]);
            let mut line = pending.split_off(at + mark.len());
            while !line.contains(&b'\n')
                && line.len() < LINE
                && let Ok(count) = stream.read(&mut piece).await
                && count > 0
            {
                line.extend_from_slice(&piece[..count]);
            }
            let end = line.iter().position(|byte| *byte == b'\n').unwrap_or(line.len());
            return (kept, Some(String::from_utf8_lossy(&line[..end]).into_owned()));
        }
        // A mark may begin at the end of what came.
        let sure = pending.len().saturating_sub(mark.len() - 1);
        kept.push(&pending[..sure]);
        pending.drain(..sure);
    }
    kept.push(&pending);
    (kept, None)
}

/// Reads a stream to its end for nothing.
pub(super) async fn drain(stream: &mut Option<impl AsyncRead + Unpin>) {
    let Some(stream) = stream else { return };
    let mut piece = vec![0; PIECE];
    while stream.read(&mut piece).await.is_ok_and(|count| count > 0) {}
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_stream_ends_at_its_mark_however_it_is_cut() {
        for piece in [1, 2, 5, 100] {
            let text = b"one\nMAR\ntwo\n\nMARK end 3\nlate words".to_vec();
            let stream = in_pieces(text, piece);
            let (kept, told) = read(&mut Some(stream), "MARK").await;
            assert_eq!(kept.whole(), b"one\nMAR\ntwo\n", "{piece}");
            assert_eq!(told.as_deref(), Some(" end 3"), "{piece}");
        }
        let (kept, told) = read(&mut Some(&b"no mark\nMAR"[..]), "MARK").await;
        assert_eq!((kept.whole().as_slice(), told), (&b"no mark\nMAR"[..], None));
    }

    /// A stream that gives so many bytes at a time.
    fn in_pieces(bytes: Vec<u8>, piece: usize) -> impl AsyncRead + Unpin {
        let (mut from, to) = tokio::io::duplex(piece);
        tokio::spawn(async move {
            use tokio::io::AsyncWriteExt as _;
            from.write_all(&bytes).await.ok();
        });
        to
    }

    #[tokio::test]
    async fn of_what_is_long_the_middle_goes() {
        let mut text = b"begin".to_vec();
        text.extend(vec![b'x'; 20 * EACH]);
        text.extend(b"end");
        let (kept, _) = read(&mut Some(text.as_slice()), "MARK").await;
        let (head, gone, tail) = kept.parts();
        assert!(head.starts_with(b"begin") && tail.ends_with(b"end"));
        assert_eq!((head.len(), tail.len(), head.len() + gone + tail.len()), (EACH, EACH, text.len()));
        for length in [0, 1, EACH, EACH + 1, 2 * EACH] {
            let mut kept = Kept::default();
            kept.push(&vec![b'x'; length]);
            let (head, gone, tail) = kept.parts();
            assert_eq!((head.len(), gone, tail.len()), (length, 0, 0));
        }
    }
}
