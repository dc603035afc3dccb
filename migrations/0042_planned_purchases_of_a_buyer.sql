DROP INDEX "planned_purchases_buyer";--> statement-breakpoint
CREATE INDEX "planned_purchases_buyer" ON "planned_purchases" USING btree ("buyer_id","status","due_on","id");