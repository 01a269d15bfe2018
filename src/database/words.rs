//! The words of a statement that decide what it is, read without its comments, in the way of the server that reads them
//! afterwards: what is a comment to one of the two is a statement to the other.

/// Who reads a statement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reader {
    /// `PostgreSQL`: comments hold comments, and a line ends with a carriage return too.
    PostgreSql,
    /// `MariaDB`: `#` begins a comment, and some comments are executed.
    MariaDb,
}

/// Why a question that begins so is not asked, before what is: a command of the server's own shell begins with a backslash.
pub(super) fn beginning(statement: &str, word: &str) -> String {
    match word {
        "" if statement.trim_start().starts_with('\\') => {
            "It is a command of a shell such as psql, which the server does not know".to_owned()
        }
        "" => "It begins with no word".to_owned(),
        word => format!("It begins with `{word}`"),
    }
}

/// The first word in lower case; `(` for a statement in parentheses, nothing for an empty one. A comment that a server
/// executes is no comment, and its mark is the first word.
pub(super) fn first(statement: &str, reader: Reader) -> String {
    taken(statement, reader).0
}

/// The word after it, in the same way.
pub(super) fn second(statement: &str, reader: Reader) -> String {
    taken(taken(statement, reader).1, reader).0
}

/// A word, and what follows it.
fn taken(statement: &str, reader: Reader) -> (String, &str) {
    let rest = bare(statement, reader);
    if reader == Reader::MariaDb && is_executed(rest) {
        return ("/*!".to_owned(), rest);
    }
    if let Some(after) = rest.strip_prefix('(') {
        return ("(".to_owned(), after);
    }
    let end = rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len());
    (rest[..end].to_lowercase(), &rest[end..])
}

/// A statement without the spaces and comments before it.
fn bare(statement: &str, reader: Reader) -> &str {
    let mut rest = statement;
    loop {
        // Spaces of Unicode are letters to both.
        rest = rest.trim_start_matches([' ', '\t', '\n', '\r', '\u{b}', '\u{c}']);
        if reader == Reader::MariaDb && is_executed(rest) {
            return rest;
        }
        if let Some(comment) = rest.strip_prefix("/*") {
            rest = match reader {
                Reader::PostgreSql => after_nested(rest),
                Reader::MariaDb => comment.split_once("*/").map_or("", |(_, after)| after),
            };
        } else if rest.starts_with("--") || (reader == Reader::MariaDb && rest.starts_with('#')) {
            let ends: &[char] = if reader == Reader::PostgreSql { &['\n', '\r'] } else { &['\n'] };
            rest = rest.split_once(ends).map_or("", |(_, after)| after);
        } else {
            return rest;
        }
    }
}

/// What follows a comment that may hold comments.
fn after_nested(text: &str) -> &str {
    let bytes = text.as_bytes();
    let (mut depth, mut at) = (0_usize, 0_usize);
    while at + 1 < bytes.len() {
        match (bytes[at], bytes[at + 1]) {
            (b'/', b'*') => {
                depth += 1;
                at += 2;
            }
            (b'*', b'/') => {
                at += 2;
                if depth <= 1 {
                    return &text[at..];
                }
                depth -= 1;
            }
            _ => at += 1,
        }
    }
    ""
}

/// Whether a text begins with a comment that `MariaDB` executes.
fn is_executed(text: &str) -> bool {
    text.starts_with("/*!") || text.starts_with("/*M!")
}

/// Whether a word stands anywhere in a statement, quoted or not, in any case.
pub(super) fn names(statement: &str, word: &str) -> bool {
    let lower = statement.to_lowercase();
    lower.match_indices(word).any(|(at, _)| {
        let edge = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric() && c != '_');
        edge(lower[..at].chars().next_back()) && edge(lower[at + word.len()..].chars().next())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_word_is_found_behind_comments() {
        for (statement, word) in [
            (" SELECT 1", "select"),
            ("-- a\n/* b */ # c\n delete from t", "delete"),
            ("(SELECT 1)", "("),
            ("/*!50000 CALL p() */", "/*!"),
            ("/*M! CALL p() */", "/*!"),
            ("/* a */ /*! CALL p() */", "/*!"),
            ("/* never closed", ""),
            (";", ""),
            ("call`p`()", "call"),
            ("-- a\rselect\n call p()", "call"),
        ] {
            assert_eq!(first(statement, Reader::MariaDb), word, "{statement}");
        }
        assert_eq!(second("ANALYZE /* a */ TABLE t", Reader::MariaDb), "table");
        assert_eq!(second("analyze", Reader::MariaDb), "");
    }

    #[test]
    fn comments_are_those_of_the_server() {
        for (statement, word) in [
            ("/* a /* b */ select */ do $$ $$", "do"),
            ("/* a /* b */ c */ select 1", "select"),
            ("/*/ a */ select 1", "select"),
            ("/***/select 1", "select"),
            ("/* a /* b */ select 1", ""),
            ("-- a\rdo $$ $$ /*\nselect */", "do"),
            ("# a\nselect 1", ""),
            ("/*! a */ select 1", "select"),
            ("\u{a0}select 1", ""),
            ("/*ž*/ TABLE t", "table"),
        ] {
            assert_eq!(first(statement, Reader::PostgreSql), word, "{statement}");
        }
    }

    #[test]
    fn a_word_is_found_whatever_stands_around_it() {
        assert!(names("select 1 INTO/**/OUTFILE'x'", "outfile"));
        assert!(!names("select my_outfile from t", "outfile") && !names("select outfiles", "outfile"));
    }
}
