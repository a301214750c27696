//! What things cost, from whose view: `[economics]`, its unit prices in one price year, and who bears what.
//!
//! Nothing is counted twice. Revenue lost through no-shows, vacant posts and departures is lost *visits*, and the
//! simulation loses these itself: where `revenue_usd_per_visit` is given, published costs of lost revenue do not
//! count beside it. Where it is absent, they do. Payments are no cost to those who look at both sides of them: from
//! the views of the health system and of society neither revenue nor its loss counts.

use super::price::Amount;
use crate::declaration::{choice, section};
use crate::system::Terms;

choice! {
    /// Whose costs count.
    pub enum Perspective {
        /// The clinics': what they pay and earn.
        Clinic = "clinic",
        /// Of all who give and pay for care: also the care that harm and lost clinicians cause; payments for visits cancel out.
        HealthSystem = "health_system",
        /// Of everybody: also unpaid hours of work, at the wage.
        Society = "society",
    }
}

choice! {
    /// The currency of all amounts.
    pub enum Currency {
        /// United States dollars.
        UsDollar = "US$",
    }
}

section! {
    /// How money is counted: price year, discounting, perspective and unit prices.
    pub struct Economics {
        /// The year in whose prices everything is counted.
        required price_year: u32, unit "year", range 2000.0..=2100.0, source "asked for by CHEERS 2022, item 15", grade Definition;
        /// Currency: always US$.
        value currency: Currency = Currency::UsDollar, unit "currency", range .., source "asked for by CHEERS 2022, item 15", grade Definition;
        /// Discount rate per year, from the begin of the measured weeks on; 0.03 is usual in the United States (Sanders 2016).
        required discount_rate_per_year: f64, unit "share", range 0.0..=0.2, source "asked for by CHEERS 2022, item 10", grade Definition;
        /// Whose costs count: `clinic`, `health_system` or `society`.
        required perspective: Perspective, unit "perspective", range .., source "asked for by CHEERS 2022, item 8", grade Definition;
        /// Growth of prices per year after 2024, the last year of the index.
        value later_inflation_per_year: f64 = 0.025, unit "share", range -0.05..=0.2, source "CPI-U grew by 2.5 % a year from 2000 to 2024", grade Derived;
        /// Cost of employment over wages (insurance, leave, taxes): multiplies `roles.<r>.wage_usd_per_hour` of rostered hours; 1 where that wage has benefits in it.
        value benefit_load: f64 = 1.3, unit "ratio", range 1.0..=3.0, source "BLS Employer Costs for Employee Compensation, 1.25 to 1.45 (C98a)", grade PublishedUnverified;
        /// Pay of an hour beyond the roster over the wage, where overtime is paid.
        value overtime_multiplier: f64 = 1.5, unit "ratio", range 1.0..=3.0, source "Fair Labor Standards Act (C98b)", grade PublishedUnverified;
        /// Hourly cost of a locum over that of an employee with benefits.
        value locum_multiplier: f64 = 1.5, unit "ratio", range 1.0..=5.0, source "no source found", grade Assumption;
        /// Revenue of a completed visit; counts for `perspective = "clinic"`. Absent: lost visits are counted by `no_show_usd` and `vacancy_usd_per_clinician_month` instead.
        optional revenue_usd_per_visit: Amount, unit "US$", range 0.0..=100000.0, source "the clinic's own figures", grade Definition;
        /// What each visit consumes; revenue less this is the margin of a visit.
        value supplies_usd_per_visit: Amount = Amount::zero(), unit "US$", range 0.0..=100000.0, source "the clinic's own figures", grade Definition;
        /// Rent, energy, systems, administration: for each hour that a clinic is open.
        value overhead_usd_per_open_hour: Amount = Amount::zero(), unit "US$", range 0.0..=1000000.0, source "the clinic's own figures", grade Definition;
        /// Replacing a clinician: recruiting, training and lost revenue.
        value replacement_usd_per_clinician: Amount = Amount::of(500_000.0, 2017), unit "US$", range 0.0..=5000000.0, source "source 003, over $500,000 (A33); Shanafelt 2017, $500,000 to $1 million (C70)", grade MissionSource;
        /// Share of it that is lost revenue, which counts with lost visits or with the vacancy, and not here.
        value replacement_lost_revenue_share: f64 = 0.5, unit "share", range 0.0..=1.0, source "recruiting and replacing alone $236,383 in family practice (Buchbinder 1999)", grade Assumption;
        /// Replacing a member of staff who is no clinician.
        value replacement_usd_per_staff: Amount = Amount::of(14_200.0, 2017), unit "US$", range 0.0..=1000000.0, source "Friedman & Neutze 2020, medical assistants (C73a); its price year is an assumption", grade Published;
        /// Revenue lost in a month without a clinician; counts only where visits do not earn.
        value vacancy_usd_per_clinician_month: Amount = Amount::of(140_000.0, 2021), unit "US$", range 0.0..=1000000.0, source "AAPPR 2021, MGMA: $130,000 to $150,000 (C72)", grade Published;
        /// Care that patients need more of in the year after their primary-care physician left; borne by payers.
        value excess_care_usd_per_clinician_departure: Amount = Amount::of(86_336.0, 2018), unit "US$", range 0.0..=1000000.0, source "Sinsky 2022 (C71); its price year is an assumption", grade Published;
        /// An appointment that nobody keeps; counts only where visits do not earn.
        value no_show_usd: Amount = Amount::of(196.0, 2008), unit "US$", range 0.0..=10000.0, source "cost of a no-show in 2008 (C26)", grade Published;
        /// What an error that reaches the patient costs the clinic: disclosure, repeated work.
        value error_usd: Amount = Amount::zero(), unit "US$", range 0.0..=1000000.0, source "no source found", grade Assumption;
        /// Care after a preventable adverse drug event; borne by payers.
        value harm_usd_per_adverse_event: Amount = Amount::of(1983.0, 2000), unit "US$", range 0.0..=1000000.0, source "Field 2005, ambulatory care, $193 to $3,773 (C64a)", grade Published;
    }
}

