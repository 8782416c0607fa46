import { sql, type SQL } from 'drizzle-orm'
import type { Stage } from './stage.ts'

/** What a handler that forgot to ask would send, as the application role. */
export interface SqlAttempt {
  readonly name: string
  readonly as: string
  /** Null where the wall is that there is nothing to be seen or touched. */
  readonly code: string | null
  readonly query: (stage: Stage) => SQL
}

const at = sql`insignia_at()`

const attempt = (name: string, as: string, code: string | null, query: SqlAttempt['query']): SqlAttempt => ({
  ...{ name, as, code, query },
})

const person = (stage: Stage, name: string): string => stage.people[name]?.personId ?? ''

const approving =
  (name: string, when = at) =>
  (stage: Stage) =>
    sql`update awards set state = 'approved', approved_by_id = ${person(stage, name)}, approved_at = ${when}
    where id = ${stage.proposed.awardId}`

const changing = (award: 'proposed' | 'approved' | 'onHold' | 'cancelled' | 'issued', change: SQL) => (stage: Stage) =>
  sql`update awards set ${change} where id = ${stage[award].awardId}`

const ofIssued = (change: SQL) => (stage: Stage) =>
  sql`update credentials set ${change} where id = ${stage.issued.credentialId}`

const bytes = (change: SQL) => (stage: Stage) =>
  sql`update credential_bytes set ${change} where credential_id = ${stage.issued.credentialId}`

const endorsing = (name: string) => (stage: Stage) => {
  const { id, partner } = stage.scene.programme
  return sql`insert into partner_endorsements
    (id, programme_id, award_id, organisation_id, endorsed_by_id, endorsed_at, comment, decision_content_hash)
    values (gen_random_uuid(), ${id}, ${stage.approved.awardId}, ${partner}, ${person(stage, name)}, ${at}, '{}', 'x')`
}

/** Another award in the place of the cancelled one. */
const awarding = (state: SQL, approvedBy: string) => (stage: Stage) =>
  sql`insert into awards (id, programme_id, participant_id, micro_course_id, version_id, decision_id, state,
      name_as_issued, language, shows_level, proposed_at, approved_by_id, approved_at)
    select gen_random_uuid(), programme_id, participant_id, micro_course_id, version_id, decision_id, ${state},
      'X', 'es', false, ${at}, ${person(stage, approvedBy)}, ${at} from awards where id = ${stage.cancelled.awardId}`

const reserving = (state: SQL) => (stage: Stage) =>
  sql`insert into credentials (id, iri, code, programme_id, award_id, issuer_organisation_id, key_id, status_list_id,
      status_index, state, proof_created_at, valid_from, subject_iri, identity_salt, is_trial)
    select gen_random_uuid(), 'x', 'x', programme_id, ${stage.proposed.awardId}, issuer_organisation_id, key_id,
      status_list_id, 1, ${state}, ${at}, ${at}, 'x', 'x', false from credentials where id = ${stage.issued.credentialId}`

const asking = (table: SQL, requestedBy: string, columns: SQL, values: SQL) => (stage: Stage) =>
  sql`insert into ${table} (id, programme_id, credential_id, requested_by_id, requested_at${columns})
    values (gen_random_uuid(), ${stage.scene.programme.id}, ${stage.issued.credentialId}, ${person(stage, requestedBy)},
      ${at}${values})`

const category = [sql`, category`, sql`, 'holder_request'`] as const
const nothing = [sql``, sql``] as const
const confirmed = [sql`, category, confirmed_at`, sql`, 'holder_request', ${at}`] as const

