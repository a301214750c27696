//! What is done: tasks, and pathways of steps.

use super::values::{By, Names, Next, RoomRule, TaskClass};
use super::variate::Variate;
use crate::declaration::section;

section! {
    /// A piece of work: who may do it and how long it takes.
    pub struct Task {
        /// What kind of work it is: `visit`, `note`, `order`, `message`, `authorisation`, `meeting`, `care` or `administration`.
        value class: TaskClass = TaskClass::Visit, unit "class", range .., source "convention of scenario files", grade Definition;
        /// The roles that may do it, the preferred first. `[]`: nobody is needed, it only takes time (a delay, an infinite server).
        required roles: Vec<String>, unit "roles", range .., source "the clinic's own figures", grade Definition;
        /// How long it takes.
        value minutes: Variate = Variate::zero(), unit "minutes", range 0.0..=1000000.0, source "the clinic's own figures", grade Definition;
        /// Further minutes for each unit of a need of the case: `minutes_per = { medicines = 0.5 }`.
        values minutes_per: f64, unit "minutes", range 0.0..=10000.0, source "the clinic's own figures", grade Definition;
        /// What the minutes are spent on, as shares that sum to at most 1: `documentation`, `order_entry`, `inbox`, `chart_review`, `administration` (at the record); the rest is `other`. Without any: by class (note, order and message as named, care is chart review, everything else is other).
        values parts: f64, unit "share", range 0.0..=1.0, source "the clinic's own figures", grade Definition;
        /// Intrinsic cognitive load of a piece of this work, as a share of working memory; what is beyond 1, together with the person's extraneous load, is overload. Only where people have states.
        value intrinsic_load: f64 = 0.0, unit "share of working memory", range 0.0..=2.0, source "none: 0 is the neutral value", grade Definition;
        /// Further load for each unit of a need of the case: `intrinsic_load_per = { medicines = 0.03 }`.
        values intrinsic_load_per: f64, unit "share of working memory", range 0.0..=2.0, source "the clinic's own figures", grade Definition;
        /// Medication orders that a piece of this work makes; each passes the layers of `[safety]`.
        value medication_orders: u32 = 0, unit "orders", range 0.0..=1000.0, source "none: 0 is the neutral value", grade Definition;
        /// Further medication orders for each unit of a need of the case: `medication_orders_per = { prescriptions = 1 }`; rounded.
        values medication_orders_per: f64, unit "orders", range 0.0..=1000.0, source "the clinic's own figures", grade Definition;
        /// The way to the room, and the like, before the work with the case begins: the lead is busy, the patient still waits.
        value walk_minutes: f64 = 0.0, unit "minutes", range 0.0..=60.0, source "none: 0 is the neutral value", grade Definition;
        /// Share of the minutes that is extraneous: searching, clicking, alerts.
        value extraneous_share: f64 = 0.0, unit "share", range 0.0..=1.0, source "none: 0 is the neutral value", grade Definition;
        /// Probability that gap work is needed: something is missing, does not fit or does not work, and is found by another way.
        value gap_share: f64 = 0.0, unit "probability", range 0.0..=1.0, source "none: 0 is the neutral value", grade Definition;
        /// Minutes of that gap work, in addition; extraneous.
        value gap_minutes: Variate = Variate::zero(), unit "minutes", range 0.0..=240.0, source "none: 0 is the neutral value", grade Definition;
    }
}

section! {
    /// A micro-requirement: a local rule that adds minutes to every piece of work of some tasks or message kinds. Rules accrue.
    pub struct Rule {
        /// Tasks, or kinds of messages, to which the minutes are added.
        required tasks: Names, unit "tasks", range .., source "the clinic's own figures", grade Definition;
        /// Minutes that one rule adds to one piece of work; extraneous.
        required minutes: f64, unit "minutes", range 0.0..=60.0, source "the clinic's own figures", grade Definition;
        /// Rules of this sort at the beginning of the run.
        value count: u32 = 1, unit "rules", range 0.0..=10000.0, source "none: 1 is the rule itself", grade Definition;
        /// Rules of this sort that are added in a year, at random days.
        value added_per_year: f64 = 0.0, unit "rules per year", range 0.0..=1000.0, source "none: 0 is the neutral value", grade Definition;
    }
}

section! {
    /// A way through the clinic: steps that follow each other. The same machinery serves a visit, a call and an emergency case.
    pub struct Pathway {
        /// The first step; may be left out where exactly one step follows no other.
        optional first: String, unit "step", range .., source "the clinic's own figures", grade Definition;
        /// What each case brings with it, drawn once per case: `needs = { medicines = { empirical = { … } } }`.
        values needs: Variate, unit "units", range 0.0..=100000.0, source "the clinic's own figures", grade Definition;
        /// The steps by name.
        tables steps: Step;
    }
}

section! {
    /// One step of a pathway: a task done for a case by somebody, somewhere.
    pub struct Step {
        /// What is done: a name under `[tasks]`.
        required task: String, unit "task", range .., source "the clinic's own figures", grade Definition;
        /// Who does it: `anyone` of the task's roles, `own_clinician` (the one the case belongs to), or `same_person` (who did the step before).
        value by: By = By::Anyone, unit "rule", range .., source "convention of scenario files", grade Definition;
        /// Roles that help if somebody of them is free when the step begins.
        value helpers: Vec<String> = Vec::new(), unit "roles", range .., source "docs/decisions.md: joint steps", grade Definition;
        /// Whether the step waits until all helpers are free too. Nobody is held while another is waited for.
        value wait_for_helpers: bool = false, unit "yes or no", range .., source "docs/decisions.md: joint steps", grade Definition;
        /// Each helper's own part of the work: done beside the leading person if the helper is there, else by the leading person in addition, at the leading person's own pace.
        optional helper_minutes: Variate, unit "minutes", range 0.0..=1000000.0, source "docs/decisions.md: joint steps", grade Definition;
        /// Roles who may write and enter orders beside the leading person, the preferred first, once an intervention delegates these; one who is free then stays for the whole step.
        value assistants: Vec<String> = Vec::new(), unit "roles", range .., source "docs/decisions.md: delegation", grade Definition;
        /// The room: `take <room>` (wait for one, then hold it until a step without a room), `keep`, `release` (hold it during this step and give it back at its end), or `none`.
        value room: RoomRule = RoomRule::None, unit "rule", range .., source "convention of scenario files", grade Definition;
        /// Larger numbers go first. Among equals, people who are present go before messages and papers, then first come, first served.
        value priority: i32 = 0, unit "rank", range -1000.0..=1000.0, source "convention of scenario files", grade Definition;
        /// Whether it interrupts work of a lower priority, which is resumed afterwards where it stopped.
        value preempts: bool = false, unit "yes or no", range .., source "docs/decisions.md: interruptions", grade Definition;
        /// The next step, `leave`, or shares that sum to 1: `{ visit = 0.88, leave = 0.12 }`.
        value next: Next = Next::leave(), unit "step", range .., source "convention of scenario files", grade Definition;
        /// Pathways that this step sets going when it ends, without the patient (a note, an order): they belong to the same clinician.
        value starts: Vec<String> = Vec::new(), unit "pathways", range .., source "docs/decisions.md: identity", grade Definition;
    }
}
