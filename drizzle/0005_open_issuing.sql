CREATE TABLE "api_keys" (
	"id" uuid PRIMARY KEY NOT NULL,
	"organisation_id" uuid NOT NULL,
	"name" text NOT NULL,
	"scopes" text[] NOT NULL,
	"secret_hash" text NOT NULL,
	"created_by_id" uuid NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"expires_at" timestamp (3) with time zone,
	"revoked_at" timestamp (3) with time zone,
	CONSTRAINT "api_keys_secret_hash_unique" UNIQUE("secret_hash")
);
--> statement-breakpoint
CREATE TABLE "open_credentials" (
	"id" uuid PRIMARY KEY NOT NULL,
	"organisation_id" uuid NOT NULL,
	"credential_iri" text NOT NULL,
	"status_list_id" uuid NOT NULL,
	"status_index" integer NOT NULL,
	"is_revoked" boolean DEFAULT false NOT NULL,
	"issued_at" timestamp (3) with time zone NOT NULL,
	"status_changed_at" timestamp (3) with time zone,
	CONSTRAINT "open_credential_status_once" UNIQUE("status_list_id","status_index")
);
--> statement-breakpoint
ALTER TABLE "api_keys" ADD CONSTRAINT "api_keys_organisation_id_organisations_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "api_keys" ADD CONSTRAINT "api_keys_created_by_id_persons_id_fk" FOREIGN KEY ("created_by_id") REFERENCES "public"."persons"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "open_credentials" ADD CONSTRAINT "open_credentials_organisation_id_organisations_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "open_credentials" ADD CONSTRAINT "open_credential_entry" FOREIGN KEY ("status_list_id","status_index") REFERENCES "public"."status_entries"("list_id","index") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "api_keys_organisation" ON "api_keys" USING btree ("organisation_id");--> statement-breakpoint
CREATE INDEX "open_credentials_iri" ON "open_credentials" USING btree ("organisation_id","credential_iri");--> statement-breakpoint
alter table api_keys enable row level security;
--> statement-breakpoint
alter table open_credentials enable row level security;
--> statement-breakpoint
-- Nobody but the owner's connection reads the hash of a secret.
grant select (id, organisation_id, name, scopes, created_by_id, created_at, expires_at, revoked_at), insert, update (revoked_at) on api_keys to insignia_app;
--> statement-breakpoint
grant select, insert, update (is_revoked, status_changed_at) on open_credentials to insignia_app;
--> statement-breakpoint
create policy administered on api_keys to insignia_app using (insignia_is_administrator()) with check (insignia_is_administrator());
--> statement-breakpoint
create policy kept on open_credentials to insignia_app using (insignia_actor() = 'system') with check (insignia_actor() = 'system');
--> statement-breakpoint
create function insignia_is_open_issuer(organisation uuid) returns boolean
language sql stable security definer set search_path = public, pg_temp as $$
  select exists (select from organisations o where o.id = organisation and o.kind = 'open') $$;
--> statement-breakpoint
-- An open issuer never awards or endorses, and an organisation of a programme never becomes an open issuer.
create function organisation_kind_guard() returns trigger language plpgsql as $$
begin
  if new.kind is distinct from old.kind then perform insignia_refuse('immutable'); end if;
  return new;
end $$;
--> statement-breakpoint
create trigger organisation_kind_guard before update on organisations for each row execute function organisation_kind_guard();
--> statement-breakpoint
create function awarding_kind_guard() returns trigger language plpgsql as $$
begin
  if insignia_is_open_issuer(new.awarding_organisation_id) then perform insignia_refuse('forbidden'); end if;
  return new;
end $$;
--> statement-breakpoint
create trigger awarding_kind_guard before insert or update on programmes for each row execute function awarding_kind_guard();
--> statement-breakpoint
create function partner_kind_guard() returns trigger language plpgsql as $$
begin
  if insignia_is_open_issuer(new.organisation_id) then perform insignia_refuse('forbidden'); end if;
  return new;
end $$;
--> statement-breakpoint
create trigger partner_kind_guard before insert or update on programme_organisations for each row execute function partner_kind_guard();
--> statement-breakpoint
create function api_key_guard() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' then perform insignia_refuse('immutable'); end if;
  if tg_op = 'INSERT' then
    if not insignia_is_open_issuer(new.organisation_id) then perform insignia_refuse('forbidden'); end if;
    if new.scopes = '{}' or not new.scopes <@ '{issue,status}'::text[] or new.revoked_at is not null then perform insignia_refuse('immutable'); end if;
    if current_user = 'insignia_app' and new.created_by_id is distinct from insignia_person() then perform insignia_refuse('forbidden'); end if;
    return new;
  end if;
  if to_jsonb(new) - 'revoked_at' is distinct from to_jsonb(old) - 'revoked_at' or old.revoked_at is not null or new.revoked_at is null then
    perform insignia_refuse('immutable');
  end if;
  return new;
end $$;
--> statement-breakpoint
create trigger api_key_guard before insert or update or delete on api_keys for each row execute function api_key_guard();
--> statement-breakpoint
create function open_credential_guard() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if tg_op = 'DELETE' then perform insignia_refuse('immutable'); end if;
  if tg_op = 'INSERT' then
    if new.is_revoked or not insignia_is_open_issuer(new.organisation_id)
      or not exists (select from status_lists l where l.id = new.status_list_id and l.organisation_id = new.organisation_id) then
      perform insignia_refuse('forbidden');
    end if;
    return new;
  end if;
  if to_jsonb(new) - '{is_revoked,status_changed_at}'::text[] is distinct from to_jsonb(old) - '{is_revoked,status_changed_at}'::text[] then
    perform insignia_refuse('immutable');
  end if;
  return new;
end $$;
--> statement-breakpoint
create trigger open_credential_guard before insert or update or delete on open_credentials for each row execute function open_credential_guard();
--> statement-breakpoint
-- An open issuer may take a revocation back; a bit is then what its record says. For awards nothing changes.
create or replace function status_entry_guard() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if tg_op = 'DELETE' then perform insignia_refuse('immutable'); end if;
  if tg_op = 'INSERT' then
    if new.is_set or new.index < 0 or new.index >= (select l.length from status_lists l where l.id = new.list_id) then perform insignia_refuse('immutable'); end if;
    return new;
  end if;
  if row(new.list_id, new.index) is distinct from row(old.list_id, old.index) then perform insignia_refuse('immutable'); end if;
  if exists (select from open_credentials c where c.status_list_id = new.list_id and c.status_index = new.index and c.is_revoked = new.is_set) then
    return new;
  end if;
  if old.is_set or not new.is_set or not exists (select from credentials c join revocations r on r.credential_id = c.id
      where c.status_list_id = new.list_id and c.status_index = new.index and r.confirmed_at is not null) then perform insignia_refuse('terminal-state'); end if;
  return new;
end $$;
--> statement-breakpoint
revoke execute on all functions in schema public from public;
--> statement-breakpoint
grant execute on all functions in schema public to insignia_app;
