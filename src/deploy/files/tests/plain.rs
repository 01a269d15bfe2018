//! Repositories in which another program would run git with a token in its environment.

use super::*;

fn is_repository(folder: &Path) -> Result<bool, String> {
    super::super::plain::is_repository(folder, &effort::Effort::default())
}

/// What zcli has git do for a push of everything (`archiveClient/handler_gitArchiver.go`, read 2026-11), with the
/// failures that it does not look at.
const AS_ZCLI: &str = "git rev-parse --is-inside-work-tree; git rev-list --all --count; git rev-parse --show-toplevel
export GIT_INDEX_FILE=.git/zcli-tmp-index-1
git read-tree HEAD; git add -A; commit=$(git stash create); git archive --format tar ${commit:-HEAD}";

/// A repository below a folder of its own, with one commit, and a script that leaves a mark beside itself.
struct Trap(tempfile::TempDir);

impl Trap {
    fn set() -> Self {
        let trap = Self(tempfile::tempdir().expect("a folder"));
        let root = trap.root();
        fs::create_dir(&root).expect("a folder");
        git(&root, &["init", "-q"]);
        write(&root, "a", "a");
        write(&root, ".gitattributes", "* filter=x\n");
        git(&root, &["add", "-A"]);
        git(&root, &["commit", "-qm", "one"]);
        trap.script("script");
        trap
    }

    fn root(&self) -> PathBuf {
        self.0.path().join("project")
    }

    /// Writes the script at a path.
    fn script(&self, at: &str) {
        use std::os::unix::fs::PermissionsExt;
        let path = self.0.path().join(at);
        write(self.0.path(), at, &format!("#!/bin/sh\necho ran >> {}\ncat\n", self.mark().display()));
        fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).expect("executable");
    }

    fn mark(&self) -> PathBuf {
        self.0.path().join("mark")
    }

    fn filter(&self) -> String {
        format!("[filter \"x\"]\n\tclean = {}\n", self.0.path().join("script").display())
    }

    /// Whether git, as zcli runs it, runs the script.
    fn runs(&self, folder: &Path) -> bool {
        let _ = fs::remove_file(self.mark());
        let path = std::env::var_os("PATH").unwrap_or_default();
        let mut command = Command::new("sh");
        command.args(["-c", AS_ZCLI]).current_dir(folder).env_clear().env("PATH", path).env("HOME", self.0.path());
        for (name, value) in [("AUTHOR", "t"), ("COMMITTER", "t")] {
            command.env(format!("GIT_{name}_NAME"), value).env(format!("GIT_{name}_EMAIL"), value);
        }
        command.output().expect("sh runs");
        self.mark().exists()
    }
}

fn add(path: &Path, text: &str) {
    let before = fs::read_to_string(path).unwrap_or_default();
    fs::write(path, before + text).expect("written");
}

#[test]
fn what_git_makes_is_plain() {
    if !need(GIT) {
        return;
    }
    let trap = Trap::set();
    let root = trap.root();
    assert_eq!(is_repository(trap.0.path()), Ok(false));
    assert_eq!(is_repository(&root), Ok(true));
    write(&root, "deep/er/file", "x");
    assert_eq!(is_repository(&root.join("deep/er")), Ok(true));
    git(&root, &["checkout", "-q", "-b", "náme"]);
    git(&root, &["pack-refs", "--all"]);
    git(&root, &["gc", "-q"]);
    assert_eq!(is_repository(&root), Ok(true));
    git(trap.0.path(), &["clone", "-q", "--no-hardlinks", root.to_str().expect("text"), "clone"]);
    assert_eq!(is_repository(&trap.0.path().join("clone")), Ok(true));
    git(trap.0.path(), &["init", "-q", "--object-format=sha256", "other"]);
    assert_eq!(is_repository(&trap.0.path().join("other")), Ok(true));
    assert!(!trap.runs(&root) && !trap.runs(&root.join("deep")));
}

