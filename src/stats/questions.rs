//! SQL that asks a database how much there is, and what it keeps besides tables. It only reads.

use crate::{database::Dialect, predicate::Literal, sql::write};

/// How many rows MySQL and SQLite look at where they keep no statistics.
const SAMPLE: u32 = 100_000;

/// How many frequent values are asked for.
const VALUES: u32 = 5;

/// A table with the columns in question.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Concerned {
    /// The table.
    pub table: String,
    /// Columns that are there already.
    pub columns: Vec<String>,
    /// Those of them whose values must not be printed.
    pub private: Vec<String>,
}

/// What cannot be asked about is left out, with a line that says so.
const ODD: &str = "-- a table or column is left out: its name cannot be written safely\n";

/// The whole script.
pub fn script(dialect: Dialect, tables: &[Concerned]) -> String {
    let mut text = head(dialect).to_owned();
    for concerned in tables {
        text.push_str(&of_table(dialect, concerned).unwrap_or_else(|| ODD.to_owned()));
    }
    text.push_str(objects(dialect));
    text
}

fn head(dialect: Dialect) -> &'static str {
    match dialect {
        Dialect::Postgres => {
            "-- psql -XAtq -f stats.sql DATABASE > stats.jsonl\n\
             SET default_transaction_read_only = on;\n\
             SELECT json_build_object('kind', 'server', 'value', split_part(version(), ' on ', 1));\n"
        }
        Dialect::MySql => {
            "-- mysql --batch --raw --skip-column-names --force DATABASE < stats.sql > stats.jsonl\n\
             SET SESSION TRANSACTION READ ONLY;\n\
             SELECT JSON_OBJECT('kind', 'server', 'value', CONCAT(IF(VERSION() LIKE '%MariaDB%', 'MariaDB ', 'MySQL '), VERSION()));\n"
        }
        Dialect::Sqlite => {
            "-- sqlite3 -readonly -list -noheader DATABASE < stats.sql > stats.jsonl\n\
             SELECT json_object('kind', 'server', 'value', 'SQLite ' || sqlite_version());\n"
        }
    }
}

/// A constant in quotes.
fn text(value: &str, dialect: Dialect) -> Option<String> {
    write::literal(&Literal::Text(value.to_owned()), Some(dialect))
}

fn of_table(dialect: Dialect, concerned: &Concerned) -> Option<String> {
    let table = write::table(&concerned.table, Some(dialect))?;
    let name = text(&concerned.table, dialect)?;
    let mut asked = match dialect {
        Dialect::Postgres => {
            let class = text(&table, dialect)?;
            format!(
                "SELECT json_build_object('kind', 'rows', 'table', {name}, 'exact', NOT EXISTS (SELECT 1 FROM {table}), 'value', CASE WHEN NOT EXISTS (SELECT 1 FROM {table}) THEN 0 WHEN c.reltuples >= 1 THEN c.reltuples::bigint END) FROM pg_class c WHERE c.oid = to_regclass({class});\n\
                 SELECT json_build_object('kind', 'bytes', 'table', {name}, 'value', pg_total_relation_size(to_regclass({class})));\n"
            )
        }
        Dialect::MySql => format!(
            "SELECT JSON_OBJECT('kind', 'rows', 'table', {name}, 'exact', IF(EXISTS (SELECT 1 FROM {table}), 0, 1), 'value', IF(EXISTS (SELECT 1 FROM {table}), NULLIF(t.TABLE_ROWS, 0), 0)) FROM information_schema.TABLES t WHERE t.TABLE_SCHEMA = DATABASE() AND t.TABLE_NAME = {name};\n\
             SELECT JSON_OBJECT('kind', 'bytes', 'table', {name}, 'value', t.DATA_LENGTH + t.INDEX_LENGTH) FROM information_schema.TABLES t WHERE t.TABLE_SCHEMA = DATABASE() AND t.TABLE_NAME = {name};\n"
        ),
        Dialect::Sqlite => format!(
            "SELECT json_object('kind', 'rows', 'table', {name}, 'exact', 1, 'value', (SELECT count(*) FROM {table}));\n"
        ),
    };
    for column in &concerned.columns {
        let private = concerned.private.contains(column);
        asked.push_str(&match of_column(dialect, &concerned.table, column, private) {
            Some(asked) => asked,
            None => ODD.to_owned(),
        });
    }
    Some(asked)
}

