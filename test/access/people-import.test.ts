import { t } from '../support/test.ts'
import { peopleImportPages, peopleImportRoutes } from '../../src/access/index.ts'
import { importPeople, rehearsePeople } from '../../src/access/import-people.ts'
import { readPeopleFile } from '../../src/access/people-file.ts'
import { readPeople } from '../../src/access/people.ts'
import { readLog, verifyChain } from '../../src/audit/index.ts'
import { tables } from '../../src/database/index.ts'
import { systemRandomness } from '../../src/kernel/ids.ts'
import { buildTestApp, testServices } from '../support/app.ts'
import { clearTables, onBothDatabases, openTestPglite } from '../support/database.ts'
import { createProgramme, type TestProgramme } from '../support/programme.ts'

const TABLE = `Nombres;Apellidos;Correo;Rol;Organización;Cohorte
Marcelo;Ñancupil;marcelo@example.org;Participante;;Cohorte home
"Ana ""Anita""";Peña;ANA@example.org;mentora;;
`

type Encode = (text: string) => Uint8Array
const utf16le: Encode = (text) => Buffer.from(text, 'utf16le')
const utf16be: Encode = (text) => Buffer.from(text, 'utf16le').swap16()
const ENCODINGS: readonly { name: string; encode: Encode; encoding: string }[] = [
  { name: 'UTF-8', encode: (text) => Buffer.from(text), encoding: 'utf-8' },
  { name: 'UTF-8 with its mark', encode: (text) => Buffer.from(`\ufeff${text}`), encoding: 'utf-8' },
  { name: 'UTF-16 LE', encode: (text) => utf16le(`\ufeff${text}`), encoding: 'utf-16le' },
  { name: 'UTF-16 BE', encode: (text) => utf16be(`\ufeff${text}`), encoding: 'utf-16be' },
  { name: 'UTF-16 LE without a mark', encode: utf16le, encoding: 'utf-16le' },
  { name: 'UTF-16 BE without a mark', encode: utf16be, encoding: 'utf-16be' },
  { name: 'Windows-1252', encode: (text) => Buffer.from(text, 'latin1'), encoding: 'windows-1252' },
]

t.test('a table of people', async (t) => {
  for (const { name, encode, encoding } of ENCODINGS) {
    for (const separator of [';', ',', '\t']) {
      t.test(`in ${name}, with ${JSON.stringify(separator)}`, async (t) => {
        const file = readPeopleFile(encode(TABLE.replaceAll(';', separator).replaceAll('\n', '\r\n')))
        t.match(file, { encoding, separator, unread: [] })
        t.match(file.rows, [
          { line: 2, cells: { familyName: 'Ñancupil', organisation: '', cohort: 'Cohorte home' } },
          { line: 3, cells: { givenName: 'Ana "Anita"', email: 'ANA@example.org' } },
        ])
      })
    }
  }

  t.test('has its header in any of the languages, in any order, and says which columns it does not know', async (t) => {
    for (const header of [
      'Nombre,Apellido,Correo electrónico,Idioma,Rol,Shoe size',
      'FIRST NAME,surname,e-mail,language,role,Shoe size',
      'Etunimi,Sukunimi,Sähköposti,Kieli,Rooli,Shoe size',
      'givenName,familyName,email,locale,role,Shoe size',
    ]) {
      const { columns, unread } = readPeopleFile(Buffer.from(`${header}\nAna,Peña,ana@example.org,es,mentor,38`))
      t.strictSame(
        columns.map(({ name }) => name),
        ['givenName', 'familyName', 'email', 'locale', 'role'],
      )
      t.strictSame(unread, ['Shoe size'])
    }
  })

  t.test('counts lines as an editor does', async (t) => {
    const text = 'sep=;\nNombre;Apellido;Correo;Rol\n\n"Ana\nMaría";P;a@b.cl;mentor\n;;;\nEero;M;e@b.fi;mentor\n'
    t.strictSame(
      readPeopleFile(Buffer.from(text)).rows.map(({ line }) => line),
      [4, 7],
    )
  })

  const header = 'Nombre;Apellido;Correo;Rol\n'
  for (const { name, bytes, fault, line } of [
    { name: 'nothing', bytes: Buffer.alloc(0), fault: 'missing' },
    { name: 'more than a megabyte', bytes: Buffer.alloc(1_000_001, 'a'), fault: 'tooLarge' },
    { name: 'a zipped spreadsheet', bytes: Buffer.from('PK\u0003\u0004\u0014\u0000\u0006\u0000'), fault: 'notText' },
    { name: 'half a character of UTF-16', bytes: Buffer.from([0xff, 0xfe, 0x41]), fault: 'notText' },
    {
      name: 'an open quotation mark',
      bytes: Buffer.from(`${header}Ana;P;a@b.cl;mentor\n"E;M\n`),
      fault: 'quote',
      line: 3,
    },
    {
      name: 'a quotation mark inside a cell',
      bytes: Buffer.from(`${header}A"na;P;a@b.cl;mentor\n`),
      fault: 'quote',
      line: 2,
    },
    { name: 'no header', bytes: Buffer.from('Ana;Peña;ana@example.org;mentor\n'), fault: 'noHeader' },
    {
      name: 'a header without the role',
      bytes: Buffer.from('Nombre;Apellido;Correo\nA;B;a@b.cl'),
      fault: 'missingColumn',
    },
    {
      name: 'a column twice',
      bytes: Buffer.from('Nombre;Apellido;Correo;Rol;Role\nA;B;a@b.cl;m;m'),
      fault: 'columnTwice',
    },
    { name: 'a header alone', bytes: Buffer.from(`${header};;;\n`), fault: 'noRows' },
    { name: 'too many lines', bytes: Buffer.from(header + 'A;B;a@b.cl;mentor\n'.repeat(2001)), fault: 'tooManyRows' },
  ]) {
    t.test(`is not ${name}`, async (t) => {
      const expected = { code: 'unreadable-people-file', fault, ...(line === undefined ? {} : { values: { line } }) }
      t.throws(() => readPeopleFile(bytes), expected)
    })
  }
})

