//! Annotations, derived from the effects of the calls.

use super::model::{Action, Effect, Spec, Tool};
use crate::domain::hints::Hints;

/// No hints: the strictest reading of a tool that calls nothing.
const NOTHING: Hints = Hints { read_only: true, destructive: false, idempotent: true, open_world: false };

/// The hints of one action.
pub(crate) fn of_action(spec: &Spec, action: &Action) -> Hints {
    let effects = action.calls.iter().filter_map(|call| spec.effect(call));
    let mut hints = NOTHING;
    hints.destructive = action.destroys;
    for (effect, idempotent) in effects {
        hints.read_only &= effect == Effect::Read;
        hints.destructive |= effect == Effect::Destroy;
        hints.idempotent &= idempotent;
        hints.open_world = true;
    }
    hints
}

/// The hints of a tool: the gravest over its actions.
pub(crate) fn of_tool(spec: &Spec, tool: &Tool) -> Hints {
    tool.actions.iter().map(|action| of_action(spec, action)).fold(NOTHING, |all, one| Hints {
        read_only: all.read_only && one.read_only,
        destructive: all.destructive || one.destructive,
        idempotent: all.idempotent && one.idempotent,
        open_world: all.open_world || one.open_world,
    })
}
