CREATE TABLE "possible_duplicates" (
	"elder_id" integer NOT NULL,
	"younger_id" integer NOT NULL,
	"why" jsonb,
	"asked_at" timestamp (3) with time zone NOT NULL,
	"answer" text,
	"answered_at" timestamp (3) with time zone,
	"answered_by" text,
	CONSTRAINT "possible_duplicates_elder_id_younger_id_pk" PRIMARY KEY("elder_id","younger_id")
);
--> statement-breakpoint
ALTER TABLE "consultations" ADD COLUMN "joined_into_id" integer;--> statement-breakpoint
ALTER TABLE "notices" ADD COLUMN "told_of_id" integer;--> statement-breakpoint
ALTER TABLE "source_records" ADD COLUMN "joined_from_id" integer;--> statement-breakpoint
ALTER TABLE "possible_duplicates" ADD CONSTRAINT "possible_duplicates_elder_id_consultations_id_fk" FOREIGN KEY ("elder_id") REFERENCES "public"."consultations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "possible_duplicates" ADD CONSTRAINT "possible_duplicates_younger_id_consultations_id_fk" FOREIGN KEY ("younger_id") REFERENCES "public"."consultations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "possible_duplicates_younger" ON "possible_duplicates" USING btree ("younger_id");--> statement-breakpoint
CREATE INDEX "possible_duplicates_open" ON "possible_duplicates" USING btree ("asked_at") WHERE answer is null;--> statement-breakpoint
ALTER TABLE "consultations" ADD CONSTRAINT "consultations_joined_into_id_consultations_id_fk" FOREIGN KEY ("joined_into_id") REFERENCES "public"."consultations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "notices" ADD CONSTRAINT "notices_told_of_id_consultations_id_fk" FOREIGN KEY ("told_of_id") REFERENCES "public"."consultations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "source_records" ADD CONSTRAINT "source_records_joined_from_id_consultations_id_fk" FOREIGN KEY ("joined_from_id") REFERENCES "public"."consultations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "consultations_buyer_deadline" ON "consultations" USING btree ("buyer_id","deadline_at");--> statement-breakpoint
CREATE INDEX "consultations_joined" ON "consultations" USING btree ("joined_into_id") WHERE joined_into_id is not null;