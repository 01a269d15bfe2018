//! What is wrong with a spec, as a maintainer reads it.

use std::cell::RefCell;
use std::ops::Range;

use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};

/// One source file of the spec.
#[derive(Debug)]
pub(crate) struct Source {
    /// The path as it is shown, relative to the crate.
    pub(crate) path: String,
    /// The text.
    pub(crate) text: String,
}

/// A place in a source file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Place {
    /// Index of the file in [`Report::sources`].
    pub(crate) file: usize,
    /// Byte offsets into it.
    pub(crate) span: Range<usize>,
}

/// A value and where it stands.
#[derive(Clone, Debug)]
pub(crate) struct At<T> {
    /// The value.
    pub(crate) value: T,
    /// Its place.
    pub(crate) place: Place,
}

impl<T> std::ops::Deref for At<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}

/// One fault.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Diagnostic {
    place: Place,
    message: String,
    label: String,
    related: Vec<(Place, String)>,
    helps: Vec<String>,
}

impl Diagnostic {
    /// A fault: a message, and a label that stands under the place.
    pub(crate) fn new(place: &Place, message: impl Into<String>, label: impl Into<String>) -> Self {
        let (message, label) = (message.into(), label.into());
        Self { place: place.clone(), message, label, related: Vec::new(), helps: Vec::new() }
    }

    /// Shows another place that has to do with it, possibly of another file.
    pub(crate) fn related(mut self, place: &Place, label: impl Into<String>) -> Self {
        self.related.push((place.clone(), label.into()));
        self
    }

    /// Says below it what to do.
    pub(crate) fn help(mut self, text: impl Into<String>) -> Self {
        self.helps.push(text.into());
        self
    }
}

/// The sources and the faults found in them so far.
#[derive(Debug, Default)]
pub(crate) struct Report {
    sources: Vec<Source>,
    faults: RefCell<Vec<Diagnostic>>,
}

impl Report {
    /// Adds a source file and returns its index.
    pub(crate) fn add_source(&mut self, path: impl Into<String>, text: impl Into<String>) -> usize {
        self.sources.push(Source { path: path.into(), text: text.into() });
        self.sources.len() - 1
    }

    /// The path of a source file.
    pub(crate) fn path(&self, file: usize) -> &str {
        self.sources.get(file).map_or("", |source| source.path.as_str())
    }

    /// What follows a place on its line.
    pub(crate) fn rest_of_line(&self, place: &Place) -> &str {
        let rest = self.sources.get(place.file).and_then(|source| source.text.get(place.span.end..));
        rest.and_then(|rest| rest.lines().next()).unwrap_or_default()
    }

    /// Adds a fault: a message, and a label that stands under the place.
    pub(crate) fn fault(&self, place: &Place, message: impl Into<String>, label: impl Into<String>) {
        self.add(Diagnostic::new(place, message, label));
    }

    /// Adds a fault. One that is already there is not added again: an alias repeats its node.
    pub(crate) fn add(&self, fault: Diagnostic) {
        let mut faults = self.faults.borrow_mut();
        if !faults.contains(&fault) {
            faults.push(fault);
        }
    }

    /// How many faults there are.
    pub(crate) fn count(&self) -> usize {
        self.faults.borrow().len()
    }

    /// Whether nothing is wrong.
    pub(crate) fn is_clean(&self) -> bool {
        self.count() == 0
    }

    /// All faults in the order of files and places, rendered without colour.
    pub(crate) fn render(&self) -> String {
        let mut faults = self.faults.borrow().clone();
        faults.sort_by_key(|fault| (fault.place.file, fault.place.span.start));
        let renderer = Renderer::plain();
        let mut out = String::new();
        for fault in &faults {
            out.push_str(&self.render_one(&renderer, fault));
            out.push_str("\n\n");
        }
        let plural = if faults.len() == 1 { "problem" } else { "problems" };
        out.push_str(&format!("{} {plural} in the spec\n", faults.len()));
        out
    }

    fn render_one(&self, renderer: &Renderer, fault: &Diagnostic) -> String {
        let mut group = Group::with_title(Level::ERROR.primary_title(fault.message.as_str()));
        let mut snippets = vec![(fault.place.file, vec![(AnnotationKind::Primary, &fault.place, &fault.label)])];
        for (place, label) in &fault.related {
            let annotation = (AnnotationKind::Context, place, label);
            match snippets.iter_mut().find(|(file, _)| *file == place.file) {
                Some((_, annotations)) => annotations.push(annotation),
                None => snippets.push((place.file, vec![annotation])),
            }
        }
        for (file, annotations) in snippets {
            let Some(source) = self.sources.get(file) else { continue };
            let annotations = annotations
                .into_iter()
                .map(|(kind, place, label)| kind.span(visible(&source.text, &place.span)).label(label.as_str()));
            let snippet = Snippet::source(source.text.as_str()).path(source.path.as_str()).annotations(annotations);
            group = group.element(snippet);
        }
        for help in &fault.helps {
            group = group.element(Level::HELP.message(help.as_str()));
        }
        renderer.render(&[group])
    }
}

/// A span that can be shown: within the text, on the borders of characters, and of one line.
fn visible(text: &str, span: &Range<usize>) -> Range<usize> {
    let start = text.floor_char_boundary(span.start);
    let end = text.ceil_char_boundary(span.end).max(start);
    let shown = text.get(start..end).unwrap_or_default();
    let line = shown.find(['\r', '\n']).map_or(shown, |length| &shown[..length]);
    start..start + line.trim_end().len()
}
