alter table "pages" add column "state" varchar(255) null;
