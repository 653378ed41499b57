import { expect, vi } from 'vitest'
import type { Editor } from './editor.ts'

/** Waits until these editors have what was there when they came. */
export const synced = (...editors: readonly Editor[]): Promise<void> =>
  vi.waitFor(() => expect(editors.every(({ events }) => events.length > 0)).toBe(true))
