import { mkdtemp, open, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { graphFile, isSound, writeManifest } from './manifest.ts'

/** A folder whose file is proven, as often as wanted, by the same process. */
async function provenFolder(bytes: number) {
  const folder = await mkdtemp(join(tmpdir(), 'manifest-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  const file = join(folder, graphFile)
  await writeFile(file, Buffer.alloc(bytes, 7))
  await writeManifest(folder)
  return { folder, file }
}

async function write(path: string, position: number, byte: number): Promise<void> {
  const { atime, mtime } = await stat(path)
  await using file = await open(path, 'r+')
  await file.write(Buffer.from([byte]), 0, 1, position)
  await file.close()
  await utimes(path, atime, mtime)
}

test('a file that is changed in place is noticed, however soon after it was proven and whatever it says of its age', async () => {
  const { folder, file } = await provenFolder(3_000_000)
  for (let n = 0; n < 40; n++) {
    expect(await isSound(folder)).toBe(true)
    expect(await isSound(folder)).toBe(true)
    await write(file, n * 70_001, 8)
    expect(await isSound(folder)).toBe(false)
    await write(file, n * 70_001, 7)
  }
})

test('a file that another takes the place of is proven anew', async () => {
  const { folder, file } = await provenFolder(1_000)
  expect(await isSound(folder)).toBe(true)
  await rm(file)
  expect(await isSound(folder)).toBe(false)
  await writeFile(file, Buffer.alloc(1_000, 8))
  expect(await isSound(folder)).toBe(false)
  await writeFile(file, Buffer.alloc(1_000, 7))
  expect(await isSound(folder)).toBe(true)
})