await onBothDatabases(t, 'importing people', async (t, database) => {
  const services = testServices(database, { randomness: systemRandomness })
  let home: TestProgramme
  let foreign: TestProgramme
  t.beforeEach(async () => {
    await clearTables(database)
    home = await createProgramme(database, systemRandomness)
    foreign = await createProgramme(database, systemRandomness, 'foreign')
  })

  const bytes = (lines: readonly string[]) =>
    Buffer.from(['Given name;Family name;E-mail;Language;Role;Organisation;Cohort', ...lines].join('\n'))
  const peopleOf = async () => (await readPeople(services, home.people.coordinator, home.id)).people
  const rowsOf = ({ rows }: Awaited<ReturnType<typeof importPeople>>) =>
    rows.map(({ row, outcome, enrols, problems }) =>
      [
        row.line,
        outcome,
        ...(enrols ? ['enrols'] : []),
        ...problems.map((p) => `${p.column ?? 'line'} ${p.code}`),
      ].join(' '),
    )

  const GOOD = [
    'Marcelo;Ñancupil;marcelo@example.org;español;Participante;;cohorte HOME',
    'Eero;Mäkinen;eero@example.org;fi;Arvioija;home-awarding;',
    'Eero;Mäkinen;eero@example.org;fi;Mentor;;',
    'assessor;foreign;assessor@foreign.example;es;mentor;;',
  ]
  const OUTCOMES = ['2 add enrols', '3 add', '4 role', '5 role']

  t.test('looks first and changes nothing, then adds, and the same file again brings nothing new', async (t) => {
    const before = await peopleOf()
    const { coordinator } = home.people
    t.strictSame(rowsOf(await rehearsePeople(services, coordinator, home.id, bytes(GOOD))), OUTCOMES)
    t.strictSame(await peopleOf(), before)
    t.strictSame(rowsOf(await importPeople(services, coordinator, home.id, bytes(GOOD))), OUTCOMES)
    const after = await peopleOf()
    t.equal(after.length, before.length + 3)
    t.match(
      after.find(({ email }) => email === 'eero@example.org'),
      { organisationId: home.awarding, roles: [{ role: 'assessor' }, { role: 'mentor' }] },
    )
    t.match(
      after.find(({ email }) => email === 'assessor@foreign.example'),
      { organisationId: foreign.awarding, roles: [{ role: 'mentor' }] },
    )
    const marcelo = after.find(({ familyName }) => familyName === 'Ñancupil')
    const enrolled = await database.owner.select().from(tables.enrolments)
    t.ok(enrolled.some(({ participantId, cohortId }) => participantId === marcelo?.id && cohortId === home.cohortId))
    const again = await importPeople(services, coordinator, home.id, bytes(GOOD))
    t.strictSame(rowsOf(again), ['2 known', '3 known', '4 known', '5 known'])
    t.strictSame(await peopleOf(), after)
    const events = []
    for await (const event of readLog(database.owner)) events.push(event)
    t.match(verifyChain(events), { intact: true })
    t.equal(events.filter(({ action }) => action === 'role.granted').length, 4)
  })

  t.test('refuses what adding one person refuses, at its line and column, and adds the rest', async (t) => {
    const lines = [
      ';Peña;ana@example.org;es;mentor;;',
      'Ana;<b>;ana;es;king;;',
      'Ana;Peña;ana@example.org;sv;mentor;;Nowhere',
      'Ana;Peña;ana@example.org;es;mentor;Nobody Ltd;Cohorte home',
      'Ana;Peña;ana@example.org;es;mentor;;;x',
      'Ana;Peña;ana@example.org;es;assessor;;',
      'Ana;Peña;ana@example.org;es;assessor;home partner;',
      'Ana;Peña;ana@example.org;es;administrator;;',
      'Ana;Rojas;assessor@foreign.example;es;mentor;;',
      'administrator;foreign;administrator@foreign.example;es;mentor;;',
      'assessor;foreign;assessor@foreign.example;es;mentor;home awarding;',
      'participant;home;participant@home.example;es;participant;;Cohorte home',
      'Ana;Peña;ana@example.org;;mentor;;',
      'Ana;Vera;ana@example.org;;author;;',
    ]
    const report = await importPeople(services, home.people.coordinator, home.id, bytes(lines))
    t.strictSame(rowsOf(report), [
      '2 refused givenName empty',
      '3 refused familyName notAName email notAnAddress role unknownRole',
      '4 refused locale unknownLocale cohort unknownCohort',
      '5 refused organisation unknownOrganisation cohort onlyParticipants',
      '6 refused line tooLong',
      '7 refused organisation organisationNeeded',
      '8 refused organisation another-organisations-people',
      '9 refused role unknownRole',
      '10 refused email known-by-another-name',
      '11 refused email known-by-another-name',
      '12 refused organisation otherOrganisation',
      '13 known',
      '14 add',
      '15 refused email known-by-another-name',
    ])
    t.match(
      (await peopleOf()).find(({ email }) => email === 'ana@example.org'),
      { roles: [{ role: 'mentor' }] },
    )
  })

  t.test('an administrator names the people of every organisation', async (t) => {
    const lines = ['Salla;Virta;salla@example.org;fi;signatory;home-partner;']
    t.strictSame(rowsOf(await importPeople(services, home.people.administrator, home.id, bytes(lines))), ['2 add'])
  })

  t.test('is for those who keep the people of the programme', async (t) => {
    for (const actor of [home.people.author, foreign.people.coordinator]) {
      await t.rejects(importPeople(services, actor, home.id, bytes(GOOD)), { code: 'forbidden' })
      await t.rejects(rehearsePeople(services, actor, home.id, bytes(GOOD)), { code: 'forbidden' })
    }
  })
})

