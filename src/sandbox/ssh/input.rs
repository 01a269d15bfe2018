//! What a client sends to a command that has not read it yet.
//!
//! The library gives a client more window as soon as data has arrived, not when it was used, and
//! while it waits for us it hears nothing of that connection. So a full queue slows the client
//! down and never stops it: behind the data may be the message that empties the queue, or the end
//! of the connection.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;

use tokio::sync::{Notify, mpsc};
use tokio::time::{Instant, timeout_at};

/// From so many waiting bytes on the client is slowed down.
const ENOUGH: usize = 4 * 1024 * 1024;
/// With so many waiting bytes the connection is given up.
const MOST: usize = 64 * 1024 * 1024;
/// The bytes that one pause is for.
const PORTION: usize = 32 * 1024;
/// The first pause; it doubles with each [`ENOUGH`] more.
const FIRST_PAUSE: Duration = Duration::from_millis(8);
/// The longest pause for a portion.
const LONGEST_PAUSE: Duration = Duration::from_secs(1);

#[derive(Debug, Default)]
struct Waiting {
    bytes: AtomicUsize,
    less: Notify,
    closed: AtomicBool,
}

/// Where the connection puts what arrives.
#[derive(Debug)]
pub(super) struct Input {
    sender: Option<mpsc::UnboundedSender<Vec<u8>>>,
    waiting: Arc<Waiting>,
}

/// Where the command takes it from.
#[derive(Debug)]
pub(super) struct Taken {
    receiver: mpsc::UnboundedReceiver<Vec<u8>>,
    waiting: Arc<Waiting>,
}

/// The client does not stop sending what nobody reads.
#[derive(Debug, PartialEq)]
pub(super) struct TooMuch;

/// An empty queue.
pub(super) fn queue() -> (Input, Taken) {
    let (sender, receiver) = mpsc::unbounded_channel();
    let waiting = Arc::new(Waiting::default());
    (Input { sender: Some(sender), waiting: Arc::clone(&waiting) }, Taken { receiver, waiting })
}

impl Input {
    /// Adds data; waits a while when the queue is long. What a command will never read is dropped.
    pub(super) async fn push(&self, data: &[u8]) -> Result<(), TooMuch> {
        let Some(sender) = &self.sender else { return Ok(()) };
        if data.is_empty() || self.waiting.closed.load(Ordering::Relaxed) {
            return Ok(());
        }
        let bytes = self.waiting.bytes.fetch_add(data.len(), Ordering::Relaxed) + data.len();
        if sender.send(data.to_vec()).is_err() {
            return Ok(());
        }
        if bytes > MOST {
            return Err(TooMuch);
        }
        if bytes > ENOUGH {
            let until = Instant::now() + pause(bytes, data.len());
            while self.is_long() && timeout_at(until, self.waiting.less.notified()).await.is_ok() {}
        }
        Ok(())
    }

    /// Nothing more will come.
    pub(super) fn end(&mut self) {
        self.sender = None;
    }

    fn is_long(&self) -> bool {
        self.waiting.bytes.load(Ordering::Relaxed) > ENOUGH && !self.waiting.closed.load(Ordering::Relaxed)
    }
}

impl Taken {
    /// The next data; nothing at the end.
    pub(super) async fn next(&mut self) -> Option<Vec<u8>> {
        self.receiver.recv().await
    }

    /// So much was used.
    pub(super) fn used(&self, bytes: usize) {
        self.waiting.bytes.fetch_sub(bytes, Ordering::Relaxed);
        self.waiting.less.notify_one();
    }
}

impl Drop for Taken {
    fn drop(&mut self) {
        self.waiting.closed.store(true, Ordering::Relaxed);
        self.waiting.less.notify_one();
    }
}

fn pause(waiting: usize, added: usize) -> Duration {
    let doubled = u32::try_from(waiting / ENOUGH).unwrap_or(u32::MAX).min(16);
    let pause = (FIRST_PAUSE * 2_u32.pow(doubled)).min(LONGEST_PAUSE);
    let portions = u32::try_from(added).unwrap_or(u32::MAX);
    (pause * portions / u32::try_from(PORTION).unwrap_or(u32::MAX)).min(LONGEST_PAUSE)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_grow_with_the_queue() {
        assert_eq!(pause(ENOUGH, PORTION), Duration::from_millis(16));
        assert_eq!(pause(2 * ENOUGH, PORTION), Duration::from_millis(32));
        assert_eq!(pause(2 * ENOUGH, PORTION / 32), Duration::from_millis(1));
        assert_eq!(pause(MOST, PORTION), LONGEST_PAUSE);
        assert_eq!(pause(usize::MAX, usize::MAX), LONGEST_PAUSE);
    }

    #[tokio::test]
    async fn a_long_queue_slows_and_does_not_stop() {
        let (input, mut taken) = queue();
        for _ in 0..=ENOUGH / PORTION {
            input.push(&vec![0; PORTION]).await.expect("room");
        }
        // Nobody reads, and still it goes on.
        input.push(&vec![0; PORTION]).await.expect("room");
        let data = taken.next().await.expect("data");
        taken.used(data.len());
        drop(taken);
        input.push(&vec![0; PORTION]).await.expect("dropped");
    }

    #[tokio::test]
    async fn what_nobody_takes_has_an_end() {
        let (mut input, mut taken) = queue();
        input.push(b"last").await.expect("room");
        input.end();
        assert_eq!(taken.next().await.expect("data"), b"last");
        assert_eq!(taken.next().await, None);
    }

    #[tokio::test]
    async fn too_much_is_refused() {
        let (input, _taken) = queue();
        assert_eq!(input.push(&vec![0; MOST + 1]).await, Err(TooMuch));
    }
}
