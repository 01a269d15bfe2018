//! The closed vocabulary of the guidance: what a project or a service can be in, what of that matters to
//! the words said about it, and the table of those words, which `spec/situations.yaml` fills.
//!
//! Codegen reads this file too: it checks that the table has exactly one text for every situation and
//! every value of its axes.

use std::fmt;

/// A closed set of words.
macro_rules! closed {
    ($(#[$doc:meta])+ $name:ident { $($(#[$variant_doc:meta])+ $variant:ident = $word:literal,)+ }) => {
        $(#[$doc])+
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum $name {
            $($(#[$variant_doc])+ $variant,)+
        }

        impl $name {
            /// All of them.
            pub const ALL: &[Self] = &[$(Self::$variant),+];

            /// Its word.
            #[must_use]
            pub const fn word(self) -> &'static str {
                match self {
                    $(Self::$variant => $word,)+
                }
            }

            /// How Rust names it.
            #[must_use]
            pub const fn variant(self) -> &'static str {
                match self {
                    $(Self::$variant => stringify!($variant),)+
                }
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.word())
            }
        }
    };
}

closed! {
    /// What a project or one of its services is in. The first ones are about the project.
    Situation {
        /// It looks like production: zcp only reads.
        Production = "production",
        /// It has no service.
        Empty = "empty",
        /// It has no runtime.
        NoRuntime = "no-runtime",
        /// A bootstrap whose process is gone.
        Interrupted = "interrupted",
        /// A bootstrap without a route.
        ChooseRoute = "choose-route",
        /// A bootstrap without a plan.
        PlanNeeded = "plan-needed",
        /// A bootstrap whose plan has findings.
        PlanInvalid = "plan-invalid",
        /// A bootstrap whose plan can be provisioned.
        PlanReady = "plan-ready",
        /// A bootstrap whose services are being made.
        Provisioning = "provisioning",
        /// A bootstrap whose services were not all made.
        ProvisionFailed = "provision-failed",
        /// Every service in question is proven.
        AllProven = "all-proven",
        /// The notebook knows a service that the project does not have.
        Gone = "gone",
        /// The platform is doing something to it.
        Busy = "busy",
        /// A version of it is on its way.
        Deploying = "deploying",
        /// It failed, and not a deploy of it.
        Broken = "broken",
        /// It is stopped.
        NotRunning = "not-running",
        /// Its newest version failed.
        DeployFailed = "deploy-failed",
        /// It failed so often that a human decides.
        Stop = "stop",
        /// It runs with variables as they were before a change.
        OldVariables = "old-variables",
        /// A version of it was taken back, and an older one serves again.
        RolledBack = "rolled-back",
        /// It was never deployed.
        FirstDeploy = "first-deploy",
        /// It was emptied, and versions of it are kept.
        Emptied = "emptied",
        /// The work has begun and nothing of it is deployed.
        ToDeploy = "to-deploy",
        /// Its container is kept alive, and its development server did not answer as it should.
        ServerWaits = "server-waits",
        /// What it serves is not proven.
        Unproven = "unproven",
        /// What it serves passed a look, and failed the last one.
        Doubted = "doubted",
        /// What it serves was looked at and does not work.
        ProofFailed = "proof-failed",
        /// What it serves cannot be reached from here.
        Unreachable = "unreachable",
        /// A stage whose dev half is ahead and proven.
        Promote = "promote",
        /// A stage whose dev half is not proven.
        StageWaits = "stage-waits",
        /// A unit that is deployed by pushing, without a remote.
        PushNeedsSetup = "push-needs-setup",
        /// A unit that is deployed by pushing, whose remote does not answer.
        PushBroken = "push-broken",
        /// A unit that is deployed by pushing, and nothing builds what is pushed.
        PushNeedsIntegration = "push-needs-integration",
        /// A unit that is deployed by pushing, and its work is not pushed.
        ToPush = "to-push",
        /// Its work is pushed, and no version has come of that.
        AwaitingBuild = "awaiting-build",
        /// A version that came of a push failed.
        PushFailed = "push-failed",
        /// A unit that a human deploys.
        ManualHandover = "manual-handover",
        /// What it serves is the newest and proven.
        Proven = "proven",
        /// A database, a cache, a queue or a storage that runs.
        Supports = "supports",
        /// The workspace that zcp runs in.
        Workspace = "workspace",
    }
}

closed! {
    /// What of a situation matters to the words.
    Axis {
        /// What is known of zerops.yaml.
        File = "file",
        /// How often it failed in a row.
        Depth = "depth",
        /// Where on its way a version failed.
        Phase = "phase",
        /// Whether an older version serves meanwhile.
        Serves = "serves",
        /// What runs in it.
        Class = "class",
        /// Whether work is open.
        Work = "work",
        /// Whether it was decided how units are deployed when work is closed.
        Mode = "mode",
        /// Where the code comes from.
        From = "from",
        /// Whether it has a public address.
        Public = "public",
        /// Whether an earlier version that is kept was proven.
        Back = "back",
        /// Whether what was awaited should have come by now.
        Late = "late",
        /// Whether all that was planned is there.
        Made = "made",
    }
}

impl Axis {
    /// Its values.
    #[must_use]
    pub const fn values(self) -> &'static [&'static str] {
        match self {
            Self::File => &["found", "unclear", "none"],
            Self::Depth => &["first", "again"],
            Self::Phase => &["build", "prepare", "start"],
            Self::Serves => &["old", "nothing"],
            Self::Class => &["runtime", "managed"],
            Self::Work => &["open", "gone", "none"],
            Self::Mode => &["decided", "open"],
            Self::From => &["folder", "service", "unclear", "nowhere"],
            Self::Public | Self::Back | Self::Late | Self::Made => &["yes", "no"],
        }
    }

    /// The axis of this word.
    #[must_use]
    pub fn of(word: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|axis| axis.word() == word)
    }
}

