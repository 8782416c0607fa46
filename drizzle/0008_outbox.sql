CREATE TABLE "outbox" (
	"id" uuid PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"programme_id" uuid,
	"person_id" uuid,
	"address" text,
	"path" text,
	"state" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"settled_at" timestamp (3) with time zone,
	"attempts" integer DEFAULT 0 NOT NULL,
	"trouble" text,
	"reply_code" integer
);
--> statement-breakpoint
ALTER TABLE "outbox" ADD CONSTRAINT "outbox_programme_id_programmes_id_fk" FOREIGN KEY ("programme_id") REFERENCES "public"."programmes"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "outbox" ADD CONSTRAINT "outbox_person_id_persons_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."persons"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "outbox_state" ON "outbox" USING btree ("state");--> statement-breakpoint
CREATE INDEX "outbox_newest" ON "outbox" USING btree ("created_at","id");--> statement-breakpoint
alter table outbox add constraint outbox_path check (path is null or path ~ '^/[^/\s]*');
--> statement-breakpoint
alter table outbox enable row level security;
--> statement-breakpoint
grant select, insert, update (person_id, address, state, settled_at, attempts, trouble, reply_code) on outbox to insignia_app;
--> statement-breakpoint
-- Whoever's step makes a message necessary writes it; only administrators and the service read it.
create policy written on outbox for insert to insignia_app with check (insignia_actor() <> 'public');
--> statement-breakpoint
create policy administered on outbox for select to insignia_app using (insignia_is_administrator());
--> statement-breakpoint
create policy settled on outbox for update to insignia_app using (insignia_is_administrator());
--> statement-breakpoint
create function outbox_guard() returns trigger language plpgsql as $$
begin
  if tg_op = 'INSERT' then
    if new.state <> 'waiting' or new.settled_at is not null or num_nonnulls(new.person_id, new.address) <> 1 then
      perform insignia_refuse('immutable');
    end if;
    return new;
  end if;
  if to_jsonb(new) - '{person_id,address,state,settled_at,attempts,trouble,reply_code}'::text[]
      is distinct from to_jsonb(old) - '{person_id,address,state,settled_at,attempts,trouble,reply_code}'::text[]
    or (old.person_id is not null and new.person_id is distinct from old.person_id)
    or (new.address is not null and new.address is distinct from old.address) then
    perform insignia_refuse('immutable');
  end if;
  if new.state <> old.state and not (old.state = 'waiting' or (old.state in ('failed', 'kept') and new.state in ('waiting', 'sent'))) then
    perform insignia_refuse('invalid-transition');
  end if;
  return new;
end $$;
--> statement-breakpoint
create trigger outbox_guard before insert or update on outbox for each row execute function outbox_guard();
--> statement-breakpoint
-- Of two waiting messages with a link of the same kind to the same person only the newer one goes out.
create function outbox_supersede() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  update outbox set state = 'dropped', settled_at = new.created_at
    where kind = new.kind and person_id = new.person_id and state = 'waiting' and id <> new.id;
  return null;
end $$;
--> statement-breakpoint
create trigger outbox_supersede after insert on outbox for each row
  when (new.kind in ('invitation', 'password-link', 'sign-in-link') and new.person_id is not null) execute function outbox_supersede();
--> statement-breakpoint
revoke execute on all functions in schema public from public;
--> statement-breakpoint
grant execute on all functions in schema public to insignia_app;
