import type { VNode } from 'preact'
import { localised } from '../kernel/language.ts'
import {
  Actions,
  Button,
  Card,
  CheckboxGroup,
  DefinitionList,
  ErrorSummary,
  Form,
  HiddenField,
  Layout,
  Notice,
  PageHeader,
  type FormValues,
  type PageContext,
} from '../pages/index.ts'
import { formatDate, formatDay } from '../texts/index.ts'
import { consentStatus } from './consent.ts'
import { attachable, consentOption, ContentFields, contentLabels } from './content-fields.tsx'
import type { ConsentRecord, EvidenceVersion } from './evidence-store.ts'
import { contentKindOf } from './evidence.ts'
import { ConsentBadge, EvidenceConsentBadge, ScanBadge, VersionContent } from './page-parts.tsx'
import { formState, type RefusedForm } from './refused-form.ts'
import type { EvidenceView } from './view-evidence.ts'

export interface EvidencePageProps {
  readonly context: PageContext
  readonly view: EvidenceView
  /** What the owner wrote in the latest version, where it is a text. */
  readonly latestText: string | null
  readonly at: Date
  readonly today: string
  readonly maxUploadBytes: number
  readonly refused?: RefusedForm | undefined
}

/** One item: its versions, newest first, and for its owner the next one. */
export function EvidencePage(props: EvidencePageProps): VNode {
  const { context, view, refused } = props
  const { t, language } = context
  const { item, isOwner } = view
  const title = localised(item.title, language)
  return (
    <Layout context={context} title={title} width="narrow" isPrivate>
      <PageHeader
        title={title}
        kicker={t(`portfolio.type.${item.type}`)}
        back={
          view.isCoordinator && !isOwner
            ? { href: '/submissions', label: t('portfolio.allSubmissions') }
            : { href: '/portfolio', label: t('common.nav.portfolio') }
        }
      />
      <ErrorSummary context={context} problem={refused?.problem} labels={contentLabels(context)} />
      {item.versions.length === 0 ? <p class="muted">{t('portfolio.evidence.nothingToSee')}</p> : null}
      {item.versions.map((version) => (
        <VersionCard key={version.id} {...props} version={version} />
      ))}
      {isOwner ? <OwnerPart {...props} /> : null}
    </Layout>
  )
}

function OwnerPart(props: EvidencePageProps): VNode {
  const { context, view, latestText, refused } = props
  const { t } = context
  const { item } = view
  const state = formState(refused, 'version', lastValues(item.versions[0], latestText))
  return (
    <>
      <details open={state.problem !== undefined}>
        <summary>{t('portfolio.evidence.newVersion')}</summary>
        <p class="muted">{t('portfolio.evidence.newVersionHint')}</p>
        <Form context={context} action={`/portfolio/evidence/${item.id}/versions`} multipart {...state}>
          <ContentFields
            {...props}
            kind={contentKindOf(item.type)}
            keep={`evidence-${item.id}`}
            consents={view.consents}
            problem={state.problem}
          />
          <Actions>
            <Button>{t('portfolio.evidence.saveVersion')}</Button>
          </Actions>
        </Form>
      </details>
      <details>
        <summary>{t('portfolio.evidence.remove')}</summary>
        <p class="muted">{t('portfolio.evidence.removeHint')}</p>
        <Form context={context} action={`/portfolio/evidence/${item.id}/remove`}>
          <Button kind="danger">{t('portfolio.evidence.removeNow')}</Button>
        </Form>
      </details>
    </>
  )
}

/** A new version begins where the last one ended. */
function lastValues(version: EvidenceVersion | undefined, latestText: string | null): FormValues {
  if (!version) return {}
  const { capturedOn, language, identifiablePeople: peopleShown, externalUrl: url } = version
  return { capturedOn, language, peopleShown, url, text: latestText }
}

type VersionProps = EvidencePageProps & { readonly version: EvidenceVersion }

