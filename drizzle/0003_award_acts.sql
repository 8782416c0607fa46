ALTER TABLE "status_lists" ADD COLUMN "key_id" uuid;--> statement-breakpoint
ALTER TABLE "status_lists" ADD CONSTRAINT "status_lists_key_id_issuer_keys_id_fk" FOREIGN KEY ("key_id") REFERENCES "public"."issuer_keys"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "award_successor_once" ON "awards" USING btree ("supersedes_id") WHERE "awards"."state" <> 'cancelled';--> statement-breakpoint
-- Whoever acts acts in their own name: what a person approves, endorses, asks for or confirms carries their own id, and
-- a handler that forgets to ask cannot sign for somebody else. These guards bind the application role; the owner, under
-- whom `erase_credential` and the other guards run, passes.
create function insignia_is_signatory() returns boolean
language sql stable security definer set search_path = public, pg_temp as $$
  select insignia_actor() = 'system' or exists (
    select from role_assignments r where r.person_id = insignia_person() and r.role = 'signatory'
      and r.valid_from <= insignia_at() and (r.valid_to is null or r.valid_to > insignia_at())) $$;
--> statement-breakpoint
create function award_act_guard() returns trigger language plpgsql as $$
begin
  if current_user <> 'insignia_app' then return new; end if;
  if tg_op = 'INSERT' then
    if new.state <> 'proposed' or num_nonnulls(new.approved_by_id, new.approved_at, new.issued_at, new.ended_at) > 0 then
      perform insignia_refuse('out-of-order');
    end if;
    if new.supersedes_id is not null and not exists (select from awards a where a.id = new.supersedes_id and a.state = 'revoked'
        and a.participant_id = new.participant_id and a.micro_course_id = new.micro_course_id) then
      perform insignia_refuse('award-not-replaceable');
    end if;
    return new;
  end if;
  if row(new.name_as_issued, new.hold_reason) is distinct from row(old.name_as_issued, old.hold_reason)
    and new.participant_id is distinct from insignia_person() then perform insignia_refuse('forbidden'); end if;
  if new.name_as_issued <> old.name_as_issued and old.state <> 'proposed' then perform insignia_refuse('immutable'); end if;
  if to_jsonb(new) - '{name_as_issued,hold_reason}'::text[] is distinct from to_jsonb(old) - '{name_as_issued,hold_reason}'::text[]
    and not insignia_has_role(new.programme_id, '{signatory}') then perform insignia_refuse('forbidden'); end if;
  if row(new.approved_by_id, new.approved_at) is distinct from row(old.approved_by_id, old.approved_at)
    and new.approved_by_id is distinct from insignia_person() then perform insignia_refuse('forbidden'); end if;
  if new.state <> old.state then perform award_step_guard(new); end if;
  return new;
end $$;
--> statement-breakpoint
-- An award is issued on signed bytes and a signed endorsement, revoked by two people, and replaced when both happened.
create function award_step_guard(award awards) returns void language plpgsql stable as $$
declare is_withdrawn boolean := exists (select from credentials c join revocations r on r.credential_id = c.id
  where c.award_id = award.id and r.confirmed_at is not null);
begin
  if award.state = 'issued' then
    if not exists (select from partner_endorsements e where e.award_id = award.id and e.signed is not null) then perform insignia_refuse('endorsement-missing'); end if;
    if not exists (select from credentials c where c.award_id = award.id and c.state = 'signed') then perform insignia_refuse('out-of-order'); end if;
  end if;
  if award.state in ('revoked', 'superseded') and not is_withdrawn then perform insignia_refuse('second-person-required'); end if;
  if award.state = 'superseded' and not exists (select from awards n where n.supersedes_id = award.id and n.state = 'issued') then
    perform insignia_refuse('out-of-order');
  end if;
end $$;
--> statement-breakpoint
create trigger award_act_guard before insert or update on awards for each row execute function award_act_guard();
--> statement-breakpoint
-- Judged when an award is made or moves, and not when an erasure takes the name out of an old one.
create or replace function award_consistent() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare decision decisions; submission submissions;
begin
  if new.state in ('cancelled', 'revoked', 'superseded', 'expired') then return null; end if;
  if tg_op = 'UPDATE' then
    if row(new.state, new.decision_id, new.participant_id, new.version_id, new.approved_by_id, new.approved_at)
      is not distinct from row(old.state, old.decision_id, old.participant_id, old.version_id, old.approved_by_id, old.approved_at) then return null; end if;
  end if;
  select * into decision from decisions d where d.id = new.decision_id;
  select * into submission from submissions s where s.id = decision.submission_id;
  if decision.released_at is null or decision.superseded_at is not null or decision.outcome <> 'competent'
    or submission.participant_id <> new.participant_id or submission.version_id <> new.version_id then
    perform insignia_refuse('decision-not-competent');
  end if;
  if new.approved_at is not null then
    if new.approved_at < decision.released_at then perform insignia_refuse('out-of-order'); end if;
    if not exists (select from persons p join programmes g on g.id = new.programme_id and g.awarding_organisation_id = p.organisation_id
        join role_assignments r on r.person_id = p.id and r.programme_id = g.id and r.role = 'signatory'
        where p.id = new.approved_by_id and r.valid_from <= new.approved_at and (r.valid_to is null or r.valid_to > new.approved_at)) then
      perform insignia_refuse('wrong-approving-organisation');
    end if;
    if new.approved_by_id = new.participant_id or exists (select from judgements j where j.submission_id = submission.id and j.assessor_id = new.approved_by_id
        and (j.sealed_at is not null or j.state not in ('declined', 'void'))) then perform insignia_refuse('separation-of-duties'); end if;
  end if;
  if new.state = 'issued' and (new.approved_at is null or new.issued_at is null or new.issued_at < new.approved_at) then
    perform insignia_refuse('out-of-order');
  end if;
  return null;
