-- Two organisations vouch for a badge, so neither invents the people of the other: who speaks for an organisation is
-- named by its own coordinator, or by an administrator.
create function insignia_organisation_of(person uuid) returns uuid
language sql stable security definer set search_path = public, pg_temp as $$
  select p.organisation_id from persons p where p.id = person $$;
--> statement-breakpoint
create function role_assignment_guard() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' and to_jsonb(new) - 'valid_to' is distinct from to_jsonb(old) - 'valid_to' then perform insignia_refuse('immutable'); end if;
  if new.role not in ('coordinator', 'validator', 'assessor', 'adjudicator', 'appeals_panel', 'signatory') then return new; end if;
  if new.organisation_id is distinct from insignia_organisation_of(new.person_id) then perform insignia_refuse('forbidden'); end if;
  if tg_op = 'INSERT' and not insignia_is_administrator()
    and new.organisation_id is distinct from insignia_organisation_of(insignia_person()) then perform insignia_refuse('forbidden'); end if;
  return new;
end $$;
--> statement-breakpoint
-- The owner's connection writes what tests and the first administrator need.
create trigger role_assignment_guard before insert or update on role_assignments
  for each row when (current_user = 'insignia_app') execute function role_assignment_guard();
--> statement-breakpoint
create function person_organisation_guard() returns trigger language plpgsql as $$
begin
  if new.organisation_id is distinct from old.organisation_id and not insignia_is_administrator() then perform insignia_refuse('forbidden'); end if;
  return new;
end $$;
--> statement-breakpoint
create trigger person_organisation_guard before update on persons
  for each row when (current_user = 'insignia_app') execute function person_organisation_guard();
--> statement-breakpoint
revoke execute on all functions in schema public from public;
--> statement-breakpoint
grant execute on all functions in schema public to insignia_app;
