--
-- PostgreSQL database dump
--

CREATE TABLE public.users (
    id bigint NOT NULL,
    email character varying NOT NULL,
    nickname character varying,
    orders_count integer
);

CREATE TABLE public.orders (
    id bigint NOT NULL,
    user_id bigint NOT NULL
);

CREATE FUNCTION public.count_orders() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
  UPDATE users SET orders_count = orders_count + 1 WHERE id = NEW.user_id;
  RETURN NEW;
END;
$$;

CREATE TRIGGER orders_counted AFTER INSERT ON public.orders FOR EACH ROW EXECUTE FUNCTION public.count_orders();
