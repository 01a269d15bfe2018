//! Files of a folder that use each other in a circle: there are as many as are written here, and the numbers only get
//! smaller.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use super::architecture::{product, root, rust_files};

/// How many files of a folder stand in circles.
const IN_CIRCLES: &[(&str, usize)] = &[
    ("codegen", 2),
    ("domain", 3),
    ("mcp", 2),
    ("ops", 7),
    ("platform", 4),
    ("preprocessor", 6),
    ("sandbox", 16),
    ("workflow", 2),
];

/// A module: its package (the folder of one that has a manifest of its own) and its path.
type Module = (String, Vec<String>);

/// The sources and what each of them uses.
struct Sources {
    files: BTreeMap<Module, String>,
    texts: BTreeMap<String, String>,
    /// What a module passes on: its file and a name, and the file that has it.
    passed_on: BTreeMap<(String, String), String>,
}

impl Sources {
    fn read() -> Self {
        let mut all = Self { files: BTreeMap::new(), texts: BTreeMap::new(), passed_on: BTreeMap::new() };
        for path in rust_files(&root().join("src")) {
            let name = path.strip_prefix(root().join("src")).expect("below src");
            let name = name.to_string_lossy().replace('\\', "/");
            if name.contains("tests") || name.ends_with("testing.rs") || name == "main.rs" {
                continue;
            }
            let text = fs::read_to_string(&path).expect("a source");
            let text = product(&text);
            let code = text.lines().map(|line| line.split("//").next().unwrap_or(line));
            all.texts.insert(name.clone(), code.collect::<Vec<_>>().join("\n"));
            all.files.insert(module_of(&name), name);
        }
        let mut passed_on = BTreeMap::new();
        for (name, text) in &all.texts {
            for path in passed(text) {
                let last = path.rsplit([':', ' ']).next().unwrap_or_default().to_owned();
                if let Some((file, _)) = all.file_of(name, &path) {
                    passed_on.insert((name.clone(), last), file.to_owned());
                }
            }
        }
        all.passed_on = passed_on;
        all
    }

    /// The file that a path leads to from a file, and what of the path is left.
    fn file_of(&self, from: &str, path: &str) -> Option<(&str, Vec<String>)> {
        let (package, mut here) = module_of(from);
        let path = path.split(" as ").next().unwrap_or(path);
        let mut parts: Vec<String> = path.split("::").map(|part| part.trim().replace("r#", "")).collect();
        match parts.first().map(String::as_str) {
            Some("crate") => {
                here.clear();
                parts.remove(0);
            }
            Some("self") => {
                parts.remove(0);
            }
            Some("super") => {
                while parts.first().is_some_and(|part| part == "super") {
                    here.pop();
                    parts.remove(0);
                }
            }
            Some(child) => {
                let child = [here.clone(), vec![child.to_owned()]].concat();
                self.files.get(&(package.clone(), child))?;
            }
            None => return None,
        }
        let whole = [here, parts].concat();
        (0..=whole.len()).rev().find_map(|length| {
            let file = self.files.get(&(package.clone(), whole[..length].to_vec()))?;
            Some((file.as_str(), whole[length..].to_vec()))
        })
    }

    fn uses(&self, file: &str) -> BTreeSet<&str> {
        // What a module only passes on it does not use itself.
        let text = &self.texts[file];
        let passes_on = file.ends_with("/mod.rs") || file == "lib.rs";
        let mut paths: Vec<String> = statements(text);
        if passes_on {
            let passed: BTreeSet<String> = passed(text).into_iter().collect();
            paths.retain(|path| !passed.contains(path));
        }
        paths.extend(inline(text));
        let found = paths.iter().filter_map(|path| {
            let (found, rest) = self.file_of(file, path)?;
            let passed = rest.first().and_then(|name| self.passed_on.get(&(found.to_owned(), name.clone())));
            Some(passed.map_or(found, String::as_str))
        });
        found.filter(|found| *found != file).collect()
    }
}

