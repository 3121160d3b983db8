--
-- PostgreSQL database dump
--

CREATE TABLE public.users (
    id bigint NOT NULL,
    email character varying NOT NULL,
    nickname character varying,
    ssn character varying
);

CREATE FUNCTION public.slugs() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
  NEW.email = lower(NEW.nickname);
  RETURN NEW;
END;
$$;

CREATE TRIGGER users_slugs AFTER INSERT OR UPDATE ON public.users FOR EACH ROW EXECUTE FUNCTION public.slugs();
