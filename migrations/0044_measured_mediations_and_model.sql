CREATE TABLE "analysis_mediation_lines" (
	"year" smallint NOT NULL,
	"edition" smallint NOT NULL,
	"line" text collate "C" NOT NULL,
	"asked_on" date NOT NULL,
	"outcome" text NOT NULL,
	"days" integer,
	CONSTRAINT "analysis_mediation_lines_key" PRIMARY KEY("year","edition","line")
);
--> statement-breakpoint
CREATE TABLE "analysis_model_use_lines" (
	"year" smallint NOT NULL,
	"edition" smallint NOT NULL,
	"line" text collate "C" NOT NULL,
	"used_on" date NOT NULL,
	"kind" text NOT NULL,
	"version" integer NOT NULL,
	"partner" text,
	CONSTRAINT "analysis_model_use_lines_key" PRIMARY KEY("year","edition","line")
);
--> statement-breakpoint
ALTER TABLE "analysis_consultation_lines" ADD COLUMN "model_below" double precision;--> statement-breakpoint
ALTER TABLE "analysis_consultation_lines" ADD COLUMN "model_used" boolean;--> statement-breakpoint
UPDATE "pact_commitments" SET "metric" = 'answer-delay' WHERE "metric" IS NULL AND "title" = 'Répondre aux entreprises';