t.test('the pages and the API of importing people', async (t) => {
  const services = testServices(await openTestPglite(t), { randomness: systemRandomness })
  const home = await createProgramme(services.database, systemRandomness)
  const { app, get, submit, upload } = await buildTestApp(
    t,
    services,
    [peopleImportPages, peopleImportRoutes],
    home.people,
  )
  const url = `/api/v1/programmes/${home.id}/people/import`
  const send = (payload: Buffer, { query = '', language = 'en', ...headers }: Record<string, string> = {}) =>
    app.inject({
      method: 'POST',
      url: url + query,
      payload,
      headers: { 'x-test-actor': 'coordinator', 'content-type': 'text/csv', 'accept-language': language, ...headers },
    })
  const programmeId = home.id
  const BAD = 'Nombres;Apellidos;Correo;Rol\n=1+1 Ana;Peña;ana@example.org;nada\nEva;Ñuñez;eva@example.org;mentor\n'

  t.test('the API reports in the language of the request and writes only when told to', async (t) => {
    const language = 'es'
    const rehearsed = (await send(Buffer.from(BAD), { language })).json<Record<string, unknown>>()
    t.match(rehearsed, { dryRun: true, encoding: 'utf-8', counts: { add: 1, refused: 1 } })
    t.match(rehearsed['rows'], [
      { line: 2, problems: [{ column: 'Rol', field: 'role', code: 'unknownRole', detail: /no es un rol/ }] },
      { line: 3, outcome: 'add', problems: [] },
    ])
    t.equal(
      rehearsed['refused'],
      '\ufeffNombres;Apellidos;Correo;Rol;Motivo\r\n' +
        '\'=1+1 Ana;Peña;ana@example.org;nada;"Rol: «nada» no es un rol de un programa. Escriba participante, mentoría, evaluación u otro rol como lo llama la página de personas."\r\n',
    )
    const headers = { query: '?dryRun=false', 'idempotency-key': 'one' }
    const done = await send(Buffer.from(BAD), headers)
    t.match(done.json(), { dryRun: false, counts: { add: 1 } })
    t.equal((await send(Buffer.from(BAD), headers)).body, done.body, 'a repeated request gets the same answer')
    t.match((await send(Buffer.from(BAD))).json(), { counts: { add: 0, known: 1 } })
  })

  t.test('what was refused can be mended and sent again as it is', async (t) => {
    const refused = (await send(Buffer.from(BAD))).json<{ refused: string }>().refused
    const { rows, unread } = readPeopleFile(Buffer.from(refused.replace('nada;', 'mentor;')))
    t.match(rows, [{ cells: { givenName: '=1+1 Ana', role: 'mentor' } }])
    t.strictSame(unread, [])
  })

  t.test('the API refuses what it cannot read', async (t) => {
    const unreadable = await send(Buffer.from('nothing'))
    t.equal(unreadable.statusCode, 422)
    t.match(unreadable.json(), { code: 'unreadable-people-file', errors: [{ pointer: '/file' }] })
    t.equal((await send(Buffer.alloc(2_000_001, 'a'))).statusCode, 413)
    t.equal((await send(Buffer.from('{}'), { 'content-type': 'application/xml' })).statusCode, 415)
  })

  t.test('the page shows what would be added, adds it, and gives the rest back', async (t) => {
    const as = 'coordinator'
    t.equal((await get('/people/import', { as })).statusCode, 200)
    const table = `givenName,familyName,email,role\nIda,"<script>alert(1)</script>",x@example.org,mentor\nIlse,Ñ,ilse@example.org,mentor\n`
    const looked = await upload('/people/import', { programmeId, file: new Blob([table]) }, { as })
    t.equal(looked.statusCode, 200)
    t.match(looked.body, /&lt;script/)
    t.notMatch(looked.body, /<script>alert/)
    t.match(looked.body, /value="givenName,familyName/, 'the file goes along to the next step')
    const done = await submit('/people/import/rows', { programmeId, table }, { as })
    t.match(done.body, /Ilse Ñ/)
    t.match((await send(Buffer.from(table))).json(), { counts: { known: 1, refused: 1 } })
    const refused = await submit('/people/import/refused', { programmeId, table }, { as })
    t.match(refused.headers, { 'content-type': 'text/csv; charset=utf-8', 'content-disposition': /attachment/ })
    t.match(refused.body, /x@example\.org/)
    t.notMatch(refused.body, /ilse/)
  })

  t.test('the page says what is wrong with the file', async (t) => {
    const as = 'coordinator'
    for (const { fields, status } of [
      { fields: { programmeId }, status: 422 },
      { fields: { programmeId, file: new Blob(['a;b\n"x']) }, status: 422 },
    ]) {
      const answer = await upload('/people/import', fields, { as, headers: { 'accept-language': 'en' } })
      t.equal(answer.statusCode, status)
      t.match(answer.body, /No se puede leer el archivo/)
    }
    const elsewhere = { programmeId: systemRandomness.uuid(), file: new Blob([BAD]) }
    t.equal((await upload('/people/import', elsewhere, { as })).statusCode, 404)
  })

  t.test('the empty table is one that can be filled in, in each language', async (t) => {
    for (const lang of ['es', 'en', 'fi']) {
      const template = await get(`/people/import/template?lang=${lang}`, { as: 'coordinator' })
      t.throws(() => readPeopleFile(Buffer.from(template.body)), { code: 'unreadable-people-file', fault: 'noRows' })
    }
  })
})
