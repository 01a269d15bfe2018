//! The corpus of each target, replayed, and mutated for as long as `ZCP_FUZZ_SECONDS` says.

use std::fs;
use std::io::Write as _;
use std::panic::{RefUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use proptest::prelude::*;

/// Inputs of the corpus, and the findings of earlier runs, which are called by what was wrong.
fn corpus(target: &str) -> Vec<(PathBuf, Vec<u8>)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/corpus").join(target);
    let entries = fs::read_dir(&folder).expect("a corpus").flatten();
    let mut inputs: Vec<_> = entries.map(|entry| (entry.path(), fs::read(entry.path()).expect("an input"))).collect();
    inputs.sort();
    assert!(!inputs.is_empty(), "{} is empty", folder.display());
    inputs
}

fn check(target: &str, run: impl Fn(&[u8]) + RefUnwindSafe) {
    let inputs = corpus(target);
    for (path, bytes) in &inputs {
        assert!(catch_unwind(|| run(bytes)).is_ok(), "{}", path.display());
    }
    let seconds = std::env::var("ZCP_FUZZ_SECONDS").ok().and_then(|text| text.parse().ok()).unwrap_or_default();
    let (begun, mut random, mut runs) = (Instant::now(), Random(0x5eed), 0_u64);
    while begun.elapsed() < Duration::from_secs(seconds) {
        let input = mutated(&inputs, &mut random);
        if catch_unwind(|| run(&input)).is_err() {
            let path = std::env::temp_dir().join(format!("zcp-fuzz-{target}-{runs}"));
            fs::write(&path, &input).expect("written");
            panic!("run {runs}: put {} into fuzz/corpus/{target} and mend it", path.display());
        }
        runs += 1;
    }
    if runs > 0 {
        writeln!(std::io::stderr(), "{target}: {} inputs, {runs} mutations", inputs.len()).expect("written");
    }
}

/// An input with a few changes: bytes, copies, cuts, and pieces of other inputs.
fn mutated(inputs: &[(PathBuf, Vec<u8>)], random: &mut Random) -> Vec<u8> {
    const MOST: usize = 4096;
    let mut bytes = inputs[random.below(inputs.len())].1.clone();
    for _ in 0..=random.below(6) {
        let at = random.below(bytes.len() + 1);
        let other = &inputs[random.below(inputs.len())].1;
        let from = random.below(other.len() + 1);
        let piece = &other[from..(from + random.below(33)).min(other.len())];
        let end = (at + random.below(17)).min(bytes.len());
        match random.below(6) {
            0 => bytes.splice(at..at, piece.iter().copied()).for_each(drop),
            1 => bytes.splice(at..end, piece.iter().copied()).for_each(drop),
            2 => bytes.drain(at..end).for_each(drop),
            3 => bytes.insert(at, random.byte()),
            4 => bytes.extend_from_within(at..end),
            _ => {
                if let Some(byte) = bytes.get_mut(at) {
                    *byte ^= 1 << random.below(8);
                }
            }
        }
    }
    bytes.truncate(MOST);
    bytes
}

/// Numbers that are the same in each run.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        self.0 >> 33
    }

    fn below(&mut self, most: usize) -> usize {
        let most = u64::try_from(most.max(1)).unwrap_or(1);
        usize::try_from(self.next() % most).unwrap_or_default()
    }

    fn byte(&mut self) -> u8 {
        u8::try_from(self.next() & 0xff).unwrap_or_default()
    }
}

macro_rules! targets {
    ($($target:ident)+) => {$(
        #[test]
        fn $target() {
            check(stringify!($target), super::$target);
        }
    )+};
}

targets! { archive decoder documents lines preprocessor texts }

/// The length of a secret, the secret, a way of escaping for each character, and what is around it.
fn quoted() -> impl Strategy<Value = Vec<u8>> {
    let secret = "[!-~]{8,24}|[!-~é日🙂]{8,12}|[%&;#x0-9a-f\\\\u{}=']{8,20}|[\\\\abnu0\"]{8,20}";
    (secret, prop::collection::vec(any::<u8>(), 24), "[ -~]{0,20}").prop_map(|(secret, mut ways, around)| {
        ways.truncate(secret.chars().count());
        let length = u8::try_from(secret.len()).expect("short");
        [&[length][..], secret.as_bytes(), &ways, around.as_bytes()].concat()
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(3_000))]

    /// Any secret of eight characters and more, each of them escaped in any way, twice too.
    #[test]
    fn no_mixture_of_escapes_brings_a_secret_out(bytes in quoted()) {
        super::texts(&bytes);
    }
}
