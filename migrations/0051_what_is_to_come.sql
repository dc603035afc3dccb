-- no-transaction
-- Beside readers and writers. Run again, what was left half made is made anew.
CREATE INDEX CONCURRENTLY IF NOT EXISTS "consultations_standing_closing" ON "consultations" USING btree ("closes_at") WHERE joined_into_id is null;--> statement-breakpoint
CREATE INDEX CONCURRENTLY IF NOT EXISTS "contracts_nature" ON "contracts" USING btree ("nature","id");
