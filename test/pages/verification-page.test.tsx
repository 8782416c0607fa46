import { t } from '../support/test.ts'
import { LANGUAGES, type Language } from '../../src/kernel/language.ts'
import { renderDocument, VerificationPage, VerifyTablePage } from '../../src/pages/index.ts'
import { SIGNS } from '../../src/pages/verdict.ts'
import { translator } from '../../src/texts/index.ts'
import { extra, pageContext, report, signedIn, STATES, verificationPage, type State } from './samples.tsx'

const NAME = 'Camila Arancibia Toro'

/** Each state's first sentence and next step, read as a person would. */
const SAID: Readonly<Record<State, Readonly<Record<Language, readonly [string, string]>>>> = {
  valid: {
    en: ['Genuine and valid today.', 'Compare the name with an identity document.'],
    es: ['Auténtica y vigente hoy.', 'Compare el nombre con un documento de identidad.'],
    fi: ['Aito ja voimassa tänään.', 'Vertaa nimeä henkilöllisyystodistukseen.'],
  },
  expired: {
    en: ['Genuine, but its validity ended on 1 June 2026.', 'for a renewal.'],
    es: ['Auténtica, pero su vigencia terminó el 1 de junio de 2026.', 'Solicite una renovación'],
    fi: ['Aito, mutta voimassaolo päättyi 1. kesäkuuta 2026.', 'Pyydä uusittu merkki'],
  },
  superseded: {
    en: ['Genuine; a newer version exists.', 'Open the newer version.'],
    es: ['Auténtica; existe una versión más reciente.', 'Abra la versión más reciente.'],
    fi: ['Aito, mutta tästä on uudempi versio.', 'Avaa uudempi versio.'],
  },
  suspended: {
    en: ['Temporarily not valid since 3 June 2026.', 'Contact Fundación Horizonte Técnico.'],
    es: ['Temporalmente sin validez desde el 3 de junio de 2026.', 'Comuníquese con Fundación Horizonte Técnico.'],
    fi: ['Tilapäisesti poissa voimasta 3. kesäkuuta 2026 alkaen.', 'Ota yhteyttä myöntäjään'],
  },
  revoked: {
    en: ['Withdrawn by Fundación Horizonte Técnico on 10 June 2026.', 'Do not accept it.'],
    es: ['Revocada por Fundación Horizonte Técnico el 10 de junio de 2026.', 'No la acepte.'],
    fi: ['Fundación Horizonte Técnico on peruuttanut tämän 10. kesäkuuta 2026.', 'Älä hyväksy tätä.'],
  },
  tampered: {
    en: ['This is not what Fundación Horizonte Técnico signed.', 'Do not accept it.'],
    es: ['Esto no es lo que firmó Fundación Horizonte Técnico.', 'No la acepte.'],
    fi: ['Tämä ei ole se, minkä Fundación Horizonte Técnico allekirjoitti.', 'Älä hyväksy tätä.'],
  },
  'issuer-unrecognised': {
    en: ['The signature is sound, but we do not know this issuer.', 'Check the issuer yourself: insignia.example'],
    es: ['La firma es correcta, pero no conocemos a este emisor.', 'insignia.example'],
    fi: ['Allekirjoitus on kunnossa, mutta emme tunne tätä myöntäjää.', 'insignia.example'],
  },
  'not-yet-valid': {
    en: ['Becomes valid on 1 September 2026.', 'Come back on that day.'],
    es: ['Entrará en vigencia el 1 de septiembre de 2026.', 'Vuelva a verificarla ese día.'],
    fi: ['Tulee voimaan 1. syyskuuta 2026.', 'Tarkista uudelleen silloin.'],
  },
  'could-not-check': {
    en: ['whether this badge has been withdrawn. This is not a confirmation.', 'Last confirmed: 12 June 2026 at 14:10'],
    es: ['si esta insignia fue revocada. Esto no es una confirmación.', 'Última confirmación: 12 de junio de 2026'],
    fi: ['onko merkki peruutettu. Tämä ei ole vahvistus.', 'Viimeksi vahvistettu: 12. kesäkuuta 2026'],
  },
  'not-found': {
    en: ['There is no public record with this number.', 'treat it as unproven.'],
    es: ['No hay un registro público con este número.', 'considérela no comprobada.'],
    fi: ['Tällä numerolla ei löydy julkisia tietoja.', 'pidä merkkiä todistamattomana.'],
  },
  malformed: {
    en: ['This file does not hold a badge that can be read.', 'Ask the holder for the original file.'],
    es: ['Este archivo no contiene una insignia que se pueda leer.', 'Solicite a su titular el archivo original.'],
    fi: ['Tässä tiedostossa ei ole luettavissa olevaa osaamismerkkiä.', 'Pyydä haltijalta alkuperäinen tiedosto.'],
  },
}