fn module_of(file: &str) -> Module {
    let package = ["codegen", "table"].into_iter().find(|package| file.starts_with(&format!("{package}/")));
    let name = package.and_then(|package| file.strip_prefix(&format!("{package}/"))).unwrap_or(file);
    let mut path: Vec<String> = name.trim_end_matches(".rs").split('/').map(str::to_owned).collect();
    if matches!(path.last().map(String::as_str), Some("mod" | "lib")) {
        path.pop();
    }
    (package.unwrap_or_default().to_owned(), path)
}

/// The paths of `use` statements, one by one.
fn statements(text: &str) -> Vec<String> {
    let mut paths = Vec::new();
    for (_, statement) in uses(text) {
        unfolded("", statement, &mut paths);
    }
    paths
}

/// The same of those that pass on what they name.
fn passed(text: &str) -> Vec<String> {
    let mut paths = Vec::new();
    for (_, statement) in uses(text).filter(|(before, _)| before.starts_with("pub")) {
        unfolded("", statement, &mut paths);
    }
    paths
}

/// Each `use` statement: what stands before it in its line, and what it names.
fn uses(text: &str) -> impl Iterator<Item = (&str, &str)> {
    text.match_indices("use ").filter_map(|(at, word)| {
        let line = text[..at].rfind('\n').map_or(0, |end| end + 1);
        let before = text[line..at].trim();
        let is_statement =
            before.is_empty() || before == "pub" || (before.starts_with("pub(") && before.ends_with(')'));
        is_statement.then(|| (before, text[at + word.len()..].split(';').next().unwrap_or_default()))
    })
}

fn unfolded(prefix: &str, body: &str, paths: &mut Vec<String>) {
    let (mut depth, mut item) = (0, String::new());
    for c in body.chars().chain([',']) {
        match c {
            '{' => depth += 1,
            '}' => depth -= 1,
            ',' if depth == 0 => {
                match item.trim().split_once('{') {
                    Some((start, rest)) => {
                        unfolded(&format!("{prefix}{start}"), rest.trim_end().trim_end_matches('}'), paths);
                    }
                    None if !item.trim().is_empty() => paths.push(format!("{prefix}{}", item.trim())),
                    None => {}
                }
                item.clear();
                continue;
            }
            _ => {}
        }
        item.push(c);
    }
}

/// The paths that stand in the code itself.
fn inline(text: &str) -> Vec<String> {
    let mut paths = Vec::new();
    for line in text.lines().filter(|line| uses(line).next().is_none()) {
        for word in ["crate::", "super::"] {
            for (at, _) in line.match_indices(word) {
                let is_begin = !line[..at].ends_with(|c: char| c.is_alphanumeric() || c == ':' || c == '_' || c == '$');
                let path = line[at..].split(|c: char| !(c.is_alphanumeric() || c == ':' || c == '_')).next();
                paths.extend(path.filter(|_| is_begin).map(|path| path.trim_end_matches(':').to_owned()));
            }
        }
    }
    paths
}

/// The files that lead back to themselves.
fn in_circles(uses: &BTreeMap<&str, BTreeSet<&str>>) -> Vec<String> {
    let leads_back = |file: &str| {
        let mut seen = BTreeSet::new();
        let mut open: Vec<&str> = uses[file].iter().copied().collect();
        while let Some(next) = open.pop() {
            if next == file {
                return true;
            }
            if seen.insert(next) {
                open.extend(uses.get(next).into_iter().flatten());
            }
        }
        false
    };
    uses.keys().filter(|file| leads_back(file)).map(|file| (*file).to_owned()).collect()
}

#[test]
fn circles_of_files_get_fewer() {
    let sources = Sources::read();
    let uses = sources.texts.keys().map(|file| (file.as_str(), sources.uses(file))).collect();
    let mut by_folder: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for file in in_circles(&uses) {
        let folder = Path::new(&file).components().next().expect("a folder").as_os_str().to_string_lossy().into_owned();
        by_folder.entry(folder).or_default().push(file);
    }
    let found: Vec<(&str, usize)> = by_folder.iter().map(|(folder, files)| (folder.as_str(), files.len())).collect();
    assert_eq!(found, IN_CIRCLES, "fewer: write the smaller number; more: open the new circle. {by_folder:#?}");
}