fn of_column(dialect: Dialect, of: &str, column: &str, private: bool) -> Option<String> {
    let table = write::table(of, Some(dialect))?;
    let name = text(of, dialect)?;
    let (quoted, column) = (write::identifier(column, Some(dialect))?, text(column, dialect)?);
    let left = format!("-- values of {quoted} are not asked for: they may be secret or personal\n");
    let (nulls, common) = match dialect {
        Dialect::Postgres => {
            let class = text(&table, dialect)?;
            let from = format!(
                "FROM pg_stats s JOIN pg_class c ON c.oid = to_regclass({class}) JOIN pg_namespace n ON n.oid = c.relnamespace WHERE s.schemaname = n.nspname AND s.tablename = c.relname AND s.attname = {column}"
            );
            (
                format!(
                    "SELECT json_build_object('kind', 'nulls', 'table', {name}, 'column', {column}, 'value', s.null_frac) {from};\n"
                ),
                format!(
                    "SELECT json_build_object('kind', 'common', 'table', {name}, 'column', {column}, 'value', to_json((s.most_common_vals::text::text[])[1:{VALUES}]), 'shares', to_json(s.most_common_freqs[1:{VALUES}])) {from} AND s.most_common_vals IS NOT NULL;\n"
                ),
            )
        }
        Dialect::MySql | Dialect::Sqlite => {
            let object = if dialect == Dialect::MySql { "JSON_OBJECT" } else { "json_object" };
            let list = if dialect == Dialect::MySql { "JSON_ARRAY" } else { "json_array" };
            (
                format!(
                    "SELECT {object}('kind', 'nulls', 'table', {name}, 'column', {column}, 'value', s.part) FROM (SELECT avg(CASE WHEN {quoted} IS NULL THEN 1.0 ELSE 0.0 END) AS part FROM (SELECT {quoted} FROM {table} LIMIT {SAMPLE}) AS sample) AS s;\n"
                ),
                format!(
                    "SELECT {object}('kind', 'common', 'table', {name}, 'column', {column}, 'value', {list}(s.v), 'shares', {list}(s.n * 1.0 / (SELECT count(*) FROM (SELECT 1 FROM {table} LIMIT {SAMPLE}) AS counted))) FROM (SELECT {quoted} AS v, count(*) AS n FROM (SELECT {quoted} FROM {table} LIMIT {SAMPLE}) AS sample WHERE {quoted} IS NOT NULL GROUP BY {quoted} HAVING count(*) > 1 ORDER BY count(*) DESC LIMIT 1) AS s;\n"
                ),
            )
        }
    };
    Some(nulls + if private { &left } else { &common })
}

/// What makes the triggers, views, policies, publications and constraints that are there.
fn objects(dialect: Dialect) -> &'static str {
    match dialect {
        Dialect::Postgres => POSTGRES,
        Dialect::MySql => MYSQL,
        Dialect::Sqlite => {
            "SELECT json_object('kind', 'ddl', 'value', sql) FROM sqlite_master WHERE sql IS NOT NULL AND (type IN ('trigger', 'view', 'index') OR type = 'table' AND upper(sql) LIKE '%REFERENCES%');\n"
        }
    }
}