/// Each of these runs the script when git is asked, and was taken for harmless before: its configuration or its
/// hooks were looked for elsewhere than git does, or not found.
#[test]
fn what_runs_something_for_git_is_refused_however_it_is_hidden() {
    type Hide = fn(&Trap, &Path);
    let hidden: &[(&str, Hide)] = &[
        ("refs is a file", |trap, root| {
            add(&root.join(".git/config"), &trap.filter());
            git(root, &["checkout", "-q", "--detach"]);
            fs::remove_dir_all(root.join(".git/refs")).expect("removed");
            trap.script("project/.git/refs");
        }),
        ("hooks is a link", |trap, root| {
            let _ = fs::remove_dir_all(root.join(".git/hooks"));
            trap.script("project/evil/post-index-change");
            symlink("../evil", root.join(".git/hooks")).expect("linked");
        }),
        ("the configuration is elsewhere", |trap, root| {
            fs::rename(root.join(".git"), root.join("common")).expect("moved");
            fs::create_dir_all(root.join(".git/refs")).expect("made");
            fs::create_dir_all(root.join(".git/objects")).expect("made");
            fs::copy(root.join("common/HEAD"), root.join(".git/HEAD")).expect("copied");
            fs::write(root.join(".git/config"), "[core]\n\tbare = false\n").expect("written");
            add(&root.join("common/config"), &trap.filter());
            fs::write(root.join(".git/commondir"), "../common\n").expect("written");
        }),
        ("the folder is a git directory itself", |trap, root| {
            for entry in fs::read_dir(root.join(".git")).expect("a folder") {
                let path = entry.expect("an entry").path();
                fs::rename(&path, root.join(path.file_name().expect("a name"))).expect("moved");
            }
            add(&root.join("config"), &format!("[core]\n\tworktree = .\n{}", trap.filter()));
        }),
        ("a repository further up", |trap, root| {
            add(&root.join(".git/config"), &trap.filter());
            fs::create_dir_all(root.join("app/.git/objects")).expect("made");
            fs::create_dir_all(root.join("app/.git/refs")).expect("made");
            write(root, "app/.git/HEAD", "nothing that git takes\n");
            write(root, "app/.git/config", "[core]\n\tbare = false\n");
        }),
        ("a repository within", |trap, root| {
            git(root, &["init", "-q", "within"]);
            write(root, "within/b", "b");
            git(&root.join("within"), &["add", "-A"]);
            git(&root.join("within"), &["commit", "-qm", "one"]);
            add(
                &root.join("within/.git/config"),
                &format!("[core]\n\tfsmonitor = {}/script\n", trap.0.path().display()),
            );
        }),
        ("settings of the work tree", |trap, root| {
            add(&root.join(".git/config"), "[extensions]\n\tworktreeConfig = true\n");
            fs::write(root.join(".git/config.worktree"), trap.filter()).expect("written");
        }),
        ("a section and a key in one line", |trap, root| {
            add(&root.join(".git/config"), &trap.filter().replace("]\n\t", "]"));
        }),
    ];
    if !need(GIT) {
        return;
    }
    for (name, hide) in hidden {
        let trap = Trap::set();
        let root = trap.root();
        write(&root, "a", "changed");
        hide(&trap, &root);
        let inner = root.join("app");
        let folder = if inner.exists() { inner } else { root };
        let found = is_repository(&folder);
        assert!(found.is_err(), "{name}: {found:?}");
        assert!(trap.runs(&folder), "{name}: git runs nothing here, so this proves nothing");
    }
}

#[test]
fn what_is_not_as_git_makes_it_is_refused() {
    type Change = fn(&Path);

    if !need(GIT) {
        return;
    }
    let changes: &[(&str, Change)] = &[
        ("names neither", |git| fs::write(git.join("HEAD"), "ref: x\n").expect("written")),
        ("`.git/HEAD` does not exist", |git| fs::remove_file(git.join("HEAD")).expect("removed")),
        ("`.git/refs`", |git| fs::remove_dir_all(git.join("refs")).expect("removed")),
        ("`.git/config` does not exist", |git| fs::remove_file(git.join("config")).expect("removed")),
        ("no regular file", |git| {
            fs::remove_file(git.join("config")).expect("removed");
            assert!(Command::new("mkfifo").arg(git.join("config")).status().expect("it runs").success());
        }),
        ("`.git` is no folder", |git| {
            fs::rename(git, git.with_file_name("store")).expect("moved");
            fs::write(git, "gitdir: store\n").expect("written");
        }),
        ("`.git` is no folder", |git| {
            fs::rename(git, git.with_file_name("store")).expect("moved");
            symlink("store", git).expect("linked");
        }),
        ("alternates", |git| {
            fs::create_dir_all(git.join("objects/info")).expect("made");
            fs::write(git.join("objects/info/alternates"), "/x\n").expect("written");
        }),
        ("index cannot be read", |git| fs::write(git.join("index"), "x").expect("written")),
        ("`.git/zcli-tmp-index-1`", |git| symlink("/etc/x", git.join("zcli-tmp-index-1")).expect("linked")),
        ("`.git/objects/pack/x`", |git| symlink("/etc/x", git.join("objects/pack/x")).expect("linked")),
        ("a repository in it, b/.GIT", |git| {
            fs::create_dir_all(git.parent().expect("a parent").join("b/.GIT")).expect("made");
        }),
        ("the hook pre-commit", |git| {
            fs::create_dir_all(git.join("hooks")).expect("made");
            fs::write(git.join("hooks/pre-commit"), "").expect("written");
        }),
    ];
    for (words, change) in changes {
        let trap = Trap::set();
        change(&trap.root().join(".git"));
        let why = is_repository(&trap.root()).expect_err(words);
        assert!(why.contains(words), "{words}: {why}");
    }
    let trap = Trap::set();
    fs::remove_dir_all(trap.root().join(".git")).expect("removed");
    fs::create_dir(trap.root().join(".git")).expect("made");
    assert!(is_repository(&trap.root()).is_err(), "an empty one");
}
