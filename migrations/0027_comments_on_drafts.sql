ALTER TABLE "pact_comments" ADD COLUMN "meeting_id" integer;--> statement-breakpoint
ALTER TABLE "pact_comments" ADD COLUMN "paper_id" integer;--> statement-breakpoint
ALTER TABLE "pact_paper_versions" ADD COLUMN "draft" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "pact_comments" ADD CONSTRAINT "pact_comments_meeting_id_pact_meetings_id_fk" FOREIGN KEY ("meeting_id") REFERENCES "public"."pact_meetings"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "pact_comments" ADD CONSTRAINT "pact_comments_paper_id_pact_papers_id_fk" FOREIGN KEY ("paper_id") REFERENCES "public"."pact_papers"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "pact_comments_meeting" ON "pact_comments" USING btree ("meeting_id","id");--> statement-breakpoint
CREATE INDEX "pact_comments_paper" ON "pact_comments" USING btree ("paper_id","id");