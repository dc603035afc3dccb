CREATE TABLE "rules" (
	"key" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"category" text,
	"buyer" text,
	"procedure" text,
	"circumstance" text,
	"amount_from" double precision,
	"period" text,
	"in_force_from" text NOT NULL,
	"in_force_until" text,
	"value" double precision NOT NULL,
	"article" text
);
--> statement-breakpoint
ALTER TABLE "source_records" ADD COLUMN "outcome_said_at" timestamp (3) with time zone;--> statement-breakpoint
UPDATE "source_records" SET "outcome_said_at" = "changed_at";--> statement-breakpoint
ALTER TABLE "source_records" ALTER COLUMN "outcome_said_at" SET NOT NULL;