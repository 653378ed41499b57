import { generateSecrets } from '../secrets.ts'

/** Prints new secrets as lines of an environment file. */
export async function printKeys(): Promise<void> {
  for (const [name, value] of Object.entries(await generateSecrets())) process.stdout.write(`${name}='${value}'\n`)
}
