//! What people would answer if they were asked every half year, or every period: one row for each person and wave. Nothing of it acts on the
//! run: it is the view of a researcher, for calibration and for studies of people.

use super::day::team_of;
use super::{Member, Population};
use crate::clinic::model::{Model, TimeModel, WEEK_DAYS};
use crate::clinic::science::burnout::recovery_window;
use crate::clinic::science::demand::{self, NEEDS};
use crate::clinic::science::feedback::slow_down;
use crate::clinic::science::instruments::mbi::Rule;
use crate::clinic::science::instruments::single_item::SingleItem;
use crate::clinic::science::leaving::leaving_hazard;
use crate::clinic::science::well_being::WellBeing;
use crate::declaration::{Faults, Section};
use crate::engine::distribution::normal_quantile;
use crate::engine::random::{Purpose, Seed};
use crate::engine::time::DAY;

const ASKED: Purpose = Purpose::named("asked for calibration");
/// Days between two waves: half a year.
const WAVE_DAYS: u64 = 182;

/// When people are asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Asked {
    /// On the first measured day, and every half year (182 days) after it.
    #[default]
    EachHalfYear,
    /// At the end of every measured period, also of the last one where it is shorter.
    EachPeriod,
}

impl Asked {
    /// The wave that is asked on the midnight at which a day of the run begins, from 0; `None` where none is.
    pub fn wave(self, time: &TimeModel, day: u64) -> Option<u64> {
        let begins = time.measured_from.micros() / DAY.micros();
        match self {
            Asked::EachHalfYear => {
                let alive = day.checked_sub(begins.saturating_sub(1).max(1))?;
                (alive % WAVE_DAYS == 1).then_some(alive / WAVE_DAYS)
            }
            Asked::EachPeriod => {
                let length = u64::from(time.period_weeks) * WEEK_DAYS;
                let measured = day.checked_sub(begins).filter(|days| *days > 0)?;
                let last = day == time.end.micros() / DAY.micros();
                (last || measured.is_multiple_of(length)).then(|| measured.div_ceil(length) - 1)
            }
        }
    }
}

/// The columns of a row.
pub const COLUMNS: [&str; 41] = [
    "clinic",
    "person",
    "role",
    "clinician",
    "wave",
    "exhaustion",
    "exhaustion_measured",
    "cynicism",
    "cynicism_measured",
    "efficacy",
    "efficacy_measured",
    "burned_out",
    "burned_out_measured",
    "burned_out_single_item",
    "after_hours_hours_per_week",
    "after_hours_reported",
    "staff_per_clinician_fte",
    "fully_staffed",
    "team_turnover",
    "panel_per_fte",
    "leaving_hazard_per_year",
    "left",
    "fte",
    "demand",
    "exhaustion_state",
    "cynicism_state",
    "fatigue_week",
    "control",
    "support",
    "leadership",
    "fairness",
    "fit",
    "supply",
    "slow_down",
    "worked_minutes",
    "recovery_window",
    "moral",
    "trauma",
    "human",
    "errors",
    "orders",
];

/// Place of "left" in a row.
const LEFT: usize = 21;
/// Place of "person" in a row.
const PERSON: usize = 1;

/// Rows asked so far.
#[derive(Debug, Clone, Default)]
pub struct Waves {
    /// Row-major.
    pub rows: Vec<f64>,
    /// When people are asked.
    asked: Asked,
    /// Whether what they ordered is not known: they live again without their work.
    relived: bool,
}

/// What has been of somebody since they were last asked; it goes along where they change to another post.
#[derive(Debug, Clone, Copy, Default)]
pub struct Since {
    /// Begin of their last row, whose "left" is still to be known.
    row: Option<usize>,
    /// Whether somebody has left the post.
    pub left: bool,
    /// Orders since then, since they came, or since the measured time began; counted only where answers are wanted.
    pub orders: u32,
    /// Errors in them that reached patients.
    pub errors: u32,
}

impl Since {
    /// The same for somebody new, of whom nothing has been yet: what became of the last holder is still to be told.
    pub(super) fn of_newcomer(self) -> Self {
        Self { orders: 0, errors: 0, ..self }
    }
}

impl Member {
    /// What work supplies of autonomy, recognition and meaning.
    pub fn supplies(&self, settings: &WellBeing, recognition: f64) -> [f64; NEEDS] {
        let held = settings.reference.control;
        let control = if settings.theories.demand_control { self.felt.control } else { held };
        let usual = [control, recognition, demand::meaning(self.state.meaningful, &settings.resources)];
        std::array::from_fn(|k| (usual[k] + self.felt.supplies[k]).clamp(0.0, 1.0))
    }

    /// How needs and supplies fit.
    pub fn fit(&self, settings: &WellBeing, recognition: f64) -> f64 {
        demand::fit(&self.traits.needs, &self.traits.weights, &self.supplies(settings, recognition))
    }
}

impl Waves {
    /// Nobody asked yet.
    pub fn new(asked: Asked) -> Self {
        Self { asked, ..Self::default() }
    }

