import type { Test } from 'tap'
import type { Actor } from '../../src/access/index.ts'
import { approveAward, cancelAward, endorseAward, proposeAward } from '../../src/credentials/index.ts'
import type { Database } from '../../src/database/index.ts'
import { buildTestApp, type TestApp } from '../support/app.ts'
import { createProgramme } from '../support/programme.ts'
import { createAwardScene, type AwardScene, type Issued, type Proposed } from './scene.ts'

/** Everybody who tries something on the road of an award, and what there is to try it on. */
export interface Stage {
  readonly scene: AwardScene
  readonly app: TestApp
  readonly people: Record<string, Actor>
  readonly proposed: Proposed
  /** Of a holder who signs for the awarding organisation as well. */
  readonly ownersOwn: Proposed
  /** Without endorsement; of a holder who signs for the partner as well. */
  readonly approved: Proposed
  /** Approved and endorsed, and its holder has not confirmed the name. */
  readonly onHold: Proposed
  readonly cancelled: Proposed
  readonly issued: Issued
  readonly unreleased: string
  readonly incompetent: string
}

export async function setStage(t: Test, database: Database): Promise<Stage> {
  const scene = await createAwardScene(database)
  const { programme, services } = scene
  const foreign = await createProgramme(database, services.randomness, 'foreign')
  const awards = {
    proposed: await scene.proposed(),
    ownersOwn: await scene.proposed(),
    approved: await scene.proposed(),
    onHold: await heldUp(scene),
    cancelled: await scene.proposed(),
    issued: await scene.issued(),
  }
  await cancelAward(services, scene.people.signatory, awards.cancelled.awardId)
  await approveAward(services, scene.people.signatoryB, awards.approved.awardId)
  const people: Record<string, Actor> = {
    ...scene.people,
    holder: awards.proposed.holder,
    holderOnHold: awards.onHold.holder,
    holderSigning: await scene.withRole(awards.ownersOwn.holder, 'signatory', programme.awarding),
    holderEndorsing: await scene.withRole(awards.approved.holder, 'signatory', programme.partner),
    assessorSigning: await scene.withRole(scene.people.assessor, 'signatory'),
    assessor2Signing: await scene.withRole(scene.people.assessor2, 'signatory'),
    authorSigning: await scene.withRole(scene.people.author, 'signatory'),
    signatoryElsewhere: await scene.withRole(await scene.participant(), 'signatory', foreign.awarding),
    signatoryWithoutOrganisation: await scene.withRole(await scene.participant(), 'signatory'),
    foreignSignatory: foreign.people.signatory,
    foreignCoordinator: foreign.people.coordinator,
  }
  return {
    ...{ scene, people, ...awards },
    app: await buildTestApp(t, services, scene.features, people),
    unreleased: (await scene.decided({ isReleased: false })).decisionId,
    incompetent: (await scene.decided({ marks: [2, 3] })).decisionId,
  }
}

async function heldUp(scene: AwardScene): Promise<Proposed> {
  const { services, people } = scene
  const found = await scene.decided()
  const { decisionId } = found
  const award = { decisionId, holdReason: 'name_confirmation_pending' }
  const awardId = await proposeAward(services, people.coordinator, award)
  await approveAward(services, people.signatory, awardId)
  await endorseAward(services, people.signatory2, awardId)
  return { ...found, awardId }
}
