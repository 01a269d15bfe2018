//! The settings of a repository that run nothing and lead nowhere. Of git's syntax only the plainest part is
//! taken: what is written in another way is odd, whatever it means.

/// Sections with the keys that they may have; none given: all. As `git init`, `git clone` and the usual programs
/// write them, by `git-config` of git 2.52, read 2026-11.
const PLAIN: &[(&str, &[&str])] = &[
    ("advice", &[]),
    ("branch", &[]),
    ("color", &[]),
    (
        "core",
        &[
            "abbrev",
            "autocrlf",
            "bare",
            "compression",
            "eol",
            "filemode",
            "fscache",
            "ignorecase",
            "logallrefupdates",
            "longpaths",
            "precomposeunicode",
            "quotepath",
            "repositoryformatversion",
            "safecrlf",
            "symlinks",
            "untrackedcache",
        ],
    ),
    ("extensions", &["objectformat"]),
    ("fetch", &["prune", "prunetags"]),
    ("init", &["defaultbranch"]),
    ("pull", &["ff", "rebase"]),
    ("push", &["autosetupremote", "default", "followtags"]),
    ("rebase", &["autosquash", "autostash"]),
    ("remote", &["fetch", "gh-resolved", "prune", "push", "pushurl", "tagopt", "url"]),
    ("user", &["email", "name"]),
];
/// Of these only the usual values are plain.
const VALUES: &[(&str, &str, &[&str])] =
    &[("core", "repositoryformatversion", &["0", "1"]), ("extensions", "objectformat", &["sha1", "sha256"])];

/// The first thing in a configuration that is not plain.
pub(super) fn odd(text: &str) -> Option<String> {
    let mut section = String::new();
    for (number, line) in text.split('\n').enumerate() {
        let line = line.strip_suffix('\r').unwrap_or(line);
        let unread = || Some(format!("a line that zcp does not take, {}", number + 1));
        if line.chars().any(|c| c.is_control() && c != '\t') || line.ends_with('\\') {
            return unread();
        }
        let line = line.trim_matches([' ', '\t']);
        if line.is_empty() || line.starts_with(['#', ';']) {
            continue;
        }
        if line.starts_with('[') {
            let Some(name) = header(line) else { return unread() };
            section = name.to_ascii_lowercase();
            if !PLAIN.iter().any(|(plain, _)| *plain == section) {
                return Some(format!("`{section}`"));
            }
            continue;
        }
        let (key, value) = line.split_once('=').unwrap_or((line, ""));
        let key = key.trim_end_matches([' ', '\t']).to_ascii_lowercase();
        if !is_name(&key) || !key.starts_with(|c: char| c.is_ascii_alphabetic()) {
            return unread();
        }
        if !is_plain(&section, &key, value.trim_matches([' ', '\t'])) {
            return Some(format!("`{section}.{key}`"));
        }
    }
    None
}

fn is_plain(section: &str, key: &str, value: &str) -> bool {
    let known = PLAIN.iter().any(|(plain, keys)| *plain == section && (keys.is_empty() || keys.contains(&key)));
    let usual = VALUES.iter().all(|(of, name, values)| (*of, *name) != (section, key) || values.contains(&value));
    // An address of this kind names a program.
    known && usual && !value.contains("::")
}

/// The section of `[section]` or `[section "name"]`, with nothing behind it.
fn header(line: &str) -> Option<&str> {
    let inside = line.strip_prefix('[')?.strip_suffix(']')?;
    let Some((section, name)) = inside.split_once(' ') else { return is_name(inside).then_some(inside) };
    let name = name.strip_prefix('"')?.strip_suffix('"')?;
    (is_name(section) && !name.contains(['"', '\\'])).then_some(section)
}

fn is_name(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_git_writes_is_plain() {
        let text = "[core]\n\trepositoryformatversion = 0\n\tfilemode = true\r\n\tbare = false\n\n# words\n\
            [remote \"origin\"]\n\turl = git@example.org:a/b.git\n\tfetch = +refs/heads/*:refs/remotes/origin/*\n\
            [branch \"a/b [c]\"]\n\tremote = origin\n\tmerge = refs/heads/main\n\tvscode-merge-base = origin/main\n\
            [user]\n\tname = \"A B\" ; words\n[pull]\nrebase\n";
        assert_eq!(odd(text), None);
        assert_eq!(odd(""), None);
    }

    #[test]
    fn anything_else_is_odd() {
        for text in [
            "[core]\n\tfsmonitor = x",
            "[core] fsmonitor = x",
            "[CORE]\nFsMonitor=x",
            "[core]hookspath=x",
            "[core]\n\tworktree = .",
            "[core]\n\trepositoryformatversion = 2",
            "[extensions]\n\tworktreeConfig = true",
            "[extensions]\n\tpartialClone = origin",
            "[filter \"x\"]\n\tclean = x",
            "[include]\n\tpath = x",
            "[includeIf \"gitdir:/\"]\n\tpath = x",
            "[submodule \"x\"]\n\tupdate = !x",
            "[lfs]\n\turl = x",
            "[tar \"tar\"]\n\tcommand = x",
            "[remote \"o\"]\n\tuploadpack = x",
            "[remote \"o\"]\n\tpromisor = true",
            "[remote \"o\"]\n\turl = ext::sh -c x",
            "[branch.main]\n\tremote = x",
            "[branch \"a\\\"]\n[core\"]\n\tfsmonitor = x",
            "[user]\n\tname = x\\\n[core]\n\tfsmonitor = x",
            "[user]\n\tname = x\r[core]\n\tfsmonitor = x",
            "\u{feff}[core]\n\tbare = false",
            "bare = false",
            "[core",
            "[core]\n\t= x",
            "[core]\n\tbare\u{b}= false",
            "[core]\n\tbare\0 = false",
        ] {
            assert!(odd(text).is_some(), "{text:?}");
        }
    }
}
