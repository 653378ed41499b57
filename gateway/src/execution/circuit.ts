export type CircuitOptions = {
  /** Failures in a row after which calls are refused at once, for `restMs`; then one call tries. */
  readonly maxFailures: number
  readonly restMs: number
  readonly onChange: (isOpen: boolean) => void
  readonly now?: () => number
}

/** Counts what becomes of calls, and keeps them from what fails again and again. */
export type Circuit = {
  /** Whether a call may be made now; of each that may, `settled` is told. */
  lets(): boolean
  settled(hasFailed: boolean): void
}

export function createCircuit({
  maxFailures,
  restMs,
  onChange,
  now = () => performance.now(),
}: CircuitOptions): Circuit {
  let failures = 0
  /** When the next call may try; `undefined` while all may. */
  let restsUntil: number | undefined
  return {
    lets() {
      if (restsUntil === undefined) return true
      if (now() < restsUntil) return false
      restsUntil = now() + restMs
      return true
    },
    settled(hasFailed) {
      if (hasFailed) failures++
      else failures = 0
      const isOpen = failures >= maxFailures
      if (isOpen !== (restsUntil !== undefined)) onChange(isOpen)
      restsUntil = isOpen ? now() + restMs : undefined
    },
  }
}
