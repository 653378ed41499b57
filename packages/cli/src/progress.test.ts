import { expect, test } from 'vitest'
import { createProgress } from './progress.ts'

function screen(more: { readonly isTTY?: boolean; readonly columns?: number } = {}) {
  const written: string[] = []
  return { ...more, written, write: (text: string) => written.push(text) }
}

test('in a terminal a bar is drawn over itself, never wider than the terminal, and leaves no trace', () => {
  const [terminal, log] = [screen({ isTTY: true, columns: 40 }), screen()]
  const progress = createProgress(terminal, log)
  progress.show(0, '0 lines')
  progress.show(0.5, '2,000 lines, 3 left out')
  progress.show(2, '9 lines')
  progress.end()
  expect(terminal.written).toEqual([
    `\r[${'░'.repeat(24)}]   0% 0 lines`,
    `\r[${'█'.repeat(4)}${'░'.repeat(4)}]  50% 2,000 lines, 3 left out`,
    `\r[${'█'.repeat(24)}] 100% 9 lines`,
    `\r${' '.repeat(39)}\r`,
  ])
  expect(log.written).toEqual([])
})

test('in a narrow terminal only the words are left', () => {
  const terminal = screen({ isTTY: true, columns: 12 })
  createProgress(terminal, screen()).show(0.25, '2,000 lines')
  expect(terminal.written).toEqual(['\r 25% 2,000 '])
})

test('a terminal that does not know its width is taken for a usual one', () => {
  const terminal = screen({ isTTY: true, columns: 0 })
  createProgress(terminal, screen()).show(1, '9 lines')
  expect(terminal.written).toEqual([`\r[${'█'.repeat(30)}] 100% 9 lines`])
})

test('elsewhere each tenth is one plain line', () => {
  const [terminal, log] = [screen(), screen()]
  const progress = createProgress(terminal, log)
  for (const share of [0, 0.05, 0.31, 0.32, 1, 1]) progress.show(share, `${share * 100} lines`)
  progress.end()
  expect(log.written).toEqual(['0% 0 lines\n', '30% 31 lines\n', '100% 100 lines\n'])
  expect(terminal.written).toEqual([])
})
