CREATE TABLE "establishments" (
	"siret" char(14) PRIMARY KEY NOT NULL,
	"siren" char(9) NOT NULL,
	"commune" text,
	"departement" text,
	"region" text,
	"source" text NOT NULL,
	"read_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "establishments_siret" CHECK ("establishments"."siret" ~ '^[0-9]{14}$')
);
--> statement-breakpoint
CREATE TABLE "firm_lookups" (
	"number" text PRIMARY KEY NOT NULL,
	"state" text NOT NULL,
	"due_at" timestamp (3) with time zone,
	"asked_at" timestamp (3) with time zone,
	"attempts" integer DEFAULT 0 NOT NULL,
	"last_failure" text,
	"found" boolean
);
--> statement-breakpoint
CREATE TABLE "firm_services" (
	"source" text PRIMARY KEY NOT NULL,
	"paused_until" timestamp (3) with time zone,
	"failures" integer DEFAULT 0 NOT NULL,
	"last_failure" text,
	"last_failure_at" timestamp (3) with time zone,
	"last_answer_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "firms" (
	"siren" char(9) PRIMARY KEY NOT NULL,
	"name" text,
	"size" text,
	"size_year" smallint,
	"seat" char(14),
	"source" text NOT NULL,
	"read_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "firms_siren" CHECK ("firms"."siren" ~ '^[0-9]{9}$'),
	CONSTRAINT "firms_size" CHECK ("firms"."size" in ('micro', 'sme', 'mid-size', 'large'))
);
--> statement-breakpoint
CREATE INDEX "firm_lookups_due" ON "firm_lookups" USING btree ("due_at","number");--> statement-breakpoint
CREATE INDEX "firm_lookups_failing" ON "firm_lookups" USING btree ("due_at") WHERE state = 'failing';