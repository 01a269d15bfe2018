//! What containers see of the environment, which no call of the API tells.

use serde_json::{Value, json};

use super::{Control, ControlError, service_named};
use crate::sandbox::model::variables;

impl Control {
    /// `{"stored", "booted", "restartRequired"}` of a service: the variables it would boot with
    /// now, those its containers booted with (null before the first boot), and whether they
    /// differ. References are resolved; what the platform adds is left out.
    ///
    /// # Errors
    /// The service is unknown.
    pub fn environment(&self, hostname: &str) -> Result<Value, ControlError> {
        let world = self.shared.world();
        let found = service_named(&world, hostname)?;
        Ok(json!({
            "stored": variables::environment(&world.data, &found),
            "booted": found.booted.as_deref(),
            "restartRequired": variables::restart_required(&world.data, &found),
        }))
    }
}
