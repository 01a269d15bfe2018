//! The words of the documents that come nearest to a word that none of them has.

/// All words, each with the letters it has.
pub(super) struct Vocabulary {
    words: Vec<(u32, &'static str)>,
}

/// Shorter words are not compared: everything is near to them.
const SHORTEST: usize = 4;
/// Longer words are not compared.
const LONGEST: usize = 32;
/// From this length on two faults are forgiven.
const LONG: usize = 8;
/// So many words are taken for one.
const MOST: usize = 3;

impl Vocabulary {
    /// Words in the order of the alphabet, which decides between those that are as near.
    pub(super) fn new(words: &[&'static str]) -> Self {
        let fits = |word: &&&'static str| (SHORTEST - 1..=LONGEST).contains(&word.len()) && !is_number(word);
        Self { words: words.iter().filter(fits).map(|word| (letters(word), *word)).collect() }
    }

    /// The nearest words with the number of faults in each, none if the word is too short or none is
    /// near.
    pub(super) fn nearest(&self, word: &str) -> Vec<(&'static str, usize)> {
        if !(SHORTEST..=LONGEST).contains(&word.len()) || is_number(word) {
            return Vec::new();
        }
        let most = if word.len() >= LONG { 2 } else { 1 };
        let mask = letters(word);
        let mut found: Vec<(&'static str, usize)> = Vec::new();
        for (other_mask, other) in &self.words {
            let differs = (mask ^ other_mask).count_ones() as usize;
            if differs > 2 * most || word.len().abs_diff(other.len()) > most {
                continue;
            }
            if let Some(faults) = faults(word, other, most) {
                found.push((other, faults));
            }
        }
        // One that begins alike is meant more often.
        found.sort_by_key(|(other, faults)| (*faults, other.as_bytes().first() != word.as_bytes().first()));
        let least = found.first().map_or(0, |(_, faults)| *faults);
        found.retain(|(_, faults)| *faults == least);
        found.truncate(MOST);
        found
    }

    /// Words that begin with this one, the shortest first.
    pub(super) fn longer(&self, word: &str) -> Vec<&'static str> {
        if word.len() < SHORTEST {
            return Vec::new();
        }
        let start = self.words.partition_point(|(_, other)| *other < word);
        let begun = self.words[start..].iter().map(|(_, other)| *other).take_while(|other| other.starts_with(word));
        let mut begun: Vec<&'static str> = begun.collect();
        begun.sort_by_key(|other| other.len());
        begun.truncate(MOST);
        begun
    }
}

fn is_number(word: &str) -> bool {
    word.bytes().all(|byte| byte.is_ascii_digit())
}

/// The letters of a word as bits.
fn letters(word: &str) -> u32 {
    word.bytes().fold(0, |mask, byte| mask | 1 << (byte % 32))
}

/// How many letters are wrong, missing, too many or exchanged with their neighbours, up to `most`.
fn faults(a: &str, b: &str, most: usize) -> Option<usize> {
    let (a, b) = (a.as_bytes(), b.as_bytes());
    let mut before = [0_usize; LONGEST + 2];
    let mut above: [usize; LONGEST + 2] = std::array::from_fn(|at| at);
    for (row, left) in a.iter().enumerate() {
        let mut line = [row + 1; LONGEST + 2];
        let mut least = row + 1;
        for (column, right) in b.iter().enumerate() {
            let replaced = above[column] + usize::from(left != right);
            let mut cost = replaced.min(above[column + 1] + 1).min(line[column] + 1);
            if row > 0 && column > 0 && a[row - 1] == *right && b[column - 1] == *left {
                cost = cost.min(before[column - 1] + 1);
            }
            line[column + 1] = cost;
            least = least.min(cost);
        }
        if least > most {
            return None;
        }
        before = above;
        above = line;
    }
    Some(above[b.len()]).filter(|faults| *faults <= most)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_words_are_found() {
        let words = ["backup", "deployment", "enviroment", "environment", "postgresql", "proxy", "valkey"];
        let vocabulary = Vocabulary::new(&words);
        assert_eq!(vocabulary.nearest("valky"), [("valkey", 1)]);
        assert_eq!(vocabulary.nearest("postgersql"), [("postgresql", 1)]);
        assert_eq!(vocabulary.nearest("deplyomnet"), [("deployment", 2)]);
        assert_eq!(vocabulary.nearest("prox"), [("proxy", 1)]);
        assert_eq!(vocabulary.longer("enviro"), ["enviroment", "environment"]);
    }

    #[test]
    fn what_is_near_to_nothing_finds_nothing() {
        let vocabulary = Vocabulary::new(&["backup", "deployment"]);
        for word in ["", "a", "bup", "kubernetes", "1234", "\u{200b}\u{200b}", &"x".repeat(100_000)] {
            assert!(vocabulary.nearest(word).is_empty(), "{word}");
        }
    }
}
