-- The application role, row policies and guards: the rules that protect a person hold here, whatever a handler does.
-- Refusals use SQLSTATE IN001 with the stable problem code as message.
do $$ begin
  if not exists (select from pg_roles where rolname = 'insignia_app') then create role insignia_app nologin; end if;
exception when duplicate_object or unique_violation then null;
end $$;
--> statement-breakpoint
do $$ begin execute format('grant insignia_app to %I', current_user); exception when others then null; end $$;
--> statement-breakpoint
grant usage on schema public to insignia_app;
--> statement-breakpoint
create function insignia_refuse(code text) returns void language plpgsql as $$
begin raise exception using errcode = 'IN001', message = code; end $$;
--> statement-breakpoint
create function insignia_person() returns uuid language sql stable as $$
  select nullif(current_setting('insignia.person', true), '')::uuid $$;
--> statement-breakpoint
create function insignia_actor() returns text language sql stable as $$
  select coalesce(nullif(current_setting('insignia.actor', true), ''), 'public') $$;
--> statement-breakpoint
create function insignia_at() returns timestamptz language sql stable as $$
  select coalesce(nullif(current_setting('insignia.at', true), '')::timestamptz, now()) $$;
--> statement-breakpoint
create function insignia_in(programme uuid) returns boolean language sql stable as $$
  select coalesce(programme = any (string_to_array(nullif(current_setting('insignia.programmes', true), ''), ',')::uuid[]), false) $$;
--> statement-breakpoint
create function insignia_has_role(programme uuid, wanted text[]) returns boolean
language sql stable security definer set search_path = public, pg_temp as $$
  select insignia_actor() = 'system' or exists (
    select from role_assignments r where r.person_id = insignia_person() and r.role = any (wanted)
      and (r.programme_id = programme) and r.valid_from <= insignia_at() and (r.valid_to is null or r.valid_to > insignia_at())) $$;
--> statement-breakpoint
create function insignia_is_administrator() returns boolean
language sql stable security definer set search_path = public, pg_temp as $$
  select insignia_actor() = 'system' or exists (
    select from role_assignments r where r.person_id = insignia_person() and r.role = 'administrator'
      and r.valid_from <= insignia_at() and (r.valid_to is null or r.valid_to > insignia_at())) $$;
--> statement-breakpoint
create function insignia_is_judge(submission uuid) returns boolean
language sql stable security definer set search_path = public, pg_temp as $$
  select exists (select from judgements j where j.submission_id = submission and j.assessor_id = insignia_person()
    and j.state not in ('declined', 'void')) $$;
--> statement-breakpoint
create function insignia_mentors(programme uuid, participant uuid) returns boolean
language sql stable security definer set search_path = public, pg_temp as $$
  select exists (select from mentor_pairings m where m.programme_id = programme and m.participant_id = participant
    and m.mentor_id = insignia_person() and m.starts_on <= insignia_at()::date
    and (m.ends_on is null or m.ends_on >= insignia_at()::date)) $$;
--> statement-breakpoint
create function insignia_sees_submission(programme uuid, submission uuid, participant uuid) returns boolean
language sql stable security definer set search_path = public, pg_temp as $$
  select insignia_in(programme) and (participant = insignia_person()
    or insignia_has_role(programme, '{coordinator,auditor,signatory}')
    or insignia_is_judge(submission) or insignia_mentors(programme, participant)) $$;
--> statement-breakpoint
create function insignia_sees_submission(submission uuid) returns boolean
language sql stable security definer set search_path = public, pg_temp as $$
  select exists (select from submissions s where s.id = submission
    and insignia_sees_submission(s.programme_id, s.id, s.participant_id)) $$;
--> statement-breakpoint
create function insignia_sees_evidence(programme uuid, item uuid) returns boolean
language sql stable security definer set search_path = public, pg_temp as $$
  select insignia_in(programme) and exists (select from evidence_items e where e.id = item and (
    e.owner_id = insignia_person()
    or insignia_has_role(programme, '{coordinator,auditor}')
    or insignia_mentors(programme, e.owner_id)
    or exists (select from evidence_versions v join submission_items si on si.evidence_version_id = v.id
         where v.item_id = e.id and insignia_is_judge(si.submission_id)))) $$;
--> statement-breakpoint
create function insignia_owns_evidence(item uuid) returns boolean
language sql stable security definer set search_path = public, pg_temp as $$
  select exists (select from evidence_items e where e.id = item and e.owner_id = insignia_person()) $$;
--> statement-breakpoint
create function insignia_consent_holds(evidence_version uuid) returns boolean
language sql stable security definer set search_path = public, pg_temp as $$
  select v.identifiable_people in ('none', 'blurred') or exists (
    select from evidence_consents ec join consent_records c on c.id = ec.consent_id
    where ec.evidence_version_id = v.id and 'assessment' = any (c.scope)
      and c.granted_at is not null and c.granted_at <= insignia_at()
      and c.withdrawn_at is null and (c.expires_at is null or c.expires_at > insignia_at())
      and (v.identifiable_people = 'adults' or (c.subject_kind = 'minors_group'
        and c.guardian_authorisations >= c.subject_count and c.minor_assents >= c.subject_count)))
  from evidence_versions v where v.id = evidence_version $$;
--> statement-breakpoint
create function insignia_judgement_author(judgement uuid) returns boolean
language sql stable security definer set search_path = public, pg_temp as $$
  select exists (select from judgements j where j.id = judgement and j.assessor_id = insignia_person()) $$;
--> statement-breakpoint
create function insignia_judgement_readable(judgement uuid) returns boolean
language sql stable security definer set search_path = public, pg_temp as $$
  select exists (select from judgements j where j.id = judgement and (j.assessor_id = insignia_person()
    or (j.revealed_at is not null and (insignia_is_judge(j.submission_id)
      or insignia_has_role(j.programme_id, '{coordinator,auditor,signatory}'))))) $$;
--> statement-breakpoint
create function insignia_decision_readable(decision uuid) returns boolean
language sql stable security definer set search_path = public, pg_temp as $$
  select exists (select from decisions d join submissions s on s.id = d.submission_id where d.id = decision
    and insignia_in(d.programme_id) and (insignia_has_role(d.programme_id, '{coordinator,auditor}')
      or insignia_is_judge(s.id)
      or (d.released_at is not null and insignia_sees_submission(s.programme_id, s.id, s.participant_id)))) $$;
--> statement-breakpoint
create function insignia_sees_award(programme uuid, participant uuid) returns boolean
language sql stable security definer set search_path = public, pg_temp as $$
  select insignia_in(programme) and (participant = insignia_person()
    or insignia_has_role(programme, '{coordinator,auditor,signatory}')) $$;
--> statement-breakpoint
create function insignia_sees_award(award uuid) returns boolean
language sql stable security definer set search_path = public, pg_temp as $$
  select exists (select from awards a where a.id = award and insignia_sees_award(a.programme_id, a.participant_id)) $$;
--> statement-breakpoint
create function insignia_sees_person(person uuid) returns boolean
language sql stable security definer set search_path = public, pg_temp as $$
  select person = insignia_person() or insignia_is_administrator() or exists (
    select from role_assignments r where r.person_id = person and insignia_in(r.programme_id) and (
      r.role in ('mentor', 'coordinator')
      or insignia_has_role(r.programme_id,
        '{mentor,assessor,adjudicator,appeals_panel,coordinator,author,validator,signatory,auditor}'))) $$;
