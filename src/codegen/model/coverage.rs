//! How faithful the sandbox is.

use crate::diagnostics::At;

/// `spec/sandbox.yaml`
#[derive(Debug, Default)]
pub(crate) struct Coverage {
    /// Calls that the sandbox answers and zcp does not make, with a doc each.
    pub(crate) further: Vec<Further>,
    /// What it does, by area.
    pub(crate) areas: Vec<(String, Vec<Behaviour>)>,
}

/// A call that only other clients make.
#[derive(Debug)]
pub(crate) struct Further {
    /// Its dotted name.
    pub(crate) name: At<String>,
    /// Its method.
    pub(crate) method: &'static str,
    /// Its path.
    pub(crate) path: String,
    /// What a token must be for, as the code names it.
    pub(crate) access: &'static str,
    /// One sentence.
    pub(crate) doc: String,
}

/// Something that the sandbox does as the platform does it.
#[derive(Debug)]
pub(crate) struct Behaviour {
    /// How it is known.
    pub(crate) basis: Basis,
    /// What it is.
    pub(crate) what: String,
    /// The calls that show it.
    pub(crate) operations: Vec<At<String>>,
}

/// How a behaviour of the platform is known; the order is by certainty.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Basis {
    /// The platform was seen doing it.
    Observed,
    /// It follows from how its clients work, or its manuals say it.
    Derived,
    /// Nobody has looked yet.
    Guessed,
}

impl Basis {
    /// All of them, as the spec spells them.
    pub(crate) const ALL: [(&'static str, Self); 3] =
        [("observed", Self::Observed), ("derived", Self::Derived), ("guessed", Self::Guessed)];
}

impl Coverage {
    /// Every behaviour.
    pub(crate) fn behaviours(&self) -> impl Iterator<Item = &Behaviour> {
        self.areas.iter().flat_map(|(_, behaviours)| behaviours)
    }

    /// How many behaviours of each basis a call shows.
    pub(crate) fn counts(&self, operation: &str) -> [usize; 3] {
        let of_it = |behaviour: &&Behaviour| behaviour.operations.iter().any(|name| name.value == operation);
        Basis::ALL.map(|(_, basis)| self.behaviours().filter(of_it).filter(|one| one.basis == basis).count())
    }
}
