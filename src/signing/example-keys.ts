import { ExampleKeysRefused } from './errors.ts'

/** Public parts of the keys in `keys.example/`, whose private parts everybody can read. */
export const EXAMPLE_PUBLIC_KEYS: readonly string[] = [
  'z6Mkvopg9J8FyMYXp1r2RcqGSnERWPkjikXBomLxVkiKvbU7',
  'zDnaeWDHPiBUR6iRR1qB4rSuWciLQbcGWhn1mvbRT5EF6aKoA',
  'z6MkqaDT7JsQmD8kFtBS8kHy2PkUfL6uMY98yHUMZATEV4t1',
  'zDnaeyC7yxRLhWFGobjJSeCqhXPVassz21NdsoHiu32MpBprD',
]

/** Throws `ExampleKeysRefused` when one of the keys is an example and this is no development installation. */
export function refuseExampleKeys(
  publicKeys: readonly string[],
  { development }: { readonly development: boolean },
): void {
  const example = development ? undefined : publicKeys.find((key) => EXAMPLE_PUBLIC_KEYS.includes(key))
  if (example !== undefined) throw new ExampleKeysRefused(example)
}
