// `npm run check`: everything that can be said about the code without running it, in parallel.
import { runTool, type Tool } from './run-tool.ts'

const tools: readonly Tool[] = [
  { name: 'types', args: ['tsc', '-p', 'tsconfig.json'] },
  { name: 'lint', args: ['oxlint'] },
  { name: 'format', args: ['oxfmt', '--check'] },
  { name: 'dead code', args: ['knip'] },
  { name: 'composition drift', args: ['schema/compose.ts', '--check'] },
  { name: 'codegen drift', args: ['packages/dev/src/generate.ts', '--check'] },
]

const results = await Promise.all(
  tools.map(async (tool) => {
    const result = await runTool(tool)
    console.log(`${result.ok ? '✓' : '✗'} ${tool.name.padEnd(18)} ${result.seconds.toFixed(1)} s`)
    return result
  }),
)
for (const { tool, output } of results.filter(({ ok }) => !ok)) console.error(`\n── ${tool.name}\n${output.trim()}`)
process.exitCode = results.every(({ ok }) => ok) ? 0 : 1
