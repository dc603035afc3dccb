ALTER TABLE "request_relays" ADD COLUMN "body_id" integer;--> statement-breakpoint
ALTER TABLE "requests" ADD COLUMN "moved_at" timestamp (3) with time zone DEFAULT now() NOT NULL;--> statement-breakpoint
ALTER TABLE "request_relays" ADD CONSTRAINT "request_relays_body_id_help_bodies_id_fk" FOREIGN KEY ("body_id") REFERENCES "public"."help_bodies"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "requests_quiet" ON "requests" USING btree ("moved_at") WHERE state <> 'closed';