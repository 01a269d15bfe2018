//! What is said of backups before the data of a service are lost.

use super::choose;
use super::size;
use crate::domain::call::NextCall;
use crate::domain::status::Category;
use crate::platform::session::Session;
use crate::platform::wire::Service;
use crate::suggest;

/// What the platform keeps of a deleted service.
const KEPT: &str = "The platform keeps the backups of a deleted service for seven days.";
/// Categories whose data the platform does not back up; of the others it says which.
pub(super) const WITHOUT: [Category; 2] = [Category::User, Category::ObjectStorage];

/// Backups of a service whose data are about to be lost, in words, and the call that makes one first.
pub(in crate::ops) struct Before {
    pub(in crate::ops) text: String,
    pub(in crate::ops) next: NextCall,
}

/// What there is. None for what the platform does not back up. That it cannot be read keeps nobody from anything.
pub(in crate::ops) async fn before(session: &Session, service: &Service) -> Option<Before> {
    if WITHOUT.contains(&service.kind()) {
        return None;
    }
    let create = suggest::make_backup(&service.name);
    match session.service_backups(&service.id).await {
        Ok(found) => {
            let text = match choose::newest(&found.files) {
                Some(newest) => {
                    let size = newest.size.map(|size| format!(" ({})", size::size(size))).unwrap_or_default();
                    format!("Its newest backup is `{}`{size}. {KEPT}", newest.name)
                }
                None => "It has no backup.".to_owned(),
            };
            Some(Before { text, next: create })
        }
        Err(error) if error.api_code.as_deref() == Some(super::UNSUPPORTED) => None,
        Err(_) => Some(Before { text: "Whether it has a backup could not be read.".to_owned(), next: create }),
    }
}
