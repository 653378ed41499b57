// For every test file: a condition is waited for as long as a busy machine may need to bring it about, rather than for
// Vitest's one second. A test that passes takes no longer for it.
import { vi } from 'vitest'

const waitFor = vi.waitFor
vi.waitFor = (callback, options) => waitFor(callback, options ?? { timeout: 20_000, interval: 20 })