/// A part of the cost: `cost_per_year.<word>`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// Rostered hours, leave and illness included, with benefits.
    Wages,
    /// Paid hours beyond the roster.
    Overtime,
    /// Unpaid hours beyond the roster, at the wage: what is worked is not free, though nobody pays for it.
    UnpaidWork,
    /// Set-up and running cost of interventions.
    Interventions,
    /// What visits consume.
    Supplies,
    /// Overhead of open hours.
    Overhead,
    /// Replacing those who leave.
    Replacement,
    /// Vacant posts of clinicians.
    Vacancy,
    /// Hours of locums.
    Locums,
    /// Appointments that nobody kept.
    NoShows,
    /// Errors that reach patients.
    Errors,
    /// Adverse events.
    Harm,
    /// Care after a clinician left.
    ExcessCare,
}

impl Part {
    /// All parts, in the order of tables.
    pub const ALL: [Part; 13] = [
        Part::Wages,
        Part::Overtime,
        Part::UnpaidWork,
        Part::Interventions,
        Part::Supplies,
        Part::Overhead,
        Part::Replacement,
        Part::Vacancy,
        Part::Locums,
        Part::NoShows,
        Part::Errors,
        Part::Harm,
        Part::ExcessCare,
    ];

    /// The word in names of measures.
    pub fn word(self) -> &'static str {
        match self {
            Part::Wages => "wages",
            Part::Overtime => "overtime",
            Part::UnpaidWork => "unpaid_work",
            Part::Interventions => "interventions",
            Part::Supplies => "supplies",
            Part::Overhead => "overhead",
            Part::Replacement => "replacement",
            Part::Vacancy => "vacancy",
            Part::Locums => "locums",
            Part::NoShows => "no_shows",
            Part::Errors => "errors",
            Part::Harm => "harm",
            Part::ExcessCare => "excess_care",
        }
    }

    /// Whether it counts from a view; `earns`: whether visits earn revenue, so that lost ones show by themselves.
    pub fn counts(self, perspective: Perspective, earns: bool) -> bool {
        let clinic = perspective == Perspective::Clinic;
        match self {
            Part::UnpaidWork => perspective == Perspective::Society,
            Part::Harm | Part::ExcessCare => !clinic,
            Part::Vacancy | Part::NoShows => clinic && !earns,
            _ => true,
        }
    }
}

