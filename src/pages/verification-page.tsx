import type { VNode } from 'preact'
import { ButtonLink } from './content.tsx'
import type { PageContext } from './context.ts'
import { JointLine } from './joint-line.tsx'
import { Layout } from './layout.tsx'
import { Independent, Judged, Paper, Record } from './verification-details.tsx'
import { Badge, Facts, inZoneOf, Trial, Verdict, Warnings } from './verification-parts.tsx'
import { isAuthentic, type Report, type VerificationExtra } from './verification-report.ts'

interface VerificationPageProps {
  readonly context: PageContext
  readonly report: Report
  /** The public code that was looked up, when there was one. */
  readonly code?: string | undefined
  readonly extra?: VerificationExtra | undefined
}

/**
 * The answer to "is this genuine?", in the order a verifier needs it. What the document says is shown only when its
 * signature and its issuer were confirmed.
 */
export function VerificationPage({ context: reader, report, code, extra = {} }: VerificationPageProps): VNode {
  const context = inZoneOf(reader, extra)
  const { t } = context
  const isShown = isAuthentic(report) && report.credential !== null
  const part = { context, report, extra }
  return (
    <Layout context={context} title={t(`verification.${report.state}.word`)} width="narrow" isPrivate>
      <article class="verification">
        <Trial {...part} />
        <Verdict {...part} />
        {isShown ? <Badge {...part} /> : null}
        {isShown ? <JointLine {...part} /> : null}
        {report.facts.length > 0 ? <Facts {...part} /> : null}
        <Warnings {...part} />
        {isShown ? <Judged {...part} /> : null}
        {isShown ? <Paper {...part} code={code} /> : null}
        {isShown && extra.signedFileUrl ? <Independent {...part} /> : null}
        <Record {...part} code={code} />
        <p>
          <ButtonLink kind="quiet" href="/verify">
            {t('verification.form.another')}
          </ButtonLink>
        </p>
      </article>
    </Layout>
  )
}
