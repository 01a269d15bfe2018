//! The names that HTML has for what is in ASCII and no letter or digit.
//!
//! From the list of the HTML standard, section 13.5, as of 2026-11.

/// Letters of the longest.
pub(super) const LONGEST: usize = 8;

const NAMES: &[(&str, u8)] = &[
    ("Tab", b' '),
    ("NewLine", b' '),
    ("nbsp", b' '),
    ("excl", b'!'),
    ("quot", b'"'),
    ("QUOT", b'"'),
    ("num", b'#'),
    ("dollar", b'$'),
    ("percnt", b'%'),
    ("amp", b'&'),
    ("AMP", b'&'),
    ("apos", b'\''),
    ("lpar", b'('),
    ("rpar", b')'),
    ("ast", b'*'),
    ("midast", b'*'),
    ("plus", b'+'),
    ("comma", b','),
    ("period", b'.'),
    ("sol", b'/'),
    ("colon", b':'),
    ("semi", b';'),
    ("lt", b'<'),
    ("LT", b'<'),
    ("equals", b'='),
    ("gt", b'>'),
    ("GT", b'>'),
    ("quest", b'?'),
    ("commat", b'@'),
    ("lsqb", b'['),
    ("lbrack", b'['),
    ("bsol", b'\\'),
    ("rsqb", b']'),
    ("rbrack", b']'),
    ("Hat", b'^'),
    ("lowbar", b'_'),
    ("UnderBar", b'_'),
    ("grave", b'`'),
    ("lcub", b'{'),
    ("lbrace", b'{'),
    ("verbar", b'|'),
    ("vert", b'|'),
    ("rcub", b'}'),
    ("rbrace", b'}'),
];

/// The character of a name.
pub(super) fn named(name: &[u8]) -> Option<u8> {
    NAMES.iter().find(|(known, _)| known.as_bytes() == name).map(|&(_, byte)| byte)
}
