CREATE TABLE public.users (
    id bigint NOT NULL,
    team_id bigint
);

CREATE TABLE public.teams (
    id bigint NOT NULL
);

CREATE TABLE public.posts (
    id bigint NOT NULL,
    user_id bigint NOT NULL
);

CREATE TABLE public.invoices (
    id bigint NOT NULL,
    user_id bigint NOT NULL,
    approved_by_id bigint
);

ALTER TABLE ONLY public.users
    ADD CONSTRAINT fk_rails_1 FOREIGN KEY (team_id) REFERENCES public.teams(id) ON DELETE SET NULL;

ALTER TABLE ONLY public.posts
    ADD CONSTRAINT fk_rails_2 FOREIGN KEY (user_id) REFERENCES public.users(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.invoices
    ADD CONSTRAINT fk_rails_3 FOREIGN KEY (user_id) REFERENCES public.users(id);

ALTER TABLE ONLY public.invoices
    ADD CONSTRAINT fk_rails_4 FOREIGN KEY (approved_by_id) REFERENCES public.users(id) ON DELETE RESTRICT;
