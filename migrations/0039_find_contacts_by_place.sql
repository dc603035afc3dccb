DROP INDEX "help_bodies_stale";--> statement-breakpoint
DROP INDEX "help_contacts_stale";--> statement-breakpoint
DROP INDEX "help_contacts_body";--> statement-breakpoint
ALTER TABLE "help_bodies" ADD COLUMN "changed_at" timestamp (3) with time zone DEFAULT now() NOT NULL;--> statement-breakpoint
ALTER TABLE "help_contacts" ADD COLUMN "changed_at" timestamp (3) with time zone DEFAULT now() NOT NULL;--> statement-breakpoint
ALTER TABLE "support_schemes" ADD COLUMN "changed_at" timestamp (3) with time zone DEFAULT now() NOT NULL;--> statement-breakpoint
ALTER TABLE "rencontre_buyers" ADD COLUMN "withdrawn_at" timestamp (3) with time zone;--> statement-breakpoint
CREATE INDEX "help_bodies_name" ON "help_bodies" USING btree ("name","id") WHERE removed_at is null;--> statement-breakpoint
CREATE INDEX "help_bodies_changed" ON "help_bodies" USING btree ("changed_at","id");--> statement-breakpoint
CREATE INDEX "help_bodies_places" ON "help_bodies" USING gin ((case when cardinality("territories") = 0 then '{*}'::text[] else "territories" end));--> statement-breakpoint
CREATE INDEX "help_contacts_changed" ON "help_contacts" USING btree ("changed_at","id");--> statement-breakpoint
CREATE INDEX "help_contacts_problems" ON "help_contacts" USING gin ("problems");--> statement-breakpoint
CREATE INDEX "support_schemes_title" ON "support_schemes" USING btree ("title","id") WHERE removed_at is null;--> statement-breakpoint
CREATE INDEX "support_schemes_theme" ON "support_schemes" USING btree ("theme","title","id") WHERE removed_at is null;--> statement-breakpoint
CREATE INDEX "support_schemes_changed" ON "support_schemes" USING btree ("changed_at","id");--> statement-breakpoint
CREATE INDEX "help_contacts_body" ON "help_contacts" USING btree ("body_id","id");