end $$;
--> statement-breakpoint
create function endorsement_act_guard() returns trigger language plpgsql as $$
begin
  if current_user <> 'insignia_app' then return new; end if;
  if new.endorsed_by_id is distinct from insignia_person() then perform insignia_refuse('forbidden'); end if;
  if num_nonnulls(new.iri, new.signed) > 0 or not exists (select from awards a where a.id = new.award_id and a.state in ('proposed', 'approved')) then
    perform insignia_refuse('out-of-order');
  end if;
  if exists (select from awards a where a.id = new.award_id and a.participant_id = new.endorsed_by_id) then perform insignia_refuse('separation-of-duties'); end if;
  if not exists (select from awards a join decisions d on d.id = a.decision_id where a.id = new.award_id and d.content_hash = new.decision_content_hash) then
    perform insignia_refuse('decision-inconsistent');
  end if;
  return new;
end $$;
--> statement-breakpoint
create trigger endorsement_act_guard before insert on partner_endorsements for each row execute function endorsement_act_guard();
--> statement-breakpoint
create function credential_act_guard() returns trigger language plpgsql as $$
begin
  if current_user <> 'insignia_app' then return new; end if;
  if tg_op = 'INSERT' then
    if new.state <> 'reserved' or num_nonnulls(new.sha256, new.erased_at) > 0
      or not exists (select from awards a where a.id = new.award_id and a.state = 'approved') then perform insignia_refuse('out-of-order'); end if;
    if not exists (select from programmes p where p.id = new.programme_id and p.awarding_organisation_id = new.issuer_organisation_id) then
      perform insignia_refuse('wrong-approving-organisation');
    end if;
    return new;
  end if;
  if new.visibility <> old.visibility and not exists (select from awards a where a.id = new.award_id and a.participant_id = insignia_person()) then
    perform insignia_refuse('forbidden');
  end if;
  if to_jsonb(new) - 'visibility' is distinct from to_jsonb(old) - 'visibility' and not insignia_has_role(new.programme_id, '{signatory}') then
    perform insignia_refuse('forbidden');
  end if;
  return new;
end $$;
--> statement-breakpoint
create trigger credential_act_guard before insert or update on credentials for each row execute function credential_act_guard();
--> statement-breakpoint
-- Signed bytes are kept under the digest that was recorded with them.
create function credential_digest_guard() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if new.signed is not null and not exists (select from credentials c where c.id = new.credential_id and c.state = 'signed'
      and c.sha256 = encode(sha256(convert_to(new.signed, 'UTF8')), 'hex')) then perform insignia_refuse('immutable'); end if;
  return new;
end $$;
--> statement-breakpoint
create trigger credential_digest_guard before insert or update on credential_bytes for each row execute function credential_digest_guard();
--> statement-breakpoint
drop policy of_credential on credential_bytes;
--> statement-breakpoint
create policy seen on credential_bytes for select to insignia_app using (insignia_in(programme_id)
  and exists (select from credentials c where c.id = credential_id));
--> statement-breakpoint
create policy kept on credential_bytes for insert to insignia_app with check (insignia_in(programme_id) and insignia_has_role(programme_id, '{signatory}'));
--> statement-breakpoint
create policy moved on credential_bytes for update to insignia_app using (insignia_in(programme_id) and insignia_has_role(programme_id, '{signatory}'));
--> statement-breakpoint
create function two_people_guard() returns trigger language plpgsql as $$
begin
  if (new.confirmed_by_id is null) <> (new.confirmed_at is null) then perform insignia_refuse('second-person-required'); end if;
  if current_user <> 'insignia_app' then return new; end if;
  if tg_op = 'INSERT' then
    if new.requested_by_id is distinct from insignia_person() then perform insignia_refuse('forbidden'); end if;
    if new.confirmed_at is not null then perform insignia_refuse('second-person-required'); end if;
    if not exists (select from credentials c where c.id = new.credential_id and c.state = 'signed') then perform insignia_refuse('out-of-order'); end if;
  elsif new.confirmed_by_id is distinct from old.confirmed_by_id and new.confirmed_by_id is distinct from insignia_person() then
    perform insignia_refuse('forbidden');
  end if;
  return new;
