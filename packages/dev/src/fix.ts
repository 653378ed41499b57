// `npm run fix`: brings generated files up to date, then repairs what lint and format can repair by themselves.
import { runTool, type Tool } from './run-tool.ts'

const tools: readonly Tool[] = [
  { name: 'composition', args: ['schema/compose.ts'] },
  { name: 'codegen', args: ['packages/dev/src/generate.ts'] },
  { name: 'lint', args: ['oxlint', '--fix'] },
  { name: 'format', args: ['oxfmt'] },
]

for (const tool of tools) {
  const { ok, output } = await runTool(tool)
  console.log(`${ok ? '✓' : '✗'} ${tool.name}`)
  if (!ok) {
    console.error(output.trim())
    process.exitCode = 1
  }
}
