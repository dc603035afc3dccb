ALTER TABLE "training_sessions" ADD COLUMN "external_id" text;--> statement-breakpoint
ALTER TABLE "trainings" ADD COLUMN "external_id" text;--> statement-breakpoint
ALTER TABLE "pact_decisions" ADD COLUMN "external_id" text;--> statement-breakpoint
ALTER TABLE "pact_meetings" ADD COLUMN "external_id" text;--> statement-breakpoint
ALTER TABLE "training_sessions" ADD CONSTRAINT "training_sessions_external_id_unique" UNIQUE("external_id");--> statement-breakpoint
ALTER TABLE "trainings" ADD CONSTRAINT "trainings_external_id_unique" UNIQUE("external_id");--> statement-breakpoint
ALTER TABLE "pact_decisions" ADD CONSTRAINT "pact_decisions_external_id_unique" UNIQUE("external_id");--> statement-breakpoint
ALTER TABLE "pact_meetings" ADD CONSTRAINT "pact_meetings_external_id_unique" UNIQUE("external_id");