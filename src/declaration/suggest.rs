//! "Did you mean": the nearest of the known words.

/// The known word that a person most likely meant, if one is near enough: at most a third of the letters
/// differ (one for short words), or one begins with the other.
pub fn nearest<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let lower = word.to_lowercase().replace('-', "_");
    let limit = (word.chars().count() / 3).max(1);
    let mut best: Option<(usize, &str)> = None;
    for candidate in known {
        let mut distance = strsim::osa_distance(&lower, &candidate.to_lowercase().replace('-', "_"));
        let prefix = lower.len() >= 3 && candidate.starts_with(&lower)
            || candidate.len() >= 3 && lower.starts_with(candidate);
        if prefix {
            distance = distance.min(limit);
        }
        if distance <= limit && best.is_none_or(|(d, _)| distance < d) {
            best = Some((distance, candidate));
        }
    }
    best.map(|(_, candidate)| candidate)
}

/// "did you mean `roles`?", else the known words if they are few enough to read.
pub fn help<'a>(word: &str, known: impl IntoIterator<Item = &'a str> + Clone) -> Option<String> {
    if let Some(near) = nearest(word, known.clone()) {
        return Some(format!("did you mean `{near}`?"));
    }
    let words: Vec<&str> = known.into_iter().collect();
    match words.len() {
        0 => None,
        1..=16 => Some(format!("known here: {}", words.join(", "))),
        n => Some(format!("known here: {} and {} more", words[..12].join(", "), n - 12)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn near_words_are_found_and_far_ones_listed() {
        let known = ["roles", "run", "clinics"];
        assert_eq!(nearest("role", known), Some("roles"));
        assert_eq!(nearest("clincs", known), Some("clinics"));
        assert_eq!(nearest("zebra", known), None);
        assert_eq!(help("zebra", known).as_deref(), Some("known here: roles, run, clinics"));
    }
}
