-- Search without accents: both extensions are trusted, so the owner of the database may create them.
create extension if not exists unaccent;
--> statement-breakpoint
create extension if not exists pg_trgm;
--> statement-breakpoint
do $$
begin
  if not exists (
    select from pg_ts_config where cfgname = 'guichet_fr' and pg_ts_config_is_visible(oid)
  ) then
    create text search configuration guichet_fr (copy = french);
  end if;
end
$$;
--> statement-breakpoint
alter text search configuration guichet_fr
  alter mapping for asciiword, asciihword, hword_asciipart, word, hword, hword_part
  with unaccent, french_stem;
