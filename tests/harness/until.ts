import { setTimeout as delay } from 'node:timers/promises'

type Truthy<T> = Exclude<T, false | null | undefined | 0 | ''>

/** Waits for a condition and gives back its first truthy value; says what it waited for when the time is over. */
export async function until<T>(what: string, condition: () => T | Promise<T>, withinMs = 20_000): Promise<Truthy<T>> {
  const end = Date.now() + withinMs
  while (Date.now() < end) {
    const value = await condition()
    if (value) return value as Truthy<T>
    await delay(25)
  }
  throw new Error(`timed out after ${withinMs} ms: ${what}`)
}
