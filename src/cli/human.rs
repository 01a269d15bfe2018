//! The person at the terminal as the human behind an MCP client.

use std::io::{self, IsTerminal};
use std::sync::Arc;

use super::client::{Asked, Human};
use super::{output, terminal};

/// Asks at the terminal where there is one: both the question and the answer need it.
pub(super) fn at_terminal() -> Human {
    if io::stdin().is_terminal() && terminal::is_error_terminal() { Human::Asks(Arc::new(ask)) } else { Human::Absent }
}

/// Asks a question at the terminal; input that ends is no answer, and another word is a no.
fn ask(asked: &Asked) -> Option<String> {
    let question = output::painted(output::WARN, output::printable(&asked.text));
    let title = output::printable(&asked.title.replace('`', ""));
    let line = typed(&format!("{question}\n{title}: "))?;
    let word = line.trim();
    if word == asked.word() {
        return Some(word.to_owned());
    }
    if !word.is_empty() {
        output::error_line(&format!("That is not {}.", output::printable(asked.word())));
    }
    Some(String::new())
}

/// Asks for a yes or a no; input that ends is no answer.
pub(super) fn ask_yes(question: &str) -> Option<bool> {
    let question = output::painted(output::WARN, output::printable(question));
    typed(&format!("{question} [y/N] ")).map(|line| is_yes(&line))
}

/// The line that is typed to a question.
fn typed(question: &str) -> Option<String> {
    forget_what_was_typed();
    output::error_text(question);
    let mut line = String::new();
    let read = io::stdin().read_line(&mut line).unwrap_or(0);
    (read > 0).then_some(line)
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