impl Situation {
    /// What of it matters to the words.
    #[must_use]
    pub const fn axes(self) -> &'static [Axis] {
        match self {
            Self::AllProven => &[Axis::Work, Axis::Mode],
            Self::Broken | Self::NotRunning => &[Axis::Class],
            Self::DeployFailed => &[Axis::Phase, Axis::Depth, Axis::Serves, Axis::File],
            Self::FirstDeploy | Self::ToDeploy | Self::RolledBack => &[Axis::File],
            Self::Unproven | Self::Unreachable => &[Axis::Public],
            Self::ProofFailed => &[Axis::Depth, Axis::File, Axis::Back],
            Self::Promote => &[Axis::From],
            Self::Deploying | Self::AwaitingBuild => &[Axis::Late],
            Self::Provisioning => &[Axis::Made],
            Self::PushFailed => &[Axis::Phase, Axis::Depth],
            _ => &[],
        }
    }

    /// The situation of this word.
    #[must_use]
    pub fn of(word: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|situation| situation.word() == word)
    }

    /// Every combination of values of its axes.
    #[must_use]
    pub fn cases(self) -> Vec<Case> {
        let mut cases = vec![Case { situation: self, values: Vec::new() }];
        for axis in self.axes() {
            let with = |case: &Case| {
                let values = axis.values().iter();
                let case = case.clone();
                values.map(move |value| case.clone().with(*axis, value)).collect::<Vec<_>>()
            };
            cases = cases.iter().flat_map(with).collect();
        }
        cases
    }
}

/// A situation with the values of its axes.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Case {
    /// The situation.
    pub situation: Situation,
    /// The values, in the order of the axes.
    pub values: Vec<(Axis, &'static str)>,
}

impl Case {
    /// A situation, without values yet.
    #[must_use]
    pub fn of(situation: Situation) -> Self {
        Self { situation, values: Vec::new() }
    }

    /// With one value more.
    #[must_use]
    pub fn with(mut self, axis: Axis, value: &'static str) -> Self {
        self.values.push((axis, value));
        self
    }
}

impl fmt::Display for Case {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.situation.word())?;
        self.values.iter().try_for_each(|(axis, value)| write!(f, ", {axis} {value}"))
    }
}

/// What is said in some cases of a situation.
#[derive(Debug)]
pub struct Row {
    /// The situation.
    pub situation: Situation,
    /// The values that it is for; an axis that is not named takes any.
    pub when: &'static [(Axis, &'static [&'static str])],
    /// What to do, in a few words.
    pub title: &'static str,
    /// Why and how, and what to mind.
    pub text: &'static str,
}

impl Row {
    /// Whether it is for this case.
    #[must_use]
    pub fn is_for(&self, case: &Case) -> bool {
        let takes = |(axis, values): &(Axis, &[&str])| {
            case.values.iter().any(|(of, value)| of == axis && values.contains(value))
        };
        self.situation == case.situation && self.when.iter().all(takes)
    }
}

/// What a text has in place of a fact, such as `${service}`.
pub const PLACEHOLDERS: &[&str] = &[
    "attempts", "back", "commit", "doing", "file", "from", "intent", "lines", "newest", "others", "remote", "route",
    "scope", "service", "serving", "setup", "setups", "stage", "status", "unit", "why",
];

/// The names of the placeholders of a text, in their order.
pub fn placeholders(text: &str) -> impl Iterator<Item = &str> {
    text.split("${").skip(1).filter_map(|rest| rest.split_once('}').map(|(name, _)| name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found_again() {
        for situation in Situation::ALL {
            assert_eq!(Situation::of(situation.word()), Some(*situation));
        }
        for axis in Axis::ALL {
            assert_eq!(Axis::of(axis.word()), Some(*axis));
        }
    }

    #[test]
    fn every_combination_of_values_is_a_case() {
        assert_eq!(Situation::Empty.cases(), [Case::of(Situation::Empty)]);
        assert_eq!(Situation::FirstDeploy.cases().len(), 3);
        assert_eq!(Situation::DeployFailed.cases().len(), 36);
        let one = &Situation::FirstDeploy.cases()[0];
        assert_eq!(one.to_string(), "first-deploy, file found");
    }

    #[test]
    fn a_row_is_for_the_cases_it_names() {
        let row = Row { situation: Situation::FirstDeploy, when: &[(Axis::File, &["none"])], title: "", text: "" };
        let fitting = Situation::FirstDeploy.cases().into_iter().filter(|case| row.is_for(case)).count();
        assert_eq!(fitting, 1);
        assert_eq!(placeholders("a ${one} b ${two} c ${").collect::<Vec<_>>(), ["one", "two"]);
    }
}
