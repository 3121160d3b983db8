//! How names of classes and properties become names of tables and columns.

/// `order_item` for `OrderItem`; of several capital letters the last starts a word.
pub fn snake_case(name: &str) -> String {
    let letters: Vec<char> = name.chars().collect();
    let mut found = String::with_capacity(name.len() + 4);
    for (at, c) in letters.iter().enumerate() {
        let before = at.checked_sub(1).and_then(|at| letters.get(at));
        let after = letters.get(at + 1);
        let starts = c.is_ascii_uppercase()
            && before.is_some_and(|before| {
                before.is_ascii_lowercase()
                    || before.is_ascii_digit()
                    || (before.is_ascii_uppercase() && after.is_some_and(char::is_ascii_lowercase))
            });
        if starts {
            found.push('_');
        }
        found.extend(c.to_lowercase());
    }
    found
}

/// A table with its schema, unless that is where databases look by themselves.
pub fn in_schema(schema: Option<&str>, table: &str) -> String {
    match schema {
        None | Some("" | "public" | "dbo" | "main") => table.to_owned(),
        Some(schema) => format!("{schema}.{table}"),
    }
}

#[cfg(test)]
mod tests {
    use super::snake_case;

    #[test]
    fn the_last_of_several_capital_letters_starts_a_word() {
        let shown =
            ["OrderItem", "isHTMLBody", "address1Line", "OAuth2Token", "APIKey"].map(snake_case);
        assert_eq!(
            shown,
            ["order_item", "is_html_body", "address1_line", "o_auth2_token", "api_key"]
        );
    }
}
