import type { VNode } from 'preact'
import Type from 'typebox'
import { NotFound } from '../access/index.ts'
import { pageContext, prefersHtml, problemResponses, sendPage, sendPublic, type FeatureRoutes } from '../http/index.ts'
import { localised } from '../kernel/language.ts'
import { Card, DefinitionList, Layout, PageHeader, StateBadge, type PageContext } from '../pages/index.ts'
import {
  CONTEXT,
  didDocument,
  didWebIdentifier,
  EU_CONTEXT_NAME,
  EU_CONTEXT_TEXT,
  JSON_LD_MEDIA_TYPE,
  JWK_MEDIA_TYPE,
  JWK_SET_MEDIA_TYPE,
  STATUS_LIST_MEDIA_TYPE,
} from '../standards/vc/index.ts'
import { formatDate } from '../texts/index.ts'
import { didsOf, type OrganisationRow, type PublicKeyRow } from './issuers.ts'
import type { Services } from '../services.ts'
import { didDocumentOf, jwkOf, jwksOf, loadIssuer } from './published-keys.ts'
import { publishedStatusList } from './status-lists.ts'

const SHORT_CACHE = 'public, max-age=60'
const LONG_CACHE = 'public, max-age=31536000, immutable'
const slugParams = Type.Object({ slug: Type.String() })

/** What issuers publish for verifiers: always JSON but for the profile, open to every origin, never with a session. */
export const issuerRoutes: FeatureRoutes = (app, services) => {
  const schema = (summary: string) => ({ tags: ['public'], summary, response: { ...problemResponses } })
  app.get(
    '/issuers/:slug',
    { config: { access: 'public' }, schema: { ...schema('Profile of an issuer'), params: slugParams } },
    async (request, reply) => {
      const { slug } = request.params
      const issuer = await loadIssuer(services, slug)
      if (!issuer) throw new NotFound('issuer', slug)
      reply.header('vary', 'accept')
      if (prefersHtml(request.headers.accept)) {
        const dids = didsOf(services.config, issuer.organisation, issuer.keys)
        return sendPage(reply, <IssuerPage context={pageContext(request)} {...issuer} dids={dids} />)
      }
      return sendPublic(
        reply,
        JSON_LD_MEDIA_TYPE,
        SHORT_CACHE,
        JSON.stringify(profileOf(services.config.publicUrl, issuer)),
      )
    },
  )
  app.get(
    '/issuers/:slug/did.json',
    { config: { access: 'public' }, schema: { ...schema('did:web document of an issuer'), params: slugParams } },
    async (request, reply) => {
      const document = await didDocumentOf(services, request.params.slug)
      if (!document) throw new NotFound('DID document', request.params.slug)
      return sendPublic(reply, 'application/json', SHORT_CACHE, JSON.stringify(document))
    },
  )
  app.get(
    '/issuers/:slug/keys/:kid',
    {
      config: { access: 'public' },
      schema: { ...schema('One public key as JWK'), params: Type.Object({ slug: Type.String(), kid: Type.String() }) },
    },
    async (request, reply) => {
      const jwk = await jwkOf(services, request.params.slug, request.params.kid)
      if (!jwk) throw new NotFound('key', request.params.kid)
      return sendPublic(reply, JWK_MEDIA_TYPE, SHORT_CACHE, JSON.stringify(jwk))
    },
  )
  app.get(
    '/.well-known/jwks.json',
    { config: { access: 'public' }, schema: schema('Public keys of all issuers as a JWK set') },
    async (_request, reply) =>
      sendPublic(reply, JWK_SET_MEDIA_TYPE, SHORT_CACHE, JSON.stringify(await jwksOf(services))),
  )
  app.get(
    '/status/:listId',
    {
      config: { access: 'public' },
      schema: { ...schema('Signed status list'), params: Type.Object({ listId: Type.String() }) },
    },
    async (request, reply) => {
      const { listId } = request.params
      const list = await publishedStatusList(services, listId)
      if (list === null) throw new NotFound('status list', listId)
      return sendPublic(reply, STATUS_LIST_MEDIA_TYPE, SHORT_CACHE, list)
    },
  )
  app.get(
    '/contexts/:name',
    {
      config: { access: 'public' },
      schema: { ...schema('Our own JSON-LD context'), params: Type.Object({ name: Type.String() }) },
    },
    async (request, reply) => {
      if (request.params.name !== EU_CONTEXT_NAME) throw new NotFound('context', request.params.name)
      return sendPublic(reply, JSON_LD_MEDIA_TYPE, LONG_CACHE, EU_CONTEXT_TEXT)
    },
  )
}

interface IssuerParts {
  readonly organisation: OrganisationRow
  readonly keys: readonly PublicKeyRow[]
}

/** Null for an organisation that nobody knows. */
export async function publishedProfile(services: Services, slug: string): Promise<object | null> {
  const issuer = await loadIssuer(services, slug)
  return issuer && profileOf(services.config.publicUrl, issuer)
}

/** The Profile with its public keys, which a credential never carries (Open Badges 3.0, Profile). */
function profileOf(publicUrl: string, { organisation, keys }: IssuerParts): object {
  const did = didWebIdentifier(publicUrl, organisation.slug)
  const { verificationMethod, assertionMethod } = didDocument(did, keys)
  return {
    '@context': [CONTEXT.credentialsV2, CONTEXT.ob303, CONTEXT.didV1],
    id: did,
    type: ['Profile'],
    name: localised(organisation.displayName, 'es'),
    ...(organisation.url === null ? {} : { url: organisation.url }),
    ...(organisation.email === null ? {} : { email: organisation.email }),
    address: { type: ['Address'], addressCountryCode: organisation.countryCode },
    verificationMethod,
    assertionMethod,
  }
}

interface IssuerPageProps extends IssuerParts {
  readonly context: PageContext
  readonly dids: readonly string[]
}

const KEY_TONES = { next: 'neutral', active: 'good', retired: 'neutral', compromised: 'bad' } as const

function IssuerPage({ context, organisation, keys, dids }: IssuerPageProps): VNode {
  const { t, language, timeZone } = context
  const name = localised(organisation.displayName, language)
  return (
    <Layout context={context} title={name} width="narrow">
      <PageHeader title={name} kicker={t('issuers.kicker')} lead={t('issuers.lead')} />
      <Card title={t('issuers.identity')}>
        <DefinitionList
          items={[
            { term: t('issuers.legalName'), value: organisation.legalName },
            { term: t('issuers.country'), value: organisation.countryCode },
            { term: t('issuers.website'), value: organisation.url },
            { term: t('issuers.did'), value: dids.length === 0 ? null : <span class="code">{dids.join(', ')}</span> },
          ]}
        />
      </Card>
      <Card title={t('issuers.keys')}>
        {keys.map((key) => (
          <p key={key.id}>
            <StateBadge tone={KEY_TONES[key.state]} label={t(`issuers.key.${key.state}`)} />{' '}
            <span class="code">{key.kid}</span>
            {key.compromisedAt ? ` · ${formatDate(key.compromisedAt, language, timeZone)}` : null}
          </p>
        ))}
      </Card>
    </Layout>
  )
}
