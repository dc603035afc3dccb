DROP INDEX "library_items_moved";--> statement-breakpoint
DROP INDEX "library_items_kind";--> statement-breakpoint
DROP INDEX "library_items_theme";--> statement-breakpoint
CREATE INDEX "library_items_partner_moved" ON "library_items" USING btree ("partner_id","moved_at","id") WHERE withdrawn_at is null;--> statement-breakpoint
CREATE INDEX "library_items_moved" ON "library_items" USING btree ("moved_at","id") WHERE withdrawn_at is null;--> statement-breakpoint
CREATE INDEX "library_items_kind" ON "library_items" USING btree ("kind","moved_at","id") WHERE withdrawn_at is null;--> statement-breakpoint
CREATE INDEX "library_items_theme" ON "library_items" USING btree ("theme","moved_at","id") WHERE withdrawn_at is null;