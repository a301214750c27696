//! Who works where: roles, clinics, rooms, groups of people.

use crate::declaration::section;

section! {
    /// A kind of staff.
    pub struct Role {
        /// Whether meeting a person of this role is what a patient waits for (physician, advanced practice clinician, dentist, …).
        value clinician: bool = false, unit "yes or no", range .., source "convention of scenario files", grade Definition;
        /// Hourly wage with benefits; counts in `wages_usd_per_week` for rostered hours, and for hours worked beyond them where overtime is paid.
        value wage_usd_per_hour: f64 = 0.0, unit "US$ per hour", range 0.0..=2000.0, source "the clinic's own figures", grade Definition;
        /// Whether hours worked beyond the roster are paid; `false` for salaried staff.
        value overtime_paid: bool = true, unit "yes or no", range .., source "the clinic's own figures", grade Definition;
    }
}

section! {
    /// A clinic (site) with its rooms and people.
    pub struct Clinic {
        /// Rooms by kind and number: `rooms = { exam = 16 }`.
        values rooms: u32, unit "rooms", range 0.0..=10000.0, source "the clinic's own figures", grade Definition;
        /// Groups of people of one role and roster.
        tables staff: Staff;
    }
}

section! {
    /// A group of people of one role and roster. They are called `<group>-1`, `<group>-2`, ….
    pub struct Staff {
        /// Their role: a name under `[roles]`.
        required role: String, unit "role", range .., source "the clinic's own figures", grade Definition;
        /// How many people.
        value count: u32 = 1, unit "people", range 0.0..=5000.0, source "the clinic's own figures", grade Definition;
        /// Share of full time of each. A smaller share works so many of the template's sessions, spread evenly over the week.
        value fte: f64 = 1.0, unit "FTE", range 0.01..=1.0, source "the clinic's own figures", grade Definition;
        /// Weekly session template: a name under `[templates]`, or `full`.
        value template: String = "full".to_owned(), unit "template", range .., source "the clinic's own figures", grade Definition;
        /// Pace of work: 1 takes the task's minutes, 0.5 twice as long.
        value speed: f64 = 1.0, unit "ratio", range 0.05..=20.0, source "none: 1 is the neutral value", grade Definition;
        /// Tasks that these people can do; absent: every task that their role may do.
        optional skills: Vec<String>, unit "tasks", range .., source "the clinic's own figures", grade Definition;
        /// Other clinics whose work these people take as well (a shared service); they keep one place in one line for all.
        value also_serves: Vec<String> = Vec::new(), unit "clinics", range .., source "the clinic's own figures", grade Definition;
    }
}
