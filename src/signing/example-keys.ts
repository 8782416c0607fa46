import { ExampleKeysRefused } from './errors.ts'

/** Names of the keys in `keys.example/`, made of their public parts; their private parts everybody can read. */
export const EXAMPLE_KIDS: readonly string[] = [
  'z6Mkvopg9J8FyMYXp1r2RcqGSnERWPkjikXBomLxVkiKvbU7',
  'zDnaeWDHPiBUR6iRR1qB4rSuWciLQbcGWhn1mvbRT5EF6aKoA',
  'fgfUlFWuXqZ0TDasmGry3ULaVpONqEziGw89orf71SM',
  'z6MkqaDT7JsQmD8kFtBS8kHy2PkUfL6uMY98yHUMZATEV4t1',
  'zDnaeyC7yxRLhWFGobjJSeCqhXPVassz21NdsoHiu32MpBprD',
  'Sv3u1crmNPZD0XPQzJZZ9VZEJJHhGwbmCkDUdalQl1E',
]

/** Throws `ExampleKeysRefused` when one of the keys is an example and this is no development installation. */
export function refuseExampleKeys(kids: readonly string[], { development }: { readonly development: boolean }): void {
  const example = development ? undefined : kids.find((kid) => EXAMPLE_KIDS.includes(kid))
  if (example !== undefined) throw new ExampleKeysRefused(example)
}
