ALTER TABLE "analysis_consultation_lines" ALTER COLUMN "line" SET DATA TYPE text collate "C";--> statement-breakpoint
ALTER TABLE "analysis_contract_lines" ALTER COLUMN "line" SET DATA TYPE text collate "C";--> statement-breakpoint
ALTER TABLE "analysis_session_lines" ALTER COLUMN "line" SET DATA TYPE text collate "C";