--> statement-breakpoint
create function insignia_published(state text) returns boolean language sql immutable as $$
  select state in ('published', 'deprecated', 'retired') $$;
--> statement-breakpoint
do $$ declare name text; begin
  for name in select tablename from pg_tables where schemaname = 'public' and tablename not like 'auth\_%' and tablename not in ('rate_limits', '__drizzle_migrations') loop
    execute format('alter table %I enable row level security', name);
    execute format('grant select, insert, update, delete on %I to insignia_app', name);
  end loop;
end $$;
--> statement-breakpoint
-- Whatever belongs to one programme and holds nothing about a single participant.
do $$ declare name text; begin
  foreach name in array array['programme_organisations','schools','cohorts','enrolments','mentor_pairings',
    'conflicts_of_interest','frameworks','framework_items','external_alignments','level_scales','rubrics','criteria',
    'criterion_levels','authorships','validation_reviews','micro_courses','micro_course_versions','version_outcomes',
    'evidence_requirements','assessor_qualifications'] loop
    execute format('create policy in_programme on %I to insignia_app using (insignia_in(programme_id)) with check (insignia_in(programme_id))', name);
  end loop;
end $$;
--> statement-breakpoint
create policy public_read on frameworks for select to insignia_app using (insignia_published(state));
--> statement-breakpoint
create policy public_read on framework_items for select to insignia_app using (
  exists (select from frameworks f where f.id = framework_id and insignia_published(f.state)));
--> statement-breakpoint
create policy public_read on external_alignments for select to insignia_app using (
  exists (select from framework_items i join frameworks f on f.id = i.framework_id where i.id = item_id and insignia_published(f.state)));
--> statement-breakpoint
create policy public_read on micro_course_versions for select to insignia_app using (insignia_published(state));
--> statement-breakpoint
create policy public_read on micro_courses for select to insignia_app using (
  exists (select from micro_course_versions v where v.micro_course_id = micro_courses.id and insignia_published(v.state)));
--> statement-breakpoint
create policy public_read on version_outcomes for select to insignia_app using (
  exists (select from micro_course_versions v where v.id = version_id and insignia_published(v.state)));
--> statement-breakpoint
create policy public_read on evidence_requirements for select to insignia_app using (
  exists (select from micro_course_versions v where v.id = version_id and insignia_published(v.state)));
--> statement-breakpoint
create policy public_read on rubrics for select to insignia_app using (frozen_at is not null);
--> statement-breakpoint
create policy public_read on level_scales for select to insignia_app using (
  exists (select from rubrics r where r.level_scale_id = level_scales.id and r.frozen_at is not null));
--> statement-breakpoint
create policy public_read on criteria for select to insignia_app using (
  exists (select from rubrics r where r.id = rubric_id and r.frozen_at is not null));
--> statement-breakpoint
create policy public_read on criterion_levels for select to insignia_app using (
  exists (select from criteria c join rubrics r on r.id = c.rubric_id where c.id = criterion_id and r.frozen_at is not null));
--> statement-breakpoint
create policy public_read on organisations for select to insignia_app using (true);
--> statement-breakpoint
create policy administered on organisations to insignia_app using (insignia_is_administrator()) with check (insignia_is_administrator());
--> statement-breakpoint
create policy public_read on programmes for select to insignia_app using (true);
--> statement-breakpoint
create policy administered on programmes to insignia_app using (insignia_is_administrator()) with check (insignia_is_administrator());
--> statement-breakpoint
create policy public_read on programme_organisations for select to insignia_app using (true);
--> statement-breakpoint
create policy administered on programme_organisations to insignia_app using (insignia_is_administrator()) with check (insignia_is_administrator());
--> statement-breakpoint
create policy seen on persons for select to insignia_app using (insignia_sees_person(id));
--> statement-breakpoint
create policy managed on persons for insert to insignia_app with check (
  insignia_is_administrator() or exists (select from programmes p where insignia_in(p.id) and insignia_has_role(p.id, '{coordinator}')));
--> statement-breakpoint
create policy managed_change on persons for update to insignia_app using (id = insignia_person() or insignia_is_administrator());
--> statement-breakpoint
create policy seen on role_assignments for select to insignia_app using (
  person_id = insignia_person() or insignia_is_administrator() or insignia_in(programme_id));
--> statement-breakpoint
create policy managed on role_assignments to insignia_app using (
  insignia_is_administrator() or (insignia_in(programme_id) and insignia_has_role(programme_id, '{coordinator}')))
  with check (insignia_is_administrator() or (insignia_in(programme_id) and insignia_has_role(programme_id, '{coordinator}')));
--> statement-breakpoint
create policy monitored on participant_profiles to insignia_app using (
  insignia_in(programme_id) and (person_id = insignia_person() or insignia_has_role(programme_id, '{coordinator}')));
--> statement-breakpoint
create policy owned on consent_records to insignia_app using (insignia_in(programme_id)
  and (owner_id = insignia_person() or insignia_has_role(programme_id, '{coordinator,auditor}')))
  with check (insignia_in(programme_id) and (owner_id = insignia_person() or insignia_has_role(programme_id, '{coordinator}')));
--> statement-breakpoint
create policy seen on evidence_items for select to insignia_app using (
  insignia_in(programme_id) and (owner_id = insignia_person() or insignia_sees_evidence(programme_id, id)));
--> statement-breakpoint
create policy owned on evidence_items for insert to insignia_app with check (insignia_in(programme_id) and owner_id = insignia_person());
--> statement-breakpoint
create policy owned_change on evidence_items for update to insignia_app using (owner_id = insignia_person());
--> statement-breakpoint
create policy owned_removal on evidence_items for delete to insignia_app using (owner_id = insignia_person());
--> statement-breakpoint
-- Until a scan says clean, the owner alone sees that a version exists; nobody else sees one whose consent does not hold.
create policy seen on evidence_versions for select to insignia_app using (
  insignia_owns_evidence(item_id) or insignia_actor() = 'system'
  or (scan_status = 'clean' and insignia_sees_evidence(programme_id, item_id)));
--> statement-breakpoint
create policy owned on evidence_versions for insert to insignia_app with check (insignia_in(programme_id) and insignia_owns_evidence(item_id));
--> statement-breakpoint
create policy scanned on evidence_versions for update to insignia_app using (insignia_owns_evidence(item_id) or insignia_actor() = 'system');
--> statement-breakpoint
create policy owned_removal on evidence_versions for delete to insignia_app using (insignia_owns_evidence(item_id));
--> statement-breakpoint
create policy of_evidence on evidence_consents to insignia_app using (insignia_in(programme_id)
  and exists (select from evidence_versions v where v.id = evidence_version_id));
--> statement-breakpoint
create policy seen on submissions for select to insignia_app using (
  insignia_in(programme_id) and (participant_id = insignia_person() or insignia_sees_submission(programme_id, id, participant_id)));
--> statement-breakpoint
create policy owned on submissions for insert to insignia_app with check (insignia_in(programme_id) and participant_id = insignia_person());
--> statement-breakpoint
create policy moved on submissions for update to insignia_app using (
  insignia_in(programme_id) and (participant_id = insignia_person() or insignia_has_role(programme_id, '{coordinator}') or insignia_is_judge(id)));
