//! Rules mean what they mean to git, also the odd ones: one list of names, as git and as zcp ignore them.

use super::*;

/// The files among these that git ignores.
fn ignored_by_git(root: &Path, files: &[String]) -> Vec<String> {
    let mut command = Command::new(GIT);
    command.env_clear().env("PATH", std::env::var_os("PATH").unwrap_or_default()).env("HOME", root);
    command.arg("-C").arg(root).args(["check-ignore", "-z", "--stdin", "--no-index"]);
    command.stdin(std::process::Stdio::piped()).stdout(std::process::Stdio::piped());
    let mut child = command.spawn().expect("git runs");
    let mut input = child.stdin.take().expect("its input");
    let names = files.join("\0");
    let write = std::thread::spawn(move || std::io::Write::write_all(&mut input, names.as_bytes()));
    let output = child.wait_with_output().expect("it ends");
    write.join().expect("it ends").expect("it is read");
    assert!(matches!(output.status.code(), Some(0 | 1)), "{output:?}");
    let names = output.stdout.split(|byte| *byte == 0).filter(|name| !name.is_empty());
    names.map(|name| String::from_utf8(name.to_vec()).expect("text")).collect()
}

fn ignored_by_zcp(root: &Path, files: &[String]) -> Vec<String> {
    let repository = git::Repository::of(root).expect("a repository");
    files.iter().filter(|file| repository.ignores(&root.join(file))).cloned().collect()
}

/// A repository in which each set of rules has a folder with all these files.
fn agree(rules: &[Vec<u8>], files: &[&str]) {
    let folder = tempfile::tempdir().expect("a folder");
    let root = folder.path();
    git(root, &["init", "-q"]);
    let mut all = Vec::new();
    for (number, rules) in rules.iter().enumerate() {
        for file in files {
            let path = format!("{number}/{file}");
            write(root, &path, "x");
            all.push(path);
        }
        fs::write(root.join(format!("{number}/.gitignore")), rules).expect("written");
    }
    let (git, zcp) = (ignored_by_git(root, &all), ignored_by_zcp(root, &all));
    let deploy: Vec<Rules> = rules.iter().map(|rules| Rules::parse(".deployignore", rules).expect("rules")).collect();
    for file in all {
        let number: usize = file.split('/').next().and_then(|name| name.parse().ok()).expect("a number");
        let rules = String::from_utf8_lossy(&rules[number]);
        assert_eq!(zcp.contains(&file), git.contains(&file), "{file} by {rules:?}: zcp, git");
        let below = Path::new(&file).strip_prefix(number.to_string()).expect("below");
        let left_out = deploy[number].leave_out(below, false);
        assert_eq!(left_out, git.contains(&file), "{file} by {rules:?} in .deployignore: zcp, git");
    }
    assert!(!git.is_empty());
}

const FILES: [&str; 30] = [
    ".env",
    ".env ",
    ".env\t",
    ".env\r",
    ".env.local",
    "notes1.txt",
    "notesx.txt",
    "plain.key",
    "a",
    "b",
    "ab",
    "aab",
    "a-b",
    "a]b",
    "a[b",
    "[a]",
    "a\\b",
    "{a}",
    "a b",
    "é",
    "a.b",
    "d/a",
    "d/b",
    "d/e/a",
    "d/e/f/b",
    "e/a/b",
    "f/.env",
    "f/d/x",
    "-",
    "^a",
];

const RULES: [&str; 54] = [
    ".env\n!.env\0x",
    ".env\n!.[[:alpha:]]nv",
    ".env\t",
    "#x\r\n.env\r\r\n",
    ".env\r\n",
    ".env \n",
    ".env\\ \n",
    "notes[[:digit:]].txt",
    "plain.key\0x",
    "notes[^[:digit:]].txt",
    "[[:nothing:]]",
    "[[:alpha:]",
    "[[:alpha]]b",
    "a[]-]b",
    "a[]]b",
    "a[!]]b",
    "a[^-]b",
    "a[a-]b",
    "a[[-]b",
    "a[[]b",
    "a[\\]]b",
    "a[\\\\]b",
    "a[%--]b",
    "a[.-\\]]b",
    "[[]a]",
    "\\[a]",
    "a\\b",
    "a\\\\b",
    "a\\",
    "{a}",
    "{a,b}",
    "?",
    "??",
    "*a*",
    "*.b",
    "a.*",
    "a**",
    "**a",
    "a**b",
    "**",
    "/**",
    "**/",
    "**/a",
    "/**/a",
    "d/**",
    "d/**/",
    "d/**/b",
    "d/**/**/b",
    "d**/a",
    "d/*",
    "/d/*/f",
    "d//",
    "*/\n!*/a",
    "/*\n!/d\n/d/*\n!/d/e/",
];

#[test]
fn odd_rules_mean_what_they_mean_to_git() {
    if !need(GIT) {
        return;
    }
    let rules: Vec<Vec<u8>> = RULES.iter().map(|rules| rules.as_bytes().to_vec()).collect();
    agree(&rules, &FILES);
}

#[test]
fn rules_that_nobody_would_write_mean_what_they_mean_to_git() {
    const LETTERS: &[u8] = b"aabb**?[]!^-\\//.: *";
    if !need(GIT) {
        return;
    }
    // Any numbers do, the same ones each time.
    let mut state = 1_u64;
    let mut next = |most: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(state >> 33).expect("small") % most
    };
    let mut rule = || (0..=next(9)).map(|_| LETTERS[next(LETTERS.len())]).collect::<Vec<u8>>();
    let rules: Vec<Vec<u8>> = (0..400).map(|_| [rule(), rule()].join(&b'\n')).collect();
    agree(&rules, &FILES);
}

#[tokio::test]
async fn too_many_rules_are_an_error_and_ignore_nothing() {
    if !need(GIT) {
        return;
    }
    let folder = tempfile::tempdir().expect("a folder");
    let root = folder.path();
    git(root, &["init", "-q"]);
    write(root, ".gitignore", ".env\n");
    write(root, "sub/.env", "x");
    let ignores = || git::Repository::of(root).expect("a repository").ignores(&root.join("sub/.env"));
    assert!(ignores());
    let many: String = (0..200_000).map(|number| format!("*a{number}*b*c*d*\n")).collect();
    for rules in [many, format!("{}!.env\n", "#\n".repeat(2_200_000))] {
        write(root, "sub/.gitignore", &rules);
        assert!(!ignores(), "git would look on");
        let error = listing(root, false).await.expect_err("too many");
        assert!(error.message.contains("sub/.gitignore"), "{}", error.message);
    }
}

#[test]
fn what_a_checkout_leaves_out_still_counts() {
    if !need(GIT) {
        return;
    }
    let folder = tempfile::tempdir().expect("a folder");
    let root = folder.path();
    git(root, &["init", "-q"]);
    write(root, ".gitignore", ".env\n");
    write(root, "sub/.gitignore", "!.env\n");
    write(root, "deep/in/it/file", "x");
    git(root, &["add", "-A"]);
    git(root, &["commit", "-qm", "one"]);
    git(root, &["sparse-checkout", "set", "--cone", "--sparse-index", "other"]);
    let repository = git::Repository::of(root).expect("a repository");
    assert!(repository.ignores(&root.join(".env")));
    assert!(!repository.ignores(&root.join("sub/.env")));
    assert_eq!(repository.tracks(&root.join("deep/in/it/file")), Ok(true));
    assert_eq!(repository.tracks(&root.join("new")), Ok(false));
}
