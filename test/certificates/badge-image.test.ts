import { createCanvas, loadImage } from '@napi-rs/canvas'
import { t } from '../support/test.ts'
import { BadgeDoesNotFit, badgePng, drawBadgeSvg, UnprintableCharacter } from '../../src/certificates/index.ts'

const BADGE = {
  title: 'Fundamentos de la pedagogía activa en la formación técnico-profesional',
  organisation: 'Fundación Horizonte Técnico',
  accentColour: '#14566b',
}

t.test('the badge names its title and organisation for those who cannot see it', async (t) => {
  const svg = await drawBadgeSvg({ ...BADGE, level: 'Destacado' })
  t.match(svg, `<title id="title">${BADGE.title} – Destacado</title>`)
  t.match(svg, `<desc id="description">${BADGE.organisation}</desc>`)
})

t.test('the same words give the same picture', async (t) => {
  t.equal(await drawBadgeSvg(BADGE), await drawBadgeSvg({ ...BADGE }))
})

t.test('texts are escaped; nothing in the picture runs, loads or refers', async (t) => {
  const svg = await drawBadgeSvg({
    ...BADGE,
    title: '</title><script>x</script> & "y"',
    organisation: '<image href="z">',
  })
  t.match(svg, '&lt;/title&gt;&lt;script&gt;x&lt;/script&gt; &amp; &quot;y&quot;')
  const drawn = svg.replace(/<(title|desc) [^]*?<\/\1>/g, '').replace('xmlns="http://www.w3.org/2000/svg"', '')
  t.same([...new Set(drawn.match(/<\w+/g))], ['<svg', '<path', '<g'])
  t.notMatch(drawn, /href|url\(|\son\w+=|https?:|[&{]/)
})

t.test('the PNG has the size asked for, clear corners, and white letters on the accent colour', async (t) => {
  const png = await badgePng(BADGE, 300)
  const image = await loadImage(Buffer.from(png))
  t.same([image.width, image.height], [300, 300])
  const context = createCanvas(300, 300).getContext('2d')
  context.drawImage(image, 0, 0)
  const { data } = context.getImageData(0, 0, 300, 300)
  t.equal(data[3], 0, 'transparent corner')
  const count = (red: number, green: number, blue: number): number => {
    let found = 0
    for (let at = 0; at < data.length; at += 4) {
      if (data[at] === red && data[at + 1] === green && data[at + 2] === blue) found += 1
    }
    return found
  }
  t.ok(count(0x14, 0x56, 0x6b) > 30_000, 'accent')
  t.ok(count(255, 255, 255) > 800, 'letters')
})

t.test('letters are dark on a light accent', async (t) => {
  t.match(await drawBadgeSvg({ ...BADGE, accentColour: '#f2c14e' }), '<g fill="#171c21">')
  t.match(await drawBadgeSvg(BADGE), '<g fill="#ffffff">')
})

for (const { name, title, organisation } of [
  { name: 'one short word', title: 'Arte', organisation: 'A' },
  {
    name: 'a compound word too wide for the hexagon',
    title: 'Työpaikkaohjaajayhteistyöverkostokehittäminen',
    organisation: 'Säätiö',
  },
  {
    name: 'a long title and a long organisation',
    title: 'Ohjauksen, arvioinnin ja työelämäyhteistyön kehittäminen ammatillisessa erityisopetuksessa',
    organisation: 'Pohjantähden ammattipedagoginen instituutti',
  },
]) {
  t.test(`no letter leaves the hexagon: ${name}`, async (t) => {
    const svg = await drawBadgeSvg({ ...BADGE, title, organisation, level: 'Osaava' })
    const letters = /<g fill="[^"]*">([\s\S]*?)<\/g>/.exec(svg)?.[1] ?? ''
    const points = [...letters.matchAll(/(-?[\d.]+) (-?[\d.]+)/g)].map(([, x, y]) => ({ x: Number(x), y: Number(y) }))
    t.ok(points.length > 20)
    const inside = points.every(
      ({ x, y }) => Math.abs(x - 300) < 218 && Math.abs(x - 300) / Math.sqrt(3) + Math.abs(y - 300) < 250,
    )
    t.ok(inside)
  })
}

t.test('what has no room or no glyph is refused by field', async (t) => {
  await t.rejects(drawBadgeSvg({ ...BADGE, title: 'Pedagogía '.repeat(60) }), new BadgeDoesNotFit('title'))
  await t.rejects(drawBadgeSvg({ ...BADGE, title: 'Pedagogía '.repeat(30) }), new BadgeDoesNotFit('title'))
  await t.rejects(drawBadgeSvg({ ...BADGE, organisation: 'x'.repeat(90) }), new BadgeDoesNotFit('organisation'))
  await t.rejects(drawBadgeSvg({ ...BADGE, title: 'Arte 🎨' }), new UnprintableCharacter('title', '🎨'))
  await t.rejects(drawBadgeSvg({ ...BADGE, accentColour: 'red"/><script>' }), TypeError)
})