--> statement-breakpoint
create policy owned_removal on submissions for delete to insignia_app using (participant_id = insignia_person() and state = 'draft');
--> statement-breakpoint
do $$ declare name text; begin
  foreach name in array array['submission_items','carry_forwards','submission_exceptions'] loop
    execute format('create policy of_submission on %I to insignia_app using (insignia_in(programme_id) and insignia_sees_submission(submission_id)) with check (insignia_in(programme_id) and insignia_sees_submission(submission_id))', name);
  end loop;
end $$;
--> statement-breakpoint
-- The other first-round judgement does not even show that it exists before the reveal; the coordinator sees who is late, never what.
create policy seen on judgements for select to insignia_app using (insignia_in(programme_id) and (
  assessor_id = insignia_person() or insignia_has_role(programme_id, '{coordinator,auditor}')
  or (revealed_at is not null and (insignia_is_judge(submission_id) or insignia_has_role(programme_id, '{signatory}')))));
--> statement-breakpoint
create policy assigned on judgements for insert to insignia_app with check (
  insignia_in(programme_id) and insignia_has_role(programme_id, '{coordinator}'));
--> statement-breakpoint
create policy moved on judgements for update to insignia_app using (
  insignia_in(programme_id) and (assessor_id = insignia_person() or insignia_has_role(programme_id, '{coordinator}')));
--> statement-breakpoint
create policy readable on criterion_judgements for select to insignia_app using (
  insignia_in(programme_id) and insignia_judgement_readable(judgement_id));
--> statement-breakpoint
create policy written on criterion_judgements for insert to insignia_app with check (
  insignia_in(programme_id) and insignia_judgement_author(judgement_id));
--> statement-breakpoint
create policy rewritten on criterion_judgements for update to insignia_app using (insignia_judgement_author(judgement_id));
--> statement-breakpoint
create policy removed on criterion_judgements for delete to insignia_app using (insignia_judgement_author(judgement_id));
--> statement-breakpoint
create policy of_criterion on criterion_judgement_evidence to insignia_app using (insignia_in(programme_id)
  and exists (select from criterion_judgements c where c.id = criterion_judgement_id));
--> statement-breakpoint
create policy of_submission on reconciliations to insignia_app using (insignia_in(programme_id) and (
  insignia_is_judge(submission_id) or insignia_has_role(programme_id, '{coordinator,auditor}')))
  with check (insignia_in(programme_id) and insignia_is_judge(submission_id));
--> statement-breakpoint
create policy of_reconciliation on reconciliation_signatures for select to insignia_app using (
  exists (select from reconciliations r where r.id = reconciliation_id));
--> statement-breakpoint
create policy own on reconciliation_signatures for insert to insignia_app with check (
  insignia_in(programme_id) and person_id = insignia_person());
--> statement-breakpoint
create policy readable on decisions for select to insignia_app using (insignia_in(programme_id) and (
  insignia_has_role(programme_id, '{coordinator,auditor}') or insignia_is_judge(submission_id)
  or (released_at is not null and insignia_sees_submission(submission_id))));
--> statement-breakpoint
create policy made on decisions for insert to insignia_app with check (insignia_in(programme_id) and (
  insignia_is_judge(submission_id) or insignia_has_role(programme_id, '{coordinator}')));
--> statement-breakpoint
create policy released on decisions for update to insignia_app using (insignia_in(programme_id) and (
  insignia_has_role(programme_id, '{coordinator}') or insignia_is_judge(submission_id)));
--> statement-breakpoint
create policy readable on decision_criteria for select to insignia_app using (insignia_decision_readable(decision_id));
--> statement-breakpoint
create policy made on decision_criteria for insert to insignia_app with check (insignia_in(programme_id));
--> statement-breakpoint
create policy readable on feedback for select to insignia_app using (insignia_decision_readable(decision_id));
--> statement-breakpoint
create policy written on feedback to insignia_app using (insignia_in(programme_id) and exists (
  select from decisions d where d.id = decision_id and (insignia_is_judge(d.submission_id) or insignia_has_role(d.programme_id, '{coordinator}'))));
--> statement-breakpoint
create policy of_submission on appeals to insignia_app using (insignia_in(programme_id) and (appellant_id = insignia_person()
  or insignia_has_role(programme_id, '{coordinator,auditor}')
  or exists (select from decisions d where d.id = decision_id and insignia_is_judge(d.submission_id))));
--> statement-breakpoint
create policy of_appeal on appeal_stages to insignia_app using (insignia_in(programme_id)
  and exists (select from appeals a where a.id = appeal_id));
--> statement-breakpoint
create policy seen on awards for select to insignia_app using (insignia_sees_award(programme_id, participant_id));
--> statement-breakpoint
create policy kept on awards for insert to insignia_app with check (insignia_in(programme_id) and insignia_has_role(programme_id, '{coordinator,signatory}'));
--> statement-breakpoint
create policy moved on awards for update to insignia_app using (insignia_in(programme_id) and (
  insignia_has_role(programme_id, '{coordinator,signatory}') or participant_id = insignia_person()));
--> statement-breakpoint
create policy seen on partner_endorsements for select to insignia_app using (insignia_sees_award(award_id));
--> statement-breakpoint
create policy kept on partner_endorsements for insert to insignia_app with check (insignia_in(programme_id) and insignia_has_role(programme_id, '{signatory}'));
--> statement-breakpoint
create policy moved on partner_endorsements for update to insignia_app using (insignia_in(programme_id) and insignia_has_role(programme_id, '{signatory}'));
--> statement-breakpoint
create policy seen on credentials for select to insignia_app using (insignia_in(programme_id) and insignia_sees_award(award_id));
--> statement-breakpoint
create policy kept on credentials for insert to insignia_app with check (insignia_in(programme_id) and insignia_has_role(programme_id, '{signatory}'));
--> statement-breakpoint
create policy moved on credentials for update to insignia_app using (insignia_in(programme_id) and insignia_sees_award(award_id));
--> statement-breakpoint
create policy of_credential on credential_bytes to insignia_app using (insignia_in(programme_id)
  and exists (select from credentials c where c.id = credential_id));
--> statement-breakpoint
create policy of_credential on revocations to insignia_app using (insignia_in(programme_id)
  and exists (select from credentials c where c.id = credential_id))
  with check (insignia_in(programme_id) and insignia_has_role(programme_id, '{signatory}'));
--> statement-breakpoint
create policy of_credential on erasures to insignia_app using (insignia_in(programme_id)
  and exists (select from credentials c where c.id = credential_id));
--> statement-breakpoint
create policy public_read on status_lists for select to insignia_app using (true);
--> statement-breakpoint
create policy signatory on status_lists to insignia_app using (insignia_actor() <> 'public');
--> statement-breakpoint
create policy signatory on status_entries to insignia_app using (insignia_actor() <> 'public');
--> statement-breakpoint
create policy readable on audit_events for select to insignia_app using (
  actor_id = insignia_person() or (insignia_in(programme_id) and insignia_has_role(programme_id, '{auditor,coordinator}'))
  or insignia_is_administrator());
--> statement-breakpoint
create policy appended on audit_events for insert to insignia_app with check (
  programme_id is null or insignia_in(programme_id) or insignia_is_administrator());
