import fc from 'fast-check'
import { t } from '../support/test.ts'
import { alignmentProblems, inTreeOrder, parentProblem } from '../../src/frameworks/framework.ts'
import { rubricProblems, scaleProblems } from '../../src/frameworks/rubric.ts'

const area = (id: string, parentId: string | null = null) => ({ id, parentId, kind: 'area' as const })
const competency = (id: string, parentId: string | null = null) => ({ id, parentId, kind: 'competency' as const })

for (const { name, items, id, parentId, isSound } of [
  { name: 'the document itself', items: [area('a')], id: 'a', parentId: null, isSound: true },
  { name: 'an area', items: [area('a'), competency('b')], id: 'b', parentId: 'a', isSound: true },
  { name: 'an area in an area', items: [area('a'), area('b')], id: 'b', parentId: 'a', isSound: true },
  { name: 'a competency', items: [competency('a'), competency('b')], id: 'b', parentId: 'a', isSound: false },
  { name: 'an unknown item', items: [competency('b')], id: 'b', parentId: 'a', isSound: false },
  { name: 'itself', items: [area('a')], id: 'a', parentId: 'a', isSound: false },
  { name: 'its own child', items: [area('a'), area('b', 'a')], id: 'a', parentId: 'b', isSound: false },
  {
    name: 'its own grandchild',
    items: [area('a'), area('b', 'a'), area('c', 'b')],
    id: 'a',
    parentId: 'c',
    isSound: false,
  },
]) {
  t.test(`the parent of an item: ${name}`, async (t) => t.equal(parentProblem(items, id, parentId) === null, isSound))
}

t.test('moves that are allowed never lose an item from the tree', async () => {
  const ids = ['a', 'b', 'c', 'd', 'e']
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.constantFrom(...ids), fc.constantFrom(null, ...ids))), (moves) => {
      let items = ids.map((id, sequence) => ({ ...area(id), sequence, code: id }))
      for (const [id, parentId] of moves) {
        if (parentProblem(items, id, parentId) !== null) continue
        items = items.map((item) => (item.id === id ? { ...item, parentId } : item))
      }
      return inTreeOrder(items).length === ids.length
    }),
  )
})

t.test('reading order: parents first, then by sequence', async (t) => {
  const items = [
    { ...competency('b2', 'b'), sequence: 2, code: 'B2' },
    { ...area('b'), sequence: 2, code: 'B' },
    { ...competency('b1', 'b'), sequence: 1, code: 'B1' },
    { ...area('a'), sequence: 1, code: 'A' },
  ]
  t.strictSame(
    inTreeOrder(items).map(({ code }) => code),
    ['A', 'B', 'B1', 'B2'],
  )
})

const scale = { levels: [1, 2, 3].map((position) => ({ position, name: { es: String(position) } })) }
const descriptors = (...positions: number[]) => positions.map((position) => ({ position, descriptor: { es: 'x' } }))
const criterion = { competencyId: 'c', title: { es: 't' }, requiredLevel: 2, isCritical: false }

for (const { name, change, pointer } of [
  { name: 'is sound', change: {}, pointer: undefined },
  { name: 'names a competency of elsewhere', change: { competencyId: 'x' }, pointer: '/criteria/0/competencyId' },
  { name: 'requires a level beyond the scale', change: { requiredLevel: 4 }, pointer: '/criteria/0/requiredLevel' },
  { name: 'lacks a descriptor', change: { levels: descriptors(1, 2) }, pointer: '/criteria/0/levels' },
  {
    name: 'has two descriptors of a level',
    change: { levels: descriptors(1, 2, 2, 3) },
    pointer: '/criteria/0/levels',
  },
  {
    name: 'describes a level beyond the scale',
    change: { levels: descriptors(1, 2, 3, 4) },
    pointer: '/criteria/0/levels',
  },
]) {
  t.test(`a criterion that ${name}`, async (t) => {
    const input = { ...criterion, levels: descriptors(1, 2, 3), ...change }
    t.strictSame(
      rubricProblems([input], scale, ['c']).map((problem) => problem.pointer),
      pointer === undefined ? [] : [pointer],
    )
  })
}

const named = { fi: 'Nimi' }
for (const { name, levels, required, pointers, title = named, of = named } of [
  { name: 'sound', levels: [1, 2, 3], required: 2, pointers: [] },
  { name: 'too short', levels: [1], required: 1, pointers: ['/levels'] },
  { name: 'with a gap', levels: [1, 3], required: 3, pointers: ['/levels'] },
  { name: 'without its required level', levels: [1, 2], required: 3, pointers: ['/requiredLevelDefault'] },
  { name: 'without a name', levels: [1, 2], required: 2, title: { es: ' ' }, pointers: ['/title'] },
  { name: 'of nameless levels', levels: [1, 2], required: 2, of: {}, pointers: ['/levels/0/name', '/levels/1/name'] },
]) {
  t.test(`a scale ${name}`, async (t) => {
    const input = { title, levels: levels.map((position) => ({ position, name: of })), requiredLevelDefault: required }
    t.strictSame(
      scaleProblems(input).map(({ pointer }) => pointer),
      pointers,
    )
  })
}

for (const { alignment, pointers } of [
  { alignment: { targetUrl: 'https://a.example/x', targetType: 'ext:MBEStandard' }, pointers: [] },
  { alignment: { targetUrl: 'javascript:alert(1)', targetType: 'ext:MBEStandard' }, pointers: ['/targetUrl'] },
  { alignment: { targetUrl: 'https://a.example/x', targetType: 'MBEStandard' }, pointers: ['/targetType'] },
  {
    alignment: { targetUrl: 'https://a.example/x', targetType: 'CFItem', targetCode: 'S1.3' },
    pointers: ['/targetCode'],
  },
  {
    alignment: {
      targetUrl: 'https://a.example/x',
      targetType: 'CFItem',
      targetCode: 'fd28b001-b65f-5c10-9959-504dac95ea65',
    },
    pointers: [],
  },
]) {
  t.test(`an alignment to ${alignment.targetType} at ${alignment.targetUrl}`, async (t) =>
    t.strictSame(
      alignmentProblems(alignment).map(({ pointer }) => pointer),
      pointers,
    ),
  )
}
