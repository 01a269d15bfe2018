//! `--color`: when colours are used. What is not said here follows `NO_COLOR`, `CLICOLOR`,
//! `CLICOLOR_FORCE` and `TERM`.

use std::ffi::OsString;

use anstream::ColorChoice;
use clap::ValueEnum;

/// When colours are used.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(super) enum Colour {
    /// On a terminal, unless the environment says otherwise.
    #[default]
    Auto,
    /// Everywhere.
    Always,
    /// Nowhere.
    Never,
}

impl Colour {
    /// Makes it hold for everything that is printed from now on.
    pub(super) fn apply(self) {
        let choice = match self {
            Self::Auto => ColorChoice::Auto,
            Self::Always => ColorChoice::AlwaysAnsi,
            Self::Never => ColorChoice::Never,
        };
        choice.write_global();
    }

    /// What the words of a command line say, understood or not: the words that refuse a command line
    /// have colours too. The last one holds.
    pub(super) fn of_words(words: impl IntoIterator<Item = OsString>) -> Self {
        let mut found = Self::default();
        let mut words = words.into_iter().peekable();
        while let Some(word) = words.next() {
            let Some(word) = word.to_str() else { continue };
            let value = match word.strip_prefix("--color") {
                Some("") => words.peek().and_then(|next| next.to_str()).map(str::to_owned),
                Some(value) => value.strip_prefix('=').map(str::to_owned),
                None if word == "--" => break,
                None => None,
            };
            found = value.and_then(|value| Self::from_str(&value, false).ok()).unwrap_or(found);
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::Colour;

    #[test]
    fn it_is_found_among_words_that_are_not_understood() {
        let of = |line: &str| Colour::of_words(line.split(' ').map(Into::into));
        assert_eq!(of("zcp srve --color never"), Colour::Never);
        assert_eq!(of("zcp --color=always call x --color=sometimes"), Colour::Always);
        assert_eq!(of("zcp --color=always --color never"), Colour::Never);
        assert_eq!(of("zcp call --colorful --color"), Colour::Auto);
        assert_eq!(of("zcp -- --color never"), Colour::Auto);
    }
}
