//! What is named without git is what git names: a corpus of repositories, each listed by both.

use std::collections::BTreeSet;

use super::*;

/// What git names in a folder, as far as it is there.
fn named_by_git(folder: &Path) -> BTreeSet<PathBuf> {
    let output = Command::new(GIT)
        .arg("-C")
        .arg(folder)
        .args(["ls-files", "--cached", "--others", "--exclude-standard", "-z"])
        .output()
        .expect("git runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let names = output.stdout.split(|byte| *byte == 0).filter(|name| !name.is_empty());
    let paths = names.map(|name| PathBuf::from(std::ffi::OsStr::from_bytes(name)));
    paths.filter(|path| folder.join(path).symlink_metadata().is_ok_and(|found| !found.is_dir())).collect()
}

fn named_by_zcp(folder: &Path) -> BTreeSet<PathBuf> {
    match git::names(folder, &Mounts::default(), &mut Vec::new(), &effort::Effort::default()).expect("a list") {
        git::Names::Git(paths) => {
            paths.into_iter().filter(|path| folder.join(path).symlink_metadata().is_ok()).collect()
        }
        git::Names::Walk => BTreeSet::new(),
    }
}

/// Sets up a repository with files.
fn repository(words: &[&str]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    git(folder.path(), &[&["init", "-q"], words].concat());
    folder
}

#[track_caller]
fn agree(folder: &Path) {
    let (git, zcp) = (named_by_git(folder), named_by_zcp(folder));
    assert_eq!(zcp, git);
    assert!(!git.is_empty());
}

const FILES: [&str; 34] = [
    "a",
    "a.log",
    "keep.log",
    "{a,b}.txt",
    "a.txt",
    "b.txt",
    "#hash",
    "!bang",
    "sp ace ",
    "tab\there",
    "src/a.log",
    "src/main.rs",
    "src/deep/er/x.o",
    "src/deep/keep.o",
    "build/out",
    "build/keep/out",
    "x/build",
    "x/y/build/z",
    "docs/a/draft",
    "docs/a/b/draft",
    "docs/draft",
    "node_modules/m/i.js",
    "x/node_modules/m/i.js",
    "logs/2024/a",
    "logs/2024/keep",
    "logs/top",
    "foo/bar/baz",
    "foo/other",
    "tmp/.keep",
    "tmp/other",
    ".env",
    ".env.example",
    "Makefile",
    "ž/ř",
];

const RULES: [&str; 12] = [
    "*.log\n!keep.log\n/build/\nnode_modules\n",
    "*.txt\n!{a,b}.txt\n",
    "{a,b}.txt\n",
    "\\#hash\n\\!bang\nsp ace\\ \n# comment\n\n",
    "docs/**/draft\n**/build\n",
    "/*\n!/src\n/src/*\n!/src/deep\n",
    "logs/**\n!logs/2024/\n!logs/2024/keep\n",
    "foo/bar\nfoo/*\n!foo/other\n",
    "[a-b].txt\n[!a].log\n*.[oa]\n",
    "tmp/*\n!tmp/.keep\n.env*\n!.env.example\n",
    "x/\r\nbuild/**/out\r\nMakefile",
    "\u{feff}a.txt\ntrailing   \na\\\n[\n**\n!**/\n!*.rs\n",
];

#[test]
fn rules_mean_what_they_mean_to_git() {
    if !need(GIT) {
        return;
    }
    for rules in RULES {
        let folder = repository(&[]);
        let root = folder.path();
        for path in FILES {
            write(root, path, path);
        }
        write(root, ".gitignore", rules);
        write(root, "src/deep/.gitignore", "!*.o\n/er\n");
        fs::write(root.join(".git/info/exclude"), "Makefile\n").expect("written");
        for folder in [root.to_owned(), root.join("src"), root.join("logs/2024"), root.join("x/y")] {
            let (git, zcp) = (named_by_git(&folder), named_by_zcp(&folder));
            assert_eq!(zcp, git, "{rules:?} in {}", folder.display());
        }
        // What is tracked is named, whatever the rules say.
        git(root, &["add", "-f", "build/out", "a.log", "node_modules", "foo/bar/baz"]);
        agree(root);
    }
}

#[test]
fn indexes_of_every_kind_are_read() {
    if !need(GIT) {
        return;
    }
    for (kind, words) in [
        ("2", &[][..]),
        ("3", &[][..]),
        ("4", &[][..]),
        ("2", &["--object-format=sha256"][..]),
        ("4", &["--object-format=sha256"][..]),
    ] {
        let folder = repository(words);
        let root = folder.path();
        let long = format!("long/{}", "n".repeat(200));
        for path in FILES.iter().copied().chain([long.as_str()]) {
            write(root, path, path);
        }
        write(root, ".gitignore", "*.log\nsrc/\n");
        git(root, &["config", "index.version", kind]);
        git(root, &["add", "-A"]);
        git(root, &["add", "-f", "a.log", "src/main.rs"]);
        git(root, &["commit", "-qm", "one"]);
        git(root, &["update-index", "--index-version", kind]);
        if kind == "3" {
            // Flags beyond those of version 2.
            write(root, "later", "x");
            git(root, &["add", "--intent-to-add", "later"]);
        }
        write(root, "new", "x");
        agree(root);
        agree(&root.join("src"));
        git(root, &["rm", "-q", "--cached", "a"]);
        git(root, &["update-index", "--skip-worktree", "a.txt"]);
        fs::remove_file(root.join("b.txt")).expect("removed");
        agree(root);
    }
}

#[test]
fn conflicts_work_trees_submodules_and_sparse_indexes_are_listed() {
    if !need(GIT) {
        return;
    }
    let folder = repository(&[]);
    let root = folder.path();
    for path in ["in/a", "in/b", "out/a", "top", "both"] {
        write(root, path, path);
    }
    git(root, &["add", "-A"]);
    git(root, &["commit", "-qm", "one"]);
    git(root, &["worktree", "add", "-q", "-b", "other", "linked"]);
    write(&root.join("linked"), "both", "theirs");
    write(&root.join("linked"), "only", "x");
    agree(&root.join("linked"));
    git(&root.join("linked"), &["add", "-A"]);
    git(&root.join("linked"), &["commit", "-qm", "two"]);
    write(root, "both", "ours");
    git(root, &["commit", "-qam", "three"]);
    let _ = Command::new(GIT)
        .arg("-C")
        .arg(root)
        .args(["-c", "user.name=t", "-c", "user.email=t@e", "merge", "-q", "other"])
        .output();
    assert!(named_by_zcp(root).contains(Path::new("both")), "a conflict");
    git(root, &["merge", "--abort"]);

    let module = repository(&[]);
    write(module.path(), "inner", "x");
    git(module.path(), &["add", "-A"]);
    git(module.path(), &["commit", "-qm", "one"]);
    git(root, &["submodule", "-q", "add", &module.path().display().to_string(), "module"]);
    write(&root.join("module"), "new", "x");
    let found = named_by_zcp(root);
    assert!(found.contains(Path::new("module/inner")) && found.contains(Path::new("module/new")), "{found:?}");
    // What only looks like a repository is a folder.
    write(root, "almost/.git/HEAD", "x");
    write(root, "almost/x", "x");
    assert!(named_by_zcp(root).contains(Path::new("almost/x")));
    git(root, &["commit", "-qm", "module"]);
    git(root, &["sparse-checkout", "set", "--cone", "--sparse-index", "in"]);
    write(root, "in/new", "x");
    let found = named_by_zcp(root);
    assert!(found.contains(Path::new("in/a")) && found.contains(Path::new("in/new")), "{found:?}");
    assert!(!found.iter().any(|path| path.starts_with("out")), "{found:?}");
}

/// How long a list of 100,000 files takes beside git's. It shows and demands nothing: `MEASURE_LISTING=1`.
#[test]
fn large_trees_take_as_long_as_git() {
    use std::time::Instant;

    if std::env::var_os("MEASURE_LISTING").is_none() || !need(GIT) {
        return;
    }
    let folder = repository(&[]);
    let root = folder.path();
    for number in 0..100_000 {
        write(root, &format!("d{}/e{}/f{number}.js", number % 100, number % 1000), "x");
    }
    write(root, ".gitignore", "*.log\nnode_modules/\n/build\n");
    for (what, prepare) in [("untracked", &[][..]), ("tracked", &["add", "-A"][..])] {
        if !prepare.is_empty() {
            git(root, prepare);
        }
        for _ in 0..3 {
            let start = Instant::now();
            let theirs = named_by_git(root).len();
            let git = start.elapsed();
            let start = Instant::now();
            let ours = named_by_zcp(root).len();
            let zcp = start.elapsed();
            assert_eq!(ours, theirs);
            let line = format!("{what}: {ours} files, git {git:?}, zcp {zcp:?}\n");
            std::io::Write::write_all(&mut std::io::stderr(), line.as_bytes()).expect("written");
        }
    }
}