    /// Nobody asked yet, of people who live through recorded days: what they ordered is not known.
    pub fn relived(asked: Asked) -> Self {
        Self { asked, relived: true, ..Self::default() }
    }

    /// A day begins: asks everybody who holds a post, if a wave is due.
    pub fn ask_if_due(&mut self, population: &mut Population, model: &Model, seed: Seed, day: u64) {
        let Some(wave) = self.asked.wave(&model.time, day) else { return };
        let since = population.members.iter_mut().map(|member| std::mem::take(&mut member.since)).collect();
        for row in self.ask(population, model, seed, [wave, day], since) {
            let person = self.rows[row + PERSON] as usize;
            population.members[person].since.row = Some(row);
        }
    }

    /// Asks everybody who holds a post; the begin of each row. Who was asked last time and has left since is known by now.
    fn ask(
        &mut self,
        population: &Population,
        model: &Model,
        seed: Seed,
        [wave, day]: [u64; 2],
        since: Vec<Since>,
    ) -> Vec<usize> {
        let mut asked = Vec::new();
        let Some(well_being) = &model.well_being else { return asked };
        let mbi = &well_being.measurement.mbi;
        let single_item = SingleItem::read(None, "", &mut Faults::default()).expect("it has defaults");
        for (row, left) in since.iter().filter_map(|since| Some((since.row?, since.left))) {
            self.rows[row + LEFT] = f64::from(u8::from(left));
        }
        for (p, member) in population.members.iter().enumerate().filter(|(_, member)| member.there) {
            let person = &model.people[p];
            let identity = person.identity.child(u64::from(member.holder)).child(wave);
            let mut stream = seed.stream(ASKED, identity);
            let who = member.as_seen(well_being);
            let reading = mbi.ask(&who, &mut stream);
            let single = single_item.ask(&who, &mut stream);
            let hours = member.state.after_hours * 7.0 / 60.0;
            let reported = hours
                * libm::exp(well_being.measurement.reported_hours_sd * normal_quantile(stream.uniform()));
            let [per_clinician, vacant] = staffing(population, model, p);
            let departed = population.departures[team_of(model, p)];
            let role = usize::from(person.role);
            let flag = |yes: bool| f64::from(u8::from(yes));
            let counted = |number: u32| if self.relived { f64::NAN } else { f64::from(number) };
            let row: [f64; COLUMNS.len()] = [
                f64::from(person.clinic),
                p as f64,
                f64::from(person.role),
                flag(model.roles[role].clinician),
                wave as f64,
                who.exhaustion_score,
                f64::from(reading.exhaustion),
                who.cynicism_score,
                f64::from(reading.cynicism),
                who.efficacy_score,
                f64::from(reading.efficacy),
                flag(mbi.truly(&who, Rule::Either)),
                flag(mbi.positive(reading, Rule::Either)),
                flag(single),
                hours,
                reported,
                per_clinician,
                flag(vacant == 0.0),
                flag(departed.is_some_and(|last| last + 2 * WAVE_DAYS > day)),
                f64::from(person.patients.1) / member.fte,
                leaving_hazard(
                    well_being.leaving_per_year[role],
                    well_being.leaving_weight[role],
                    member.state.z_exhaustion(&well_being.settings),
                    member.state.moral,
                    f64::INFINITY,
                    &well_being.workforce,
                ),
                f64::NAN,
                member.fte,
                member.state.demand,
                member.state.exhaustion,
                member.state.cynicism,
                member.state.fatigue_week(),
                member.state.control,
                member.state.support,
                member.state.leadership,
                member.state.fairness,
                member.fit(&well_being.settings, person.recognition),
                member.supplies(&well_being.settings, person.recognition).iter().sum::<f64>() / NEEDS as f64,
                slow_down(who.exhaustion_score, well_being.settings.feedback.slow_down),
                member.state.worked * 7.0 / 5.0,
                recovery_window(member.state.after_hours, 0.0),
                member.state.moral,
                member.state.trauma,
                f64::from(member.human),
                counted(since[p].errors),
                counted(since[p].orders),
            ];
            asked.push(self.rows.len());
            self.rows.extend(row);
        }
        asked
    }
}

/// Filled posts of staff who are no clinicians for each filled full-time clinician of somebody's team, and how many of its
/// posts of staff are vacant.
fn staffing(population: &Population, model: &Model, own: usize) -> [f64; 2] {
    let (mut staff, mut clinicians, mut vacant) = (0.0, 0.0, 0.0);
    let clinic = usize::from(model.people[own].clinic);
    let team = |p: &usize| model.people[*p].team == model.people[own].team;
    for p in model.clinics[clinic].staff.iter().map(|p| usize::from(*p)).filter(team) {
        let member = &population.members[p];
        let clinician = model.roles[usize::from(model.people[p].role)].clinician;
        match (member.there, clinician) {
            (true, true) => clinicians += member.fte,
            (true, false) => staff += member.fte,
            (false, false) if member.employment.vacancy.is_some() => vacant += 1.0,
            (false, _) => {}
        }
    }
    [staff / f64::max(clinicians, 0.1), vacant]
}
