//! Team and leadership: how people work together, who decides, what is asked and told.
