ALTER TABLE "api_keys" ADD COLUMN "last_used_at" timestamp (3) with time zone;
--> statement-breakpoint
-- A slug is part of DIDs and public addresses; a kind decides who may sign what. Neither ever changes.
create or replace function organisation_kind_guard() returns trigger language plpgsql as $$
begin
  if row(new.id, new.slug, new.kind) is distinct from row(old.id, old.slug, old.kind) then perform insignia_refuse('immutable'); end if;
  return new;
end $$;
--> statement-breakpoint
create function insignia_programme_has_content(programme uuid) returns boolean
language sql stable security definer set search_path = public, pg_temp as $$
  select exists (select from frameworks f where f.programme_id = programme)
    or exists (select from micro_courses m where m.programme_id = programme) $$;
--> statement-breakpoint
-- What a coordinator may change of a programme changes nothing of what was agreed between its organisations.
create function programme_guard() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' then
    if row(new.id, new.slug, new.created_at) is distinct from row(old.id, old.slug, old.created_at) then perform insignia_refuse('immutable'); end if;
    if row(new.awarding_organisation_id, new.base_language) is distinct from row(old.awarding_organisation_id, old.base_language)
      and insignia_programme_has_content(old.id) then perform insignia_refuse('immutable'); end if;
    if current_user = 'insignia_app' and not insignia_is_administrator()
      and to_jsonb(new) - '{title,languages,appeal_window_days,reconciliation_days}'::text[]
        is distinct from to_jsonb(old) - '{title,languages,appeal_window_days,reconciliation_days}'::text[] then
      perform insignia_refuse('forbidden');
    end if;
  end if;
  if current_user = 'insignia_app' and (new.appeal_window_days < 14 or new.reconciliation_days < 1 or new.retention_months < 1) then
    perform insignia_refuse('forbidden');
  end if;
  return new;
end $$;
--> statement-breakpoint
create trigger programme_guard before insert or update on programmes for each row execute function programme_guard();
--> statement-breakpoint
create policy coordinated on programmes for update to insignia_app
  using (insignia_in(id) and insignia_has_role(id, '{coordinator}'))
  with check (insignia_in(id) and insignia_has_role(id, '{coordinator}'));
--> statement-breakpoint
-- Two organisations assess, and one beside the awarding organisation endorses: asked at the end of each transaction.
create function programme_joint() returns trigger language plpgsql as $$
declare
  changed jsonb := case when tg_op = 'DELETE' then to_jsonb(old) else to_jsonb(new) end;
  programme uuid := coalesce(changed ->> 'programme_id', changed ->> 'id')::uuid;
begin
  if current_user <> 'insignia_app' then return null; end if;
  if (select count(*) from programme_organisations o where o.programme_id = programme and o.is_assessing) < 2
    or not exists (select from programme_organisations o join programmes p on p.id = o.programme_id
      where p.id = programme and o.is_endorsing and o.organisation_id <> p.awarding_organisation_id)
    or not exists (select from programme_organisations o join programmes p on p.id = o.programme_id
      where p.id = programme and o.organisation_id = p.awarding_organisation_id) then
    perform insignia_refuse('joint-orgs-required');
  end if;
  return null;
end $$;
--> statement-breakpoint
create constraint trigger programme_joint after insert or update on programmes deferrable initially deferred for each row execute function programme_joint();
--> statement-breakpoint
create constraint trigger programme_joint after insert or update or delete on programme_organisations deferrable initially deferred for each row execute function programme_joint();
--> statement-breakpoint
drop policy in_programme on programme_organisations;
--> statement-breakpoint
drop policy in_programme on cohorts;
--> statement-breakpoint
create policy in_programme on cohorts for select to insignia_app using (insignia_in(programme_id));
--> statement-breakpoint
create policy kept on cohorts for insert to insignia_app with check (
  insignia_in(programme_id) and (insignia_has_role(programme_id, '{coordinator}') or insignia_is_administrator()));
--> statement-breakpoint
create policy kept_change on cohorts for update to insignia_app using (
  insignia_in(programme_id) and (insignia_has_role(programme_id, '{coordinator}') or insignia_is_administrator()))
  with check (insignia_in(programme_id) and (insignia_has_role(programme_id, '{coordinator}') or insignia_is_administrator()));
--> statement-breakpoint
create function cohort_guard() returns trigger language plpgsql as $$
begin
  if row(new.id, new.programme_id) is distinct from row(old.id, old.programme_id) then perform insignia_refuse('immutable'); end if;
  return new;
end $$;
--> statement-breakpoint
create trigger cohort_guard before update on cohorts for each row execute function cohort_guard();
--> statement-breakpoint
-- A qualification is the coordinator's to grant: on a calibration, or in a pilot for a reason that is written down.
drop policy in_programme on assessor_qualifications;
--> statement-breakpoint
create policy in_programme on assessor_qualifications for select to insignia_app using (insignia_in(programme_id));
--> statement-breakpoint
create policy granted on assessor_qualifications for insert to insignia_app with check (
  insignia_in(programme_id) and insignia_has_role(programme_id, '{coordinator}')
  and (agreement is not null or (btrim(coalesce(granted_reason, '')) <> ''
    and exists (select from programmes p where p.id = programme_id and p.profile = 'pilot'))));
--> statement-breakpoint
grant select (last_used_at) on api_keys to insignia_app;
--> statement-breakpoint
create or replace function api_key_guard() returns trigger language plpgsql as $$
declare
  is_revoking boolean := tg_op = 'UPDATE' and new.revoked_at is distinct from old.revoked_at;
  is_used boolean := tg_op = 'UPDATE' and new.last_used_at is distinct from old.last_used_at;
begin
  if tg_op = 'DELETE' then perform insignia_refuse('immutable'); end if;
  if tg_op = 'INSERT' then
    if not insignia_is_open_issuer(new.organisation_id) then perform insignia_refuse('forbidden'); end if;
    if new.scopes = '{}' or not new.scopes <@ '{issue,status}'::text[] or num_nonnulls(new.revoked_at, new.last_used_at) > 0 then perform insignia_refuse('immutable'); end if;
    if current_user = 'insignia_app' and new.created_by_id is distinct from insignia_person() then perform insignia_refuse('forbidden'); end if;
    return new;
  end if;
  if to_jsonb(new) - '{revoked_at,last_used_at}'::text[] is distinct from to_jsonb(old) - '{revoked_at,last_used_at}'::text[]
    or is_revoking = is_used or old.revoked_at is not null
    or (is_revoking and new.revoked_at is null)
    or (is_used and (new.last_used_at is null or new.last_used_at < old.last_used_at)) then
    perform insignia_refuse('immutable');
  end if;
  return new;
end $$;
--> statement-breakpoint
revoke execute on all functions in schema public from public;
--> statement-breakpoint
grant execute on all functions in schema public to insignia_app;
