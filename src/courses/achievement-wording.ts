import type { Language } from '../kernel/language.ts'

/**
 * The words that an Achievement adds to those of its version. They are part of signed credentials and of documents that
 * stay the same for ever, so they live here and not in the catalogues of the pages: never edit them, add a new set.
 */
interface AchievementWording {
  readonly criteria: string
  readonly requiredLevel: (name: string) => string
  readonly critical: string
  readonly rule: string
  readonly jointAssessment: string
  readonly jointAssessmentText: string
  readonly assessmentTypes: string
  readonly participation: string
  readonly supervision: string
  readonly workload: string
  readonly hours: (hours: number) => string
  readonly indicativeCredits: (value: number, scheme: string) => string
  readonly level: string
  readonly levelNotApplicable: string
  readonly qualityAssurance: string
  readonly prerequisites: string
}

export const ACHIEVEMENT_WORDING: Readonly<Record<Language, AchievementWording>> = {
  es: {
    criteria: 'Criterios',
    requiredLevel: (name) => `Nivel exigido: ${name}.`,
    critical: 'Criterio crítico.',
    rule: 'Cada criterio debe alcanzar su nivel exigido; no hay compensación entre criterios.',
    jointAssessment: 'Evaluación conjunta',
    jointAssessmentText:
      'Dos personas de dos organizaciones distintas juzgan la evidencia de práctica a ciegas y de forma independiente; las diferencias se resuelven y quedan registradas.',
    assessmentTypes: 'Tipo de evaluación',
    participation: 'Modalidad',
    supervision: 'Supervisión e identidad',
    workload: 'Carga de trabajo',
    hours: (hours) => `${String(hours)} horas`,
    indicativeCredits: (value, scheme) => `${String(value)} ${scheme} (indicativo)`,
    level: 'Nivel',
    levelNotApplicable: 'no aplicable',
    qualityAssurance: 'Aseguramiento de la calidad',
    prerequisites: 'Requisitos',
  },
  en: {
    criteria: 'Criteria',
    requiredLevel: (name) => `Required level: ${name}.`,
    critical: 'Critical criterion.',
    rule: 'Every criterion must reach its required level; one cannot make up for another.',
    jointAssessment: 'Joint assessment',
    jointAssessmentText:
      'Two people from two different organisations judge the evidence of practice blind and independently; differences are resolved on the record.',
    assessmentTypes: 'Type of assessment',
    participation: 'Form of participation',
    supervision: 'Supervision and identity',
    workload: 'Workload',
    hours: (hours) => `${String(hours)} hours`,
    indicativeCredits: (value, scheme) => `${String(value)} ${scheme} (indicative)`,
    level: 'Level',
    levelNotApplicable: 'not applicable',
    qualityAssurance: 'Quality assurance',
    prerequisites: 'Prerequisites',
  },
  fi: {
    criteria: 'Kriteerit',
    requiredLevel: (name) => `Vaadittu taso: ${name}.`,
    critical: 'Kriittinen kriteeri.',
    rule: 'Jokaisen kriteerin on yllettävä vaadittuun tasoon; kriteerit eivät korvaa toisiaan.',
    jointAssessment: 'Yhteinen arviointi',
    jointAssessmentText:
      'Kaksi henkilöä kahdesta eri organisaatiosta arvioi näytön käytännön työstä sokkona ja toisistaan riippumatta; erot ratkaistaan ja kirjataan.',
    assessmentTypes: 'Arvioinnin tyyppi',
    participation: 'Toteutustapa',
    supervision: 'Valvonta ja henkilöllisyys',
    workload: 'Laajuus',
    hours: (hours) => `${String(hours)} tuntia`,
    indicativeCredits: (value, scheme) => `${String(value)} ${scheme} (suuntaa antava)`,
    level: 'Taso',
    levelNotApplicable: 'ei sovellettavissa',
    qualityAssurance: 'Laadunvarmistus',
    prerequisites: 'Edeltävyysehdot',
  },
}

/** Names of the values of the EU elements that the forms offer; another value stands for itself. */
const VALUES: Readonly<Record<string, Readonly<Record<Language, string>>>> = {
  portfolio: { es: 'portafolio', en: 'portfolio', fi: 'portfolio' },
  application_of_a_skill: {
    es: 'aplicación de una competencia',
    en: 'application of a skill',
    fi: 'taidon soveltaminen',
  },
  professional_conversation: {
    es: 'conversación profesional',
    en: 'professional conversation',
    fi: 'ammatillinen keskustelu',
  },
  observation: { es: 'observación', en: 'observation', fi: 'havainnointi' },
  presentation: { es: 'presentación', en: 'presentation', fi: 'esitys' },
  recognition_of_prior_learning: {
    es: 'reconocimiento de aprendizajes previos',
    en: 'recognition of prior learning',
    fi: 'aiemmin hankitun osaamisen tunnustaminen',
  },
  project: { es: 'proyecto', en: 'project', fi: 'projekti' },
  written_examination: { es: 'examen escrito', en: 'written examination', fi: 'kirjallinen koe' },
  oral_examination: { es: 'examen oral', en: 'oral examination', fi: 'suullinen koe' },
  onsite: { es: 'presencial', en: 'on site', fi: 'lähiopetus' },
  online: { es: 'en línea', en: 'online', fi: 'verkko-opetus' },
  blended: { es: 'semipresencial', en: 'blended', fi: 'monimuoto' },
  work_based: { es: 'en el lugar de trabajo', en: 'work-based', fi: 'työpaikalla' },
  unsupervised_no_id_verification: {
    es: 'sin supervisión ni verificación de identidad',
    en: 'unsupervised, no identity verification',
    fi: 'ei valvontaa eikä henkilöllisyyden tarkistusta',
  },
  unsupervised_with_id_verification: {
    es: 'sin supervisión, con verificación de identidad',
    en: 'unsupervised, with identity verification',
    fi: 'ei valvontaa, henkilöllisyys tarkistettu',
  },
  supervised_online_no_id_verification: {
    es: 'supervisión en línea sin verificación de identidad',
    en: 'supervised online, no identity verification',
    fi: 'verkkovalvonta ilman henkilöllisyyden tarkistusta',
  },
  supervised_onsite_no_id_verification: {
    es: 'supervisión presencial sin verificación de identidad',
    en: 'supervised on site, no identity verification',
    fi: 'valvonta paikan päällä ilman henkilöllisyyden tarkistusta',
  },
  supervised_online_with_id_verification: {
    es: 'supervisión en línea con verificación de identidad',
    en: 'supervised online with identity verification',
    fi: 'verkkovalvonta ja henkilöllisyyden tarkistus',
  },
  supervised_onsite_with_id_verification: {
    es: 'supervisión presencial con verificación de identidad',
    en: 'supervised on site with identity verification',
    fi: 'valvonta paikan päällä ja henkilöllisyyden tarkistus',
  },
  declared_by_awarding_body: {
    es: 'declarado por la entidad otorgante',
    en: 'declared by the awarding body',
    fi: 'myöntäjän ilmoittama',
  },
  national_framework: {
    es: 'marco nacional',
    en: 'national framework',
    fi: 'kansallinen viitekehys',
  },
}

export function valueName(value: string, language: Language): string {
  return VALUES[value]?.[language] ?? value.replaceAll('_', ' ')
}
