//! Panels, their demand and messages: names become indices, shares become tables.

use super::build::{Names, index};
use super::build_messages::{belongs_to_somebody, week_weights};
use super::build_scheduled::made;
use super::build_work::{cumulated, owners, rate_timing};
use super::panel::{
    AgeModel, BookableDay, BookingModel, DemandModel, GroupModel, PanelModel, PrescriptionModel,
};
use super::{Model, NONE, SourceModel, Times, Timing};
use crate::clinic::parameters::Parameters;
use crate::clinic::parameters::panel::Demand;
use crate::clinic::parameters::values::MessageSource;
use crate::engine::arrivals::RateProfile;
use crate::engine::distribution::Distribution;
use crate::engine::random::Identity;
use crate::engine::time::Span;

/// Days of a year.
pub(crate) const YEAR_DAYS: f64 = 365.25;
/// Weeks of a year.
const YEAR_WEEKS: f64 = YEAR_DAYS / 7.0;
/// Days of a month.
const MONTH_DAYS: f64 = YEAR_DAYS / 12.0;
/// Most units of the grid of a day.
pub const MOST_GRID: usize = 128;
/// Days ahead at which the odds ratio of not coming is given.
const LEAD_DAYS: f64 = 28.0;

/// Fills in panels, diaries and what is asked for.
pub(super) fn add_panel(model: &mut Model, parameters: &Parameters, names: &Names) {
    let mut patients = 0;
    for person in &mut model.people {
        person.patients.0 = patients;
        patients += person.patients.1;
    }
    add_diaries(model, parameters, names);
    let kind = |source: MessageSource| {
        let kinds = parameters.messages.values().enumerate().filter(move |(_, m)| m.source == source);
        kinds.map(|(k, _)| index(k))
    };
    model.panel = PanelModel {
        patients,
        ages: ages(parameters),
        groups: groups(parameters),
        prescriptions: kind(MessageSource::Prescriptions).next().map(|kind| prescriptions(parameters, kind)),
        demand: parameters
            .demand
            .iter()
            .map(|(name, demand)| demand_model(parameters, name, demand))
            .collect(),
        booking: (!parameters.demand.is_empty()).then(|| booking(parameters, names)),
        after_orders: kind(MessageSource::Orders).collect(),
        after_visits: kind(MessageSource::Visits).collect(),
    };
}

fn ages(parameters: &Parameters) -> Vec<AgeModel> {
    let ages = &parameters.patients.ages;
    let most = ages.values().map(|age| age.requests_factor).fold(0.0, f64::max);
    let mut sum = 0.0;
    let mut list: Vec<AgeModel> = ages
        .values()
        .map(|age| {
            sum += age.share;
            let accepted = if most > 0.0 { age.requests_factor / most } else { 1.0 };
            AgeModel { upto: sum, accepted, medicines: age.long_term_medicines.distribution.clone() }
        })
        .collect();
    if list.is_empty() {
        let none = Distribution::fixed(0.0).expect("zero is finite");
        list.push(AgeModel { upto: 1.0, accepted: 1.0, medicines: none });
    }
    list.last_mut().expect("there is one at least").upto = f64::INFINITY;
    list
}

fn groups(parameters: &Parameters) -> Vec<GroupModel> {
    let mut sum = 0.0;
    let mut list: Vec<GroupModel> = parameters
        .patients
        .groups
        .iter()
        .map(|(name, group)| {
            sum += group.share;
            GroupModel {
                name: name.clone(),
                upto: sum,
                accepts: group.accepts_share,
                no_show_log_odds: libm::log(group.no_show_odds_ratio),
                cynicism_factor: group.cynicism_factor,
            }
        })
        .collect();
    if list.is_empty() {
        let all = GroupModel {
            name: "all".to_owned(),
            upto: 1.0,
            accepts: 1.0,
            no_show_log_odds: 0.0,
            cynicism_factor: 1.0,
        };
        list.push(all);
    }
    list.last_mut().expect("there is one at least").upto = f64::INFINITY;
    list
}

fn prescriptions(parameters: &Parameters, kind: u16) -> PrescriptionModel {
    let set = &parameters.patients.prescriptions;
    PrescriptionModel {
        kind,
        supply_days: months_in_days(set.supply_months),
        asks_before_days: set.asks_days_before.round() as u64,
        late: (set.late_share, set.late_days.distribution.clone()),
        extended_share: set.extended_at_visit_share,
    }
}

/// Months in whole days, at least one.
pub(crate) fn months_in_days(months: f64) -> u64 {
    (months * MONTH_DAYS).round().max(1.0) as u64
}

