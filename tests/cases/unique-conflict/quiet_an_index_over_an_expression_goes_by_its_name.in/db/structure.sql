CREATE TABLE public.sequences (
    id bigint NOT NULL,
    team_id bigint
);
CREATE UNIQUE INDEX one_template ON public.sequences USING btree (((team_id IS NULL))) WHERE (team_id IS NULL);
