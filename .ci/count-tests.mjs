// Prints "<passed> <failed>" of a vitest JSON report. A file that could not even be loaded counts as one failure.
import { readFileSync } from 'node:fs'

const report = JSON.parse(readFileSync(process.argv[2], 'utf8'))
const broken = report.testResults.filter(
  ({ status, assertionResults }) => status === 'failed' && assertionResults.every(({ status }) => status !== 'failed'),
)
console.log(report.numPassedTests, report.numFailedTests + broken.length)
