CREATE TABLE public.teams (
    id bigserial PRIMARY KEY
);

CREATE TABLE public.users (
    id bigserial PRIMARY KEY,
    team_id bigint
);

ALTER TABLE ONLY public.users
    ADD CONSTRAINT fk_users_teams FOREIGN KEY (team_id) REFERENCES public.teams(id) ON DELETE CASCADE;
