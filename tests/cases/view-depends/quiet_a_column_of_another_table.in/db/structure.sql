--
-- PostgreSQL database dump
--

CREATE TABLE public.users (
    id bigint NOT NULL,
    email character varying NOT NULL,
    nickname character varying,
    ssn character varying
);

CREATE TABLE public.pets (
    id bigint NOT NULL,
    user_id bigint NOT NULL,
    nickname character varying
);

CREATE VIEW public.members AS
 SELECT u.id, u.email AS nickname, pets.nickname AS pet
   FROM (public.users u
     JOIN public.pets ON ((pets.user_id = u.id)));
