//! A decision as a result.

use crate::generated::types::WorkflowResult;
use crate::workflow::compose::compose;
use crate::workflow::decide::decide;
use crate::workflow::envelope::Envelope;

/// What is to be done now, how everything stands, and the calls to make.
pub(super) fn of(envelope: &Envelope) -> WorkflowResult {
    let guidance = compose(envelope, &decide(envelope));
    let mut steps = guidance.steps.into_iter();
    WorkflowResult {
        now: steps.next(),
        then: steps.collect(),
        phase: Some(guidance.head),
        services: guidance.services,
        blocked: guidance.blocked,
        notes: guidance.notes,
        next: guidance.next,
        ..WorkflowResult::default()
    }
}
