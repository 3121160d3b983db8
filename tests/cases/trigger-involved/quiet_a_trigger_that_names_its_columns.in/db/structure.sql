--
-- PostgreSQL database dump
--

CREATE TABLE public.users (
    id bigint NOT NULL,
    email character varying NOT NULL,
    nickname character varying,
    ssn character varying
);

CREATE FUNCTION public.log_name() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
  IF NEW.* IS DISTINCT FROM OLD.* THEN
    INSERT INTO audits (name) VALUES (NEW.nickname);
  END IF;
  RETURN NEW;
END;
$$;

CREATE TRIGGER users_logged AFTER INSERT OR UPDATE ON public.users FOR EACH ROW EXECUTE FUNCTION public.log_name();
