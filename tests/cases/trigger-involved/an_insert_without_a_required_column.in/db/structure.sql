CREATE TABLE public.orders (
    id bigint NOT NULL
);

CREATE TABLE public.events (
    id bigserial NOT NULL,
    order_id bigint
);

CREATE FUNCTION public.log_order() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
  INSERT INTO events (order_id) VALUES (NEW.id);
  RETURN NEW;
END;
$$;

CREATE TRIGGER orders_logged AFTER INSERT OR UPDATE ON public.orders FOR EACH ROW EXECUTE FUNCTION public.log_order();
