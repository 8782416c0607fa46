import root, { type Test } from 'tap'

export type { Test }

/** The test file that runs: tap's own root, or the part of it that the file is given where files share a process. */
export let t: Test = root

/** Runs test files one after the other in this process, which then starts the program and its databases once. */
export async function runFiles(files: readonly { readonly name: string; readonly url: URL }[]): Promise<void> {
  for (const { name, url } of files) {
    await root.test(name, async (part) => {
      t = part
      await import(url.href)
    })
  }
}
