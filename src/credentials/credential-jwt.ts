import { eq } from 'drizzle-orm'
import { NotFound, systemActor } from '../access/index.ts'
import { appendEvent } from '../audit/index.ts'
import { tables } from '../database/index.ts'
import { sha256Hex } from '../kernel/hash.ts'
import type { Services } from '../services.ts'
import { JwtNeedsDidWeb, prepareCredential, prepareEndorsement, type JwtAlgorithm } from '../signing/index.ts'
import type { AchievementCredential, EndorsementCredential } from '../standards/ob3/index.ts'
import { didWebIdentifier } from '../standards/vc/index.ts'
import { findUsableJwt, keepJwt } from './credential-jwt-store.ts'
import type { PublicCredential } from './credential-store.ts'
import { CredentialNotInForce, OwnOutputRejected } from './errors.ts'
import type { CheckOwnOutput } from './issue-credential.ts'

type Needs = Pick<Services, 'database' | 'clock' | 'signing' | 'config'> & { readonly checkOwnOutput: CheckOwnOutput }
type SignedDocument = AchievementCredential & { readonly proof?: unknown }
type Source = PublicCredential & { readonly signed: string }

/**
 * The credential as VC-JWT: signed when it is first asked for, and the same bytes from then on. Whoever calls this has
 * made sure that the credential may be shown; the database refuses to keep a token of one that is private, ended or
 * erased. Throws `JwtNeedsDidWeb`, `CredentialNotInForce`, `OwnOutputRejected`.
 */
export async function credentialJwt(services: Needs, source: Source): Promise<string> {
  const { database, clock } = services
  const document = JSON.parse(source.signed) as SignedDocument
  if (!document.issuer.id.startsWith('did:web:')) throw new JwtNeedsDidWeb(document.issuer.id)
  const system = systemActor([source.programmeId])
  const kept = await database.transaction(system, clock.now(), (tx) => findUsableJwt(tx, source.id))
  if (kept) return kept.jwt
  if (source.awardState !== 'issued') throw new CredentialNotInForce(source.iri, source.awardState)
  const jwt = await signedAsJwt(services, document)
  const verdict = await services.checkOwnOutput(jwt)
  if (!verdict.verified) throw new OwnOutputRejected(verdict.state)
  return recordJwt(services, source, jwt)
}

/** Of processes that sign at once one is kept, and all let that one out. */
async function recordJwt({ database, clock }: Needs, source: Source, jwt: string): Promise<string> {
  const at = clock.now()
  const { id, programmeId } = source
  return database.transaction(systemActor([programmeId]), at, async (tx) => {
    const kept = await keepJwt(tx, { credentialId: id, programmeId, jwt, signedAt: at })
    if (kept !== jwt) return kept
    await appendEvent(tx, at, {
      programmeId,
      actorId: null,
      actorRole: 'system',
      action: 'credential.signed-as-jwt',
      subjectType: 'credential',
      subjectId: id,
      data: { sha256: sha256Hex(jwt) },
    })
    return kept
  })
}

/** The same statements under the keys for VC-JWT. An endorsement that the partner signed at home stays as it is. */
async function signedAsJwt(services: Needs, document: SignedDocument): Promise<string> {
  const { endorsement = [], ...rest } = withoutProof(document)
  const endorsementJwt: string[] = []
  const embedded: EndorsementCredential[] = []
  for (const one of endorsement) {
    const signed = await endorsementAsJwt(services, one)
    if (signed === null) embedded.push(one)
    else endorsementJwt.push(signed)
  }
  const issuer = await organisationOf(services, document.issuer.id)
  if (issuer === null) throw new NotFound('issuer', document.issuer.id)
  const prepared = await prepareCredential(
    {
      ...rest,
      ...(embedded.length > 0 ? { endorsement: embedded } : {}),
      ...(endorsementJwt.length > 0 ? { endorsementJwt } : {}),
    },
    new Date(document.validFrom),
  )
  return services.signing.signJwt(prepared, issuer.id, issuer.jwtAlgorithm)
}

async function endorsementAsJwt(services: Needs, endorsement: EndorsementCredential): Promise<string | null> {
  const endorser = await organisationOf(services, endorsement.issuer.id)
  if (endorser === null) return null
  const prepared = await prepareEndorsement(withoutProof(endorsement), new Date(endorsement.validFrom))
  return services.signing.signJwt(prepared, endorser.id, endorser.jwtAlgorithm)
}

function withoutProof<T extends { readonly proof?: unknown }>({ proof: _proof, ...rest }: T): Omit<T, 'proof'> {
  return rest
}

interface JwtIssuer {
  readonly id: string
  readonly jwtAlgorithm: JwtAlgorithm
}

/** The organisation of ours whose did:web this is; null for an issuer elsewhere. */
async function organisationOf({ database, clock, config }: Needs, did: string): Promise<JwtIssuer | null> {
  const { organisations } = tables
  const programmes = await database.transaction(systemActor([]), clock.now(), (tx) =>
    tx
      .select({ id: organisations.id, slug: organisations.slug, jwtAlgorithm: organisations.jwtAlgorithm })
      .from(organisations)
      .where(eq(organisations.kind, 'programme')),
  )
  return programmes.find(({ slug }) => didWebIdentifier(config.publicUrl, slug) === did) ?? null
}
