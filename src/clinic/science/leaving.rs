//! Leaving, cutting hours, vacancy, a new start, a change of clinic.

use crate::declaration::section;

section! {
    /// Who leaves, and what follows.
    pub struct Workforce {
        /// How much the hazard of leaving grows for each standard deviation of exhaustion (beta_T).
        value leaving_per_sd: f64 = 0.46, unit "log hazard per SD", range 0.0..=2.0, source "Hamidi 2018 (C65): ratio 2.1 between groups 1.6 SD apart; dynamics D5", grade Derived;
        /// How much it grows with full moral residue.
        value leaving_per_moral_residue: f64 = 1.0, unit "log hazard", range 0.0..=5.0, source "dynamics D4: direction", grade Assumption;
        /// Months of a job after which the excess of the hazard of leaving has halved, from twice the usual at the start; 0: tenure does not matter.
        value early_leaving_months: f64 = 0.0, unit "months", range 0.0..=120.0, source "none: 0 is the neutral value", grade Definition;
        /// Hazard of cutting hours, at the reference.
        value cut_per_year: f64 = 0.03, unit "per year", range 0.0..=1.0, source "no source found", grade Assumption;
        /// How much it grows for each standard deviation of exhaustion: odds ratio 1.43 in two years for a point of seven (C68), about 1.6 points a standard deviation.
        value cut_per_sd: f64 = 0.57, unit "log hazard per SD", range 0.0..=2.0, source "Shanafelt 2016 (C68), as a hazard", grade Derived;
        /// Days of vacancy of a clinician's post.
        value vacancy_days_clinician: f64 = 207.0, unit "days", range 0.0..=2000.0, source "C72: time to fill", grade Published;
        /// Days until a new clinician may bill, on top.
        value credentialing_days: f64 = 90.0, unit "days", range 0.0..=400.0, source "C72", grade Published;
        /// Days of vacancy of other posts.
        value vacancy_days_staff: f64 = 60.0, unit "days", range 0.0..=2000.0, source "no source found", grade Assumption;
        /// How much vacancies differ: coefficient of variation.
        value vacancy_cv: f64 = 0.5, unit "ratio", range 0.0..=3.0, source "C72: 90 to 365 days", grade Assumption;
        /// Pace of somebody new, as a share of the usual.
        value start_pace: f64 = 0.7, unit "share", range 0.05..=1.0, source "no source found", grade Assumption;
        /// Weeks until a new clinician works at the usual pace.
        value ramp_weeks_clinician: f64 = 78.0, unit "weeks", range 0.0..=400.0, source "C72: 12 to 24 months", grade Published;
        /// Weeks until other new people do.
        value ramp_weeks_staff: f64 = 20.0, unit "weeks", range 0.0..=400.0, source "no source found", grade Assumption;
        /// Share of clinicians' vacancies that a locum fills from the second month on.
        value locum_share: f64 = 0.0, unit "share", range 0.0..=1.0, source "none: 0 is the neutral value", grade Definition;
        /// A vacancy is filled by a locum after so many days.
        value locum_after_days: f64 = 30.0, unit "days", range 0.0..=400.0, source "no source found", grade Assumption;
        /// Pace of a locum, who does not know the patients.
        value locum_pace: f64 = 0.8, unit "share", range 0.05..=1.0, source "no source found", grade Assumption;
        /// How often somebody changes places with a person of the same role and full-time share at another clinic, for good; 0: nobody moves.
        value moves_per_year: f64 = 0.0, unit "moves per person and year", range 0.0..=52.0, source "no source found; 0 is the neutral value", grade Assumption;
    }
}

section! {
    /// What people of a role are like, beside their work.
    pub struct RoleWellBeing {
        /// Demand of an ordinary full day in this role, in full days of 480 minutes, against which its demands are judged; absent: as those of clinicians (`well_being.reference.demand`).
        optional demand_reference: f64, unit "full days", range 0.05..=5.0, source "the baseline's own mean", grade Calibrated;
        /// Hazard of leaving at the reference.
        value leaving_per_year: f64 = 0.0, unit "per year", range 0.0..=2.0, source "none: 0 is the neutral value", grade Definition;
        /// How much of `workforce.leaving_per_sd` holds for this role.
        value leaving_weight: f64 = 1.0, unit "ratio", range 0.0..=2.0, source "dynamics D5: staff lower or none", grade Assumption;
    }
}

/// Hazard of leaving: `h = h₀·exp(β·z_E + m·M)`, doubled at the start and halving with tenure where that is on (dynamics
/// D5). Per year.
pub fn leaving_hazard(
    base_per_year: f64,
    weight: f64,
    z_exhaustion: f64,
    moral_residue: f64,
    tenure_months: f64,
    settings: &Workforce,
) -> f64 {
    let log =
        weight * settings.leaving_per_sd * z_exhaustion + settings.leaving_per_moral_residue * moral_residue;
    let early = match settings.early_leaving_months {
        0.0 => 1.0,
        months => 1.0 + libm::exp(-tenure_months * std::f64::consts::LN_2 / months),
    };
    base_per_year * libm::exp(log) * early
}

/// Hazard of cutting hours, per year.
pub fn cut_hazard(z_exhaustion: f64, settings: &Workforce) -> f64 {
    settings.cut_per_year * libm::exp(settings.cut_per_sd * z_exhaustion)
}

/// Pace of somebody so many weeks in a post: linear from the start to 1.
pub fn ramp(weeks: f64, start: f64, ramp_weeks: f64) -> f64 {
    if ramp_weeks <= 0.0 { 1.0 } else { start + (1.0 - start) * (weeks / ramp_weeks).clamp(0.0, 1.0) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::declaration::{Faults, Section};

    #[test]
    fn hazards_by_hand() {
        let settings = Workforce::read(None, "", &mut Faults::default()).expect("all have defaults");
        let hazard = |z, m| leaving_hazard(0.05, 1.0, z, m, 100.0, &settings);
        assert!(
            (hazard(1.6, 0.0) / hazard(0.0, 0.0) - 2.088).abs() < 0.01,
            "groups 1.6 SD apart leave 2.1 times as often"
        );
        assert!(hazard(0.0, 0.3) > hazard(0.0, 0.0));
        assert_eq!(leaving_hazard(0.05, 0.0, 2.0, 0.0, 1.0, &settings), 0.05);
        let early = Workforce { early_leaving_months: 6.0, ..settings.clone() };
        assert!((leaving_hazard(0.05, 1.0, 0.0, 0.0, 6.0, &early) - 0.075).abs() < 1e-12);
        assert!((cut_hazard(0.0, &settings) - 0.03).abs() < 1e-12);
    }

    #[test]
    fn a_new_start() {
        assert_eq!([ramp(0.0, 0.6, 20.0), ramp(10.0, 0.6, 20.0), ramp(99.0, 0.6, 20.0)], [0.6, 0.8, 1.0]);
        assert_eq!(ramp(0.0, 0.6, 0.0), 1.0);
    }
}
