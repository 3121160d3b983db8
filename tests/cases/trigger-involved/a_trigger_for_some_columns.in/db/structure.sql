--
-- PostgreSQL database dump
--

CREATE TABLE public.users (
    id bigint NOT NULL,
    email character varying NOT NULL,
    nickname character varying,
    ssn character varying
);

CREATE FUNCTION public.notify() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
  PERFORM pg_notify('users', NEW.id::text);
  RETURN NEW;
END;
$$;

CREATE TRIGGER nickname_changed AFTER UPDATE OF nickname ON public.users FOR EACH ROW EXECUTE FUNCTION public.notify();
