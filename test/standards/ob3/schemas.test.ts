import { t } from '../../support/test.ts'
import {
  achievementCredentialProblems,
  endorsementCredentialProblems,
  schemaProblemsOf,
} from '../../../src/standards/ob3/index.ts'
import { fixture } from '../../support/fixtures.ts'

interface VectorItem {
  readonly id: string
  readonly file: string
  readonly format: string
  readonly checks?: { readonly schema_arrays_only?: boolean; readonly schema_compaction_friendly?: boolean }
}

t.test('published samples are judged as they were published', async (t) => {
  const { items } = fixture('vectors/index.json') as { items: readonly VectorItem[] }
  const judged = items.filter(
    ({ format, file, checks }) =>
      format === 'json' && file.endsWith('.json') && checks?.schema_compaction_friendly !== undefined,
  )
  t.ok(judged.length > 15)
  for (const { id, file, checks } of judged) {
    const document = fixture(`vectors/${file}`) as { type: unknown }
    const isEndorsement = JSON.stringify(document.type).includes('EndorsementCredential')
    const [kind, problems] = isEndorsement
      ? (['endorsement', endorsementCredentialProblems] as const)
      : (['achievement', achievementCredentialProblems] as const)
    t.equal(schemaProblemsOf(kind, document).length === 0, checks?.schema_compaction_friendly, id)
    const both = checks?.schema_compaction_friendly === true && checks.schema_arrays_only === true
    t.equal(problems(document).length === 0, both, `${id} for issuing`)
  }
})

t.test('a complete micro-credential and an endorsement keep to both variants', async (t) => {
  t.same(achievementCredentialProblems(fixture('ob3/valid/micro-credential.json')), [])
  t.same(endorsementCredentialProblems(fixture('ob3/valid/endorsement.json')), [])
})

t.test('a defect is told with its pointer, and what would be right', async (t) => {
  const [problem] = achievementCredentialProblems(fixture('ob3/invalid/identity-type-email.json'))
  t.equal(problem?.pointer, '/credentialSubject/identifier/1/identityType')
  t.match(problem?.detail, 'emailAddress')
  t.ok(achievementCredentialProblems(null).length > 0)
})

t.test('a single value in place of a list is read, not written', async (t) => {
  const document = fixture('ob3/invalid/single-alignment-without-array.json')
  t.same(schemaProblemsOf('achievement', document), [])
  t.ok(achievementCredentialProblems(document).length > 0)
})