--> statement-breakpoint
create policy worked on tasks to insignia_app using (insignia_actor() <> 'public');
--> statement-breakpoint
create policy own on idempotency_keys to insignia_app using (actor_id = coalesce(insignia_person()::text, insignia_actor()));
--> statement-breakpoint
create policy public_read on settings for select to insignia_app using (true);
--> statement-breakpoint
-- Public keys are public; the sealed private key is for the signing code alone, which reads it outside this role.
revoke all on issuer_keys from insignia_app;
--> statement-breakpoint
grant select (id, organisation_id, kid, algorithm, state, public_key_multibase, public_key_jwk, created_at, activated_at, retired_at, compromised_at) on issuer_keys to insignia_app;
--> statement-breakpoint
create policy public_read on issuer_keys for select to insignia_app using (true);
--> statement-breakpoint
revoke insert, update, delete on settings from insignia_app;
--> statement-breakpoint
revoke update, delete on audit_events from insignia_app;
--> statement-breakpoint
-- Public look-ups: one record by its code or address, never a list.
create function public_credential(by_code text, by_iri text) returns table (
  id uuid, iri text, code text, programme_id uuid, visibility text, is_trial boolean, sha256 text, signed text, erased_at timestamptz,
  award_state text, successor_code text, successor_iri text, revoked_at timestamptz, revocation_category text)
language sql stable security definer set search_path = public, pg_temp as $$
  select c.id, c.iri, c.code, c.programme_id, c.visibility, c.is_trial, c.sha256, b.signed, c.erased_at, a.state,
    n.code, n.iri, r.confirmed_at, r.category
  from credentials c join credential_bytes b on b.credential_id = c.id join awards a on a.id = c.award_id
  left join awards next_award on next_award.supersedes_id = a.id and next_award.state = 'issued'
  left join credentials n on n.award_id = next_award.id and n.state = 'signed' and n.visibility = 'link' and n.erased_at is null
  left join revocations r on r.credential_id = c.id and r.confirmed_at is not null
  where c.state = 'signed' and (c.code = by_code or c.iri = by_iri) $$;
--> statement-breakpoint
-- How much was judged for a public credential, and where the log tells of it; nothing of what was judged.
create function public_judged(credential uuid) returns table (evidence_items integer, log_position bigint, log_hash text)
language sql stable security definer set search_path = public, pg_temp as $$
  select (select count(distinct si.evidence_version_id)::int from submission_items si where si.submission_id = d.submission_id), e.seq, e.hash
  from credentials c join awards a on a.id = c.award_id join decisions d on d.id = a.decision_id
  left join audit_events e on e.subject_type = 'credential' and e.subject_id = c.id::text and e.action = 'award.issued'
  where c.id = credential and c.state = 'signed' and c.erased_at is null $$;
--> statement-breakpoint
-- The head of the judgement log, locked until the transaction ends: events of concurrent transactions follow each other.
create function audit_head() returns table (seq bigint, hash text)
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  perform pg_advisory_xact_lock(727273);
  return query select coalesce(e.seq, 0), coalesce(e.hash, repeat('0', 64)) from (select 1) one
    left join lateral (select a.seq, a.hash from audit_events a order by a.seq desc limit 1) e on true;
end $$;
--> statement-breakpoint
create function audit_guard() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare last audit_events;
begin
  if tg_op <> 'INSERT' then perform insignia_refuse('immutable'); end if;
  select * into last from audit_events order by seq desc limit 1;
  if new.seq <> coalesce(last.seq, 0) + 1 or new.prev_hash <> coalesce(last.hash, repeat('0', 64)) then
    perform insignia_refuse('broken-chain');
  end if;
  return new;
end $$;
--> statement-breakpoint
create trigger audit_guard before insert or update or delete on audit_events for each row execute function audit_guard();
--> statement-breakpoint
create function immutable_row() returns trigger language plpgsql as $$
begin perform insignia_refuse('immutable'); return null; end $$;
--> statement-breakpoint
create trigger immutable_row before update or delete on decision_criteria for each row execute function immutable_row();
--> statement-breakpoint
create trigger immutable_row before update or delete on reconciliation_signatures for each row execute function immutable_row();
--> statement-breakpoint
create trigger immutable_row before update or delete on submission_exceptions for each row execute function immutable_row();
--> statement-breakpoint
-- A mentor is in conflict with each of their mentees, for a year after the pairing ends.
create function derive_conflict() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if tg_op = 'INSERT' then
    insert into conflicts_of_interest (id, programme_id, person_id, participant_id, kind, source, pairing_id, starts_on, ends_on, cooling_off_months)
    values (gen_random_uuid(), new.programme_id, new.mentor_id, new.participant_id, 'mentor', 'derived', new.id, new.starts_on, new.ends_on, 12);
  else
    update conflicts_of_interest set ends_on = new.ends_on where pairing_id = new.id;
  end if;
  return new;
end $$;
--> statement-breakpoint
create trigger derive_conflict after insert or update on mentor_pairings for each row execute function derive_conflict();
--> statement-breakpoint
create function live_conflict(programme uuid, person uuid, participant uuid, at timestamptz) returns text
language sql stable security definer set search_path = public, pg_temp as $$
  select c.kind || ':' || c.source from conflicts_of_interest c
  where c.programme_id = programme and c.person_id = person and c.participant_id = participant and c.starts_on <= at::date
    and (c.ends_on is null or (c.ends_on + make_interval(months => c.cooling_off_months))::date >= at::date)
  order by (c.kind = 'mentor') desc limit 1 $$;
--> statement-breakpoint
create function framework_guard() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if tg_op = 'DELETE' then
    if insignia_published(old.state) then perform insignia_refuse('published-item'); end if;
    return old;
  end if;
  if new.id <> old.id or new.uri <> old.uri or new.programme_id <> old.programme_id then perform insignia_refuse('published-item'); end if;
  if insignia_published(old.state) and not insignia_published(new.state) then perform insignia_refuse('immutable'); end if;
  if new.state = 'published' and old.state <> 'published' then
    perform require_two_approvals('framework', new.id, new.content_hash);
  end if;
  return new;
end $$;
--> statement-breakpoint
create function require_two_approvals(kind text, subject uuid, content text) returns void
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if (select count(distinct r.organisation_id) from validation_reviews r where r.subject_type = kind and r.subject_id = subject
        and r.content_hash = content and r.outcome = 'approved' and r.voided_at is null
        and not exists (select from authorships a where a.subject_type = kind and a.subject_id = subject and a.person_id = r.reviewer_id)) < 2
    or exists (select from validation_reviews r where r.subject_type = kind and r.subject_id = subject
        and r.content_hash = content and r.outcome = 'changes_requested' and r.voided_at is null) then
    perform insignia_refuse('validation-incomplete');
  end if;
end $$;
--> statement-breakpoint
create trigger framework_guard before update or delete on frameworks for each row execute function framework_guard();
--> statement-breakpoint
create function framework_item_guard() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if tg_op = 'DELETE' then
    if exists (select from frameworks f where f.id = old.framework_id and insignia_published(f.state)) then perform insignia_refuse('published-item'); end if;
    return old;
  end if;
  if new.id <> old.id or new.uri <> old.uri or new.framework_id <> old.framework_id then perform insignia_refuse('published-item'); end if;
  return new;
