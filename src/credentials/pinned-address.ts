import { eq } from 'drizzle-orm'
import { tables } from '../database/index.ts'
import type { Services } from '../services.ts'
import { PublicAddressPinned } from './errors.ts'

const KEY = 'public-url'

type Needs = Pick<Services, 'database' | 'config'>

/** Pins PUBLIC_URL before the first signature, and refuses to sign under another one. Runs as the owner. */
export async function pinPublicAddress(services: Needs): Promise<void> {
  await services.database.owner
    .insert(tables.settings)
    .values({ key: KEY, value: services.config.publicUrl })
    .onConflictDoNothing()
  await requirePinnedAddress(services)
}

/** Called at start: throws `PublicAddressPinned` when badges were signed under another address. */
export async function requirePinnedAddress({ database, config }: Needs): Promise<void> {
  const [pinned] = await database.owner.select().from(tables.settings).where(eq(tables.settings.key, KEY))
  if (pinned && pinned.value !== config.publicUrl) throw new PublicAddressPinned(pinned.value, config.publicUrl)
}
