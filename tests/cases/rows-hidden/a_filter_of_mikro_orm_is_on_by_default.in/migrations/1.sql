alter table "blog_page" add column "page_state" varchar(255) null;
