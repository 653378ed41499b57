import { parseArgs } from 'node:util'
import type { Env } from '@graphmemory/service/read-config.ts'
import { ExitError } from '@graphmemory/service/run-main.ts'
import { isPart, parts } from './parts.ts'

const usage = `gm: GraphMemory's commands

  gm start                 everything in one process on embedded defaults   [--seed: with a demo tenant]
  gm start PART            one part as a process of its own, on PostgreSQL: ${parts.join(', ')}
  gm migrate               brings PostgreSQL to the newest schema           [--down: takes everything away]
  gm seed                  fills a demo tenant in a running product         [--url URL]
  gm graph rebuild TENANT  makes a tenant's graph anew from PostgreSQL
  gm import FILE           sends lines of JSON to a running product         [--url URL; GM_TOKEN: a token or an API key]
  gm export [FILE]         writes the tenant's graph as lines of JSON       [--format graphml | cypher; --url URL; GM_TOKEN]
  gm tenant read-only REASON   refuses every change of a tenant's memories and documents
                               [--url URL; GM_TOKEN: a token or an API key; or --tenant ID: as the operator, by TENANT_AUTH_URL]
  gm tenant read-write         permits changes again
  gm documents publish PATH …  lets clients name these operations by their hash   [TRUSTED_DOCUMENTS: the file to add to]
  gm keys                  prints new secrets for a production environment
`

/** Runs one command line. Resolves when the command has done its work; throws `ExitError` or `ConfigError` for the person at the terminal. */
export async function runCommand(args: readonly string[], env: Env): Promise<void> {
  const { positionals, values } = read(args)
  const [command, subject, object, ...rest] = positionals
  if (values.help || command === undefined) return void process.stdout.write(usage)
  if (rest.length > 0 && command !== 'documents') throw unknown(args)
  switch (command) {
    case 'start': {
      if (object !== undefined) throw unknown(args)
      if (subject === undefined) return (await import('./commands/start.ts')).start(env, { seed: values.seed })
      if (!isPart(subject)) throw new ExitError(`There is no part "${subject}": ${parts.join(', ')}.`)
      return (await import('./commands/start-part.ts')).startPart(subject, env)
    }
    case 'migrate':
      if (subject !== undefined) throw unknown(args)
      return (await import('./commands/migrate.ts')).migrateDatabase(env, values.down ? 'down' : 'up')
    case 'seed':
      if (subject !== undefined) throw unknown(args)
      return (await import('./commands/seed.ts')).seed(values.url)
    case 'graph':
      if (subject !== 'rebuild' || object === undefined) throw unknown(args)
      return (await import('./commands/rebuild-graph.ts')).rebuildGraph(object, env)
    case 'tenant':
      if (subject !== 'read-only' && subject !== 'read-write') throw unknown(args)
      if ((subject === 'read-only') !== (object !== undefined)) throw unknown(args)
      return (await import('./commands/set-read-only.ts')).setReadOnly(object ?? null, values, env)
    case 'import':
      if (subject === undefined || object !== undefined) throw unknown(args)
      return (await import('./commands/transfer.ts')).importFile(subject, values.url, env)
    case 'export':
      if (object !== undefined) throw unknown(args)
      return (await import('./commands/transfer.ts')).exportFile(subject, values.format, values.url, env)
    case 'documents':
      if (subject !== 'publish' || object === undefined) throw unknown(args)
      return (await import('./commands/publish-documents.ts')).publishDocuments([object, ...rest], env)
    case 'keys':
      if (subject !== undefined) throw unknown(args)
      return (await import('./commands/print-keys.ts')).printKeys()
    default:
      throw unknown(args)
  }
}

function read(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        seed: { type: 'boolean', default: false },
        down: { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h', default: false },
        format: { type: 'string', default: 'jsonl' },
        tenant: { type: 'string' },
        url: { type: 'string', default: 'http://127.0.0.1:4000' },
      },
    })
  } catch (error) {
    throw new ExitError(error instanceof Error ? error.message : String(error), { cause: error })
  }
}

const unknown = (args: readonly string[]) => new ExitError(`"gm ${args.join(' ')}" is no command.\n\n${usage}`)
