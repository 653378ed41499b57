const oldestMajor = 20

/**
 * @param {string} version as in `process.versions.node`
 * @returns {string | undefined} one sentence, when this Node cannot start the set-up
 */
export function problemWithNode(version) {
  if (Number.parseInt(version, 10) >= oldestMajor) return undefined
  return `GraphMemory needs Node ${oldestMajor} or newer, and this is Node ${version}: install a current one from https://nodejs.org.`
}
