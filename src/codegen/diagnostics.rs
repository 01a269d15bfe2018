//! What is wrong with a spec, as a maintainer reads it.

use std::cell::RefCell;
use std::ops::Range;

use annotate_snippets::{AnnotationKind, Level, Renderer, Snippet};

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
#[derive(Clone, Debug)]
pub(crate) struct Diagnostic {
    place: Place,
    message: String,
    label: String,
    notes: Vec<String>,
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

    /// The source files.
    pub(crate) fn sources(&self) -> &[Source] {
        &self.sources
    }

    /// Adds a fault: a message, and a label that stands under the place.
    pub(crate) fn fault(&self, place: &Place, message: impl Into<String>, label: impl Into<String>) {
        self.fault_with(place, message, label, Vec::new());
    }

    /// Adds a fault with notes below it.
    pub(crate) fn fault_with(
        &self,
        place: &Place,
        message: impl Into<String>,
        label: impl Into<String>,
        notes: Vec<String>,
    ) {
        let (message, label) = (message.into(), label.into());
        self.faults.borrow_mut().push(Diagnostic { place: place.clone(), message, label, notes });
    }

    /// Whether nothing is wrong.
    pub(crate) fn is_clean(&self) -> bool {
        self.faults.borrow().is_empty()
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
        let source = &self.sources[fault.place.file];
        let span = visible(&source.text, &fault.place.span);
        let snippet = Snippet::source(source.text.as_str())
            .path(source.path.as_str())
            .annotation(AnnotationKind::Primary.span(span).label(fault.label.as_str()));
        let mut group = Level::ERROR.primary_title(fault.message.as_str()).element(snippet);
        for note in &fault.notes {
            group = group.element(Level::HELP.message(note.as_str()));
        }
        renderer.render(&[group])
    }
}

/// A span that can be shown: within the text, and of one line unless it is short.
fn visible(text: &str, span: &Range<usize>) -> Range<usize> {
    let start = span.start.min(text.len());
    let end = span.end.clamp(start, text.len());
    let line_end = text[start..].find('\n').map_or(text.len(), |offset| start + offset);
    let end = end.min(line_end);
    start..end.max(start)
}
