import { existsSync, globSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { describe, expect, test } from 'vitest'

const root = resolve(import.meta.dirname, '..')

type Layer = 'tests' | 'cli' | 'service' | 'foundation' | 'dev'
type Package = {
  readonly name: string
  readonly folder: string
  readonly layer: Layer
  readonly dependencies: readonly string[]
  readonly devDependencies: readonly string[]
}

const layerBelow: Record<Layer, readonly Layer[]> = {
  tests: ['cli', 'service', 'foundation'],
  cli: ['service', 'foundation'],
  service: ['foundation'],
  foundation: ['foundation'],
  dev: [],
}

function layerOf(folder: string): Layer {
  if (folder === 'tests') return 'tests'
  if (folder === 'packages/cli') return 'cli'
  if (folder === 'packages/dev') return 'dev'
  return folder === 'gateway' || folder.startsWith('subgraphs/') ? 'service' : 'foundation'
}

const packages: readonly Package[] = globSync('{gateway,schema,tests,packages/*,subgraphs/*}/package.json', {
  cwd: root,
}).map((file) => {
  const manifest = JSON.parse(readFileSync(join(root, file), 'utf8'))
  const folder = dirname(file)
  return {
    name: manifest.name,
    folder,
    layer: layerOf(folder),
    dependencies: Object.keys(manifest.dependencies ?? {}),
    devDependencies: Object.keys(manifest.devDependencies ?? {}),
  }
})
const byName = new Map(packages.map((each) => [each.name, each]))

const isSkipped = (name: string) => name === 'node_modules' || name === 'dist'
const sources = globSync('{gateway,schema,tests,packages,subgraphs}/**/*.{ts,tsx,mjs}', {
  cwd: root,
  exclude: isSkipped,
})
const written = sources.filter((file) => !file.includes('.generated.'))
const textOf = (file: string) => readFileSync(join(root, file), 'utf8')
/** Tests, and what they share: `test-….ts`, a folder `testing/`. */
const isTest = (file: string) => /\.test\.tsx?$|\/testing\/|\/test-[^/]+\.ts$/.test(file) || file.startsWith('tests/')

function packageOf(file: string): Package {
  const found = packages.find(({ folder }) => file.startsWith(`${folder}/`))
  if (found === undefined) throw new Error(`${file} belongs to no package`)
  return found
}

/** The module specifiers of a file's import and export statements and of its dynamic imports with a literal. */
function importsOf(file: string): string[] {
  const pattern =
    /(?:^|\n)\s*(?:import|export)\s[^'"`;]*?from\s*['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]|(?:^|\n)import\s*['"]([^'"]+)['"]/g
  return [...textOf(file).matchAll(pattern)].map((match) => match[1] ?? match[2] ?? match[3] ?? '')
}

const nameOfPackage = (specifier: string) =>
  specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/')

describe('arrows only point down', () => {
  test.each(packages)('$folder depends on nothing beside or above it', ({ layer, dependencies }) => {
    const allowed = layerBelow[layer]
    const wrong = dependencies.filter((name) => {
      const target = byName.get(name)
      return target !== undefined && !allowed.includes(target.layer)
    })
    expect(wrong).toEqual([])
  })

  test('the packages below depend on each other without a circle', () => {
    const circles: string[] = []
    const visit = (name: string, path: readonly string[]) => {
      if (path.includes(name)) circles.push([...path.slice(path.indexOf(name)), name].join(' → '))
      else for (const next of byName.get(name)?.dependencies ?? []) if (byName.has(next)) visit(next, [...path, name])
    }
    for (const { name } of packages) visit(name, [])
    expect(circles).toEqual([])
  })

  test('what a file imports, its package declares; tests may also import what is declared for development', () => {
    const wrong = sources.flatMap((file) => {
      const { name, dependencies, devDependencies } = packageOf(file)
      const declared = new Set([name, ...dependencies, ...(isTest(file) ? devDependencies : [])])
      return importsOf(file)
        .filter((specifier) => specifier.startsWith('@graphmemory/') && !declared.has(nameOfPackage(specifier)))
        .map((specifier) => `${file} imports ${specifier}`)
    })
    expect(wrong).toEqual([])
  })

  test('no subgraph imports another or the gateway, and the gateway no subgraph', () => {
    const wrong = sources.flatMap((file) => {
      const own = packageOf(file)
      if (own.layer !== 'service') return []
      return importsOf(file)
        .map(nameOfPackage)
        .filter((name) => name !== own.name && byName.get(name)?.layer === 'service')
        .map((name) => `${file} imports ${name}`)
    })
    expect(wrong).toEqual([])
  })

  test('a relative import stays in its package', () => {
    const wrong = sources.flatMap((file) => {
      const { folder, layer } = packageOf(file)
      if (layer === 'dev') return []
      return importsOf(file)
        .filter((specifier) => specifier.startsWith('.'))
        .filter((specifier) => relative(folder, join(dirname(file), specifier)).startsWith('..'))
        .map((specifier) => `${file} imports ${specifier}`)
    })
    expect(wrong).toEqual([])
  })
})

test('the environment is read in config.ts alone; main.ts hands it over, and what starts or tests the product may read it', () => {
  const mayRead = (file: string) =>
    /(^|\/)(config|main)\.ts$/.test(file) || /^packages\/(dev|cli)\//.test(file) || isTest(file)
  expect(written.filter((file) => !mayRead(file) && /\bprocess\.env\b/.test(textOf(file)))).toEqual([])
})

test('no file is longer than 400 lines', () => {
  const long = written
    .map((file) => ({ file, lines: textOf(file).split('\n').length }))
    .filter(({ lines }) => lines > 401)
  expect(long).toEqual([])
})

test('no file passes on what others export', () => {
  const barrels = written.filter((file) => /^export (\*|\{[^}]*\}) from /m.test(textOf(file)))
  expect(barrels).toEqual([])
})

test.each(packages)('$folder says what it is for in a README', ({ folder }) => {
  expect(existsSync(join(root, folder, 'README.md'))).toBe(true)
})

test('a process of its own has the gateway, each subgraph and the command line, and nothing else', () => {
  const processes = packages
    .filter(({ folder }) => existsSync(join(root, folder, 'src/main.ts')))
    .map(({ folder }) => folder)
  const meant = packages.filter(({ layer }) => layer === 'service' || layer === 'cli').map(({ folder }) => folder)
  expect(processes.toSorted()).toEqual(meant.toSorted())
})
