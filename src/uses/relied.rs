//! Declarations of models that rely on a column without its name: `has_secure_password`.

use super::{How, Search, Use, Via};
use crate::app::reliance::LetDown;

impl Search<'_> {
    /// The declarations that none of the uses stands in.
    pub(super) fn relied(&self, uses: &[Use]) -> Vec<Use> {
        let mut found: Vec<Use> = Vec::new();
        for subject in 0..self.names.len() {
            let known = self.names.known(subject);
            let holders = known.holders.iter().filter_map(|at| self.app.models.get(*at));
            for (model, reliance) in
                holders.flat_map(|it| it.reliances.iter().map(move |of| (it, of)))
            {
                let relies = reliance.column == known.subject.column
                    && matches!(reliance.on, LetDown::Empty | LetDown::Goes | LetDown::Unkept);
                let told =
                    |used: &Use| used.subject == subject && reliance.place.contains(&used.place);
                if relies && !uses.iter().chain(&found).any(told) {
                    found.push(Use {
                        subject,
                        place: reliance.place.clone(),
                        how: How::Rely,
                        confidence: reliance.confidence,
                        model: Some(model.name.clone()),
                        via: Via::Declaration,
                        aside: false,
                    });
                }
            }
        }
        found
    }
}
