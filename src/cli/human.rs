//! The person at the terminal as the human behind an MCP client.

use std::io::{self, IsTerminal};
use std::sync::Arc;

use super::client::Human;
use super::{output, terminal};

/// Asks at the terminal where there is one: both the question and the answer need it.
pub(super) fn at_terminal() -> Human {
    if io::stdin().is_terminal() && terminal::is_error_terminal() { Human::Asks(Arc::new(ask)) } else { Human::Absent }
}

/// Asks a question at the terminal; input that ends is no answer.
pub(super) fn ask(question: &str) -> Option<bool> {
    let question = output::painted(output::WARN, output::printable(question));
    forget_what_was_typed();
    output::error_text(&format!("{question} [y/N] "));
    let mut answer = String::new();
    let read = io::stdin().read_line(&mut answer).unwrap_or(0);
    (read > 0).then(|| is_yes(&answer))
}

/// What was typed before a question was seen is no answer to it.
fn forget_what_was_typed() {
    #[cfg(unix)]
    let _ = rustix::termios::tcflush(io::stdin(), rustix::termios::QueueSelector::IFlush);
}

/// Nothing but a plain yes is one.
fn is_yes(answer: &str) -> bool {
    matches!(answer.trim().to_ascii_lowercase().as_str(), "y" | "yes")
}

#[cfg(test)]
mod tests {
    use super::is_yes;

    #[test]
    fn only_yes_is_yes() {
        assert!(is_yes(" Yes\n") && is_yes("y"));
        assert!(!is_yes("") && !is_yes("\n") && !is_yes("yeah no"));
    }
}
