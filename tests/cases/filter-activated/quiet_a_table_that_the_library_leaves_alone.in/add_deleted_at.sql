ALTER TABLE audits ADD COLUMN deleted_at timestamp;
