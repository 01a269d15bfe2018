//! The words of a statement that decide what it is, read without its comments and quoted texts.

/// The first word in lower case; `(` for a statement in parentheses, nothing for an empty one. A comment that a server
/// executes is no comment, and its mark is the first word.
pub(super) fn first(statement: &str) -> String {
    let mut rest = statement;
    loop {
        rest = rest.trim_start();
        if rest.starts_with("/*!") || rest.starts_with("/*M!") {
            return "/*!".to_owned();
        }
        if let Some(after) = rest.strip_prefix("/*") {
            rest = after.split_once("*/").map_or("", |(_, after)| after);
        } else if rest.starts_with("--") || rest.starts_with('#') {
            rest = rest.split_once('\n').map_or("", |(_, after)| after);
        } else {
            break;
        }
    }
    if rest.starts_with('(') {
        return "(".to_owned();
    }
    rest.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect::<String>().to_lowercase()
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
            ("/* never closed", ""),
            (";", ""),
            ("call`p`()", "call"),
        ] {
            assert_eq!(first(statement), word, "{statement}");
        }
    }

    #[test]
    fn a_word_is_found_whatever_stands_around_it() {
        assert!(names("select 1 INTO/**/OUTFILE'x'", "outfile"));
        assert!(!names("select my_outfile from t", "outfile") && !names("select outfiles", "outfile"));
    }
}
