import { z } from 'zod'

/** Everything that is wrong with a configuration, a line each. Names variables, never their values. */
export class ConfigError extends Error {
  readonly problems: readonly string[]

  constructor(problems: readonly string[]) {
    super(`the configuration is wrong:\n${problems.map((problem) => `  ${problem}`).join('\n')}`)
    this.name = 'ConfigError'
    this.problems = problems
  }
}

export type Env = Readonly<Record<string, string | undefined>>

/** Reads a configuration from environment variables; empty ones count as absent. Throws one `ConfigError` with all problems. */
export function readConfig<Shape extends z.ZodType>(shape: Shape, env: Env): z.output<Shape> {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value !== ''))
  const result = shape.safeParse(given)
  if (result.success) return result.data
  throw new ConfigError(
    result.error.issues.map(({ path, message, code }) => {
      const name = path.join('.')
      const absent = code === 'invalid_type' && given[String(path[0])] === undefined
      return absent ? `${name} is not set` : `${name}: ${message}`
    }),
  )
}

/** Reads several parts' configurations and reports the problems of all of them together. */
export function readConfigs<const Readers extends readonly ((env: Env) => unknown)[]>(
  readers: Readers,
  env: Env,
): { [Index in keyof Readers]: ReturnType<Readers[Index]> } {
  const problems = new Set<string>()
  const configs = readers.map((read) => {
    try {
      return read(env)
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error
      for (const problem of error.problems) problems.add(problem)
      return undefined
    }
  })
  if (problems.size > 0) throw new ConfigError([...problems])
  // One result a reader, in their order.
  return configs as { [Index in keyof Readers]: ReturnType<Readers[Index]> }
}

/** `development` where nothing is said. */
export const environment = z.enum(['development', 'staging', 'production']).default('development')
/** A whole number within bounds. */
export const whole = (min: number, max: number) => z.coerce.number().int().min(min).max(max)
/** `true` or `false`, nothing else. */
export const flag = z.enum(['true', 'false']).transform((text) => text === 'true')
/** A list, separated by commas. */
export const list = z.string().transform((text) =>
  text
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== ''),
)
