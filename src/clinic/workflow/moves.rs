//! People change to another clinic of the system: two of one role change places. Who they are and how they are goes along, with
//! their history; the panel, the roster, the team and what lies on the desk stay with the post.

use super::Simulation;
use crate::engine::random::Purpose;

const MOVES: Purpose = Purpose::named("moves between clinics");
/// Days of a year of moves.
const YEAR_DAYS: f64 = 365.25;

impl Simulation<'_> {
    /// A day has begun: who wants to, and finds somebody, changes places. Each of the two has moved, so half as many want to as
    /// move. Nobody moves before the steady start, nor twice on a day.
    pub(super) fn move_people(&mut self, day: u64) {
        let Some(well_being) = &self.model.well_being else { return };
        let wants = well_being.workforce.moves_per_year / (2.0 * YEAR_DAYS);
        if wants <= 0.0 || self.world.population.frozen {
            return;
        }
        let mut moved = vec![false; self.model.people.len()];
        for p in 0..moved.len() {
            if moved[p] || !self.may_move(p) {
                continue;
            }
            let who = self.world.population.members[p].traits.life.child(day);
            let mut stream = self.world.seed.stream(MOVES, who);
            if stream.uniform() >= wants {
                continue;
            }
            let others: Vec<usize> =
                (0..moved.len()).filter(|other| !moved[*other] && self.fits(p, *other)).collect();
            let drawn = others.get((stream.uniform() * others.len() as f64) as usize);
            if let Some(&other) = drawn {
                (moved[p], moved[other]) = (true, true);
                self.world.population.change_places([p, other]);
                if let Some(recording) = &mut self.world.recording {
                    recording.keep_move([p, other]);
                }
            }
        }
    }

    /// Whether somebody holds a post who belongs to the staff that a file names.
    fn may_move(&self, p: usize) -> bool {
        let member = &self.world.population.members[p];
        let staff = self.model.people[p].reserve <= 0 && self.world.people[p].active;
        staff && member.there && member.employment.vacancy.is_none()
    }

    /// Whether two posts at two clinics are of one role, and their holders work the same share and the same weekdays of it.
    fn fits(&self, one: usize, other: usize) -> bool {
        let (here, there) = (&self.model.people[one], &self.model.people[other]);
        let [a, b] = [one, other].map(|p| &self.world.population.members[p]);
        here.clinic != there.clinic
            && here.role == there.role
            && a.fte == b.fte
            && a.employment.free_weekday == b.employment.free_weekday
            && self.may_move(other)
    }
}