end $$;
--> statement-breakpoint
create trigger framework_item_guard before update or delete on framework_items for each row execute function framework_item_guard();
--> statement-breakpoint
create function review_guard() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if tg_op = 'INSERT' then
    if exists (select from authorships a where a.subject_type = new.subject_type and a.subject_id = new.subject_id and a.person_id = new.reviewer_id) then
      perform insignia_refuse('author-cannot-validate');
    end if;
    return new;
  end if;
  if tg_op = 'DELETE' or row(new.subject_id, new.content_hash, new.reviewer_id, new.organisation_id, new.outcome, new.comment, new.at)
    is distinct from row(old.subject_id, old.content_hash, old.reviewer_id, old.organisation_id, old.outcome, old.comment, old.at)
    or old.voided_at is not null then perform insignia_refuse('immutable'); end if;
  return new;
end $$;
--> statement-breakpoint
create trigger review_guard before insert or update or delete on validation_reviews for each row execute function review_guard();
--> statement-breakpoint
create function version_guard() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if tg_op = 'DELETE' then
    if insignia_published(old.state) then perform insignia_refuse('published-item'); end if;
    return old;
  end if;
  if new.id <> old.id or new.micro_course_id <> old.micro_course_id or new.version <> old.version then perform insignia_refuse('immutable'); end if;
  if insignia_published(old.state) and (not insignia_published(new.state) or
    to_jsonb(new) - 'state' is distinct from to_jsonb(old) - 'state') then perform insignia_refuse('immutable'); end if;
  if new.state = 'published' and old.state <> 'published' then
    perform require_two_approvals('micro_course_version', new.id, new.content_hash);
    update rubrics set frozen_at = insignia_at() where id = new.rubric_id and frozen_at is null;
  end if;
  return new;
end $$;
--> statement-breakpoint
create trigger version_guard before update or delete on micro_course_versions for each row execute function version_guard();
--> statement-breakpoint
create function version_part_guard() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare part uuid := case when tg_op = 'DELETE' then old.version_id else new.version_id end;
begin
  if exists (select from micro_course_versions v where v.id = part and insignia_published(v.state)) then perform insignia_refuse('immutable'); end if;
  return case when tg_op = 'DELETE' then old else new end;
end $$;
--> statement-breakpoint
create trigger version_part_guard before insert or update or delete on version_outcomes for each row execute function version_part_guard();
--> statement-breakpoint
create trigger version_part_guard before insert or update or delete on evidence_requirements for each row execute function version_part_guard();
--> statement-breakpoint
create function rubric_guard() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if old.frozen_at is not null then perform insignia_refuse('immutable'); end if;
  return case when tg_op = 'DELETE' then old else new end;
end $$;
--> statement-breakpoint
create trigger rubric_guard before update or delete on rubrics for each row execute function rubric_guard();
--> statement-breakpoint
create function criterion_guard() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if exists (select from rubrics r where r.id = case when tg_op = 'DELETE' then old.rubric_id else new.rubric_id end and r.frozen_at is not null) then
    perform insignia_refuse('immutable');
  end if;
  return case when tg_op = 'DELETE' then old else new end;
end $$;
--> statement-breakpoint
create trigger criterion_guard before insert or update or delete on criteria for each row execute function criterion_guard();
--> statement-breakpoint
create function criterion_level_guard() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if exists (select from criteria c join rubrics r on r.id = c.rubric_id
      where c.id = case when tg_op = 'DELETE' then old.criterion_id else new.criterion_id end and r.frozen_at is not null) then
    perform insignia_refuse('immutable');
  end if;
  return case when tg_op = 'DELETE' then old else new end;
end $$;
--> statement-breakpoint
create trigger criterion_level_guard before insert or update or delete on criterion_levels for each row execute function criterion_level_guard();
--> statement-breakpoint
create function evidence_version_guard() returns trigger language plpgsql as $$
begin
  if to_jsonb(new) - '{scan_status,bytes_deleted_at}'::text[] is distinct from to_jsonb(old) - '{scan_status,bytes_deleted_at}'::text[]
    or (old.scan_status in ('clean', 'infected', 'unscannable') and new.scan_status <> old.scan_status) then
    perform insignia_refuse('immutable');
  end if;
  return new;
end $$;
--> statement-breakpoint
create trigger evidence_version_guard before update on evidence_versions for each row execute function evidence_version_guard();
--> statement-breakpoint
create function submission_guard() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare missing uuid;
begin
  if tg_op = 'DELETE' then
    if old.state <> 'draft' then perform insignia_refuse('immutable'); end if;
    return old;
  end if;
  if new.participant_id <> old.participant_id or new.attempt <> old.attempt or new.micro_course_id <> old.micro_course_id
    or new.programme_id <> old.programme_id then perform insignia_refuse('immutable'); end if;
  if old.state not in ('draft', 'returned_for_completion') and
    to_jsonb(new) - 'state' is distinct from to_jsonb(old) - 'state' then perform insignia_refuse('immutable'); end if;
  if new.state <> old.state then
    if not (old.state || '>' || new.state = any (array['draft>submitted', 'draft>withdrawn', 'submitted>returned_for_completion',
      'returned_for_completion>submitted', 'returned_for_completion>withdrawn', 'submitted>in_assessment', 'submitted>withdrawn', 'in_assessment>withdrawn',
      'in_assessment>awaiting_reconciliation', 'in_assessment>decided', 'awaiting_reconciliation>decided',
      'awaiting_reconciliation>in_adjudication', 'in_adjudication>decided', 'decided>released', 'released>closed'])) then
      perform insignia_refuse('invalid-transition');
    end if;
    if new.state = 'submitted' then
      if exists (select from submission_items si where si.submission_id = new.id and not insignia_consent_holds(si.evidence_version_id)) then
        perform insignia_refuse('consent-missing');
      end if;
      if exists (select from submission_items si join evidence_versions v on v.id = si.evidence_version_id
          where si.submission_id = new.id and v.scan_status <> 'clean') then perform insignia_refuse('evidence-not-clean'); end if;
      if exists (select from criteria c where c.rubric_id = new.rubric_id
          and not exists (select from submission_items si where si.submission_id = new.id and si.criterion_id = c.id)
          and not exists (select from carry_forwards cf where cf.submission_id = new.id and cf.criterion_id = c.id)) then
        perform insignia_refuse('evidence-required');
      end if;
    end if;
    if new.state = 'withdrawn' and exists (select from judgements j where j.submission_id = new.id and j.sealed_at is not null and j.state <> 'void') then
      perform insignia_refuse('already-judged');
    end if;
  end if;
  return new;
end $$;
--> statement-breakpoint
create trigger submission_guard before update or delete on submissions for each row execute function submission_guard();
--> statement-breakpoint
create function submission_insert_guard() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if new.attempt > 1 and not exists (select from submissions s join decisions d on d.submission_id = s.id and d.superseded_at is null
      where s.participant_id = new.participant_id and s.micro_course_id = new.micro_course_id and s.attempt = new.attempt - 1
        and d.released_at is not null and d.outcome = 'not_yet_competent') then
    perform insignia_refuse('previous-attempt-open');
  end if;
  return new;
