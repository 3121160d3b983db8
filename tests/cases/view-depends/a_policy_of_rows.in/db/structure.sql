--
-- PostgreSQL database dump
--

CREATE TABLE public.users (
    id bigint NOT NULL,
    email character varying NOT NULL,
    nickname character varying,
    tenant character varying
);

ALTER TABLE public.users ENABLE ROW LEVEL SECURITY;

CREATE POLICY own_tenant ON public.users USING (((tenant)::text = current_setting('app.tenant'::text)));
