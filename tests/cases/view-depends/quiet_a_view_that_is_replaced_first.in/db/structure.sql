--
-- PostgreSQL database dump
--

CREATE TABLE public.users (
    id bigint NOT NULL,
    email character varying NOT NULL,
    nickname character varying,
    ssn character varying
);

CREATE VIEW public.members AS SELECT users.id, users.nickname FROM public.users;
