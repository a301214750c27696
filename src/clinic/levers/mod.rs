//! What interventions may change: one struct for each clinic, recomputed from neutral every midnight. Handlers read
//! levers and know of no intervention; each lever is read in one place, which its row names. `rows` declares those that
//! are one number, `work` holds those that are a list or a structure.

mod rows;
mod work;

pub use rows::{Row, Rule};
pub use work::{Delegation, Relief, Route};

use rows::levers;

levers! {
    /// The levers of one clinic.
    pub struct Levers;
    lists {
        /// People added, by role; below 0 they are fewer. Combined by the sum; whole people count.
        people: Vec<f64>, Sum, "workflow/absence.rs";
        /// Notes written by others.
        notes: Delegation, Most, "workflow/delegation.rs";
        /// Orders entered by others.
        orders: Delegation, Most, "workflow/delegation.rs";
        /// By kind of message, the way that a share takes instead of the usual one; two writers are a fault of the scenario.
        routes: Vec<Option<Route>>, Exclusive, "workflow/inbox.rs";
        /// By pathway of papers, the way that a share takes instead; two writers are a fault of the scenario.
        papers: Vec<Option<Route>>, Exclusive, "workflow/arrival.rs";
        /// The way of a video visit, which a share of the appointments in the first and the last hour of a day take.
        virtual_ends: Option<Route>, Exclusive, "workflow/appointments.rs";
        /// By kind of message, the share that still comes.
        kept: Vec<f64>, Product, "workflow/inbox.rs";
        /// By kind of message, minutes of one of those that come, as a factor.
        minutes_factor: Vec<f64>, Product, "workflow/content.rs";
        /// By step, minutes put on (below 0: taken off).
        step_minutes: Vec<f64>, Sum, "workflow/content.rs";
        /// By work by the clock, the share of its dates on which it takes place: 1 for the clinic's own, 0 for that of
        /// interventions.
        held: Vec<f64>, Share, "workflow/scheduled.rs";
        /// By work by the clock, its length as a factor.
        meeting_minutes: Vec<f64>, Product, "workflow/content.rs";
        /// By layer of safety, the share of its orders that pass it: 1 for the clinic's own, 0 for those of interventions.
        layer_share: Vec<f64>, Share, "workflow/safety.rs";
        /// By layer of safety, the odds of catching an error, as a factor.
        layer_odds: Vec<f64>, Product, "workflow/safety.rs";
        /// By intervention, what it gives to those who take part in it.
        relief: Vec<Relief>, Most, "workflow/participation.rs";
    }
    numbers {
        // content of work
        /// Minutes of notes, and of documentation within visits, as a factor.
        documentation_minutes: Product = 1.0, "workflow/content.rs";
        /// Minutes of order entry, and of orders within visits, as a factor.
        order_entry_minutes: Product = 1.0, "workflow/content.rs";
        /// Extraneous part of the minutes of any work (searching, clicking, dismissing), as a factor.
        extraneous_factor: Product = 1.0, "workflow/content.rs";
        /// How often work has a gap that must be closed (missing data, workarounds), as a factor.
        gap_factor: Product = 1.0, "workflow/content.rs";
        /// Minutes of work with patients, as a factor.
        visit_minutes_factor: Product = 1.0, "workflow/content.rs";
        /// How far the minutes of work with patients lie from their mean, as a factor.
        content_spread: Product = 1.0, "workflow/content.rs";
        /// Minutes of work with patients that fits no standard, as a share of its distance from the mean.
        misfit: Sum = 0.0, "workflow/content.rs";
        /// Minutes of logging in again in an hour at the record; below 0 there are fewer than those which published minutes contain.
        log_in_minutes_per_hour: Sum = 0.0, "workflow/content.rs";
        /// Interruptions from outside, as a factor.
        interruptions_factor: Product = 1.0, "workflow/time_use.rs";
        // demand and booking
        /// Requests for visits and arrivals by rate, as a factor.
        visits_factor: Product = 1.0, "workflow/surge.rs";
        /// Messages of panels, as a factor.
        messages_factor: Product = 1.0, "workflow/surge.rs";
        /// Share of the patients of the panels who stay; the others ask elsewhere.
        panel_share: Product = 1.0, "workflow/panel_share.rs";
        /// Appointments on top of a full day, beyond the clinic's own rule.
        bookings_on_top: Sum = 0.0, "workflow/booking.rs";
        /// Share of the bookable time of a day that may be booked: a cap of the workload.
        bookable_share: Product = 1.0, "workflow/booking.rs";
        /// Months for which the review of medicines extends prescriptions; two writers are a fault of the scenario.
        renewal_months: Exclusive = 0.0, "workflow/prescriptions.rs";
        /// Share of prescriptions that are stable and so extended.
        renewal_share: Exclusive = 0.0, "workflow/prescriptions.rs";
        /// Minutes of order entry for each of them.
        renewal_minutes: Exclusive = 0.0, "workflow/delegation.rs";
        // organisation
        /// Local rules proposed in a year, for each sort of rule, beyond the clinic's own.
        rules_proposed_per_year: Sum = 0.0, "workflow/rules.rs";
        /// Local rules reviewed and removed in a year, for each sort of rule.
        rules_removed_per_year: Sum = 0.0, "workflow/rules.rs";
        /// Minutes of a rule, as a factor: how much further it is read than it says.
        rule_minutes_factor: Product = 1.0, "workflow/rules.rs";
        /// Weight of clinicians' minutes in what the decider minds, on top of the organisation's own; both together at most 1.
        decider_weight: Complement = 0.0, "workflow/rules.rs";
        /// Share of the vote that the front line has in which rules are made.
        frontline_vote: Complement = 0.0, "workflow/rules.rs";
        /// Share of gap work that people hide, so that nobody removes its cause.
        gaps_hidden: Complement = 0.0, "workflow/rules.rs";
        /// Share of the way to full trust that is gone in a year.
        trust_gain_per_year: Sum = 0.0, "workflow/organization.rs";
        /// Share of trust that is lost in a year.
        trust_loss_per_year: Sum = 0.0, "workflow/organization.rs";
        /// Share of the way to full psychological safety that is gone in a year.
        openness_gain_per_year: Sum = 0.0, "workflow/organization.rs";
        /// Share of psychological safety that is lost in a year.
        openness_loss_per_year: Sum = 0.0, "workflow/organization.rs";
        /// Effort that each point of perceived urgency sets free, for relief of symptoms.
        relief_effort: Sum = 0.0, "workflow/organization.rs";
        /// The same for repair of causes.
        repair_effort: Sum = 0.0, "workflow/organization.rs";
        /// How much faster the capability to repair grows with exercise: added to its rate, per year.
        capability_gain_per_year: Sum = 0.0, "workflow/organization.rs";
        /// Small improvements of tools and work in a year, by whoever learned to make them.
        improvements_per_year: Sum = 0.0, "workflow/organization.rs";
        /// Share of the dates of sessions that leaders protect, beside those whose time is protected anyway.
        sessions_protected: Complement = 0.0, "workflow/scheduled.rs";
        /// Stakes on the metric of work after hours: 1 is a bonus that people mind.
        incentive_stakes: Most = 0.0, "workflow/home.rs";
        /// Bonus of a clinic for a week in which the guardrails hold, in US$ per week.
        bonus_usd_per_week: Sum = 0.0, "workflow/scorecard.rs";
        /// Guardrail of the bonus: most open notes for each clinician at the end of a week; two writers are a fault of the
        /// scenario. Without a bonus it is not read.
        note_backlog_limit: Exclusive = 0.0, "workflow/scorecard.rs";
        /// Guardrail of the bonus: most minutes of work after hours of a clinician on a day of the week, all of it; likewise.
        after_hours_limit_minutes: Exclusive = 0.0, "workflow/scorecard.rs";
        /// Share of the work which leaves the metric that linked measures show all the same: gaming that does not pay.
        linked_measures: Complement = 0.0, "workflow/home.rs";
        // people
        /// Control, as a share of what is missing to full control.
        control_added: Complement = 0.0, "people/climate.rs";
        /// Support, as a share of what is missing.
        support_added: Complement = 0.0, "people/climate.rs";
        /// Leadership, as a share of what is missing.
        leadership_added: Complement = 0.0, "people/climate.rs";
        /// Control lost, as a share of it.
        control_lost: Complement = 0.0, "people/climate.rs";
        /// Supply of autonomy: added to what work supplies.
        autonomy_added: Sum = 0.0, "people/climate.rs";
        /// Supply of recognition: added to what people get.
        recognition_added: Sum = 0.0, "people/climate.rs";
        /// Gain of cynicism, as a factor.
        cynicism_factor: Product = 1.0, "people/climate.rs";
        /// Share of the trauma of an adverse event that support avoids.
        trauma_support: Most = 0.0, "people/climate.rs";
        /// Weight of the own team in contact, as a factor.
        team_contact: Product = 1.0, "people/climate.rs";
        /// Share of those in need who take up care for a depression.
        care_uptake: Complement = 0.0, "people/climate.rs";
        /// Share of the way to work that does not clash with life at home on a day whose ends are all by video.
        commute_saved: Complement = 0.0, "workflow/well_being.rs";
        /// Morally heavy events of a person at work in a day, by shortages.
        heavy_events_per_day: Sum = 0.0, "workflow/well_being.rs";
        /// Points that people leave out of their answers about exhaustion.
        answers_shift: Sum = 0.0, "workflow/surveys.rs";
        /// Days of credentialing before somebody new may begin, as a factor.
        credentialing_factor: Product = 1.0, "workflow/turnover.rs";
        /// Share of authorisations that are denied, as a factor.
        denials_factor: Product = 1.0, "workflow/well_being_events.rs";
        // safety
        /// Alerts beside that of an error, as a factor.
        alerts_factor: Product = 1.0, "workflow/safety.rs";
        /// Share of alerts that repeat themselves, as a factor.
        repeats_factor: Product = 1.0, "workflow/safety.rs";
        /// Odds of an error of an order, as a factor.
        error_odds: Product = 1.0, "workflow/safety.rs";
        /// Harm that an error does which reaches a patient, as a factor.
        harm_factor: Product = 1.0, "workflow/safety.rs";
        // money
        /// Payment for a message that a clinician answers, in US$.
        message_payment_usd: Sum = 0.0, "workflow/departure.rs";
        // interventions themselves
        /// How much faster other interventions are taken up, because people took part in designing them: a dose d becomes
        /// `1 − (1 − d)^(1 + this)`.
        uptake: Most = 0.0, "workflow/change.rs";
    }
}

impl Levers {
    /// Whether more ask than usual.
    pub fn is_surge(&self) -> bool {
        self.visits_factor > 1.0 || self.messages_factor > 1.0
    }
}

/// Adds a share to a lever that combines as what is left of the rest: `1 − (1 − a)(1 − b)`.
pub fn complement(lever: &mut f64, share: f64) {
    *lever = 1.0 - (1.0 - *lever) * (1.0 - share);
}

/// Multiplies a lever by a factor that holds in full at dose 1: `1 + dose·(factor − 1)`.
pub fn scale(lever: &mut f64, dose: f64, factor: f64) {
    *lever *= 1.0 + dose * (factor - 1.0);
}

/// Raises a lever to a value, if it is not higher.
pub fn most(lever: &mut f64, value: f64) {
    *lever = lever.max(value);
}
