import type { VNode } from 'preact'
import { localised } from '../kernel/language.ts'
import { Layout, LocalisedText, Notice, PageHeader, type PageContext } from '../pages/index.ts'
import { achievementImageIri, achievementIri } from './achievement.ts'
import { ElementsPart, EvidencePart, OutcomesPart } from './course-content.tsx'
import { languagesOf, type MicroCourseVersion } from './version.ts'

interface AchievementPageProps {
  readonly context: PageContext
  readonly version: MicroCourseVersion
}

/** What a badge stands for, for anybody who follows its address. */
export function AchievementPage({ context, version }: AchievementPageProps): VNode {
  const { t, language } = context
  const { title, description, baseLanguage, awardingBody } = version
  const spoken = languagesOf(version).find((one) => one === language) ?? baseLanguage
  const picture = achievementImageIri(achievementIri(version, { publicUrl: '', language: spoken }))
  const name = localised(title, language, baseLanguage)
  return (
    <Layout context={context} title={name}>
      <PageHeader
        title={name}
        kicker={t('courses.achievement.kicker', { organisation: awardingBody.legalName })}
        lead={<LocalisedText context={context} text={description} base={baseLanguage} />}
      >
        <img src={picture} alt="" width={160} height={160} />
      </PageHeader>
      {version.state === 'published' ? null : <Notice>{t('courses.achievement.noLongerOffered')}</Notice>}
      <p>{t('courses.achievement.joint')}</p>
      <OutcomesPart context={context} version={version} />
      <EvidencePart context={context} version={version} />
      <ElementsPart context={context} version={version} />
      <p class="muted">{t('courses.achievement.version', { code: version.code, version: version.version })}</p>
    </Layout>
  )
}
