import { expect, test } from 'vitest'
import { toMemory } from './snapshot.ts'

test('an operation that is older than attachments tells of a memory without any', () => {
  const snapshot = { id: 'mem_1', version: 1, title: 'From before', createdAt: '2024-01-01T00:00:00.000Z' }
  expect(toMemory('tnt_1', snapshot)).toMatchObject({
    tenantId: 'tnt_1',
    title: 'From before',
    createdAt: new Date('2024-01-01T00:00:00Z'),
    attachments: [],
  })
})