fn demand_model(parameters: &Parameters, name: &str, demand: &Demand) -> DemandModel {
    DemandModel {
        identity: Identity::named("demand").child(Identity::named(name).value()),
        sources: Vec::new(), // filled in with the streams
        follows: (demand.follows_visit_share > 0.0)
            .then(|| (demand.follows_visit_share, demand.follows_after_days.distribution.clone())),
        same_day: demand.same_day,
        wanted_in_days: demand.wanted_in_days.distribution.clone(),
        longest_wait: demand.longest_wait_days.map(|days| days.floor() as u64),
        colleague_after: demand.colleague_after_days.map(|days| days.floor() as u64),
        units: units(parameters, demand.slot_minutes),
        reviews_medicines: demand.reviews_medicines,
    }
}

fn units(parameters: &Parameters, minutes: f64) -> u32 {
    (minutes / f64::from(parameters.booking.grid_minutes)).round().max(1.0) as u32
}

fn booking(parameters: &Parameters, names: &Names) -> BookingModel {
    let set = &parameters.booking;
    let shortest = parameters.demand.values().map(|demand| units(parameters, demand.slot_minutes)).min();
    let lost = set.lost_message.as_ref();
    BookingModel {
        unit: Span::minutes(f64::from(set.grid_minutes)),
        shortest: shortest.unwrap_or(1),
        punctuality_minutes: set.punctuality_minutes.distribution.clone(),
        no_show_log_odds: (set.no_show_at_once > 0.0)
            .then(|| libm::log(set.no_show_at_once / (1.0 - set.no_show_at_once))),
        no_show_slope: libm::log(set.no_show_lead_odds_ratio) / libm::log(1.0 + LEAD_DAYS),
        cancel: (set.cancel_share, set.cancel_rebook_share),
        overbooked_per_day: set.overbooked_per_day,
        lost_message: lost
            .and_then(|lost| parameters.messages.keys().position(|kind| kind == lost))
            .map_or(NONE, index),
        rebooking: set.rebooking.as_ref().map_or(NONE, |pathway| names.pathways[pathway]),
    }
}

/// Diaries: of all clinicians with a panel, and of those whom an intervention may add if they may do all visits.
fn add_diaries(model: &mut Model, parameters: &Parameters, names: &Names) {
    if parameters.demand.is_empty() {
        return;
    }
    let pathways = parameters.demand.values().flat_map(|demand| &demand.pathway.shares);
    let own_steps: Vec<u16> = pathways
        .flat_map(|(name, _)| &model.pathways[usize::from(names.pathways[name])].own_steps)
        .copied()
        .collect();
    for p in 0..model.people.len() {
        let person = &model.people[p];
        let clinician = model.roles[usize::from(person.role)].clinician;
        let place = usize::from(person.clinic) * model.people.len() + p;
        let mut steps = own_steps.iter().map(|step| &model.steps[usize::from(*step)]);
        let added = person.reserve > 0 && steps.all(|step| step.own_lines[place] != NONE);
        if clinician && (person.patients.1 > 0 || added) {
            let bookable = person.windows.iter().map(|day| bookable(parameters, day)).collect();
            let clinic = usize::from(person.clinic);
            model.people[p].bookable = bookable;
            model.clinics[clinic].diaries.push(index(p));
        }
    }
}

/// The grid of a day's windows: the end of each is desk time, the end of the rest is held.
fn bookable(parameters: &Parameters, windows: &[(u32, u32)]) -> BookableDay {
    let set = &parameters.booking;
    let mut day = BookableDay::default();
    for (from, until) in windows {
        let open = f64::from(until - from) - set.desk_minutes_per_session;
        let number = (open / f64::from(set.grid_minutes) + 1e-9).floor().max(0.0) as u32;
        let held_from = number - (f64::from(number) * set.held_share).round() as u32;
        for k in 0..number {
            let bit = day.minutes.len();
            assert!(bit < MOST_GRID, "the checks limit the grid of a day");
            day.minutes.push((from + k * set.grid_minutes) as u16);
            day.all |= 1 << bit;
            if k + 1 < number {
                day.joined |= 1 << bit;
            }
            if k >= held_from {
                day.held |= 1 << bit;
            }
        }
    }
    day
}

/// A rate for each hour of a week that sums to so many cases a year.
fn week_timing(parameters: &Parameters, profile: Option<&String>, per_year: f64) -> Timing {
    let weights = week_weights(parameters, profile);
    let sum: f64 = weights.iter().sum();
    let scale = if sum > 0.0 { per_year / YEAR_WEEKS / sum } else { 0.0 };
    let rates = weights.into_iter().map(|weight| weight * scale).collect();
    Timing::Rate { profile: RateProfile::periodic(rates), times: Times::Always }
}

