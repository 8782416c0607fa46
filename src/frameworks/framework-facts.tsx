import type { VNode } from 'preact'
import { localised } from '../kernel/language.ts'
import { Card, DefinitionList, languageName, safeHref, type PageContext } from '../pages/index.ts'
import { formatDate, formatDay } from '../texts/index.ts'
import type { FrameworkRow } from './framework.ts'
import { licenceAddress } from './licences.ts'
import { isPublished } from './review.ts'

interface FactsProps {
  readonly context: PageContext
  readonly framework: FrameworkRow
  readonly creator: string
}

/** Who stands behind a framework, since when it holds, under which licence, and where programs find it. */
export function FrameworkFacts({ context, framework, creator }: FactsProps): VNode {
  const { t, language, timeZone } = context
  const { baseLanguage, license, educationalField: field, officialSourceUrl, uri, publishedAt } = framework
  const deed = licenceAddress(license)
  const day = (value: string | null) => value && formatDay(value, language)
  return (
    <Card title={t('frameworks.facts')} id="facts">
      <DefinitionList
        items={[
          { term: t('frameworks.creator'), value: creator },
          {
            term: t('frameworks.license'),
            value: deed === null ? license : <a href={safeHref(deed)}>{license}</a>,
          },
          { term: t('frameworks.baseLanguage'), value: languageName(baseLanguage, language) },
          {
            term: t('frameworks.educationalField'),
            value: field && <a href={safeHref(field.uri)}>{`${field.scheme} ${field.code}`}</a>,
          },
          { term: t('frameworks.statusStartsOn'), value: day(framework.statusStartsOn) },
          { term: t('frameworks.statusEndsOn'), value: day(framework.statusEndsOn) },
          { term: t('frameworks.publishedAt'), value: publishedAt && formatDate(publishedAt, language, timeZone) },
          {
            term: t('frameworks.lastChangeAt'),
            value: formatDate(framework.lastChangeAt, language, timeZone),
          },
          {
            term: t('frameworks.officialSourceUrl'),
            value: officialSourceUrl && <a href={safeHref(officialSourceUrl)}>{officialSourceUrl}</a>,
          },
          { term: t('frameworks.uri'), value: <code data-copy="">{uri}</code> },
          { term: t('frameworks.asData'), value: isPublished(framework.state) ? <Packages id={framework.id} /> : null },
        ]}
      />
    </Card>
  )
}

function Packages({ id }: { readonly id: string }): VNode {
  return (
    <>
      <a href={`/ims/case/v1p0/CFPackages/${id}`}>CASE 1.0</a> ·{' '}
      <a href={`/ims/case/v1p1/CFPackages/${id}`}>CASE 1.1</a>
    </>
  )
}

export function frameworkTitle({ language }: PageContext, { title, baseLanguage }: FrameworkRow): string {
  return localised(title, language, baseLanguage)
}
