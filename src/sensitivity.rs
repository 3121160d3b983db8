//! What the name and the type of a column say of its values.

use crate::change::Change;

/// What a column seems to hold. Ordered by how little it matters who reads it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sensitivity {
    /// Nothing that its name tells.
    Plain,
    /// A switch.
    Flag,
    /// What someone may do, owns, pays or is paid.
    Power,
    /// Something about a person.
    Personal,
    /// Passwords, tokens, keys.
    Secret,
}

impl Sensitivity {
    /// What it is called in messages; `None` for a column like any other.
    pub fn noun(self) -> Option<&'static str> {
        match self {
            Sensitivity::Plain | Sensitivity::Flag => None,
            Sensitivity::Power => Some("a right, an owner or money"),
            Sensitivity::Personal => Some("personal data"),
            Sensitivity::Secret => Some("a secret"),
        }
    }
}

/// Words that make a value a secret.
const SECRETS: &[&str] = &[
    "apikey",
    "credential",
    "credentials",
    "cvc",
    "cvv",
    "encrypted",
    "jwt",
    "otp",
    "passcode",
    "passphrase",
    "passwd",
    "password",
    "pin",
    "pwd",
    "salt",
    "secret",
    "secrets",
    "token",
    "totp",
];

/// … and pairs of words.
const SECRET_PAIRS: &[(&str, &str)] = &[
    ("access", "key"),
    ("api", "key"),
    ("auth", "key"),
    ("backup", "code"),
    ("backup", "codes"),
    ("card", "number"),
    ("encryption", "key"),
    ("mfa", "code"),
    ("pass", "hash"),
    ("private", "key"),
    ("pw", "hash"),
    ("recovery", "code"),
    ("recovery", "codes"),
    ("security", "answer"),
    ("security", "code"),
    ("session", "key"),
    ("signing", "key"),
];

/// Words that make a value personal.
const PERSONAL: &[&str] = &[
    "address",
    "birth",
    "birthdate",
    "birthday",
    "diagnosis",
    "disability",
    "dob",
    "email",
    "ethnicity",
    "firstname",
    "gender",
    "iban",
    "income",
    "ip",
    "lastname",
    "latitude",
    "longitude",
    "medical",
    "mobile",
    "nationality",
    "passport",
    "phone",
    "postcode",
    "religion",
    "salary",
    "sex",
    "ssn",
    "surname",
    "telephone",
    "zip",
    "zipcode",
];

/// Those of them that a point in time can be; any other is about the value: `email_sent`.
const BIRTHS: &[&str] = &["birth", "birthdate", "birthday", "dob"];

/// … and pairs of words.
const PERSONAL_PAIRS: &[(&str, &str)] = &[
    ("account", "number"),
    ("bank", "account"),
    ("driver", "license"),
    ("first", "name"),
    ("full", "name"),
    ("last", "name"),
    ("national", "id"),
    ("real", "name"),
    ("social", "security"),
    ("tax", "id"),
];

/// Words for what someone may do, owns, pays or is paid.
const POWERS: &[&str] = &[
    "admin",
    "amount",
    "approved",
    "balance",
    "banned",
    "commission",
    "credit",
    "credits",
    "discount",
    "moderator",
    "owner",
    "paid",
    "permission",
    "permissions",
    "premium",
    "price",
    "privilege",
    "privileges",
    "quota",
    "role",
    "roles",
    "staff",
    "superuser",
    "suspended",
    "tenant",
    "trusted",
    "verified",
    "wallet",
];

/// Those of them that are amounts.
const AMOUNTS: &[&str] =
    &["amount", "balance", "commission", "credit", "credits", "discount", "price", "quota"];

/// … and pairs of words.
const POWER_PAIRS: &[(&str, &str)] = &[
    ("account", "id"),
    ("company", "id"),
    ("organisation", "id"),
    ("organization", "id"),
    ("team", "id"),
    ("user", "id"),
    ("workspace", "id"),
];

/// Last words of names that tell something *about* a value: when it was set, how long it is.
const ABOUT: &[&str] = &[
    "algorithm",
    "at",
    "count",
    "date",
    "enabled",
    "expires",
    "expiry",
    "format",
    "id",
    "label",
    "length",
    "limit",
    "on",
    "policy",
    "required",
    "size",
    "state",
    "status",
    "template",
    "type",
    "until",
    "url",
    "used",
    "version",
];

/// Last words of names of what is written for people to read: `admin_notes` is no right.
const PROSE: &[&str] = &[
    "comment",
    "comments",
    "description",
    "label",
    "message",
    "metadata",
    "name",
    "note",
    "notes",
    "reason",
    "text",
    "title",
    "url",
];

/// First words of names that tell something about a value.
const ASKS: &[&str] =
    &["allow", "can", "enable", "has", "is", "max", "min", "num", "require", "requires", "show"];