end $$;
--> statement-breakpoint
create trigger submission_insert_guard before insert on submissions for each row execute function submission_insert_guard();
--> statement-breakpoint
create function snapshot_guard() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare owner_submission uuid := case when tg_op = 'DELETE' then old.submission_id else new.submission_id end; found submissions;
begin
  select * into found from submissions s where s.id = owner_submission;
  if found.id is not null and found.state not in ('draft', 'returned_for_completion') then perform insignia_refuse('immutable'); end if;
  if tg_op <> 'DELETE' and tg_table_name = 'submission_items' and not exists (
    select from evidence_versions v join evidence_items e on e.id = v.item_id
    where v.id = new.evidence_version_id and e.owner_id = found.participant_id) then perform insignia_refuse('evidence-not-owned'); end if;
  return case when tg_op = 'DELETE' then old else new end;
end $$;
--> statement-breakpoint
create trigger snapshot_guard before insert or update or delete on submission_items for each row execute function snapshot_guard();
--> statement-breakpoint
create function carry_forward_guard() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare owner_submission uuid := case when tg_op = 'DELETE' then old.submission_id else new.submission_id end; found submissions;
begin
  select * into found from submissions s where s.id = owner_submission;
  if found.id is not null and found.state not in ('draft', 'returned_for_completion') then perform insignia_refuse('immutable'); end if;
  if tg_op <> 'DELETE' and not exists (select from decision_criteria dc join decisions d on d.id = dc.decision_id join submissions s on s.id = d.submission_id
      where dc.decision_id = new.from_decision_id and dc.criterion_id = new.criterion_id and dc.is_met and dc.level = new.level
        and d.released_at is not null and d.superseded_at is null and s.participant_id = found.participant_id and s.rubric_id = found.rubric_id) then
    perform insignia_refuse('not-met-cannot-carry');
  end if;
  return case when tg_op = 'DELETE' then old else new end;
end $$;
--> statement-breakpoint
create trigger carry_forward_guard before insert or update or delete on carry_forwards for each row execute function carry_forward_guard();
--> statement-breakpoint
create function judgement_conflict(judgement judgements, at timestamptz) returns void
language plpgsql stable security definer set search_path = public, pg_temp as $$
declare participant uuid; conflict text;
begin
  select s.participant_id into participant from submissions s where s.id = judgement.submission_id;
  if participant = judgement.assessor_id then perform insignia_refuse('coi-self'); end if;
  conflict := live_conflict(judgement.programme_id, judgement.assessor_id, participant, at);
  if conflict is not null then
    perform insignia_refuse(case when conflict like '%:declared' then 'coi-declared' else 'coi-' || replace(split_part(conflict, ':', 1), '_', '-') end);
  end if;
end $$;
--> statement-breakpoint
create function judgement_insert_guard() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  perform pg_advisory_xact_lock(hashtext(new.submission_id::text));
  perform judgement_conflict(new, new.assigned_at);
  if not exists (select from persons p where p.id = new.assessor_id and p.organisation_id = new.organisation_id)
    or not exists (select from programme_organisations po where po.programme_id = new.programme_id
      and po.organisation_id = new.organisation_id and po.is_assessing) then perform insignia_refuse('joint-orgs-required'); end if;
  if new.slot in ('A', 'B') then
    if exists (select from judgements j where j.submission_id = new.submission_id and j.slot in ('A', 'B') and j.slot <> new.slot
        and j.state not in ('declined', 'void') and (j.organisation_id = new.organisation_id or j.assessor_id = new.assessor_id)) then
      perform insignia_refuse('joint-orgs-required');
    end if;
  elsif exists (select from judgements j where j.submission_id = new.submission_id and j.assessor_id = new.assessor_id
      and (j.slot <> new.slot or j.appeal_id is distinct from new.appeal_id) and (j.sealed_at is not null or j.state not in ('declined', 'void'))) then
    perform insignia_refuse('prior-involvement');
  end if;
  return new;
end $$;
--> statement-breakpoint
create trigger judgement_insert_guard before insert on judgements for each row execute function judgement_insert_guard();
--> statement-breakpoint
create function judgement_guard() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if tg_op = 'DELETE' then perform insignia_refuse('immutable'); end if;
  if row(new.id, new.programme_id, new.submission_id, new.assessor_id, new.organisation_id, new.slot, new.appeal_id, new.assigned_by_id, new.assigned_at)
    is distinct from row(old.id, old.programme_id, old.submission_id, old.assessor_id, old.organisation_id, old.slot, old.appeal_id, old.assigned_by_id, old.assigned_at)
    then perform insignia_refuse('immutable'); end if;
  if old.sealed_at is not null and row(new.sealed_at, new.language_support, new.accepted_at, new.declared_no_conflict_at)
    is distinct from row(old.sealed_at, old.language_support, old.accepted_at, old.declared_no_conflict_at) then perform insignia_refuse('immutable'); end if;
  if old.revealed_at is not null and to_jsonb(new) is distinct from to_jsonb(old) then perform insignia_refuse('immutable'); end if;
  if old.state in ('declined', 'void') and new.state <> old.state then perform insignia_refuse('terminal-state'); end if;
  if new.accepted_at is not null and old.accepted_at is null then perform judgement_conflict(new, new.accepted_at); end if;
  if new.sealed_at is not null and old.sealed_at is null then
    perform judgement_conflict(new, new.sealed_at);
    perform judgement_sealable(new);
  end if;
  return new;
end $$;
--> statement-breakpoint
create function judgement_sealable(judgement judgements) returns void
language plpgsql stable security definer set search_path = public, pg_temp as $$
declare submission submissions;
begin
  select * into submission from submissions s where s.id = judgement.submission_id;
  if not exists (select from assessor_qualifications q where q.person_id = judgement.assessor_id and q.rubric_id = submission.rubric_id
      and q.calibrated_at <= judgement.sealed_at and q.valid_until > judgement.sealed_at) then
    perform insignia_refuse('qualification-missing');
  end if;
  if judgement.slot in ('A', 'B') and exists (select from criteria c where c.rubric_id = submission.rubric_id
      and not exists (select from carry_forwards cf where cf.submission_id = submission.id and cf.criterion_id = c.id)
      and not exists (select from criterion_judgements cj where cj.judgement_id = judgement.id and cj.criterion_id = c.id)) then
    perform insignia_refuse('judgement-incomplete');
  end if;
  if not exists (select from criterion_judgements cj where cj.judgement_id = judgement.id) then perform insignia_refuse('judgement-incomplete'); end if;
  if exists (select from criterion_judgements cj join criteria c on c.id = cj.criterion_id
      where cj.judgement_id = judgement.id and cj.level >= c.required_level
        and not exists (select from criterion_judgement_evidence e join submission_items si on si.evidence_version_id = e.evidence_version_id
          where e.criterion_judgement_id = cj.id and si.submission_id = submission.id)) then
    perform insignia_refuse('evidence-required');
  end if;
end $$;
--> statement-breakpoint
create trigger judgement_guard before update or delete on judgements for each row execute function judgement_guard();
--> statement-breakpoint
create function criterion_judgement_guard() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if exists (select from judgements j where j.id = case when tg_op = 'INSERT' then new.judgement_id else old.judgement_id end
      and (j.sealed_at is not null or j.state in ('declined', 'void'))) then perform insignia_refuse('immutable'); end if;
  if tg_op <> 'DELETE' and new.level is not null and not exists (
      select from criterion_levels l where l.criterion_id = new.criterion_id and l.position = new.level) then
    perform insignia_refuse('unknown-level');
  end if;
  return case when tg_op = 'DELETE' then old else new end;
