//! The streams.

use tokio_util::sync::CancellationToken;

use super::files::Files;

/// Serves file transfer until standard input ends.
pub async fn serve() {
    let ended = CancellationToken::new();
    let stream = tokio::io::join(tokio::io::stdin(), tokio::io::stdout());
    // The library runs it as a task of its own and drops the handler at the end.
    russh_sftp::server::run(stream, Files::new(ended.clone().drop_guard())).await;
    ended.cancelled().await;
}