for (const language of LANGUAGES) {
  for (const state of STATES) {
    t.test(`${state} in ${language}: sign, headline, next step`, async (t) => {
      const html = renderDocument(verificationPage(language, state))
      const [headline, next] = SAID[state][language]
      t.match(html, headline)
      t.match(html, next)
      t.match(html, `<header class="verdict tone-${SIGNS[state].tone}" data-state="${state}">`)
      t.match(html, translator(language)(`verification.${state}.word`))
      t.match(html, '<meta name="robots" content="noindex, nofollow"/>')
      t.match(html, '<meta name="referrer" content="no-referrer"/>')
    })
  }
}

t.test('only a valid badge is green', async (t) => {
  t.strictSame(
    STATES.filter((state) => SIGNS[state].tone === 'good'),
    ['valid'],
  )
})

t.test('a document that nobody signed is not quoted', async (t) => {
  for (const state of ['tampered', 'not-found', 'malformed'] as const) {
    const html = renderDocument(verificationPage('en', state))
    for (const content of [NAME, 'Diseño de proyectos', 'Assessed jointly', 'Compare with the paper', 'did:web']) {
      t.notMatch(html, content, `${state}: ${content}`)
    }
  }
})

t.test('a revoked document whose signature could not be checked is not quoted either', async (t) => {
  const facts = report('revoked').facts.map((fact) =>
    fact.check === 'proof' ? { ...fact, outcome: 'unknown' as const } : fact,
  )
  const page = <VerificationPage context={pageContext('fi')} report={report('revoked', undefined, { facts })} />
  const html = renderDocument(page)
  t.notMatch(html, NAME)
  t.match(html, 'Myöntäjä on peruuttanut tämän')
})

t.test('a foreign key is told apart from a changed text', async (t) => {
  const facts = report('tampered').facts.map((fact) =>
    fact.check === 'issuer' || fact.check === 'proof'
      ? { ...fact, outcome: fact.check === 'issuer' ? ('failed' as const) : ('passed' as const) }
      : fact,
  )
  const page = <VerificationPage context={pageContext('en')} report={report('tampered', undefined, { facts })} />
  t.match(renderDocument(page), 'The key that signed this does not belong to the issuer it names.')
})

const JOINT = [
  { code: 'own-domain', outcome: 'passed', expected: /with a key on its own domain, pohjantahti\.example\./ },
  { code: 'kept-here', outcome: 'passed', expected: /with a key kept by this service\./ },
  { code: 'kept-with-issuer', outcome: 'passed', expected: /with a key kept on the issuer’s domain/ },
  { code: 'anything', outcome: 'failed', expected: /Joint assessment not confirmed\./ },
  { code: 'anything', outcome: 'unknown', expected: /Joint assessment not confirmed\./ },
] as const

for (const { code, outcome, expected } of JOINT) {
  t.test(`joint line: ${outcome}, ${code}`, async (t) => {
    const facts = report('valid').facts.map((fact) =>
      fact.check === 'endorsement' ? { ...fact, outcome, code } : fact,
    )
    const html = renderDocument(verificationPage('en', 'valid', undefined, { facts }))
    t.match(html, expected)
    t.match(html, 'Genuine and valid today.', 'the state stays what it is')
    if (outcome === 'passed') t.match(html, 'Assessed jointly by')
    else t.notMatch(html, 'Assessed jointly by')
  })
}

t.test('an endorsement of a stranger’s badge is no joint assessment', async (t) => {
  const facts = report('issuer-unrecognised').facts.map((fact) =>
    fact.check === 'endorsement' ? { ...fact, outcome: 'passed' as const } : fact,
  )
  const html = renderDocument(verificationPage('en', 'issuer-unrecognised', undefined, { facts }))
  t.notMatch(html, 'Assessed jointly')
  t.match(html, 'Endorsed by')
})

t.test('no line about partners where the badge names none', async (t) => {
  t.notMatch(renderDocument(verificationPage('en', 'issuer-unrecognised')), /class="joint"/)
})

t.test('hidden stands beside the state', async (t) => {
  const html = renderDocument(verificationPage('en', 'expired', undefined, { visibility: 'hidden' }))
  t.match(html, 'The holder has switched the public page off.')
  t.match(html, 'Genuine, but its validity ended')
  t.match(html, 'verdict-lock')
})

t.test('a trial says so before anything else', async (t) => {
  const page = (
    <VerificationPage
      context={pageContext('en', { publicUrl: 'http://localhost:3000' })}
      report={report('valid', undefined, {
        credential: {
          ...report('valid').credential,
          id: 'http://localhost:3000/credentials/1',
          issuer: { id: 'did:key:z6Mk' },
        },
        warnings: [{ code: 'trial', detail: 'A trial.' }],
      })}
      code="7K3M-9QX2-B4TN-W8RD"
      extra={extra()}
    />
  )
  const html = renderDocument(page)
  const said = html.indexOf('from a trial service at http://localhost:3000 and proves nothing')
  t.ok(said > 0 && said < html.indexOf('Genuine and valid today.'))
  t.notMatch(html, 'Please note', 'and not a second time below')
})

