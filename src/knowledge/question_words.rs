//! Words that questions are made of. They are looked for like others, but tell little of what is
//! asked, however rare they are in the documents. Those that a question asks for the kind of its answer
//! with, such as the size in `how big`, carry no meaning in any other text.

use std::collections::HashSet;
use std::sync::LazyLock;

static WORDS: LazyLock<HashSet<&str>> = LazyLock::new(|| LIST.split_whitespace().collect());

/// Whether a word, in small letters, is one of them; `stem` is its stem. The verbs are so in every form, since
/// `sees` tells as little as `see`. Other words are not: `user` is one of them and `users` may be what is asked for.
pub(super) fn contains(word: &str, stem: &str) -> bool {
    WORDS.contains(word) || VERBS.contains(&stem)
}

/// What is looked for when a question, by its words in small letters, asks for a kind of answer with words that mean
/// nothing elsewhere.
pub(super) fn kind_of_answer(words: &[String]) -> Option<&'static [&'static str]> {
    let asks = |words: &&[String]| words[0] == "how" && matches!(words[1].as_str(), "big" | "large");
    words.windows(2).find(asks).map(|_| SIZE)
}

/// What passages say that answer `how big`. `limit` is none of them: too many say it of anything else.
const SIZE: &[&str] = &["size", "maximum"];

/// Verbs of questions, each the stem of its regular forms. The other forms are words of [`LIST`].
const VERBS: &[&str] = &[
    "come", "find", "get", "give", "go", "happen", "keep", "know", "let", "look", "make", "mean", "need", "put", "say",
    "see", "show", "take", "tell", "tri", "turn", "use", "want", "work",
];

const LIST: &str = "
able across actually after again against allow allowed almost already also always another anybody anything app
application around available away back bad basically become before behave behind best between big both case certain
come comes coming composed concept consist consists contain contains correct correctly currently decide different
does doing done during each easily easy effect either else enough even ever every everybody everyone everything
exact exactly exist expect expected explain fact far few find fine first found generally get gets getting give given
gives goes going gone good got guess happen happened happens hard having help here idea immediately including inside
instead involved keep keeping kind know last later least left less let like little live long look looking lot low
made main make makes making many matter may maybe mean meaning means mention might mine more most much must
necessary need needed needs never new next normally nothing now off often okay old once one ones only onto other
otherwise out own part particular people perhaps person place please point possibility possible properly put quick
quickly quite rather react really reason recommended responsible right same say says second see seem seems seen set
several show simple simply since small somebody someone something sometimes soon sort specific still stuff suddenly
support supported supposed sure take tell thing think though three through today together try trying turn two
typically under understand until up use used user using usual usually various very via want way ways well went
whatever whenever wherever whether whole within without work working works write wrong yet zerops
";

#[cfg(test)]
mod tests {
    use super::*;
    use crate::knowledge::stems::Learner;

    #[test]
    fn a_verb_tells_as_little_in_every_form() {
        let mut stems = Learner::default();
        for word in ["see", "sees", "says", "gives", "goes", "uses", "showing", "tries", "needed", "works", "user"] {
            assert!(contains(word, stems.learn(word)), "{word}");
        }
        for word in ["users", "basic", "worker", "settings", "deploys"] {
            assert!(!contains(word, stems.learn(word)), "{word}");
        }
    }

    #[test]
    fn who_asks_how_big_asks_for_a_size() {
        let kind = |text: &str| {
            let words: Vec<String> = text.split(' ').map(str::to_owned).collect();
            kind_of_answer(&words)
        };
        assert_eq!(kind("how big can a bucket be"), Some(SIZE));
        assert_eq!(kind("say how large it is"), Some(SIZE));
        for other in ["how", "big files", "how many buckets", "how do big files end up there", ""] {
            assert_eq!(kind(other), None, "{other}");
        }
    }
}
