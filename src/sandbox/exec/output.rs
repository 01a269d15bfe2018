//! What programs write, line by line, on its way into the log.

use std::sync::Arc;

use tokio::io::{AsyncRead, AsyncReadExt};

/// Takes lines, each with its severity.
pub(crate) type Sink = Arc<dyn Fn(Vec<(u8, String)>) + Send + Sync>;

/// Severities of syslog.
pub(crate) const ERROR: u8 = 3;
pub(crate) const WARNING: u8 = 4;
pub(crate) const INFORMATIONAL: u8 = 6;

/// The longest line; what is longer becomes several.
const LONGEST_LINE: usize = 16 * 1024;

/// Hands one line to a sink.
pub(crate) fn say(sink: &Sink, severity: u8, text: impl Into<String>) {
    sink(vec![(severity, text.into())]);
}

/// Reads a stream to its end.
pub(crate) async fn pump(mut stream: impl AsyncRead + Unpin, sink: Sink) {
    let mut buffer = vec![0; 64 * 1024];
    let mut open = Vec::new();
    loop {
        let read = match stream.read(&mut buffer).await {
            Ok(0) | Err(_) => break,
            Ok(read) => read,
        };
        let lines = split(&mut open, &buffer[..read]);
        if !lines.is_empty() {
            sink(lines);
        }
    }
    if !open.is_empty() {
        sink(vec![line(&open)]);
    }
}

/// The lines that end in these bytes; what is left waits for more.
fn split(open: &mut Vec<u8>, bytes: &[u8]) -> Vec<(u8, String)> {
    let mut lines = Vec::new();
    for piece in bytes.split_inclusive(|byte| *byte == b'\n') {
        for part in piece.chunks(LONGEST_LINE) {
            open.extend_from_slice(part);
            if open.ends_with(b"\n") || open.len() >= LONGEST_LINE {
                lines.push(line(open));
                open.clear();
            }
        }
    }
    lines
}

/// Derived: plain output is informational; a severity counts where a line has the priority of
/// syslog before it.
fn line(bytes: &[u8]) -> (u8, String) {
    let text = String::from_utf8_lossy(bytes);
    let text = text.trim_end_matches(['\n', '\r']);
    let given = text.strip_prefix('<').and_then(|rest| rest.split_once('>')).and_then(|(priority, rest)| {
        let priority: u8 = priority.parse().ok().filter(|priority| *priority < 192)?;
        Some((priority % 8, rest))
    });
    match given {
        Some((severity, rest)) => (severity, rest.to_owned()),
        None => (INFORMATIONAL, text.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_bounded_and_keep_their_severity() {
        let mut open = Vec::new();
        assert!(split(&mut open, b"he").is_empty());
        let lines = split(&mut open, b"llo\r\n<11>broken\n<3 x\n\xff");
        let expected = [(6, "hello".to_owned()), (3, "broken".to_owned()), (6, "<3 x".to_owned())];
        assert_eq!(lines, expected);
        assert_eq!(open, b"\xff");
        open.clear();
        let lines = split(&mut open, &vec![b'x'; 3 * LONGEST_LINE + 1]);
        assert_eq!((lines.len(), open.len()), (3, 1));
    }
}
