import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/**
 * A hash of everything an install depends on: lockfile, workspace file, patches, every package.json, the platform.
 * @param {string} root
 * @param {string} platform
 * @returns {string}
 */
export function stampOf(root, platform = `${process.platform}-${process.arch}`) {
  const hash = createHash('sha256').update(platform)
  for (const file of inputsOf(root)) hash.update(`\0${file}\0`).update(readFileSync(join(root, file)))
  return hash.digest('hex')
}

/**
 * @param {string} root
 * @returns {string[]}
 */
function inputsOf(root) {
  const patches = filesIn(root, 'patches')
  const manifests = workspaceFolders(root).map((folder) => `${folder}/package.json`)
  const fixed = ['package.json', 'pnpm-lock.yaml', 'pnpm-workspace.yaml']
  return [...fixed, ...patches, ...manifests].filter((file) => existsSync(join(root, file))).toSorted()
}

/**
 * The folders that `packages:` of pnpm-workspace.yaml names, `*` taken as every folder at that place.
 * @param {string} root
 * @returns {string[]}
 */
function workspaceFolders(root) {
  const yaml = readFileSync(join(root, 'pnpm-workspace.yaml'), 'utf8')
  const list = /^packages:\n((?:[ ]*- .*\n)+)/m.exec(yaml)?.[1] ?? ''
  const patterns = list.split('\n').map((line) => line.replace(/^\s*-\s*['"]?|['"]?\s*$/g, ''))
  return patterns.filter(Boolean).flatMap((pattern) => {
    if (!pattern.endsWith('/*')) return [pattern]
    return filesIn(root, pattern.slice(0, -2))
  })
}

/**
 * @param {string} root
 * @param {string} folder
 * @returns {string[]}
 */
function filesIn(root, folder) {
  const path = join(root, folder)
  return existsSync(path) ? readdirSync(path).map((name) => `${folder}/${name}`) : []
}
