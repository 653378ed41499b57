/** Where progress is shown: what is a terminal says so. */
export type Screen = { readonly isTTY?: boolean; readonly columns?: number; write(text: string): unknown }

export type Progress = {
  /** `share`: from 0 to 1. */
  show(share: number, words: string): void
  /** Leaves the place to what is printed next. */
  end(): void
}

const widestBar = 30
const usualColumns = 80

/**
 * Shows how far something is: a bar that is drawn over itself where `terminal` is one, else a line on `log` whenever a tenth
 * more is done, so that what is kept of it stays short.
 */
export function createProgress(terminal: Screen, log: Screen): Progress {
  let drawn = 0
  let tenths = -1
  const draw = (share: number, words: string) => {
    const percent = `${Math.floor(share * 100)}%`.padStart(4)
    // Some terminals say that they have no columns.
    const columns = (terminal.columns || usualColumns) - 1
    const width = Math.max(0, Math.min(widestBar, columns - percent.length - words.length - 4))
    const filled = Math.round(share * width)
    const bar = width === 0 ? '' : `[${'█'.repeat(filled)}${'░'.repeat(width - filled)}] `
    const line = `${bar}${percent} ${words}`.slice(0, columns)
    terminal.write(`\r${line.padEnd(drawn)}`)
    drawn = line.length
  }
  return {
    show(share, words) {
      const bounded = Math.min(1, Math.max(0, share))
      if (terminal.isTTY === true) return draw(bounded, words)
      const reached = Math.floor(bounded * 10)
      if (reached <= tenths) return
      tenths = reached
      log.write(`${reached * 10}% ${words}\n`)
    },
    end() {
      if (drawn > 0) terminal.write(`\r${' '.repeat(drawn)}\r`)
      drawn = 0
    },
  }
}
