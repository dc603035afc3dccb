ALTER TABLE "request_messages" ADD COLUMN "form_hash" text NOT NULL;--> statement-breakpoint
ALTER TABLE "request_messages" ADD CONSTRAINT "request_messages_form_hash_unique" UNIQUE("form_hash");