CREATE TABLE "credential_jwts" (
	"credential_id" uuid NOT NULL,
	"sequence" integer NOT NULL,
	"programme_id" uuid NOT NULL,
	"jwt" text NOT NULL,
	"signed_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "credential_jwts_credential_id_sequence_pk" PRIMARY KEY("credential_id","sequence")
);
--> statement-breakpoint
ALTER TABLE "credential_jwts" ADD CONSTRAINT "credential_jwts_credential_id_credentials_id_fk" FOREIGN KEY ("credential_id") REFERENCES "public"."credentials"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "credential_jwts" ADD CONSTRAINT "credential_jwts_programme_id_programmes_id_fk" FOREIGN KEY ("programme_id") REFERENCES "public"."programmes"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
alter table credential_jwts enable row level security;
--> statement-breakpoint
grant select, insert on credential_jwts to insignia_app;
--> statement-breakpoint
-- Read and kept by the service itself, in one programme: no person and no stranger asks this table.
create policy kept on credential_jwts to insignia_app using (insignia_in(programme_id) and insignia_actor() = 'system')
  with check (insignia_in(programme_id) and insignia_actor() = 'system');
--> statement-breakpoint
-- Nothing is signed anew for a credential that is private, ended or erased. The locks make a revocation or an erasure
-- that is under way wait for this row, or this row for it.
create function credential_jwt_guard() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if tg_op = 'UPDATE' then perform insignia_refuse('immutable'); end if;
  if tg_op = 'DELETE' then
    if not exists (select from credentials c where c.id = old.credential_id and c.erased_at is not null) then perform insignia_refuse('immutable'); end if;
    return old;
  end if;
  perform from credentials c join awards a on a.id = c.award_id
    where c.id = new.credential_id and c.programme_id = new.programme_id and c.state = 'signed' and c.visibility = 'link'
      and c.erased_at is null and a.state = 'issued' for share;
  if not found then perform insignia_refuse('terminal-state'); end if;
  return new;
end $$;
--> statement-breakpoint
create trigger credential_jwt_guard before insert or update or delete on credential_jwts for each row execute function credential_jwt_guard();
--> statement-breakpoint
-- An erasure takes every form of the credential; erased_at is set by erase_credential alone.
create function erase_credential_jwts() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  delete from credential_jwts j where j.credential_id = new.id;
  return null;
end $$;
--> statement-breakpoint
create trigger erase_credential_jwts after update on credentials for each row
  when (old.erased_at is null and new.erased_at is not null) execute function erase_credential_jwts();
