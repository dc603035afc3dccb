ALTER TABLE "analysis_snapshots" ADD COLUMN "coverage" text NOT NULL;--> statement-breakpoint
ALTER TABLE "analysis_years" DROP COLUMN "snapshot_id";