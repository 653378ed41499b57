/**
 * The sentence in an installer's output that says why it failed: what pnpm or npm gives as the reason, else the last line.
 * @param {string} output
 * @returns {string}
 */
export function failureCauseIn(output) {
  return pnpmReason(output) ?? npmReason(output) ?? lastLine(output) ?? 'no reason was given.'
}

/**
 * pnpm draws its reasons as a tree, below a line with the code; the first branch says most.
 * @param {string} output
 */
function pnpmReason(output) {
  const code = /\bERR_PNPM_\w+/.exec(output)?.[0]
  const branch = /[├╰]─▶ ([\s\S]*?)(?=\n\s*[├╰]─▶|\n\s*\n|$)/.exec(output)?.[1]
  const reason = branch?.replace(/\s*\n[\s│]*/g, ' ').trim()
  return code !== undefined && reason !== undefined ? `${reason} (${code})` : (reason ?? code)
}

/**
 * npm gives a code and its parts first, then a sentence.
 * @param {string} output
 */
function npmReason(output) {
  const sentence = /^npm (?:error|ERR!) (?!(?:code|errno|syscall|path|dest)\b)(\S.*)$/m.exec(output)?.[1]
  return sentence?.trim()
}

/** @param {string} output */
function lastLine(output) {
  const lines = output.split('\n').map((line) => line.trim())
  return lines.findLast((line) => line !== '')
}