/// Unit prices in US$ of the price year; 0 where a part does not count.
#[derive(Debug, Clone, PartialEq)]
pub struct Prices {
    /// The price year.
    pub price_year: u32,
    /// Discount rate per year.
    pub discount_rate: f64,
    /// Whose costs count.
    pub perspective: Perspective,
    /// Factor of the wage for a rostered hour.
    pub rostered_hour: f64,
    /// Factor of the wage for a paid hour beyond the roster.
    pub overtime_hour: f64,
    /// Factor of the wage for an unpaid hour beyond the roster.
    pub unpaid_hour: f64,
    /// Factor of the wage for an hour of a locum.
    pub locum_hour: f64,
    /// Revenue of a completed visit.
    pub revenue_per_visit: f64,
    /// What a visit consumes.
    pub supplies_per_visit: f64,
    /// Overhead of an hour that a clinic is open.
    pub overhead_per_open_hour: f64,
    /// Replacing a clinician.
    pub replacement_of_clinician: f64,
    /// Replacing somebody else.
    pub replacement_of_staff: f64,
    /// A month without a clinician, for a full-time post.
    pub vacancy_month: f64,
    /// Care after a clinician left.
    pub excess_care: f64,
    /// An appointment that nobody kept.
    pub no_show: f64,
    /// An error that reached a patient.
    pub error: f64,
    /// An adverse event.
    pub harm: f64,
}

impl Prices {
    /// The unit prices of `[economics]`.
    pub fn new(economics: &Economics) -> Self {
        let earns = economics.revenue_usd_per_visit.is_some();
        let clinic = economics.perspective == Perspective::Clinic;
        let usd =
            |amount: Amount| amount.in_prices_of(economics.price_year, economics.later_inflation_per_year);
        let of = |part: Part, price: f64| if part.counts(economics.perspective, earns) { price } else { 0.0 };
        // revenue lost while nobody is there counts with the visits, or with the vacancy, and never here
        let lost_revenue = economics.replacement_lost_revenue_share;
        Prices {
            price_year: economics.price_year,
            discount_rate: economics.discount_rate_per_year,
            perspective: economics.perspective,
            rostered_hour: of(Part::Wages, economics.benefit_load),
            overtime_hour: of(Part::Overtime, economics.overtime_multiplier),
            unpaid_hour: of(Part::UnpaidWork, 1.0),
            locum_hour: of(Part::Locums, economics.benefit_load * economics.locum_multiplier),
            revenue_per_visit: economics.revenue_usd_per_visit.filter(|_| clinic).map_or(0.0, usd),
            supplies_per_visit: of(Part::Supplies, usd(economics.supplies_usd_per_visit)),
            overhead_per_open_hour: of(Part::Overhead, usd(economics.overhead_usd_per_open_hour)),
            replacement_of_clinician: of(
                Part::Replacement,
                usd(economics.replacement_usd_per_clinician) * (1.0 - lost_revenue),
            ),
            replacement_of_staff: of(Part::Replacement, usd(economics.replacement_usd_per_staff)),
            vacancy_month: of(Part::Vacancy, usd(economics.vacancy_usd_per_clinician_month)),
            excess_care: of(Part::ExcessCare, usd(economics.excess_care_usd_per_clinician_departure)),
            no_show: of(Part::NoShows, usd(economics.no_show_usd)),
            error: of(Part::Errors, usd(economics.error_usd)),
            harm: of(Part::Harm, usd(economics.harm_usd_per_adverse_event)),
        }
    }

    /// The terms on which a run of so many weeks and clinicians counts money.
    pub fn terms(&self, weeks: f64, clinicians: f64) -> Terms {
        Terms {
            price_year: self.price_year,
            discount_rate: self.discount_rate,
            perspective: self.perspective.word().to_owned(),
            weeks,
            clinicians,
            prices: self.named(),
        }
    }

    /// The prices by name, to compare those of two scenarios.
    fn named(&self) -> Vec<(String, f64)> {
        let list = [
            ("a rostered hour, in wages", self.rostered_hour),
            ("an hour of overtime, in wages", self.overtime_hour),
            ("an unpaid hour, in wages", self.unpaid_hour),
            ("an hour of a locum, in wages", self.locum_hour),
            ("revenue of a visit", self.revenue_per_visit),
            ("supplies of a visit", self.supplies_per_visit),
            ("overhead of an open hour", self.overhead_per_open_hour),
            ("replacing a clinician", self.replacement_of_clinician),
            ("replacing another member of staff", self.replacement_of_staff),
            ("a vacant month", self.vacancy_month),
            ("care after a clinician left", self.excess_care),
            ("a no-show", self.no_show),
            ("an error that reached a patient", self.error),
            ("an adverse event", self.harm),
        ];
        list.map(|(name, price)| (name.to_owned(), price)).to_vec()
    }
}

#[cfg(test)]
mod tests;
