//! What the listing script answers. It comes from a container, so none of it is believed to be well
//! formed.

use std::collections::HashSet;

use crate::deploy::files::effort::EACH;

/// What a folder in a container holds.
#[derive(Debug, Default)]
pub(super) struct Answer {
    /// The first line of `tar --version`.
    pub(super) tar: String,
    pub(super) zerops_yaml: Option<(&'static str, String)>,
    /// The text of `.deployignore`.
    pub(super) ignored: String,
    /// The text of `.gitignore`, where git is missing.
    pub(super) gitignored: String,
    pub(super) without_git: bool,
    pub(super) files: Vec<Vec<u8>>,
    pub(super) folders: Vec<Vec<u8>>,
    pub(super) deleted: Vec<Vec<u8>>,
    pub(super) odd: Vec<Vec<u8>>,
    pub(super) repository: Vec<Vec<u8>>,
    repositories: Vec<Vec<u8>>,
}

/// The mode of a submodule in git's index.
const SUBMODULE: &[u8] = b"160000";

impl Answer {
    /// How many paths there are, and how many bytes they have.
    pub(super) fn size(&self) -> (usize, usize) {
        let all = [&self.files, &self.folders, &self.deleted, &self.odd, &self.repository, &self.repositories];
        let all = || all.iter().flat_map(|list| list.iter());
        (all().count(), all().map(|path| path.len() + EACH).sum())
    }

    /// Repositories within the folder, which git names and does not look into. A submodule whose
    /// folder is gone is none.
    pub(super) fn nested(&self) -> Vec<Vec<u8>> {
        let deleted: HashSet<&[u8]> = self.deleted.iter().map(Vec::as_slice).collect();
        self.repositories.iter().filter(|path| !deleted.contains(path.as_slice())).cloned().collect()
    }
}

/// Reads an answer; nothing when it has another form.
pub(super) fn read(bytes: &[u8]) -> Option<Answer> {
    // The last record ends in a zero byte too.
    let mut records = bytes.strip_suffix(&[0])?.split(|byte| *byte == 0);
    let mut answer = Answer::default();
    while let Some(record) = records.next() {
        let record = std::str::from_utf8(record).ok()?;
        let (kind, name) = record.split_once(' ').unwrap_or((record, ""));
        match (kind, name) {
            ("tar", version) => version.clone_into(&mut answer.tar),
            ("note", "") => answer.without_git = true,
            ("text", name) => {
                let text = String::from_utf8(records.next()?.to_vec()).ok()?;
                match name {
                    "zerops.yaml" => answer.zerops_yaml = Some(("zerops.yaml", text)),
                    "zerops.yml" => answer.zerops_yaml = answer.zerops_yaml.or(Some(("zerops.yml", text))),
                    ".deployignore" => answer.ignored = text,
                    ".gitignore" => answer.gitignored = text,
                    _ => return None,
                }
            }
            ("list", name) => {
                let list = records.by_ref().take_while(|record| !record.is_empty());
                let list = list.map(|path| path.strip_prefix(b"./").unwrap_or(path)).filter(|path| *path != b".");
                match name {
                    "staged" => list.for_each(|entry| staged(&mut answer, entry)),
                    "others" => list.for_each(|path| match path.strip_suffix(b"/") {
                        Some(folder) => answer.repositories.push(folder.to_vec()),
                        None => answer.files.push(path.to_vec()),
                    }),
                    "deleted" => answer.deleted = list.map(<[u8]>::to_vec).collect(),
                    "folders" => answer.folders = list.map(<[u8]>::to_vec).collect(),
                    "files" | "links" => answer.files.extend(list.map(<[u8]>::to_vec)),
                    "odd" => answer.odd = list.map(<[u8]>::to_vec).collect(),
                    "repository" => answer.repository = list.map(<[u8]>::to_vec).collect(),
                    _ => return None,
                }
            }
            _ => return None,
        }
    }
    Some(answer)
}

/// `100644 <hash> 0<tab><path>`; of a path in conflict there are several.
fn staged(answer: &mut Answer, entry: &[u8]) {
    let Some(tab) = entry.iter().position(|byte| *byte == b'\t') else { return };
    let path = entry[tab + 1..].to_vec();
    if entry.starts_with(SUBMODULE) {
        answer.repositories.push(path);
    } else {
        answer.files.push(path);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_read() {
        let bytes = b"tar tar (GNU tar) 1.34\0text zerops.yml\0zerops: []\n\0text .deployignore\0*.log\n\0\
            list staged\x00100644 abc 0\ta b\x00160000 abc 0\tsub\x00120000 abc 0\t-l\n\x00160000 abc 0\tempty\0\0\
            list others\0new\0nested/\0\0list deleted\0gone\0empty\0\0list repository\0.git\0.git/HEAD\0\0";
        let answer = read(bytes).expect("an answer");
        assert_eq!(answer.tar, "tar (GNU tar) 1.34");
        assert_eq!(answer.zerops_yaml, Some(("zerops.yml", "zerops: []\n".to_owned())));
        assert_eq!(answer.files, [b"a b".to_vec(), b"-l\n".to_vec(), b"new".to_vec()]);
        assert_eq!(answer.nested(), [b"sub".to_vec(), b"nested".to_vec()]);
        assert_eq!((answer.deleted.len(), answer.repository.len()), (2, 2));
    }

    #[test]
    fn anything_else_is_no_answer() {
        for bytes in
            [&b""[..], b"tar x", b"what\0", b"text a\0", b"text a\0b\0", b"text zerops.yaml\0\xff\0", b"list x\0\0"]
        {
            assert!(read(bytes).is_none(), "{bytes:?}");
        }
    }
}
