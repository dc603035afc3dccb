-- no-transaction
-- Lists go on reading the old ones until the new ones stand. Run again, what was left half made is made anew.
CREATE INDEX CONCURRENTLY IF NOT EXISTS "consultations_standing_open" ON "consultations" USING btree ("closes_at","id") WHERE status = 'active' and joined_into_id is null;--> statement-breakpoint
CREATE INDEX CONCURRENTLY IF NOT EXISTS "consultations_standing_by_status" ON "consultations" USING btree ("status","published_at","id") WHERE joined_into_id is null;--> statement-breakpoint
CREATE INDEX CONCURRENTLY IF NOT EXISTS "consultations_standing_published" ON "consultations" USING btree ("published_at","id") WHERE joined_into_id is null;--> statement-breakpoint
DROP INDEX CONCURRENTLY IF EXISTS "consultations_open";--> statement-breakpoint
DROP INDEX CONCURRENTLY IF EXISTS "consultations_by_status";--> statement-breakpoint
DROP INDEX CONCURRENTLY IF EXISTS "consultations_published";
