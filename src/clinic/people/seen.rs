//! People as instruments can see them.

use super::Member;
use crate::clinic::model::WellBeingModel;
use crate::clinic::science::instruments::Wellbeing;

impl Member {
    /// The true state of somebody in the words of instruments: support is what they meet of teamwork, and overload is
    /// their demand against that of the reference, `demand / (demand + reference)`: one half there, towards 1 above.
    pub fn as_seen(&self, of: &WellBeingModel) -> Wellbeing {
        let state = &self.state;
        let [exhaustion_score, cynicism_score, efficacy_score] = state.scores(&of.settings);
        Wellbeing {
            exhaustion_score,
            cynicism_score,
            efficacy_score,
            moral_injury: state.moral,
            trauma: state.trauma,
            depression: self.depression(of),
            control: self.felt.control,
            teamwork: self.felt.support,
            leadership: self.felt.leadership,
            overload: state.demand / (state.demand + of.settings.reference.demand),
        }
    }
}