const POSTGRES: &str = "\
SELECT json_build_object('kind', 'ddl', 'value', pg_get_functiondef(p.oid)) FROM pg_proc p JOIN pg_language l ON l.oid = p.prolang WHERE l.lanname IN ('plpgsql', 'sql') AND p.prokind IN ('f', 'p') AND p.pronamespace NOT IN (SELECT oid FROM pg_namespace WHERE nspname IN ('pg_catalog', 'information_schema')) AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e');
SELECT json_build_object('kind', 'ddl', 'value', pg_get_triggerdef(t.oid)) FROM pg_trigger t WHERE NOT t.tgisinternal;
SELECT json_build_object('kind', 'ddl', 'value', 'CREATE ' || CASE c.relkind WHEN 'm' THEN 'MATERIALIZED ' ELSE '' END || 'VIEW ' || c.oid::regclass || ' AS ' || pg_get_viewdef(c.oid)) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind IN ('v', 'm') AND n.nspname NOT IN ('pg_catalog', 'information_schema') AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = c.oid AND d.deptype = 'e');
SELECT json_build_object('kind', 'ddl', 'value', 'CREATE POLICY ' || quote_ident(p.polname) || ' ON ' || p.polrelid::regclass || coalesce(' USING (' || pg_get_expr(p.polqual, p.polrelid) || ')', '') || coalesce(' WITH CHECK (' || pg_get_expr(p.polwithcheck, p.polrelid) || ')', '')) FROM pg_policy p;
SELECT json_build_object('kind', 'ddl', 'value', 'CREATE PUBLICATION ' || quote_ident(p.pubname) || ' FOR TABLE ' || quote_ident(p.schemaname) || '.' || quote_ident(p.tablename)) FROM pg_publication_tables p;
SELECT json_build_object('kind', 'ddl', 'value', 'ALTER TABLE ' || k.conrelid::regclass || ' ADD CONSTRAINT ' || quote_ident(k.conname) || ' ' || pg_get_constraintdef(k.oid)) FROM pg_constraint k WHERE k.contype IN ('f', 'c') AND k.conrelid <> 0 AND k.conparentid = 0;
SELECT json_build_object('kind', 'ddl', 'value', i.indexdef) FROM pg_indexes i WHERE i.schemaname NOT IN ('pg_catalog', 'information_schema', 'pg_toast');
";

const MYSQL: &str = "\
SELECT JSON_OBJECT('kind', 'ddl', 'value', CONCAT('CREATE TRIGGER `', t.TRIGGER_NAME, '` ', t.ACTION_TIMING, ' ', t.EVENT_MANIPULATION, ' ON `', t.EVENT_OBJECT_TABLE, '` FOR EACH ROW ', t.ACTION_STATEMENT)) FROM information_schema.TRIGGERS t WHERE t.TRIGGER_SCHEMA = DATABASE();
SELECT JSON_OBJECT('kind', 'ddl', 'value', CONCAT('CREATE VIEW `', v.TABLE_NAME, '` AS ', REPLACE(v.VIEW_DEFINITION, CONCAT('`', DATABASE(), '`.'), ''))) FROM information_schema.VIEWS v WHERE v.TABLE_SCHEMA = DATABASE();
SELECT JSON_OBJECT('kind', 'ddl', 'value', CONCAT('ALTER TABLE `', k.TABLE_NAME, '` ADD CONSTRAINT `', k.CONSTRAINT_NAME, '` FOREIGN KEY (', GROUP_CONCAT(CONCAT('`', k.COLUMN_NAME, '`') ORDER BY k.ORDINAL_POSITION), ') REFERENCES `', k.REFERENCED_TABLE_NAME, '` (', GROUP_CONCAT(CONCAT('`', k.REFERENCED_COLUMN_NAME, '`') ORDER BY k.ORDINAL_POSITION), ') ON DELETE ', MAX(r.DELETE_RULE))) FROM information_schema.KEY_COLUMN_USAGE k JOIN information_schema.REFERENTIAL_CONSTRAINTS r ON r.CONSTRAINT_SCHEMA = k.CONSTRAINT_SCHEMA AND r.CONSTRAINT_NAME = k.CONSTRAINT_NAME AND r.TABLE_NAME = k.TABLE_NAME WHERE k.TABLE_SCHEMA = DATABASE() AND k.REFERENCED_TABLE_NAME IS NOT NULL GROUP BY k.TABLE_NAME, k.CONSTRAINT_NAME, k.REFERENCED_TABLE_NAME;
";