end $$;
--> statement-breakpoint
create trigger two_people_guard before insert or update on revocations for each row execute function two_people_guard();
--> statement-breakpoint
create trigger two_people_guard before insert or update on erasures for each row execute function two_people_guard();
--> statement-breakpoint
create function confirmed_or_refused() returns trigger language plpgsql as $$
begin
  if new.confirmed_at is not null and new.refused_at is not null then perform insignia_refuse('terminal-state'); end if;
  return new;
end $$;
--> statement-breakpoint
create trigger confirmed_or_refused before insert or update on revocations for each row execute function confirmed_or_refused();
--> statement-breakpoint
drop policy of_credential on erasures;
--> statement-breakpoint
create policy of_credential on erasures to insignia_app using (insignia_in(programme_id) and exists (select from credentials c where c.id = credential_id))
  with check (insignia_in(programme_id) and insignia_has_role(programme_id, '{signatory,coordinator}'));
--> statement-breakpoint
update status_lists l set signed = null, key_id = (select c.key_id from credentials c where c.status_list_id = l.id limit 1);
--> statement-breakpoint
-- A bit of a published list is set exactly where a revocation was confirmed; get_bit counts from the right in each byte.
create function status_list_guard() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if tg_op = 'DELETE' or length(new.bits) * 8 <> new.length then perform insignia_refuse('immutable'); end if;
  if tg_op = 'INSERT' then
    if bit_count(new.bits) > 0 or new.used > 0 or new.signed is not null then perform insignia_refuse('immutable'); end if;
    return new;
  end if;
  if row(new.id, new.organisation_id, new.purpose, new.length, new.created_at) is distinct from row(old.id, old.organisation_id, old.purpose, old.length, old.created_at)
    or new.used < old.used or new.revision < old.revision then perform insignia_refuse('immutable'); end if;
  if new.bits is distinct from old.bits and (new.signed is not null or new.revision = old.revision
    or bit_count(new.bits) <> (select count(*) from status_entries e where e.list_id = new.id and e.is_set)
    or exists (select from status_entries e where e.list_id = new.id and e.is_set and get_bit(new.bits, (e.index / 8) * 8 + 7 - e.index % 8) = 0)) then
    perform insignia_refuse('terminal-state');
  end if;
  return new;
end $$;
--> statement-breakpoint
create trigger status_list_guard before insert or update or delete on status_lists for each row execute function status_list_guard();
--> statement-breakpoint
drop policy signatory on status_lists;
--> statement-breakpoint
create policy opened on status_lists for insert to insignia_app with check (insignia_is_signatory());
--> statement-breakpoint
create policy moved on status_lists for update to insignia_app using (insignia_is_signatory());
--> statement-breakpoint
drop policy signatory on status_entries;
--> statement-breakpoint
create policy signatory on status_entries to insignia_app using (insignia_is_signatory()) with check (insignia_is_signatory());
--> statement-breakpoint
-- The newest of a chain of replacements is the one to open; one in between was withdrawn itself.
create or replace function public_credential(by_code text, by_iri text) returns table (
  id uuid, iri text, code text, programme_id uuid, visibility text, is_trial boolean, sha256 text, signed text, erased_at timestamptz,
  award_state text, successor_code text, successor_iri text, revoked_at timestamptz, revocation_category text)
language sql stable security definer set search_path = public, pg_temp as $$
  select c.id, c.iri, c.code, c.programme_id, c.visibility, c.is_trial, c.sha256, b.signed, c.erased_at, a.state,
    n.code, n.iri, r.confirmed_at, r.category
  from credentials c join credential_bytes b on b.credential_id = c.id join awards a on a.id = c.award_id
  left join lateral (
    with recursive newer as (
      select s.id, s.state from awards s where s.supersedes_id = a.id and s.state <> 'cancelled'
      union select s.id, s.state from awards s join newer on s.supersedes_id = newer.id where s.state <> 'cancelled')
    select newer.id from newer where newer.state = 'issued' limit 1) last_award on a.state = 'superseded'
  left join credentials n on n.award_id = last_award.id and n.state = 'signed' and n.visibility = 'link' and n.erased_at is null
  left join revocations r on r.credential_id = c.id and r.confirmed_at is not null
  where c.state = 'signed' and (c.code = by_code or c.iri = by_iri) $$;
--> statement-breakpoint
revoke execute on all functions in schema public from public;
--> statement-breakpoint
grant execute on all functions in schema public to insignia_app;