t.test('of a key in an identifier the page shows the ends', async (t) => {
  const by = 'did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK'
  const facts = report('valid').facts.map((fact) => (fact.check === 'proof' ? { ...fact, by } : fact))
  const html = renderDocument(
    <VerificationPage context={pageContext('en')} report={report('valid', undefined, { facts })} />,
  )
  t.match(html, 'did:key:z6MkhaXg…ta2doK')
  t.notMatch(html, by)
})

t.test('a warning without words of ours is shown as it came', async (t) => {
  const warnings = [
    { code: 'inner-endorsement', detail: 'x' },
    { code: 'unheard-of', detail: 'Something else.' },
  ]
  const html = renderDocument(verificationPage('fi', 'valid', undefined, { warnings }))
  t.match(html, '<li lang="en">Something else.</li>')
  t.match(html, 'suositusta ei voitu vahvistaa')
})

t.test('a reading without names and dates still reads', async (t) => {
  const bare = { issuer: { id: 'did:web:a.example' } }
  const page = (
    <VerificationPage context={pageContext('en')} report={report('valid', undefined, { credential: bare })} />
  )
  const html = renderDocument(page)
  t.match(html, 'No name is stated in this document')
  t.notMatch(html, /undefined|Invalid Date/)
})

t.test('a table of files quotes only what somebody signed', async (t) => {
  const page = (
    <VerifyTablePage context={pageContext('en')} files={[{ fileName: 'x.json', report: report('tampered') }]} />
  )
  t.notMatch(renderDocument(page), NAME)
})

t.test('the entry of the log is said to be the one of the issuing', async (t) => {
  for (const { language, said } of [
    { language: 'en', said: 'The issuing of this badge is entry 128 of the judgement log.' },
    { language: 'es', said: 'La emisión de esta insignia es el asiento 128 del registro de evaluaciones.' },
    { language: 'fi', said: 'Tämän merkin myöntäminen on arviointilokin merkintä 128.' },
  ] as const) {
    t.match(renderDocument(verificationPage(language, 'valid')), said)
  }
})

t.test('a partner without record of ours is called by the name it signed with', async (t) => {
  const by = 'did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK'
  const line = (state: 'valid' | 'issuer-unrecognised', fact: object) => {
    const facts = report(state).facts.map((one) => (one.check === 'endorsement' ? { ...one, ...fact } : one))
    const page = <VerificationPage context={pageContext('en')} report={report(state, undefined, { facts })} />
    return renderDocument(page)
  }
  const kept = line('valid', { outcome: 'passed', code: 'kept-here', by, byName: 'Pohjantähti' })
  t.match(kept, 'and Pohjantähti.')
  t.match(kept, 'Confirmed by Pohjantähti with a key kept by this service.')
  t.notMatch(kept, 'did:key:z6MkhaXgBZ')
  const nameless = line('valid', { outcome: 'unknown', code: 'endorser-not-identified', by, byName: undefined })
  t.match(nameless, 'The issuer states that a partner assessed as well')
  t.match(nameless, 'no domain answers for its key')
  const failed = line('valid', { outcome: 'failed', code: 'no-proof', by: undefined, byName: 'Pohjantähti' })
  t.match(failed, 'The issuer states that Pohjantähti assessed as well')
  const stranger = line('issuer-unrecognised', {
    ...{ outcome: 'passed', code: 'own-domain', by: 'did:web:evil.example', byName: 'University of Helsinki' },
  })
  t.match(stranger, 'Endorsed by University of Helsinki (evil.example).')
})

t.test('what a stranger’s badge says of evidence is counted as what it is', async (t) => {
  const html = renderDocument(<VerificationPage context={pageContext('en')} report={report('issuer-unrecognised')} />)
  t.match(html, 'The badge has 4 entries of evidence.')
  t.notMatch(html, 'stay private')
})

t.test('times are those of the paper for whoever has no zone, and the date to compare always is', async (t) => {
  const late = { ...report('valid').credential, issuer: { id: 'did:web:a.example' }, validFrom: '2026-05-29T02:00:00Z' }
  const html = (context: Parameters<typeof pageContext>[1]) =>
    renderDocument(
      <VerificationPage
        context={pageContext('en', context)}
        report={report('valid', undefined, { credential: late })}
        extra={{ ...extra(), timeZone: 'America/Santiago' }}
      />,
    )
  t.notMatch(html({ timeZone: 'UTC' }), '29 May 2026')
  const abroad = html({ timeZone: 'Europe/Helsinki', person: signedIn('en').person })
  t.match(abroad, /Issued to[^<]*29 May 2026/)
  t.match(abroad, /Date of issue[\s\S]*28 May 2026/)
})
