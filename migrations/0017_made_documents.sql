CREATE TABLE "made_documents" (
	"name" text PRIMARY KEY NOT NULL,
	"basis" text NOT NULL,
	"made_at" timestamp (3) with time zone NOT NULL,
	"sha256" text NOT NULL,
	"bytes" "bytea" NOT NULL
);