/// Words of names of what is left of a secret for people to see: `sk-…4f2a`.
const MASKED: &[&str] = &["display", "displayed", "masked", "obfuscated", "preview", "redacted"];

/// What the column that a change brings seems to hold.
pub fn of(change: &Change, column: &str) -> Sensitivity {
    let kind = change.sql_type.as_deref().unwrap_or_default().to_lowercase();
    let boolean = kind.starts_with("bool") || kind == "tinyint(1)" || kind == "bit";
    let when = ["date", "time"].iter().any(|word| kind.starts_with(word));
    let words = words(column);
    let has = |singles: &[&str], pairs: &[(&str, &str)]| {
        words.iter().any(|word| singles.binary_search(&word.as_str()).is_ok())
            || words.windows(2).any(|two| match two {
                [a, b] => pairs.binary_search(&(a.as_str(), b.as_str())).is_ok(),
                _ => false,
            })
    };
    let first = words.first().map_or("", String::as_str);
    let last = words.last().map_or("", String::as_str);
    let about = boolean || (words.len() > 1 && ASKS.binary_search(&first).is_ok());
    let of_a_value = !(about || words.len() > 1 && ABOUT.binary_search(&last).is_ok());
    if of_a_value && !when && has(SECRETS, SECRET_PAIRS) && !has(MASKED, &[]) {
        return Sensitivity::Secret;
    }
    // A date of birth is a date, and `tax_id` ends as a reference does.
    let personal = if when { BIRTHS } else { PERSONAL };
    let named = has(&[], PERSONAL_PAIRS) || (of_a_value && has(personal, &[]));
    if named && !about {
        return Sensitivity::Personal;
    }
    let prose = words.len() > 1 && PROSE.binary_search(&last).is_ok();
    // Of what kind an amount is, as `discount_type` says, is none.
    let kind_of = last == "type" && has(AMOUNTS, &[]);
    if !when && !prose && !kind_of && has(POWERS, POWER_PAIRS) {
        return Sensitivity::Power;
    }
    match boolean {
        true => Sensitivity::Flag,
        false => Sensitivity::Plain,
    }
}

/// `resetToken` and `reset_token` as their words.
fn words(name: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut small = false;
    for letter in name.chars() {
        let begins = small && letter.is_uppercase();
        small = letter.is_lowercase();
        if (begins || !letter.is_alphanumeric()) && words.last().is_some_and(|w| !w.is_empty()) {
            words.push(String::new());
        }
        if letter.is_alphanumeric()
            && let Some(word) = words.last_mut()
        {
            word.extend(letter.to_lowercase());
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

#[cfg(test)]
mod tests {
    use super::{Sensitivity::*, *};
    use crate::change::{Change, Op};

    #[track_caller]
    fn check(name: &str, sql_type: &str, expected: Sensitivity) {
        let mut change = Change::new(Op::AddColumn, "users", "flag");
        change.sql_type = Some(sql_type.to_owned());
        assert_eq!(of(&change, name), expected, "{name} {sql_type}");
    }

    #[test]
    fn a_name_tells_what_a_column_holds() {
        check("api_token", "text", Secret);
        check("resetPasswordToken", "text", Secret);
        check("password_hint", "varchar(50)", Secret);
        check("pin", "varchar(9)", Secret);
        check("private_key", "bytea", Secret);
        check("date_of_birth", "date", Personal);
        check("phone", "text", Personal);
        check("tax_id", "text", Personal);
        check("is_admin", "boolean", Power);
        check("credit_limit", "integer", Power);
        check("user_id", "bigint", Power);
        check("admin_metadata", "jsonb", Plain);
        check("discount_type", "varchar(20)", Plain);
        check("is_featured", "boolean", Flag);
        check("bio", "text", Plain);
    }

    #[test]
    fn what_is_about_a_secret_is_none() {
        check("password_changed_at", "timestamptz", Plain);
        check("token_count", "integer", Plain);
        check("max_tokens", "integer", Plain);
        check("has_password", "boolean", Flag);
        check("token_id", "bigint", Plain);
        check("pinned", "boolean", Flag);
        check("zip_size", "integer", Plain);
        check("email_sent", "timestamptz", Plain);
        check("email_state", "varchar(10)", Plain);
        check("display_secret_key", "text", Plain);
    }

    #[test]
    fn the_tables_are_sorted() {
        for table in [SECRETS, PERSONAL, BIRTHS, POWERS, AMOUNTS, ABOUT, PROSE, ASKS, MASKED] {
            assert!(table.is_sorted(), "{table:?}");
        }
        for table in [SECRET_PAIRS, PERSONAL_PAIRS, POWER_PAIRS] {
            assert!(table.is_sorted(), "{table:?}");
        }
    }
}
