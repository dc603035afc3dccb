CREATE TABLE "data_changes" (
	"scope" text NOT NULL,
	"version" bigint NOT NULL,
	"ids" bigint[] NOT NULL,
	CONSTRAINT "data_changes_scope_version_pk" PRIMARY KEY("scope","version")
);