end $$;
--> statement-breakpoint
create trigger criterion_judgement_guard before insert or update or delete on criterion_judgements for each row execute function criterion_judgement_guard();
--> statement-breakpoint
create function criterion_evidence_guard() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare found judgements;
begin
  select j.* into found from judgements j join criterion_judgements cj on cj.judgement_id = j.id
    where cj.id = case when tg_op = 'DELETE' then old.criterion_judgement_id else new.criterion_judgement_id end;
  if found.sealed_at is not null then perform insignia_refuse('immutable'); end if;
  if tg_op <> 'DELETE' and not exists (select from submission_items si where si.submission_id = found.submission_id
      and si.evidence_version_id = new.evidence_version_id) then perform insignia_refuse('evidence-not-in-submission'); end if;
  return case when tg_op = 'DELETE' then old else new end;
end $$;
--> statement-breakpoint
create trigger criterion_evidence_guard before insert or update or delete on criterion_judgement_evidence for each row execute function criterion_evidence_guard();
--> statement-breakpoint
-- Both sealed: both revealed, in one step, by whichever transaction came second. True when this call revealed them.
create function reveal_when_both_sealed(submission uuid) returns boolean
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  perform from submissions s where s.id = submission for update;
  if (select count(*) from judgements j where j.submission_id = submission and j.slot in ('A', 'B') and j.state = 'sealed') < 2 then return false; end if;
  update judgements set state = 'revealed', revealed_at = insignia_at()
    where submission_id = submission and slot in ('A', 'B') and state = 'sealed';
  return true;
end $$;
--> statement-breakpoint
-- Panel members are revealed to each other together as well.
create function reveal_when_panel_sealed(appeal uuid) returns boolean
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  perform from appeals a where a.id = appeal for update;
  if exists (select from judgements j where j.appeal_id = appeal and j.state not in ('sealed', 'declined', 'void', 'final'))
    or (select count(distinct j.organisation_id) from judgements j where j.appeal_id = appeal and j.state = 'sealed') < 2 then return false; end if;
  update judgements set state = 'final', revealed_at = insignia_at() where appeal_id = appeal and state = 'sealed';
  return true;
end $$;
--> statement-breakpoint
create function reconciliation_guard() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' or old.agreed_at is not null or to_jsonb(new) - '{agreed_at,replaced_at}'::text[]
    is distinct from to_jsonb(old) - '{agreed_at,replaced_at}'::text[] then perform insignia_refuse('immutable'); end if;
  if new.agreed_at is not null and (select count(*) from reconciliation_signatures g where g.reconciliation_id = new.id) < 2 then
    perform insignia_refuse('signature-missing');
  end if;
  return new;
end $$;
--> statement-breakpoint
create trigger reconciliation_guard before update or delete on reconciliations for each row execute function reconciliation_guard();
--> statement-breakpoint
create function decision_guard() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if tg_op = 'DELETE' then perform insignia_refuse('immutable'); end if;
  if to_jsonb(new) - '{released_at,released_by_id,appeal_until,superseded_at}'::text[]
    is distinct from to_jsonb(old) - '{released_at,released_by_id,appeal_until,superseded_at}'::text[]
    or (old.released_at is not null and row(new.released_at, new.released_by_id, new.appeal_until)
      is distinct from row(old.released_at, old.released_by_id, old.appeal_until))
    or (old.superseded_at is not null and new.superseded_at is distinct from old.superseded_at) then perform insignia_refuse('immutable'); end if;
  if new.released_at is not null and old.released_at is null then
    if new.released_at < new.decided_at then perform insignia_refuse('out-of-order'); end if;
    if exists (select from decision_criteria dc where dc.decision_id = new.id and not dc.is_met
        and not exists (select from feedback f where f.decision_id = new.id and f.criterion_id = dc.criterion_id)) then
      perform insignia_refuse('feedback-required');
    end if;
  end if;
  return new;
end $$;
--> statement-breakpoint
create trigger decision_guard before update or delete on decisions for each row execute function decision_guard();
--> statement-breakpoint
create function feedback_guard() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if exists (select from decisions d where d.id = case when tg_op = 'DELETE' then old.decision_id else new.decision_id end and d.released_at is not null) then
    perform insignia_refuse('immutable');
  end if;
  return case when tg_op = 'DELETE' then old else new end;
end $$;
--> statement-breakpoint
create trigger feedback_guard before insert or update or delete on feedback for each row execute function feedback_guard();
--> statement-breakpoint
-- Checked at commit: a decision holds exactly what the sealed judgements, signatures and panels say, and nothing else.
create function decision_consistent() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare submission submissions; part record;
begin
  select * into submission from submissions s where s.id = new.submission_id;
  if (select count(*) from criteria c where c.rubric_id = submission.rubric_id)
    <> (select count(*) from decision_criteria dc where dc.decision_id = new.id) then perform insignia_refuse('decision-inconsistent'); end if;
  if (new.outcome = 'competent') <> (select bool_and(dc.is_met) from decision_criteria dc where dc.decision_id = new.id) then
    perform insignia_refuse('decision-inconsistent');
  end if;
  for part in select dc.* from decision_criteria dc where dc.decision_id = new.id loop
    if not decision_part_holds(new.submission_id, part.criterion_id, part.level, part.basis) then perform insignia_refuse('decision-inconsistent'); end if;
  end loop;
  return null;
end $$;
--> statement-breakpoint
create function decision_part_holds(submission uuid, criterion uuid, agreed integer, basis text) returns boolean
language sql stable security definer set search_path = public, pg_temp as $$
  select case basis
    when 'exact_agreement' then (select count(*) = 2 from judgements j join criterion_judgements cj on cj.judgement_id = j.id
      where j.submission_id = submission and j.slot in ('A', 'B') and j.state = 'revealed' and cj.criterion_id = criterion
        and cj.level is not distinct from agreed)
    when 'reconciled' then exists (select from reconciliations r where r.submission_id = submission and r.criterion_id = criterion
      and r.agreed_at is not null and r.replaced_at is null and r.agreed_level is not distinct from agreed)
    when 'adjudicated' then exists (select from judgements j join criterion_judgements cj on cj.judgement_id = j.id
      where j.submission_id = submission and j.slot = 'adjudicator' and j.state = 'final' and cj.criterion_id = criterion
        and cj.level is not distinct from agreed)
    when 'appeal_panel' then (select count(distinct j.organisation_id) >= 2 from judgements j join criterion_judgements cj on cj.judgement_id = j.id
      where j.submission_id = submission and j.slot = 'appeal_panel' and j.state = 'final' and cj.criterion_id = criterion
        and cj.level is not distinct from agreed)
    when 'carried_forward' then exists (select from carry_forwards cf where cf.submission_id = submission and cf.criterion_id = criterion and cf.level = agreed)
    else false end $$;