export const SQL_ATTEMPTS: readonly SqlAttempt[] = [
  attempt('the holder approves for a signatory', 'holder', 'forbidden', approving('signatory')),
  attempt('a signatory approves for another', 'signatory', 'forbidden', approving('signatoryB')),
  attempt('a coordinator approves', 'coordinator', 'forbidden', approving('coordinator')),
  attempt('an assessor approves', 'assessorSigning', 'separation-of-duties', approving('assessor')),
  attempt(
    'approved before release',
    'signatory',
    'out-of-order',
    approving('signatory', sql`timestamptz '2026-01-01'`),
  ),
  attempt('an award begins approved', 'signatory', 'out-of-order', awarding(sql`'approved'`, 'signatory')),
  attempt(
    'issued without a signed endorsement',
    'signatory',
    'endorsement-missing',
    changing('onHold', sql`state = 'issued', issued_at = ${at}`),
  ),
  attempt(
    'revoked by one person',
    'signatory',
    'second-person-required',
    changing('issued', sql`state = 'revoked', ended_at = ${at}`),
  ),
  attempt(
    'replaced though it is valid',
    'signatory',
    'second-person-required',
    changing('issued', sql`state = 'superseded'`),
  ),
  attempt(
    'a cancelled award comes back',
    'signatory',
    'terminal-state',
    changing('cancelled', sql`state = 'proposed', ended_at = null`),
  ),
  attempt(
    'an issued award changes its decision',
    'signatory',
    'immutable',
    (s) => sql`update awards set decision_id = ${s.proposed.decisionId} where id = ${s.issued.awardId}`,
  ),
  attempt(
    'an award is deleted',
    'signatory',
    null,
    (s) => sql`delete from awards where id = ${s.proposed.awardId} returning id`,
  ),
  attempt('a signatory changes the name', 'signatory', 'forbidden', changing('proposed', sql`name_as_issued = 'Otra'`)),
  attempt('the approved name changes', 'holderOnHold', 'immutable', changing('onHold', sql`name_as_issued = 'Otra'`)),
  attempt('the holder cancels', 'holder', 'forbidden', changing('proposed', sql`state = 'cancelled'`)),

  attempt('an endorsement for another', 'signatory2', 'forbidden', endorsing('assessor2')),
  attempt('an endorsement of another decision', 'signatory2', 'decision-inconsistent', endorsing('signatory2')),
  attempt(
    'a signed endorsement changes',
    'signatory2',
    'immutable',
    (s) => sql`update partner_endorsements set signed = '{}' where award_id = ${s.issued.awardId}`,
  ),
  attempt(
    'an endorsement is deleted',
    'signatory2',
    null,
    (s) => sql`delete from partner_endorsements where award_id = ${s.issued.awardId} returning id`,
  ),

  attempt('signed bytes change', 'signatory', 'immutable', bytes(sql`signed = '{}'`)),
  attempt('signed bytes go', 'signatory', 'immutable', bytes(sql`signed = null, unsigned = null`)),
  attempt('bytes are deleted', 'signatory', null, () => sql`delete from credential_bytes returning credential_id`),
  attempt('the holder writes bytes', 'holder', null, () => sql`update credential_bytes set signed = '{}' returning 1`),
  attempt('a credential is deleted', 'signatory', null, () => sql`delete from credentials returning id`),
  attempt('a status index changes', 'signatory', 'immutable', ofIssued(sql`status_index = status_index + 1`)),
  attempt('a digest changes', 'signatory', 'immutable', ofIssued(sql`sha256 = 'x'`)),
  attempt('a code changes', 'signatory', 'immutable', ofIssued(sql`code = 'x'`)),
  attempt('a signatory switches the page off', 'signatory', 'forbidden', ofIssued(sql`visibility = 'private'`)),
  attempt('a credential is marked erased', 'signatory', 'immutable', ofIssued(sql`erased_at = ${at}`)),
  attempt('a credential before approval', 'signatory', 'out-of-order', reserving(sql`'reserved'`)),
  attempt('a credential that begins signed', 'signatory', 'out-of-order', reserving(sql`'signed'`)),

  attempt('a revocation for another', 'signatory', 'forbidden', asking(sql`revocations`, 'signatoryB', ...category)),
  attempt(
    'a revocation by one alone',
    'signatory',
    'second-person-required',
    asking(sql`revocations`, 'signatory', ...confirmed),
  ),
  attempt(
    'a revocation by a coordinator',
    'coordinator',
    'forbidden',
    asking(sql`revocations`, 'coordinator', ...category),
  ),
  attempt('an erasure for another', 'signatory', 'forbidden', asking(sql`erasures`, 'signatoryB', ...nothing)),
  attempt('an erasure by an auditor', 'auditor', 'forbidden', asking(sql`erasures`, 'auditor', ...nothing)),
  attempt(
    'an erasure nobody asked for',
    'signatory',
    'second-person-required',
    (s) => sql`select erase_credential(${s.issued.credentialId})`,
  ),

  attempt(
    'a bit without revocation',
    'signatory',
    'terminal-state',
    () => sql`update status_lists set bits = set_bit(bits, 7, 1), signed = null, revision = revision + 1`,
  ),
  attempt(
    'an entry without revocation',
    'signatory',
    'terminal-state',
    () => sql`update status_entries set is_set = true`,
  ),
  attempt('an index is given back', 'signatory', 'immutable', () => sql`delete from status_entries`),
  attempt('a list is deleted', 'signatory', null, () => sql`delete from status_lists returning id`),
  attempt('a list forgets how full it is', 'signatory', 'immutable', () => sql`update status_lists set used = 0`),
  attempt('the holder writes a list', 'holder', null, () => sql`update status_lists set signed = 'x' returning id`),

  attempt('private keys are read', 'signatory', 'forbidden', () => sql`select sealed_private_key from issuer_keys`),
  attempt('the pinned address changes', 'signatory', 'forbidden', () => sql`update settings set value = 'x'`),
  attempt('another programme reads awards', 'foreignSignatory', null, () => sql`select id from awards`),
  attempt('another programme reads bytes', 'foreignSignatory', null, () => sql`select * from credential_bytes`),
  attempt('an assessor reads awards', 'adjudicator', null, () => sql`select id from awards`),
]
