CREATE TABLE "complement_links" (
	"token_hash" text PRIMARY KEY NOT NULL,
	"consultation_id" integer NOT NULL,
	"partner_id" integer NOT NULL,
	"agent_id" uuid NOT NULL,
	"made_at" timestamp (3) with time zone NOT NULL,
	"ends_at" timestamp (3) with time zone NOT NULL,
	"used_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "complement_opt_outs" (
	"agent_id" uuid PRIMARY KEY NOT NULL,
	"at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "complement_refusals" (
	"consultation_id" integer PRIMARY KEY NOT NULL,
	"refused_at" timestamp (3) with time zone NOT NULL,
	"refused_by" text NOT NULL
);
--> statement-breakpoint
ALTER TABLE "complement_links" ADD CONSTRAINT "complement_links_consultation_id_consultations_id_fk" FOREIGN KEY ("consultation_id") REFERENCES "public"."consultations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "complement_links" ADD CONSTRAINT "complement_links_partner_id_partners_id_fk" FOREIGN KEY ("partner_id") REFERENCES "public"."partners"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "complement_links" ADD CONSTRAINT "complement_links_agent_id_agents_id_fk" FOREIGN KEY ("agent_id") REFERENCES "public"."agents"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "complement_opt_outs" ADD CONSTRAINT "complement_opt_outs_agent_id_agents_id_fk" FOREIGN KEY ("agent_id") REFERENCES "public"."agents"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "complement_refusals" ADD CONSTRAINT "complement_refusals_consultation_id_consultations_id_fk" FOREIGN KEY ("consultation_id") REFERENCES "public"."consultations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "complement_links_agent" ON "complement_links" USING btree ("agent_id","made_at");--> statement-breakpoint
CREATE INDEX "complement_links_consultation" ON "complement_links" USING btree ("consultation_id");