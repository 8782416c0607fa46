import { openServices } from '../app.ts'
import type { Config } from '../config.ts'
import type { Services } from '../services.ts'

/** Opens the service's database for the length of `work`. Throws `DataFolderInUse` while the service itself runs on it. */
export async function withServices<T>(config: Config, work: (services: Services) => Promise<T>): Promise<T> {
  const services = await openServices(config)
  try {
    return await work(services)
  } finally {
    await services.database.close()
  }
}
