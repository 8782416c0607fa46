import { NotFound } from '../access/index.ts'
import type { Services } from '../services.ts'
import { withDescendants, type CaseObjectName, type CaseVersion } from '../standards/case/index.ts'
import { conceptsOf, groupingsOf, itemTypesOf, licenceOf, subjectsOf } from './case-definitions.ts'
import { associationsOf, caseAssociations, caseDocument, caseItem, casePackage } from './case-export.ts'
import type { CaseSource } from './case-parts.ts'
import { caseCriterion, caseRubric } from './case-rubric.ts'
import { locateCaseObject, type CaseKind, type Located } from './find-case-objects.ts'
import type { FrameworkItem } from './framework.ts'

type Read = (source: CaseSource, id: string, version: CaseVersion) => unknown

/** Which kind of object each endpoint takes, and what it answers. */
const ENDPOINTS: Readonly<Record<CaseObjectName, { readonly kind: CaseKind; readonly read: Read }>> = {
  CFDocuments: { kind: 'framework', read: (source, _id, version) => caseDocument(source, version) },
  CFPackages: { kind: 'framework', read: (source, _id, version) => casePackage(source, version) },
  CFItems: { kind: 'item', read: itemOf },
  CFItemAssociations: {
    kind: 'item',
    read: (source, id, version) => ({
      CFItem: itemOf(source, id, version),
      CFAssociations: associationsOf(caseAssociations(source.framework, version), id),
    }),
  },
  CFAssociations: {
    kind: 'association',
    read: ({ framework }, id, version) => identified(caseAssociations(framework, version), id),
  },
  CFAssociationGroupings: {
    kind: 'grouping',
    read: ({ framework }, id) => identified(Object.values(groupingsOf(framework)), id),
  },
  CFConcepts: { kind: 'concept', read: ({ framework }, id) => ({ CFConcepts: below(conceptsOf(framework), id) }) },
  CFSubjects: { kind: 'subject', read: ({ framework }, id) => ({ CFSubjects: below(subjectsOf(framework), id) }) },
  CFItemTypes: { kind: 'itemType', read: ({ framework }, id) => ({ CFItemTypes: below(itemTypesOf(framework), id) }) },
  CFLicenses: { kind: 'licence', read: ({ framework }) => licenceOf(framework) },
  CFRubrics: { kind: 'rubric', read: rubricOf },
}

/** Throws NotFound for an identifier of something else as well. */
export async function readCaseObject(
  services: Pick<Services, 'database' | 'clock'>,
  name: CaseObjectName,
  id: string,
  version: CaseVersion,
): Promise<unknown> {
  const { kind, read } = ENDPOINTS[name]
  const located = await locateCaseObject(services, id)
  if (located.kind !== kind) throw new NotFound(name, id)
  return read(located.source, id, version)
}

const CANONICAL: Readonly<Record<CaseKind, Read>> = {
  framework: ENDPOINTS.CFDocuments.read,
  item: ENDPOINTS.CFItems.read,
  association: ENDPOINTS.CFAssociations.read,
  grouping: ENDPOINTS.CFAssociationGroupings.read,
  concept: ({ framework }, id) => identified(conceptsOf(framework), id),
  subject: ({ framework }, id) => identified(subjectsOf(framework), id),
  itemType: ({ framework }, id) => identified(itemTypesOf(framework), id),
  licence: ENDPOINTS.CFLicenses.read,
  rubric: ENDPOINTS.CFRubrics.read,
  criterion: (source, id) => identified(criteriaOf(source), id),
  level: (source, id) =>
    identified(
      criteriaOf(source).flatMap(({ CFRubricCriterionLevels: levels }) => levels),
      id,
    ),
}

/** What stands at the permanent address of an object: CASE 1.0, which every consumer reads. */
export function canonicalObject({ kind, source }: Located, id: string): unknown {
  return CANONICAL[kind](source, id, 'v1p0')
}

function itemOf(source: CaseSource, id: string, version: CaseVersion): unknown {
  return caseItem(source.framework, row(source.framework.items, id), version)
}

function row(items: readonly FrameworkItem[], id: string): FrameworkItem {
  const found = items.find((item) => item.id === id)
  if (!found) throw new NotFound('item', id)
  return found
}

function rubricOf(source: CaseSource, id: string): unknown {
  return identified(
    source.rubrics.map((rubric) => caseRubric(source.framework, rubric)),
    id,
  )
}

function criteriaOf({ framework, rubrics }: CaseSource) {
  return rubrics.flatMap((rubric) => rubric.criteria.map((criterion) => caseCriterion(framework, rubric, criterion)))
}

function identified<T extends { readonly identifier: string }>(all: readonly T[], identifier: string): T {
  const found = all.find((one) => one.identifier === identifier)
  if (!found) throw new NotFound('CASE object', identifier)
  return found
}

function below<T extends { readonly identifier: string; readonly hierarchyCode: string }>(
  all: readonly T[],
  identifier: string,
): readonly T[] {
  return withDescendants(all, identified(all, identifier))
}
