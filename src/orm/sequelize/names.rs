//! What Sequelize calls things that nobody named.

/// `is_h_t_m_l_body` for `isHTMLBody`: each capital letter starts a word.
pub(super) fn underscore(name: &str) -> String {
    let mut found = String::with_capacity(name.len() + 4);
    for c in name.chars() {
        if c.is_uppercase() {
            if !found.is_empty() && !found.ends_with('_') {
                found.push('_');
            }
            found.extend(c.to_lowercase());
        } else {
            found.push(if c == '-' { '_' } else { c });
        }
    }
    found
}

/// `userId` for `User`: the key of an association.
pub(super) fn key(name: &str) -> String {
    let mut letters = name.chars();
    let first = letters.next().map(|c| c.to_lowercase().to_string()).unwrap_or_default();
    format!("{first}{}Id", letters.as_str())
}

#[cfg(test)]
mod tests {
    use super::{key, underscore};

    #[test]
    fn each_capital_letter_starts_a_word() {
        let shown = ["deletedAt", "isHTMLBody", "address1Line", "OAuth2Token"].map(underscore);
        assert_eq!(shown, ["deleted_at", "is_h_t_m_l_body", "address1_line", "o_auth2_token"]);
        assert_eq!(key("User"), "userId");
    }
}
