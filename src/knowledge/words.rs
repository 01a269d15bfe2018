//! From text to words, the same for documents and for queries.
//!
//! Names are found whole and by part: `run.envVariables` is itself, `envvariables`, `run`, `env` and
//! `variables`; `nodejs@22` is itself, `nodejs` and `22`. Everything is small letters. What carries
//! no meaning of its own is no word.

/// A word, and how it was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Word<'a> {
    /// A name of several parts as it stands, such as `run.envvariables`; its parts follow.
    Whole(&'a str),
    /// Several parts written as one, such as `envvariables`; its parts follow.
    Joined(&'a str),
    /// A word, or a part of a name.
    Part(&'a str),
}

/// A name that is longer is only found by its parts.
const LONGEST_NAME: usize = 64;
/// A word that is longer is none.
const LONGEST_WORD: usize = 64;

/// What is left out everywhere.
const STOP_WORDS: &[&str] = &[
    "a", "about", "am", "an", "and", "any", "are", "as", "at", "be", "been", "but", "by", "can", "cannot", "could",
    "did", "didn", "do", "does", "doesn", "doing", "don", "for", "from", "had", "has", "have", "how", "i", "if", "in",
    "into", "is", "isn", "it", "its", "just", "ll", "me", "my", "no", "not", "of", "on", "or", "our", "re", "should",
    "so", "some", "such", "than", "that", "the", "their", "them", "then", "there", "these", "they", "this", "those",
    "to", "too", "ve", "was", "we", "were", "what", "when", "where", "which", "while", "who", "why", "will", "with",
    "won", "would", "you", "your",
];

/// Whether a word, in small letters, carries no meaning of its own.
pub(super) fn is_stop_word(word: &str) -> bool {
    STOP_WORDS.binary_search(&word).is_ok()
}

/// Hands over every word of a text in its order.
pub(super) fn split(text: &str, mut each: impl FnMut(Word<'_>)) {
    let mut lower = String::new();
    for run in text.split(|c: char| !c.is_alphanumeric() && !joins(c)) {
        let run = run.trim_matches(joins);
        if run.is_empty() {
            continue;
        }
        if run.contains(joins) && run.len() <= LONGEST_NAME {
            lowercase(run, &mut lower);
            each(Word::Whole(&lower));
        }
        for segment in run.split(joins).filter(|segment| !segment.is_empty() && segment.len() <= LONGEST_WORD) {
            split_segment(segment, &mut lower, &mut each);
        }
    }
}

fn split_segment(segment: &str, lower: &mut String, each: &mut impl FnMut(Word<'_>)) {
    let bytes = segment.as_bytes();
    let is_hump = |at: usize| {
        let (before, here) = (bytes[at - 1], bytes[at]);
        let next = bytes.get(at + 1).copied().unwrap_or_default();
        // `CPUs` is one word in the plural, `HTTPServer` is two.
        let is_plural = bytes[at + 1..] == *b"s";
        here.is_ascii_uppercase()
            && (before.is_ascii_lowercase() || (before.is_ascii_uppercase() && next.is_ascii_lowercase() && !is_plural))
    };
    let mut humps = (1..bytes.len()).filter(|at| is_hump(*at)).peekable();
    if humps.peek().is_none() {
        lowercase(segment, lower);
        part(lower, each);
        return;
    }
    lowercase(segment, lower);
    each(Word::Joined(lower));
    let mut start = 0;
    for end in humps.chain([bytes.len()]) {
        lowercase(segment.get(start..end).unwrap_or_default(), lower);
        part(lower, each);
        start = end;
    }
}

fn part(word: &str, each: &mut impl FnMut(Word<'_>)) {
    let is_letter = word.len() == 1 && !word.as_bytes()[0].is_ascii_digit();
    if !word.is_empty() && !is_letter && !is_stop_word(word) {
        each(Word::Part(word));
    }
}

/// Characters that names are made of besides letters and digits.
fn joins(c: char) -> bool {
    matches!(c, '.' | '_' | '-' | '@' | ':' | '/' | '\\' | '~' | '+' | '#' | '%' | '&')
}

fn lowercase(text: &str, into: &mut String) {
    into.clear();
    if text.is_ascii() {
        into.push_str(text);
        into.make_ascii_lowercase();
    } else {
        into.extend(text.chars().flat_map(char::to_lowercase));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<String> {
        let mut words = Vec::new();
        split(text, |word| {
            words.push(match word {
                Word::Whole(text) => format!("={text}"),
                Word::Joined(text) => format!("+{text}"),
                Word::Part(text) => text.to_owned(),
            });
        });
        words
    }

    #[test]
    fn names_are_found_whole_and_by_part() {
        assert_eq!(words("run.envVariables"), ["=run.envvariables", "run", "+envvariables", "env", "variables"]);
        assert_eq!(words("`minFreeRamGB`,"), ["+minfreeramgb", "min", "free", "ram", "gb"]);
        assert_eq!(words("nodejs@22."), ["=nodejs@22", "nodejs", "22"]);
        assert_eq!(words("$ZCP_API_KEY=x"), ["=zcp_api_key", "zcp", "api", "key"]);
        assert_eq!(
            words("${db_connectionString}"),
            ["=db_connectionstring", "db", "+connectionstring", "connection", "string"]
        );
        assert_eq!(words("HTTPServer CPUs VMs"), ["+httpserver", "http", "server", "cpus", "vms"]);
        assert_eq!(words("--deploy-git-folder"), ["=deploy-git-folder", "deploy", "git", "folder"]);
    }

    #[test]
    fn what_means_nothing_is_no_word() {
        assert_eq!(words("How do I deploy it?"), ["deploy"]);
        for text in ["", "...", "\u{200b}\u{202e}", "- - -", "?!", "@:/"] {
            assert!(words(text).is_empty(), "{text:?}");
        }
        assert!(words(&"x".repeat(100_000)).is_empty());
    }

    #[test]
    fn letters_of_every_language_are_letters() {
        assert_eq!(words("Größe İstanbul"), ["größe", "i\u{307}stanbul"]);
        assert_eq!(words("שלום עולם"), ["שלום", "עולם"]);
    }

    #[test]
    fn stop_words_are_sorted() {
        assert!(STOP_WORDS.is_sorted());
    }
}
