import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { build } from 'vite'

const folder = join(import.meta.dirname, 'pages')
const html = ({ script, styles }: Bundle) => `<!doctype html>
<meta charset="utf-8">
<title>Editor</title>
<style>${styles}</style>
<output id="save-state"></output>
<div id="editor"></div>
<script type="module">${script.replaceAll('</script', String.raw`<\/script`)}</script>
`

/** Serves each page of `pages/` as its users' bundlers would make it, at `/NAME`. */
export async function serveEditors(names: readonly string[]): Promise<AsyncDisposable & { readonly url: string }> {
  const pages = new Map<string, string>(
    await Promise.all(names.map(async (name) => [`/${name}`, html(await bundle(name))] as const)),
  )
  const server = createServer((request, response) => {
    const page = pages.get(request.url ?? '/')
    response.writeHead(page === undefined ? 404 : 200, { 'content-type': 'text/html' }).end(page)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

type Bundle = { readonly script: string; readonly styles: string }

async function bundle(name: string): Promise<Bundle> {
  const built = await build({
    configFile: false,
    root: folder,
    logLevel: 'error',
    // Two copies of Yjs in one page do not know each other's types.
    resolve: { dedupe: ['yjs', 'y-protocols', 'lib0'] },
    build: { write: false, minify: false, rolldownOptions: { input: join(folder, `${name}.ts`) } },
  })
  const chunks = (Array.isArray(built) ? built : [built]).flatMap((each) => ('output' in each ? each.output : []))
  const [chunk, ...others] = chunks.filter((each) => each.type === 'chunk')
  if (chunk === undefined || others.length > 0) throw new Error(`${name} is not one script`)
  const styles = chunks.flatMap((each) =>
    each.type === 'asset' && each.fileName.endsWith('.css') ? [String(each.source)] : [],
  )
  return { script: chunk.code, styles: styles.join('\n') }
}
