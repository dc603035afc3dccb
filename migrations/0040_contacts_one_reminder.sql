CREATE INDEX "outbox_waiting" ON "outbox" USING btree ("recipient") WHERE sent_at is null and given_up_at is null;--> statement-breakpoint
ALTER TABLE "buying_practices" DROP COLUMN "nudged_at";--> statement-breakpoint
ALTER TABLE "help_bodies" DROP COLUMN "nudged_at";--> statement-breakpoint
ALTER TABLE "help_contacts" DROP COLUMN "nudged_at";--> statement-breakpoint
ALTER TABLE "support_schemes" DROP COLUMN "nudged_at";