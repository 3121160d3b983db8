--
-- PostgreSQL database dump
--

CREATE TABLE public.users (
    id bigint NOT NULL,
    email character varying NOT NULL,
    nickname character varying,
    ssn character varying
);

CREATE FUNCTION public.greet(p_id bigint) RETURNS text
    LANGUAGE plpgsql
    AS $$
DECLARE
  nickname text;
BEGIN
  SELECT email INTO nickname FROM users WHERE id = p_id;
  RETURN 'hello ' || nickname;
END;
$$;
