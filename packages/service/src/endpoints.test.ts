import { expect, test } from 'vitest'
import { createEndpoints } from './endpoints.ts'

test('processes take turns, and the least busy comes first', () => {
  const endpoints = createEndpoints(['http://a', 'http://b/'])
  const first = () => endpoints.inOrder()[0]
  expect(new Set([first()?.url, first()?.url])).toEqual(new Set(['http://a', 'http://b']))
  const busy = first()
  const end = busy?.begin()
  expect([first()?.url, first()?.url]).not.toContain(busy?.url)
  end?.(true)
  expect([first()?.url, first()?.url]).toContain(busy?.url)
})

test('one that does not answer comes last for longer each time, until it answers', () => {
  let now = 0
  const endpoints = createEndpoints(['http://a', 'http://b'], () => now)
  const order = () => endpoints.inOrder().map(({ url }) => url)
  const find = () => endpoints.inOrder().find(({ url }) => url === 'http://a')
  const isLast = () => order()[1] === 'http://a' && order()[1] === 'http://a'

  find()?.failed()
  find()?.failed()
  expect(isLast()).toBe(true)
  now = 501
  expect(isLast()).toBe(false)
  find()?.failed()
  now = 1_002
  expect(isLast()).toBe(true)
  now = 1_502
  expect(isLast()).toBe(false)
  find()?.begin()(true)
  find()?.failed()
  now = 2_003
  expect(isLast()).toBe(false)
})

test('where none answers, all are still tried', () => {
  const endpoints = createEndpoints(['http://a', 'http://b'])
  for (const endpoint of endpoints.inOrder()) endpoint.failed()
  expect(endpoints.isAnyUp()).toBe(false)
  expect(
    endpoints
      .inOrder()
      .map(({ url }) => url)
      .toSorted(),
  ).toEqual(['http://a', 'http://b'])
})
