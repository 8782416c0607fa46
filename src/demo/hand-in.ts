import { UnexpectedAnswer, type HttpPerson } from './http-person.ts'
import type { Destination } from './walk-award.ts'

export interface HandedIn {
  readonly submissionId: string
  /** One piece of evidence a criterion, in their order. */
  readonly evidenceVersionIds: readonly string[]
}

const PLAN = `# Iluminación de emergencia

Desafío: el taller queda a oscuras cuando se corta la luz, y la sede vecinal pide una solución.
Propósito: calcular, montar y comprobar un circuito de emergencia. Producto: luminaria probada y manual de uso.
Criterios de logro acordados con el curso: seguridad, cálculo justificado, manual que otra persona puede seguir.
`
const OBSERVATION = `Observación de 90 minutos. Los equipos calculan antes de montar. Dos equipos corrigen su cálculo al medir.
`
const REFLECTION = `Planifiqué una clase para el cálculo y ocupamos dos. Las mediciones muestran que cinco de seis equipos
justifican la batería elegida. La próxima vez entregaré la tabla de consumos al comienzo y compararé los resultados.
`

/** A teacher's way from three pieces of evidence to a submission that is handed in. */
export async function handIn(teacher: HttpPerson, destination: Destination): Promise<HandedIn> {
  const { versionId, criterionIds, teacherName } = destination
  const file = (name: string, content: string) => new File([content], name, { type: 'text/plain' })
  const plan = await upload(teacher, destination, {
    ...{ type: 'file', title: 'Planificación: iluminación de emergencia', file: file('planificacion.md', PLAN) },
  })
  const observation = await upload(teacher, destination, {
    ...{ type: 'observation_record', title: 'Observación de clase', file: file('observacion.txt', OBSERVATION) },
  })
  const reflection = await upload(teacher, destination, {
    type: 'text_reflection',
    title: 'Reflexión',
    text: REFLECTION,
  })
  const submissionId = (await teacher.post('/api/v1/submissions', { versionId, route: 'standard' })).text('id')
  const path = `/api/v1/submissions/${submissionId}`
  const [first, second] = criterionIds
  await teacher.put(`${path}/criteria/${first}/evidence`, { evidenceVersionIds: [plan, observation] })
  await teacher.put(`${path}/criteria/${second}/evidence`, { evidenceVersionIds: [reflection] })
  await teacher.post(`${path}/hand-in`, {
    isOwnWork: true,
    aiUseDisclosed: 'none',
    nameAsPrinted: teacherName,
    isNameConfirmed: true,
    credentialLanguage: 'es',
    showsLevel: true,
  })
  return { submissionId, evidenceVersionIds: [plan, reflection] }
}

interface Piece {
  readonly type: string
  readonly title: string
  readonly text?: string
  readonly file?: File
}

/** As the page of the portfolio sends it; answers the id of the version. */
async function upload(teacher: HttpPerson, { programmeId, capturedOn }: Destination, piece: Piece): Promise<string> {
  const form = new FormData()
  const { type, title, text, file } = piece
  const fields = { programmeId, type, 'title[es]': title, capturedOn, language: 'es', peopleShown: 'none' }
  for (const [name, value] of Object.entries(fields)) form.append(name, value)
  if (text !== undefined) form.append('text', text)
  if (file !== undefined) form.append('file', file)
  const { json } = await teacher.post('/api/v1/evidence-items', form)
  const { versions } = json as { readonly versions: readonly { readonly id: string; readonly scanStatus: string }[] }
  const [version] = versions
  if (version?.scanStatus !== 'clean') throw new UnexpectedAnswer(title, `is ${version?.scanStatus ?? 'missing'}`)
  return version.id
}
