import type { MicroCourseVersion } from '../../src/courses/index.ts'
import { EU_ELEMENTS } from '../support/catalogue.ts'

const uuid = (last: number) => `00000000-0000-4000-8000-${String(last).padStart(12, '0')}`
const uri = (last: number) => `https://case.example/uri/${uuid(last)}`
const AT = new Date('2026-02-01T12:00:00Z')
const PROGRAMME = uuid(1)

/** A published version with every element that an Achievement can show. */
export function sampleVersion(change: Partial<MicroCourseVersion> = {}): MicroCourseVersion {
  const scale = ['Inicial', 'Competente'].map((name, index) => ({ position: index + 1, name: { es: name } }))
  const framework = { id: uuid(2), uri: uri(2), title: { es: 'Marco', en: 'Framework' } }
  return {
    id: uuid(3),
    programmeId: PROGRAMME,
    microCourseId: uuid(4),
    frameworkId: framework.id,
    version: '1.0.0',
    state: 'published',
    baseLanguage: 'es',
    title: { es: 'Fundamentos', en: 'Foundations' },
    description: { es: 'Diseño de una secuencia.', en: 'Designing a sequence.' },
    rubricId: uuid(5),
    currencyWindowMonths: 24,
    maxAttempts: 3,
    eu: EU_ELEMENTS,
    pictureSha256: null,
    contentHash: 'h',
    createdAt: AT,
    publishedAt: AT,
    code: 'M1',
    sequence: 1,
    awardingBody: { id: uuid(6), legalName: 'Fundación', countryCode: 'CL' },
    frameworkState: 'published',
    outcomes: [
      {
        competencyId: uuid(7),
        uri: uri(7),
        code: 'A1',
        title: { es: 'Secuencias', en: 'Sequences' },
        statement: { es: 'Diseña secuencias.' },
        keywords: ['planificación'],
        framework,
        alignments: [
          {
            targetFramework: 'Marco para la Buena Enseñanza',
            targetCode: 'MBE-2021-E3',
            targetName: 'Planificación de la enseñanza',
            targetUrl: 'https://estandaresdocentes.example/',
            targetType: 'ext:MBEStandard',
          },
        ],
      },
    ],
    requirements: [{ id: uuid(8), key: 'plan', acceptedTypes: ['file'], minimum: 1, description: { es: 'Plan' } }],
    rubric: {
      id: uuid(5),
      uri: uri(5),
      programmeId: PROGRAMME,
      frameworkId: framework.id,
      version: '1.0.0',
      title: { es: 'Rúbrica' },
      levelScaleId: uuid(9),
      frozenAt: AT,
      scale: { id: uuid(9), programmeId: PROGRAMME, title: { es: 'Escala' }, levels: scale, requiredLevelDefault: 2 },
      criteria: [
        {
          id: uuid(10),
          uri: uri(10),
          competencyId: uuid(7),
          position: 1,
          title: { es: 'Coherencia', en: 'Coherence' },
          requiredLevel: 2,
          isCritical: true,
          levels: scale.map(({ position, name }) => ({
            id: uuid(10 + position),
            uri: uri(10 + position),
            position,
            quality: name,
            descriptor: { es: `Descriptor *${String(position)}*` },
          })),
        },
      ],
    },
    ...change,
  }
}
