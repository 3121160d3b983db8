--
-- PostgreSQL database dump
--

CREATE TABLE public.users (
    id bigint NOT NULL,
    email character varying NOT NULL,
    nickname character varying,
    ssn character varying
);
--
-- PostgreSQL database dump
--

CREATE TABLE public.users_history (
    id bigint NOT NULL,
    email character varying NOT NULL,
    nickname character varying,
    ssn character varying
);

CREATE FUNCTION public.keep_row() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
  INSERT INTO users_history SELECT NEW.*;
  RETURN NEW;
END;
$$;

CREATE TRIGGER users_kept AFTER INSERT OR UPDATE ON public.users FOR EACH ROW EXECUTE FUNCTION public.keep_row();
