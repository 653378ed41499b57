import type { DefinitionLine } from './export-definitions.ts'
import type { MemoryLine, RelationLine } from './export-graph.ts'

/** What stands before, for and after memories and relations. */
export type ExportFormat = {
  readonly contentType: string
  /** Whether its lines are read again by an import, in their order. */
  readonly importsBack: boolean
  head(definitions: readonly DefinitionLine[]): string
  memory(line: MemoryLine): string
  relation(line: RelationLine): string
  tail(definitions: readonly DefinitionLine[]): string
}

const jsonLine = (line: object) => `${JSON.stringify(line)}\n`
const jsonLines = (lines: readonly object[]) => lines.map(jsonLine).join('')

/** What imports back. */
const jsonl: ExportFormat = {
  contentType: 'application/x-ndjson; charset=utf-8',
  importsBack: true,
  head: jsonLines,
  memory: jsonLine,
  relation: jsonLine,
  tail: jsonLines,
}

const definitionKinds = ['memoryType', 'relationType', 'space'] as const

const memoryKeys = [
  'type',
  'title',
  'content',
  'tags',
  'properties',
  'source',
  'attachments',
  'spaceId',
  'confidence',
  'importance',
  'validFrom',
  'validTo',
] as const
const relationKeys = ['type', 'weight', 'properties', 'source', 'validFrom', 'validTo', 'contradicts'] as const
const numbers = new Set<string>(['confidence', 'importance', 'weight'])

/** GraphML 1.0 (graphml.graphdrawing.org). What is neither text nor number is JSON; so are the types and spaces, with the graph. */
const graphml: ExportFormat = {
  contentType: 'application/graphml+xml; charset=utf-8',
  importsBack: false,
  head: (definitions) =>
    [
      '<?xml version="1.0" encoding="UTF-8"?>',
      '<graphml xmlns="http://graphml.graphdrawing.org/xmlns">',
      ...definitionKinds.map((key) => keyElement('graph', key)),
      ...memoryKeys.map((key) => keyElement('node', key)),
      ...relationKeys.map((key) => keyElement('edge', key)),
      '<graph id="memories" edgedefault="directed">',
      ...definitionKinds.flatMap((kind) => {
        const lines = definitions.filter((line) => line.kind === kind)
        return lines.length === 0 ? [] : [`<data key="graph-${kind}">${xml(JSON.stringify(lines))}</data>`]
      }),
      '',
    ].join('\n'),
  memory: (line) => `<node id="${xml(line.externalId)}">${dataElements('node', memoryKeys, line)}</node>\n`,
  relation: (line) =>
    `<edge id="${xml(line.externalId)}" source="${xml(line.from)}" target="${xml(line.to)}">${dataElements('edge', relationKeys, line)}</edge>\n`,
  tail: () => '</graph>\n</graphml>\n',
}

function keyElement(owner: 'graph' | 'node' | 'edge', key: string): string {
  const type = numbers.has(key) ? 'double' : 'string'
  return `<key id="${owner}-${key}" for="${owner}" attr.name="${key}" attr.type="${type}"/>`
}

function dataElements(owner: 'node' | 'edge', keys: readonly string[], line: object): string {
  const values = new Map<string, unknown>(Object.entries(line))
  return keys
    .filter((key) => values.get(key) != null)
    .map((key) => `<data key="${owner}-${key}">${xml(asText(values.get(key)))}</data>`)
    .join('')
}

const asText = (value: unknown): string => {
  if (typeof value === 'string') return value
  return value instanceof Date ? value.toISOString() : JSON.stringify(value)
}

/** Characters that XML 1.0 cannot hold at all become U+FFFD. */
const xml = (text: string): string =>
  text
    // oxlint-disable-next-line no-control-regex -- they are what is looked for
    .replaceAll(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '\ufffd')
    .replaceAll(/[&<>"\r\n\t]/g, (character) => `&#${character.charCodeAt(0)};`)

const labels = { memoryType: 'MemoryType', relationType: 'RelationType', space: 'Space' } as const

/** Statements of openCypher, one a line, for an empty database. */
const cypher: ExportFormat = {
  contentType: 'text/plain; charset=utf-8',
  importsBack: false,
  head: (definitions) =>
    definitions.map(({ kind, ...fields }) => `CREATE (:${labels[kind]} ${literal(fields)});\n`).join(''),
  memory: ({ kind: _, ...fields }) => `CREATE (:Memory ${literal(fields)});\n`,
  relation: ({ kind: _, from, to, ...fields }) =>
    `MATCH (a:Memory {externalId: ${literal(from)}}), (b:Memory {externalId: ${literal(to)}}) CREATE (a)-[:${fields.type} ${literal(fields)}]->(b);\n`,
  tail: () => '',
}

/** A map holds only what a property can be: an object within, or a list of them, becomes its JSON. */
function literal(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(literal).join(', ')}]`
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  if (typeof value !== 'object' || value === null || value instanceof Date) return `'${escaped(asText(value))}'`
  const members = Object.entries(value).filter(([, member]) => member != null)
  return `{${members.map(([key, member]) => `${key}: ${holdsMap(member) ? `'${escaped(JSON.stringify(member))}'` : literal(member)}`).join(', ')}}`
}
const isMap = (value: unknown) =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date)
const holdsMap = (value: unknown) => isMap(value) || (Array.isArray(value) && value.some(isMap))
const escaped = (text: string) =>
  text
    .replaceAll('\\', '\\\\')
    .replaceAll("'", String.raw`\'`)
    .replaceAll('\n', String.raw`\n`)
    .replaceAll('\r', String.raw`\r`)

export const exportFormats: Readonly<Record<string, ExportFormat | undefined>> = { jsonl, graphml, cypher }