--> statement-breakpoint
create constraint trigger decision_consistent after insert on decisions deferrable initially deferred for each row execute function decision_consistent();
--> statement-breakpoint
create function award_guard() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if tg_op = 'DELETE' then perform insignia_refuse('immutable'); end if;
  if new.name_as_issued = '' and to_jsonb(new) - 'name_as_issued' = to_jsonb(old) - 'name_as_issued' and exists (
    select from credentials c join erasures e on e.credential_id = c.id where c.award_id = new.id and e.confirmed_at is not null) then return new; end if;
  if old.state in ('revoked', 'superseded', 'cancelled', 'expired') and to_jsonb(new) is distinct from to_jsonb(old) then
    if not (old.state = 'revoked' and new.state = 'superseded') then perform insignia_refuse('terminal-state'); end if;
  end if;
  if old.state in ('issued', 'revoked') and to_jsonb(new) - '{state,ended_at}'::text[] is distinct from to_jsonb(old) - '{state,ended_at}'::text[]
    then perform insignia_refuse('immutable'); end if;
  if not (new.state = old.state or old.state || '>' || new.state = any (array['proposed>approved', 'proposed>cancelled', 'approved>issued',
    'approved>cancelled', 'issued>revoked', 'issued>expired', 'issued>superseded', 'revoked>superseded'])) then perform insignia_refuse('terminal-state'); end if;
  return new;
end $$;
--> statement-breakpoint
create trigger award_guard before update or delete on awards for each row execute function award_guard();
--> statement-breakpoint
create function award_consistent() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare decision decisions; submission submissions;
begin
  if new.state in ('cancelled', 'revoked', 'superseded', 'expired') then return null; end if;
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
create constraint trigger award_consistent after insert or update on awards deferrable initially deferred for each row execute function award_consistent();
--> statement-breakpoint
create function endorsement_guard() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare award awards; found_submission uuid;
begin
  if tg_op = 'DELETE' then perform insignia_refuse('immutable'); end if;
  if tg_op = 'UPDATE' then
    if to_jsonb(new) - '{iri,signed}'::text[] is distinct from to_jsonb(old) - '{iri,signed}'::text[] or old.signed is not null then perform insignia_refuse('immutable'); end if;
    return new;
  end if;
  select * into award from awards w where w.id = new.award_id;
  select d.submission_id into found_submission from decisions d where d.id = award.decision_id;
  if not exists (select from persons p where p.id = new.endorsed_by_id and p.organisation_id = new.organisation_id)
    or not exists (select from programme_organisations po where po.programme_id = new.programme_id and po.organisation_id = new.organisation_id and po.is_endorsing)
    or exists (select from programmes p where p.id = new.programme_id and p.awarding_organisation_id = new.organisation_id) then
    perform insignia_refuse('wrong-endorsing-organisation');
  end if;
  if exists (select from judgements j where j.submission_id = found_submission and j.assessor_id = new.endorsed_by_id
      and (j.sealed_at is not null or j.state not in ('declined', 'void'))) then perform insignia_refuse('separation-of-duties'); end if;
  return new;
end $$;
--> statement-breakpoint
create trigger endorsement_guard before insert or update or delete on partner_endorsements for each row execute function endorsement_guard();
--> statement-breakpoint
create function credential_guard() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if tg_op = 'DELETE' then perform insignia_refuse('immutable'); end if;
  if to_jsonb(new) - '{state,sha256,visibility,erased_at}'::text[] is distinct from to_jsonb(old) - '{state,sha256,visibility,erased_at}'::text[]
    or (old.sha256 is not null and new.sha256 is distinct from old.sha256)
    or (new.state <> old.state and old.state || '>' || new.state not in ('reserved>prepared', 'prepared>signed'))
    or (new.state = 'signed' and new.sha256 is null) then perform insignia_refuse('immutable'); end if;
  if new.erased_at is distinct from old.erased_at and not exists (select from erasures e where e.credential_id = new.id and e.confirmed_at is not null) then
    perform insignia_refuse('immutable');
  end if;
  return new;
end $$;
--> statement-breakpoint
create trigger credential_guard before update or delete on credentials for each row execute function credential_guard();
--> statement-breakpoint
create function credential_bytes_guard() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' then perform insignia_refuse('immutable'); end if;
  if new.credential_id <> old.credential_id then perform insignia_refuse('immutable'); end if;
  if new.unsigned is null and new.signed is null and current_user <> 'insignia_app' and exists (
    select from erasures e where e.credential_id = new.credential_id and e.confirmed_at is not null) then return new; end if;
  if (old.unsigned is not null and new.unsigned is distinct from old.unsigned)
    or (old.signed is not null and new.signed is distinct from old.signed) then perform insignia_refuse('immutable'); end if;
  return new;
end $$;
--> statement-breakpoint
create trigger credential_bytes_guard before update or delete on credential_bytes for each row execute function credential_bytes_guard();
--> statement-breakpoint
create function erasure_guard() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' or (tg_op = 'UPDATE' and old.confirmed_at is not null) then perform insignia_refuse('immutable'); end if;
  if new.confirmed_by_id is not null and new.confirmed_by_id = new.requested_by_id then perform insignia_refuse('second-person-required'); end if;
  return new;
end $$;
--> statement-breakpoint
create trigger erasure_guard before insert or update or delete on erasures for each row execute function erasure_guard();
--> statement-breakpoint
-- The only change ever allowed to signed bytes: two people asked for it, and id, SHA-256, status index and log stay.
create function erase_credential(credential uuid) returns void language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if not exists (select from erasures e where e.credential_id = credential and e.confirmed_at is not null) then perform insignia_refuse('second-person-required'); end if;
  update credential_bytes set unsigned = null, signed = null where credential_id = credential;
  update credentials set erased_at = insignia_at() where id = credential and erased_at is null;
  update awards set name_as_issued = '' where id = (select c.award_id from credentials c where c.id = credential);
end $$;
--> statement-breakpoint
create function revocation_guard() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' then perform insignia_refuse('immutable'); end if;
  if tg_op = 'UPDATE' and (old.confirmed_at is not null or old.refused_at is not null
    or to_jsonb(new) - '{confirmed_by_id,confirmed_at,refused_at}'::text[] is distinct from to_jsonb(old) - '{confirmed_by_id,confirmed_at,refused_at}'::text[]) then
    perform insignia_refuse('terminal-state');
  end if;
  if new.confirmed_by_id is not null and new.confirmed_by_id = new.requested_by_id then perform insignia_refuse('second-person-required'); end if;
  return new;
end $$;
--> statement-breakpoint
create trigger revocation_guard before insert or update or delete on revocations for each row execute function revocation_guard();
--> statement-breakpoint
create function status_entry_guard() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if tg_op = 'DELETE' then perform insignia_refuse('immutable'); end if;
  if tg_op = 'INSERT' then
    if new.is_set or new.index < 0 or new.index >= (select l.length from status_lists l where l.id = new.list_id) then perform insignia_refuse('immutable'); end if;
    return new;
  end if;
  if old.is_set or not new.is_set or not exists (select from credentials c join revocations r on r.credential_id = c.id
      where c.status_list_id = new.list_id and c.status_index = new.index and r.confirmed_at is not null) then perform insignia_refuse('terminal-state'); end if;
  return new;
end $$;
--> statement-breakpoint
create trigger status_entry_guard before insert or update or delete on status_entries for each row execute function status_entry_guard();
--> statement-breakpoint
revoke execute on all functions in schema public from public;
--> statement-breakpoint
grant execute on all functions in schema public to insignia_app;
