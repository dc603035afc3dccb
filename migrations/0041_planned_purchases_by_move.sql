DROP INDEX "planned_purchase_events_at";--> statement-breakpoint
CREATE INDEX "planned_purchases_moved" ON "planned_purchases" USING btree ("moved_at","id");--> statement-breakpoint
CREATE INDEX "planned_purchases_buyer_moved" ON "planned_purchases" USING btree ("buyer_id","moved_at","id");