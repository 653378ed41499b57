// The product as processes of its own, until it is told to stop. DATABASE_URL is a superuser's: a database is made for this run.
import { once } from 'node:events'
import { startDistributed } from '../harness/distributed.ts'

const { DATABASE_URL: adminUrl, REDIS_URL: redisUrl, GM_DATA: folder, PORT: port } = process.env
if (adminUrl === undefined || redisUrl === undefined || folder === undefined) {
  throw new Error('DATABASE_URL, REDIS_URL and GM_DATA must be set')
}

await using product = await startDistributed({ adminUrl, redisUrl, folder, port: Number(port ?? 4000) })
console.log(`ready at ${product.url}`)
await Promise.race([once(process, 'SIGTERM'), once(process, 'SIGINT')])
