import { createLog } from '@graphmemory/telemetry/create-log.ts'
import { readConfigs, type Env } from '@graphmemory/service/read-config.ts'
import { readProcessConfig } from '@graphmemory/service/process-config.ts'
import { untilStopped } from '@graphmemory/service/until-stopped.ts'
import { readConfig as readGatewayConfig } from '@graphmemory/gateway/config.ts'
import { dataFolderOf, documentsFile, openDataFolder } from '../data-folder.ts'
import { assertPortIsFree } from '../port.ts'
import { hasOwnSecrets } from '../secrets.ts'
import { startStandalone } from '../standalone.ts'
import { subgraphs } from '../parts.ts'
import { seed } from './seed.ts'

/** `gm start`: the whole product in this process, until Ctrl-C. */
export async function start(env: Env, options: { readonly seed: boolean }): Promise<void> {
  const from = performance.now()
  // What is wrong with the settings is said before anything is touched; secrets are the one thing made up for development.
  const process_ = readProcessConfig(env)
  await assertPortIsFree(process_.host, process_.port)
  await using folder = await openDataFolder(dataFolderOf(env))
  const isGenerated = process_.environment === 'development' && !hasOwnSecrets(env)
  const full: Env = {
    GRAPH_FOLDER: folder.graph,
    TRUSTED_DOCUMENTS: documentsFile(env),
    ...(isGenerated ? await folder.secrets() : {}),
    ...env,
  }
  const [config, gateway, ...configs] = readConfigs(
    [readProcessConfig, readGatewayConfig, ...subgraphs.map(({ readConfig }) => readConfig)],
    full,
  )
  const log = createLog({ name: 'graphmemory', level: env['LOG_LEVEL'] === undefined ? 'warn' : config.logLevel })
  await using product = await startStandalone({ config, gateway, subgraphConfigs: configs, folder, env: full, log })
  process.stdout.write(welcome(product.url, config.environment, folder.path, performance.now() - from))
  if (options.seed) await seed(product.url)
  await untilStopped()
  process.stdout.write('\nStopping: answering what has been asked.\n')
}

function welcome(url: string, environment: string, folder: string, tookMs: number): string {
  const lines = [
    ['API', `${url}/graphql`],
    ['WebSocket', `${url.replace(/^http/, 'ws')}/graphql  (live editing: /collaboration)`],
    ['Health', `${url}/health`],
    ['Metrics', `${url}/metrics`],
    ...(environment === 'development' ? [['Mailbox', `${url}/dev/mail`]] : []),
    ['Data', folder],
  ]
  const body = lines.map(([name = '', value = '']) => `  ${name.padEnd(11)}${value}\n`).join('')
  return `\nGraphMemory is ready after ${(tookMs / 1000).toFixed(1)} s (${environment}). Ctrl-C stops it.\n\n${body}\n`
}
