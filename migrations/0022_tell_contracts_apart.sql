DROP INDEX "contract_records_identity";--> statement-breakpoint
ALTER TABLE "contract_imports" ADD COLUMN "repeated" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "contract_imports" ADD COLUMN "left_out" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "contract_records" ADD COLUMN "part" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "contract_records" ADD COLUMN "consultation_id" integer;--> statement-breakpoint
ALTER TABLE "contract_records" ADD COLUMN "lot_number" text;--> statement-breakpoint
ALTER TABLE "contract_records" ADD COLUMN "withdrawn_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "contracts" ADD COLUMN "joined_into_id" bigint;--> statement-breakpoint
ALTER TABLE "contracts" ADD COLUMN "withdrawn_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "contracts" ADD COLUMN "counted" boolean GENERATED ALWAYS AS (joined_into_id is null and withdrawn_at is null) STORED NOT NULL;--> statement-breakpoint
ALTER TABLE "contract_records" ADD CONSTRAINT "contract_records_consultation_id_consultations_id_fk" FOREIGN KEY ("consultation_id") REFERENCES "public"."consultations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "contracts" ADD CONSTRAINT "contracts_joined_into_id_contracts_id_fk" FOREIGN KEY ("joined_into_id") REFERENCES "public"."contracts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "contract_records_consultation" ON "contract_records" USING btree ("consultation_id") WHERE consultation_id is not null;--> statement-breakpoint
CREATE INDEX "contracts_joined" ON "contracts" USING btree ("joined_into_id") WHERE joined_into_id is not null;--> statement-breakpoint
CREATE UNIQUE INDEX "contract_records_identity" ON "contract_records" USING btree ("origin","external_key","part");