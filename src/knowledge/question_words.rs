//! Words that questions are made of. They are looked for like others, but tell little of what is
//! asked, however rare they are in the documents.

use std::collections::HashSet;
use std::sync::LazyLock;

static WORDS: LazyLock<HashSet<&str>> = LazyLock::new(|| LIST.split_whitespace().collect());

/// Whether a word, in small letters, is one of them.
pub(super) fn contains(word: &str) -> bool {
    WORDS.contains(word)
}

const LIST: &str = "
able across actually after again against allow allowed almost already also always another anybody anything app
application around available away back bad basically become before behave behind best between big both case certain
come comes coming composed concept consist consists contain contains correct correctly currently decide different
does doing done during each easily easy effect either else enough even ever every everybody everyone everything
exact exactly exist expect expected explain fact far few find fine first found generally get gets getting give given
gives going gone good got guess happen happened happens hard having help here idea immediately including inside
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
