import { spawn } from 'node:child_process'

export type Tool = { readonly name: string; readonly args: readonly string[] }
export type ToolResult = {
  readonly tool: Tool
  readonly ok: boolean
  readonly seconds: number
  readonly output: string
}

/** Runs one tool from the checkout's root: its first argument is a script for this Node, or a program in `node_modules/.bin`. */
export function runTool(tool: Tool): Promise<ToolResult> {
  const [first = '', ...rest] = tool.args
  const [program, args] = /\.(ts|mjs)$/.test(first)
    ? [process.execPath, [first, ...rest]]
    : [`node_modules/.bin/${first}`, rest]
  const from = performance.now()
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'], shell: process.platform === 'win32' })
  let output = ''
  child.stdout.on('data', (chunk) => (output += chunk))
  child.stderr.on('data', (chunk) => (output += chunk))
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code) => resolve({ tool, ok: code === 0, seconds: (performance.now() - from) / 1000, output }))
  })
}