/// The streams of all kinds of messages: of the people to whom they belong, or of the clinic.
pub(super) fn add_message_sources(model: &mut Model, parameters: &Parameters, names: &Names) {
    for (k, (name, message)) in parameters.messages.iter().enumerate() {
        let pathway = model.messages[k].pathway;
        let mut of_person = vec![NONE; model.people.len()];
        let base = SourceModel {
            name: index(k),
            due_hours: message.due_hours,
            ..made(Identity::named(""), 0, NONE, pathway)
        };
        if message.source == MessageSource::System {
            let clinic = message.clinic.as_ref().map_or(0, |clinic| names.clinics[clinic]);
            let per = message.per.as_ref().map(|per| &per.0);
            for (owner, identity) in owners(model, names, clinic, per, "message", name) {
                if owner != NONE {
                    of_person[usize::from(owner)] = index(model.sources.len());
                }
                let timing =
                    rate_timing(message.per_hour.as_ref(), message.by_hour_of_week.as_ref(), parameters);
                model.sources.push(SourceModel { identity, clinic, owner, timing, ..base.clone() });
            }
        } else {
            debug_assert!(belongs_to_somebody(message), "what a panel or a visit brings has an owner");
            for (p, source) in of_person.iter_mut().enumerate() {
                let person = &model.people[p];
                if !model.roles[usize::from(person.role)].clinician {
                    continue;
                }
                *source = index(model.sources.len());
                let kind = Identity::named("message").child(Identity::named(name).value());
                let (identity, clinic, owner) =
                    (kind.child(person.identity.value()), person.clinic, index(p));
                let timing = match message.source {
                    MessageSource::Panel => {
                        let per_year = message.per_patient_year * f64::from(person.patients.1);
                        week_timing(parameters, message.profile.as_ref(), per_year)
                    }
                    _ => Timing::Made,
                };
                model.sources.push(SourceModel { identity, clinic, owner, timing, ..base.clone() });
            }
        }
        model.messages[k].sources = of_person;
    }
}

/// The streams of requests: one for each kind of visit and person with a diary.
pub(super) fn add_demand_sources(model: &mut Model, parameters: &Parameters, names: &Names) {
    let warmup = f64::from(parameters.run.warmup_weeks);
    for (k, (name, demand)) in parameters.demand.iter().enumerate() {
        let kind = Identity::named("request").child(Identity::named(name).value());
        let pathways = cumulated(&demand.pathway.shares, |name| names.pathways[name]);
        let season = (demand.season_amplitude > 0.0)
            .then_some((demand.season_amplitude, 7.0 * (warmup + demand.season_peak_week)));
        let mut of_person = vec![NONE; model.people.len()];
        for (p, source) in of_person.iter_mut().enumerate() {
            let person = &model.people[p];
            if person.bookable.is_empty() {
                continue;
            }
            *source = index(model.sources.len());
            let per_year = demand.visits_per_patient_year * f64::from(person.patients.1);
            model.sources.push(SourceModel {
                identity: kind.child(person.identity.value()),
                name: index(parameters.arrivals.len() + k),
                message: false,
                demand: index(k),
                season,
                timing: week_timing(parameters, demand.profile.as_ref(), per_year),
                pathways: pathways.clone(),
                ..made(Identity::named(""), person.clinic, index(p), 0)
            });
        }
        model.panel.demand[k].sources = of_person;
    }
}

/// Puts the streams of people whom interventions may add last, so that they move no index of the others.
pub(super) fn put_reserve_last(model: &mut Model) {
    let added =
        |source: &SourceModel| source.owner != NONE && model.people[usize::from(source.owner)].reserve > 0;
    let mut order: Vec<usize> = (0..model.sources.len()).collect();
    order.sort_by_key(|s| added(&model.sources[*s]));
    let mut place = vec![NONE; order.len()];
    order.iter().enumerate().for_each(|(new, old)| place[*old] = index(new));
    model.sources = order.iter().map(|old| model.sources[*old].clone()).collect();
    let tables = model.messages.iter_mut().map(|kind| &mut kind.sources);
    let tables = tables.chain(model.panel.demand.iter_mut().map(|kind| &mut kind.sources));
    let tables = tables.chain(model.scheduled.iter_mut().map(|work| &mut work.sources));
    for source in tables.chain([&mut model.surveys.sources]).flatten() {
        if *source != NONE {
            *source = place[usize::from(*source)];
        }
    }
}
