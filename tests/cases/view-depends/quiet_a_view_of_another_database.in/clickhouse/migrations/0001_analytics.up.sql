CREATE VIEW analytics_traces AS SELECT id, name FROM traces;
