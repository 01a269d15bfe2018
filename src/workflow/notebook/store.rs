//! Reading and changing a notebook. A change is made as a whole or not at all, whenever the program ends.

use std::path::{Component, Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use jiff::Timestamp;

use super::book::Book;
use super::disk::{self, FOLDERS, Files, Loaded, Trust, Whose};
use super::error::NotebookError;
use super::lock;
use super::owner::Owner;
use super::seal::{Keys, Seal};
use crate::files::{Access, FileError, Root};

/// The notebook below a working folder.
const FOLDER: &str = ".zcp/state";
/// Keeps all of it out of git.
const IGNORE: &str = ".zcp/.gitignore";

/// Where a notebook is. Nothing is opened, and nothing made, before it is used.
#[derive(Debug)]
pub struct Notebook {
    place: Place,
    me: Owner,
    patience: Duration,
    /// What was changed where nothing can be written; it ends with the process.
    memory: Mutex<Option<Book>>,
}

#[derive(Clone, Debug)]
enum Place {
    /// Below a working folder, and where the key of its seals is.
    Below(PathBuf, Keys),
    /// A folder that the user named.
    Named(PathBuf),
    /// Nowhere.
    Nowhere,
}

/// A notebook as it is now.
#[derive(Clone, Debug, Default)]
pub struct Reading {
    /// What it says.
    pub book: Book,
    /// The process that reads it.
    pub me: Owner,
    /// What a person should know about it, such as a file that cannot be read.
    pub notes: Vec<String>,
    /// Whether what is noted now ends with this process.
    pub forgets: bool,
}

impl Reading {
    /// Whether a session or a piece of work is in this process's hands.
    #[must_use]
    pub fn is_mine(&self, kind: super::Kind, name: &str) -> bool {
        self.owner(kind, name) == Some(&self.me)
    }

    /// Whether it is in the hands of another process that is still there.
    #[must_use]
    pub fn is_anothers(&self, kind: super::Kind, name: &str) -> bool {
        self.owner(kind, name).is_some_and(|owner| *owner != self.me && owner.is_alive())
    }

    fn owner(&self, kind: super::Kind, name: &str) -> Option<&Owner> {
        self.book.registry.entry(kind, name)?.owner.as_ref()
    }
}

impl Notebook {
    /// The notebook of a working folder. Only what zcp wrote there itself is believed: it has a seal, whose key is kept
    /// in a folder of the user.
    #[must_use]
    pub fn below(working_folder: &Path, keys: &Path) -> Self {
        Self::at(Place::Below(working_folder.to_owned(), Keys::kept_in(keys)))
    }

    /// A notebook in a folder that the user named.
    #[must_use]
    pub fn named(folder: &Path) -> Self {
        Self::at(Place::Named(folder.to_owned()))
    }

    /// A notebook that ends with the process.
    #[must_use]
    pub fn in_memory() -> Self {
        Self::at(Place::Nowhere)
    }

    fn at(place: Place) -> Self {
        Self { place, me: Owner::current(), patience: lock::PATIENCE, memory: Mutex::default() }
    }

    /// The same with another wait for those who write.
    #[must_use]
    pub fn patient(mut self, patience: Duration) -> Self {
        self.patience = patience;
        self
    }

    /// The process that uses it.
    #[must_use]
    pub fn me(&self) -> &Owner {
        &self.me
    }

    /// What it says of a project. Nothing is written.
    #[must_use]
    pub fn read(&self, project: &str) -> Reading {
        let memory = self.memory.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(book) = &*memory {
            return Reading { book: book.clone(), me: self.me.clone(), notes: Vec::new(), forgets: true };
        }
        let forgets = matches!(self.place, Place::Nowhere);
        let Ok(Some(root)) = self.open() else {
            return Reading { me: self.me.clone(), forgets, ..Reading::default() };
        };
        let lock = lock::shared(&root, self.patience);
        let seal = self.seal();
        let loaded = disk::load(&root, Whose { project, trust: self.trust(seal.as_ref()) });
        drop(lock);
        Reading { notes: notes(&loaded), book: loaded.book, me: self.me.clone(), forgets }
    }

    /// Changes what it says of a project, alone. Answers what the change answered, and how the notebook is then;
    /// a change that answers an error changes nothing.
    ///
    /// # Errors
    /// Why nothing was changed. A folder that cannot be written to is no error: the change is kept in memory.
    pub fn change<T, E>(
        &self,
        project: &str,
        now: Timestamp,
        change: impl FnOnce(&mut Book) -> Result<T, E>,
    ) -> Result<(Result<T, E>, Reading), NotebookError> {
        let mut memory = self.memory.lock().unwrap_or_else(PoisonError::into_inner);
        let writable = if memory.is_some() { None } else { self.make().ok().flatten() };
        let Some((root, file, seal)) = writable else {
            let mut book = memory.take().unwrap_or_else(|| self.readable(project));
            let before = book.clone();
            let answer = change(&mut book);
            let book = if answer.is_ok() { book } else { before };
            *memory = Some(book.clone());
            return Ok((answer, Reading { book, me: self.me.clone(), notes: Vec::new(), forgets: true }));
        };
        drop(memory);
        let lock = lock::exclusive(file, self.patience)?;
        let whose = Whose { project, trust: self.trust(seal.as_ref()) };
        let mut loaded = disk::load(&root, whose);
        if let Some((file, schema)) = loaded.newer.first() {
            return Err(NotebookError::Newer { file: file.clone(), schema: *schema });
        }
        let notes = notes(&loaded);
        let before = loaded.book.clone();
        let answer = change(&mut loaded.book);
        if answer.is_err() {
            loaded.book = before;
        }
        loaded.book.prune(now);
        write(&root, whose, &loaded)?;
        drop(lock);
        Ok((answer, Reading { book: loaded.book, me: self.me.clone(), notes, forgets: false }))
    }

    /// The book where it can be read and not written.
    fn readable(&self, project: &str) -> Book {
        match self.open() {
            Ok(Some(root)) => {
                let seal = self.seal();
                disk::load(&root, Whose { project, trust: self.trust(seal.as_ref()) }).book
            }
            _ => Book::default(),
        }
    }

    /// The key of the seals, where there is one.
    fn seal(&self) -> Option<Seal> {
        match &self.place {
            Place::Below(_, keys) => keys.find(),
            Place::Named(_) | Place::Nowhere => None,
        }
    }

    fn trust<'a>(&self, seal: Option<&'a Seal>) -> Trust<'a> {
        match (&self.place, seal) {
            (Place::Below(..), Some(seal)) => Trust::Sealed(seal),
            (Place::Below(..), None) => Trust::Nothing,
            (Place::Named(_) | Place::Nowhere, _) => Trust::Folder,
        }
    }

    /// The folder, where there is one.
    fn open(&self) -> Result<Option<Root>, FileError> {
        let opened = match &self.place {
            Place::Nowhere => return Ok(None),
            Place::Below(folder, _) => Root::open(folder).and_then(|root| root.folder(Path::new(FOLDER))),
            Place::Named(folder) => Root::open(folder),
        };
        match opened {
            Ok(root) => Ok(Some(root)),
            Err(error) if error.is_missing() => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// The folder, made where it is not there, with the file that is locked and the key of the seals.
    fn make(&self) -> Result<Option<(Root, std::fs::File, Option<Seal>)>, FileError> {
        let mut seal = None;
        let root = match &self.place {
            Place::Nowhere => return Ok(None),
            Place::Below(folder, keys) => {
                let root = Root::open(folder)?;
                seal = Some(keys.make()?);
                root.make_folder(Path::new(FOLDER), Access::Usual)?;
                match root.look(Path::new(IGNORE)) {
                    Err(error) if error.is_missing() => root.replace(Path::new(IGNORE), b"*\n", Access::Usual)?,
                    _ => {}
                }
                root.folder(Path::new(FOLDER))?
            }
            Place::Named(folder) => named(folder)?,
        };
        for folder in FOLDERS {
            root.make_folder(Path::new(folder), Access::Usual)?;
        }
        let file = lock::file(&root)?;
        Ok(Some((root, file, seal)))
    }
}

/// A folder of an absolute or relative path, made with those above it.
fn named(folder: &Path) -> Result<Root, FileError> {
    let there = folder.ancestors().find(|path| path.is_dir()).unwrap_or_else(|| Path::new("."));
    let rest = folder.strip_prefix(there).unwrap_or(folder);
    let root = Root::open(there)?;
    if rest.components().any(|part| part != Component::CurDir) {
        root.make_folder(rest, Access::Usual)?;
    }
    root.folder(if rest == Path::new("") { Path::new(".") } else { rest })
}

/// What a person should know of the files.
fn notes(loaded: &Loaded) -> Vec<String> {
    let mut notes = Vec::new();
    for file in &loaded.broken {
        notes.push(format!("{file} of the notebook cannot be read; the next change puts it aside as {file}.broken"));
    }
    for file in &loaded.foreign {
        notes.push(format!(
            "{file} of the notebook was not written by zcp on this computer and is not believed; the next change puts it aside as {file}.broken"
        ));
    }
    for (file, schema) in &loaded.newer {
        notes.push(format!("{file} of the notebook was written by a newer zcp (schema {schema}); it is left as it is"));
    }
    match loaded.others.len() {
        0 => {}
        1 => notes.push("1 file of the notebook belongs to another project; it is left as it is".to_owned()),
        count => {
            notes.push(format!("{count} files of the notebook belong to another project; they are left as they are"));
        }
    }
    notes
}

/// Puts what is broken aside, and writes what is different.
fn write(root: &Root, whose: Whose<'_>, loaded: &Loaded) -> Result<(), NotebookError> {
    let refused = |error: FileError| NotebookError::Refused(format!("cannot be written: a file {error}"));
    let wanted = disk::render(&loaded.book, whose);
    let mut files: Files = loaded.pending.clone();
    for (path, text) in &wanted {
        if loaded.others.contains(path) {
            return Err(NotebookError::OtherProject(path.clone()));
        }
        if disk::is_blocked(root, path) {
            return Err(NotebookError::Refused(format!("cannot be written: {path} is no file")));
        }
        if loaded.texts.get(path) != Some(text) {
            files.insert(path.clone(), Some(text.clone()));
        }
    }
    let gone = loaded.texts.keys().filter(|path| !wanted.contains_key(*path));
    files.extend(gone.map(|path| (path.clone(), None)));
    for path in loaded.broken.iter().chain(&loaded.foreign) {
        root.rename(Path::new(path), Path::new(&disk::aside(root, path))).map_err(refused)?;
    }
    if files.len() > 1 {
        // Only what is in one file is whole at once.
        let Some((path, text)) = disk::journal_text(whose, &files) else { return Ok(()) };
        root.replace(Path::new(path), text.as_bytes(), Access::Private).map_err(refused)?;
        root.sync(Path::new(".")).map_err(refused)?;
    }
    let journaled = files.len() > 1 || !loaded.pending.is_empty();
    for (path, text) in &files {
        let path = Path::new(path);
        match text {
            Some(text) => root.replace(path, text.as_bytes(), Access::Private).map_err(refused)?,
            None => match root.remove_file(path) {
                Err(error) if !error.is_missing() => return Err(refused(error)),
                _ => {}
            },
        }
    }
    for folder in FOLDERS {
        root.sync(Path::new(folder)).map_err(refused)?;
    }
    root.sync(Path::new(".")).map_err(refused)?;
    if journaled {
        root.remove_file(disk::journal_path()).map_err(refused)?;
    }
    Ok(())
}
