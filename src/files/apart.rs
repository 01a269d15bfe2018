//! Work on files, apart from the threads that answer: in bounded time, and bounded in number, so that a
//! file system that does not answer (a mount that is gone) costs only who asks for it.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::Semaphore;

use super::error::{FileError, Problem};

/// How long a call may take, with its wait for its turn.
const LIMIT: Duration = Duration::from_secs(20);
/// How many are under way at most: far fewer than the threads that the runtime gives to such work.
const MOST_AT_ONCE: usize = 64;

static TURNS: std::sync::LazyLock<Arc<Semaphore>> = std::sync::LazyLock::new(|| Arc::new(Semaphore::new(MOST_AT_ONCE)));

/// Does the work where it may block.
///
/// # Errors
/// [`Problem::TimedOut`] when it took too long; it goes on then, and keeps its place until it ends.
pub(crate) async fn apart<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T, FileError> {
    let done = tokio::time::timeout(LIMIT, async {
        let turn = Arc::clone(&TURNS).acquire_owned().await.ok();
        tokio::task::spawn_blocking(move || {
            let done = work();
            drop(turn);
            done
        })
        .await
    });
    match done.await {
        Ok(Ok(done)) => Ok(done),
        Ok(Err(error)) => match error.try_into_panic() {
            Ok(panic) => std::panic::resume_unwind(panic),
            Err(_) => Err(Problem::TimedOut.into()),
        },
        Err(_) => Err(Problem::TimedOut.into()),
    }
}
