CREATE TABLE "achievement_pictures" (
	"programme_id" uuid NOT NULL,
	"sha256" text NOT NULL,
	"content" "bytea" NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "achievement_pictures_programme_id_sha256_pk" PRIMARY KEY("programme_id","sha256")
);
--> statement-breakpoint
ALTER TABLE "micro_course_versions" ADD COLUMN "picture_sha256" text;--> statement-breakpoint
ALTER TABLE "organisations" ADD COLUMN "jwt_algorithm" text DEFAULT 'ES256' NOT NULL;--> statement-breakpoint
ALTER TABLE "organisations" ADD COLUMN "accent_colour" text;--> statement-breakpoint
ALTER TABLE "achievement_pictures" ADD CONSTRAINT "achievement_pictures_programme_id_programmes_id_fk" FOREIGN KEY ("programme_id") REFERENCES "public"."programmes"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "micro_course_versions" ADD CONSTRAINT "micro_course_version_picture" FOREIGN KEY ("programme_id","picture_sha256") REFERENCES "public"."achievement_pictures"("programme_id","sha256") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
alter table organisations add constraint organisation_jwt_algorithm check (jwt_algorithm in ('ES256', 'RS256'));
--> statement-breakpoint
alter table organisations add constraint organisation_accent_colour check (accent_colour ~ '^#[0-9a-f]{6}$');
--> statement-breakpoint
-- A picture is addressed by what it is, whoever stored it.
alter table achievement_pictures add constraint achievement_picture_address check (encode(sha256(content), 'hex') = sha256);
--> statement-breakpoint
alter table achievement_pictures enable row level security;
--> statement-breakpoint
grant select, insert on achievement_pictures to insignia_app;
--> statement-breakpoint
create policy in_programme on achievement_pictures for select to insignia_app using (insignia_in(programme_id));
--> statement-breakpoint
create policy kept on achievement_pictures for insert to insignia_app with check (insignia_in(programme_id) and insignia_has_role(programme_id, '{author}'));
--> statement-breakpoint
create policy public_read on achievement_pictures for select to insignia_app using (
  exists (select from micro_course_versions v where v.programme_id = achievement_pictures.programme_id
    and v.picture_sha256 = achievement_pictures.sha256 and insignia_published(v.state)));
--> statement-breakpoint
create function achievement_picture_guard() returns trigger language plpgsql as $$
begin
  perform insignia_refuse('immutable');
  return null;
end $$;
--> statement-breakpoint
create trigger achievement_picture_guard before update or delete on achievement_pictures for each row execute function achievement_picture_guard();
--> statement-breakpoint
revoke execute on all functions in schema public from public;
--> statement-breakpoint
grant execute on all functions in schema public to insignia_app;
