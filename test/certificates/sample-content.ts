import type { CertificateContent } from '../../src/certificates/content.ts'
import type { Language } from '../../src/kernel/language.ts'

/** The fictional programme's first award, in each language of labels. */
export function sampleContent(language: Language, changes: Partial<CertificateContent> = {}): CertificateContent {
  const code = '7QS2-METZ-A7MB-CSRQ'
  return {
    language,
    timeZone: 'America/Santiago',
    nameAsIssued: 'Camila Arancibia Toro',
    awardingBody: { name: AWARDING[language], countryCode: 'CL', place: 'Concepción' },
    assessingPartner: {
      name: PARTNER[language],
      countryCode: 'FI',
      place: 'Tampere',
      confirmation: { kind: 'own-domain', domain: 'pohjantahti.example' },
    },
    ...COURSE[language],
    workload: {
      hours: 27,
      credits: [
        { scheme: 'ECTS', value: 1, status: 'indicative' },
        { scheme: 'SCT-Chile', value: 1, status: 'indicative' },
      ],
    },
    level: { framework: 'EQF', value: 6, basis: 'declared_by_awarding_body' },
    achievedLevels: [],
    assessmentTypes: ['portfolio', 'application_of_a_skill'],
    participation: 'blended',
    supervision: 'unsupervised_no_id_verification',
    awardedAt: new Date('2026-04-17T13:30:00Z'),
    issuedAt: new Date('2026-04-22T13:05:00Z'),
    verificationCode: code,
    verificationUrl: `https://credenciales.horizonte.example/v/${code}`,
    issuerKeyFingerprint: '3b0c6f1d9a42e87755d0c1aa90bb12fe6c7d8e9f00112233445566778899aabb',
    trial: false,
    credential: {
      iri: 'https://credenciales.horizonte.example/credentials/c1decce9-7ef5-5c5f-9423-fc215a943d06',
      bytes: new TextEncoder().encode('{"id":"urn:uuid:c1decce9-7ef5-5c5f-9423-fc215a943d06","name":"Ñandú – ä"}\n'),
    },
    ...changes,
  }
}

const AWARDING = {
  es: 'Fundación Horizonte Técnico',
  en: 'Horizonte Técnico Foundation',
  fi: 'Horizonte Técnico -säätiö',
} as const

const PARTNER = {
  es: 'Instituto de Pedagogía Profesional Pohjantähti',
  en: 'Pohjantähti Institute of Vocational Pedagogy',
  fi: 'Pohjantähden ammattipedagoginen instituutti',
} as const

type Course = Pick<CertificateContent, 'title' | 'description' | 'outcomes' | 'qualityAssurance' | 'prerequisites'>

const COURSE: Readonly<Record<Language, Course>> = {
  es: {
    title: 'Fundamentos de la pedagogía activa en la formación técnico-profesional',
    description:
      'Diseño y primera aplicación en aula de una secuencia activa propia de la especialidad, con reflexión sobre lo ocurrido.',
    outcomes: [
      'Diseña secuencias de aprendizaje organizadas en torno a desafíos auténticos de la especialidad, con propósitos, productos y criterios de logro explícitos para sus estudiantes.',
      'Reflexiona de manera sistemática sobre su práctica, contrastando lo planificado con lo ocurrido y con evidencias, y define mejoras verificables.',
    ],
    qualityAssurance: 'Aseguramiento interno con evaluación conjunta de dos organizaciones y moderación.',
    prerequisites:
      'Ejercer docencia en una especialidad técnico-profesional y contar con un curso en que aplicar lo aprendido.',
  },
  en: {
    title: 'Foundations of active pedagogy in TVET',
    description:
      'Design and first classroom use of an active learning sequence in the teacher’s own field, with reflection on what happened.',
    outcomes: [
      'Designs learning sequences around authentic challenges of the field, with purposes, products and success criteria that are explicit to students.',
      'Reflects systematically on practice, comparing what was planned with what happened and with evidence, and defines verifiable improvements.',
    ],
    qualityAssurance: 'Internal quality assurance with joint assessment by two organisations and moderation.',
    prerequisites: 'Teaching in a technical field, and a class in which to apply what is learnt.',
  },
  fi: {
    title: 'Aktivoivan pedagogiikan perusteet ammatillisessa koulutuksessa',
    description:
      'Oman alan aktivoivan oppimiskokonaisuuden suunnittelu ja ensimmäinen toteutus luokassa sekä toteutuksen reflektointi.',
    outcomes: [
      'Suunnittelee oppimiskokonaisuuksia alan aitojen haasteiden ympärille niin, että tavoitteet, tuotokset ja arviointikriteerit ovat opiskelijoille selvät.',
      'Reflektoi toimintaansa järjestelmällisesti vertaamalla suunniteltua toteutuneeseen ja näyttöihin sekä määrittelee todennettavia parannuksia.',
    ],
    qualityAssurance: 'Sisäinen laadunvarmistus, kahden organisaation yhteinen arviointi ja moderointi.',
    prerequisites: 'Opetustehtävä ammatillisella alalla ja ryhmä, jonka kanssa opittua voi soveltaa.',
  },
}