function VersionCard(props: VersionProps): VNode {
  const { context, view, version, latestText } = props
  const { t, language, timeZone } = context
  const isLatest = view.item.versions[0]?.id === version.id
  const consent = view.consentsOf.get(version.id)?.state ?? 'missing'
  const isBlocked = !view.isOwner && (consent === 'missing' || consent === 'withdrawn')
  return (
    <Card
      title={t('portfolio.evidence.versionNumber', { version: version.version })}
      aside={version.externalUrl === null ? <ScanBadge context={context} status={version.scanStatus} /> : null}
    >
      {version.scanStatus === 'clean' ? null : (
        <Notice kind={version.scanStatus === 'infected' || version.scanStatus === 'unscannable' ? 'error' : 'info'}>
          {t(`portfolio.scanHint.${version.scanStatus}`)}
        </Notice>
      )}
      {isLatest && latestText !== null ? (
        <div class="prose" lang={version.language}>
          {latestText}
        </div>
      ) : (
        <VersionContent context={context} version={version} isOwner={view.isOwner} isBlocked={isBlocked} />
      )}
      <DefinitionList
        items={[
          { term: t('portfolio.evidence.capturedOn'), value: formatDay(version.capturedOn, language) },
          { term: t('portfolio.evidence.addedOn'), value: formatDate(version.createdAt, language, timeZone) },
          { term: t('portfolio.people.label'), value: t(`portfolio.people.${version.identifiablePeople}`) },
          { term: t('portfolio.evidence.fileName'), value: version.fileName },
        ]}
      />
      {version.sha256 ? (
        <details>
          <summary>{t('portfolio.evidence.fingerprint')}</summary>
          <code class="code">{version.sha256}</code>
        </details>
      ) : null}
      {consent === 'not-needed' ? null : <Consents {...props} isLatest={isLatest} />}
    </Card>
  )
}

/** Whose consents cover this version; its owner adds to them, and a coordinator can withdraw one that a family takes back. */
function Consents({ context, view, version, at, refused, isLatest }: VersionProps & { isLatest: boolean }): VNode {
  const { t } = context
  const { state = 'missing', attached = [] } = view.consentsOf.get(version.id) ?? {}
  const others = attachable(view.consents).filter(({ id }) => !attached.some((one) => one.id === id))
  const path = `/portfolio/evidence/${version.itemId}/consents`
  return (
    <section>
      <h3>{t('portfolio.consents.ofVersion')}</h3>
      <p>
        <EvidenceConsentBadge context={context} consent={state} />
      </p>
      {state === 'holds' ? null : <p class="muted">{t(`portfolio.evidenceConsentHint.${state}`)}</p>}
      <ul class="tasks">
        {attached.map((consent) => (
          <li key={consent.id}>
            <AttachedConsent context={context} consent={consent} at={at} />
            {view.isCoordinator && !view.isOwner && consent.withdrawnAt === null ? (
              <details>
                <summary>{t('portfolio.consents.withdraw')}</summary>
                <p class="muted">{t('portfolio.consents.withdrawHint')}</p>
                <Form context={context} action={`${path}/${consent.id}/withdraw`}>
                  <Button kind="danger">{t('portfolio.consents.withdrawNow')}</Button>
                </Form>
              </details>
            ) : null}
          </li>
        ))}
      </ul>
      {view.isOwner && isLatest && others.length > 0 ? (
        <Form context={context} action={path} {...formState(refused, 'consents')}>
          <HiddenField name="versionId" value={version.id} />
          <CheckboxGroup
            name="attachIds"
            label={t('portfolio.consents.attach')}
            options={others.map((consent) => consentOption(context, consent, at))}
          />
          <Actions>
            <Button kind="secondary">{t('portfolio.consents.attachNow')}</Button>
          </Actions>
        </Form>
      ) : null}
      {view.isOwner && isLatest ? (
        <p>
          <a href="/portfolio/consents#new">{t('portfolio.consents.record')}</a>
        </p>
      ) : null}
    </section>
  )
}

function AttachedConsent({ context, consent, at }: { context: PageContext; consent: ConsentRecord; at: Date }): VNode {
  const { label } = consentOption(context, consent, at)
  return (
    <>
      <span>{label}</span>
      <ConsentBadge context={context} status={consentStatus(consent, at)} />
    </>
  )
}
