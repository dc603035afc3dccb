-- no-transaction
-- Without a lock that would hold up writes; run again, what was left half made is made anew.
DROP INDEX CONCURRENTLY IF EXISTS "consultations_changed";--> statement-breakpoint
CREATE INDEX CONCURRENTLY "consultations_changed" ON "consultations" USING btree ("last_change_at","id");
