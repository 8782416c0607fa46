import type { VNode } from 'preact'
import { hasRole, type Actor } from '../access/index.ts'
import { isPublished, obstacleTo, ReviewPanel } from '../frameworks/index.ts'
import { localised } from '../kernel/language.ts'
import {
  Actions,
  Button,
  ButtonLink,
  Card,
  ErrorSummary,
  Form,
  HiddenField,
  Layout,
  LocalisedText,
  PageHeader,
  type FormValues,
  type PageContext,
  type PageProblem,
} from '../pages/index.ts'
import { achievementIri } from './achievement.ts'
import { ElementsPart, EvidencePart, OutcomesPart } from './course-content.tsx'
import { outlookOf, type ReviewedVersion } from './find-courses.ts'
import { missingInWords } from './missing-words.ts'
import { untranslatedTexts } from './version.ts'
import { Picture } from './picture.tsx'

export interface CoursePageProps {
  readonly context: PageContext
  readonly read: ReviewedVersion
  readonly reader: Actor
  readonly problem?: PageProblem | undefined
  readonly values?: FormValues | undefined
}

/** One version: what it asks, how to begin, and for those who make it where it stands. */
export function CoursePage({ context, read, reader, problem, values }: CoursePageProps): VNode {
  const { t, language } = context
  const { version, people } = read
  const { id, title, description, baseLanguage, code, state } = version
  const outlook = outlookOf(read)
  const isEditable = !isPublished(state) && obstacleTo('edit', reader, outlook) === null
  const edit = (part: string, label: string): VNode => (
    <ButtonLink kind="quiet" href={`/courses/${id}/${part}`}>
      {label}
    </ButtonLink>
  )
  const content = { context, version, edit: isEditable ? edit : undefined }
  const panel = people ? (
    <ReviewPanel
      context={context}
      reader={reader}
      outlook={outlook}
      people={people}
      base={`/courses/${id}`}
      missing={missingInWords(context, version, read.missing)}
      untranslated={missingInWords(context, version, untranslatedTexts(version))}
      hints={{
        publish: t('courses.hint.publish'),
        deprecate: t('courses.hint.deprecate'),
        retire: t('courses.hint.retire'),
      }}
      problem={problem}
      values={values}
    />
  ) : null
  return (
    <Layout context={context} title={localised(title, language, baseLanguage)} isPrivate>
      <PageHeader
        title={localised(title, language, baseLanguage)}
        kicker={`${code} · ${t('courses.version', { version: version.version })}`}
        lead={<LocalisedText context={context} text={description} base={baseLanguage} />}
        back={{ href: '/courses', label: t('courses.title') }}
      >
        {isEditable ? edit('texts', t('courses.edit.texts')) : null}
        {isPublished(state) ? (
          <ButtonLink kind="quiet" href={achievementPath(version)}>
            {t('courses.publicPage')}
          </ButtonLink>
        ) : null}
        {isPublished(state) && hasRole(reader, ['author'], version.programmeId) ? (
          <ButtonLink kind="quiet" href={`/courses/${id}/next-version`}>
            {t('courses.nextVersion')}
          </ButtonLink>
        ) : null}
      </PageHeader>
      <ErrorSummary context={context} problem={problem} />
      {state === 'published' && hasRole(reader, ['participant'], version.programmeId) ? (
        <StartPart context={context} versionId={id} />
      ) : null}
      {isPublished(state) ? null : panel}
      <OutcomesPart {...content} />
      <EvidencePart {...content} />
      <ElementsPart {...content} />
      <Card title={t('courses.picture.title')} aside={isEditable ? edit('picture', t('courses.edit.picture')) : null}>
        <Picture context={context} version={version} />
      </Card>
      {isPublished(state) ? panel : null}
    </Layout>
  )
}

function achievementPath(version: ReviewedVersion['version']): string {
  return achievementIri(version, { publicUrl: '', language: version.baseLanguage })
}

/** The portfolio takes it from here: it opens the draft, or says why it cannot. */
function StartPart({ context, versionId }: { context: PageContext; versionId: string }): VNode {
  const { t } = context
  return (
    <Card title={t('courses.start.title')}>
      <p>{t('courses.start.text')}</p>
      <Form context={context} action="/portfolio/submissions">
        <HiddenField name="versionId" value={versionId} />
        <Actions>
          <Button name="route" value="standard">
            {t('courses.start.standard')}
          </Button>
          <Button kind="secondary" name="route" value="rpl">
            {t('courses.start.rpl')}
          </Button>
          <ButtonLink kind="quiet" href="/portfolio">
            {t('courses.start.portfolio')}
          </ButtonLink>
        </Actions>
        <p class="hint">{t('courses.start.rplHint')}</p>
      </Form>
    </Card>
  )
}
