-- no-transaction
-- Beside readers and writers. Run again, what was left half made is made anew.
CREATE INDEX CONCURRENTLY IF NOT EXISTS "consultations_signatories" ON "consultations" USING btree ("status","published_at","id") WHERE joined_into_id is null and signatory;--> statement-breakpoint
CREATE INDEX CONCURRENTLY IF NOT EXISTS "lots_reserved" ON "lots" USING btree ("consultation_id") WHERE reserved is true;
