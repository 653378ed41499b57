import { describe, expect, test } from 'vitest'
import { anonymousIdentity, apiKeyIdentity, serviceIdentity, userIdentity } from '@graphmemory/testing/test-identity.ts'
import { actions, authorize, builtInRoles, can, grantsOfRole, resources } from './permissions.ts'

describe('roles', () => {
  test('each holds everything that the weaker ones hold, and more', () => {
    for (const [index, role] of builtInRoles.entries()) {
      const weaker = builtInRoles[index - 1]
      if (weaker === undefined) continue
      expect(grantsOfRole[weaker].isSubsetOf(grantsOfRole[role])).toBe(true)
      expect(grantsOfRole[role].size).toBeGreaterThan(grantsOfRole[weaker].size)
    }
  })

  test('a viewer only reads, and reads neither audit log nor keys', () => {
    const viewer = userIdentity({ role: 'viewer' })
    for (const resource of resources) {
      for (const action of actions) {
        const expected = action === 'read' && !['audit', 'apiKey', 'system'].includes(resource)
        expect([resource, action, can(viewer, action, resource)]).toEqual([resource, action, expected])
      }
    }
  })

  test('an editor writes memories and manages nothing', () => {
    const editor = userIdentity({ role: 'editor' })
    expect(can(editor, 'create', 'memory') && can(editor, 'update', 'memory') && can(editor, 'delete', 'memory')).toBe(
      true,
    )
    expect(can(editor, 'share', 'memory') || can(editor, 'create', 'user') || can(editor, 'update', 'settings')).toBe(
      false,
    )
  })

  test('nobody in a tenant holds anything of the system', () => {
    for (const role of builtInRoles)
      expect([...grantsOfRole[role]].filter((grant) => grant.startsWith('system:'))).toEqual([])
  })

  test.each([['', 'Owner', 'owner ', 'emperor', '__proto__', 'constructor', 'toString']])(
    'a role named %j grants nothing',
    (...names) => {
      for (const role of names) {
        for (const action of actions) expect(can(userIdentity({ role }), action, 'memory')).toBe(false)
      }
    },
  )
})

describe('other callers', () => {
  test('without a tenant or a role nothing is granted', () => {
    expect(can(userIdentity({ tenantId: null }), 'read', 'memory')).toBe(false)
    expect(can(userIdentity({ role: null }), 'read', 'memory')).toBe(false)
    expect(can(anonymousIdentity(), 'read', 'memory')).toBe(false)
  })

  test('an API key may do what its scopes say and nothing else', () => {
    const key = apiKeyIdentity({ scopes: ['memory:read'] })
    expect([can(key, 'read', 'memory'), can(key, 'create', 'memory'), can(key, 'read', 'document')]).toEqual([
      true,
      false,
      false,
    ])
  })

  test('a custom role may do what its grants say, and grants do not widen a built-in role', () => {
    const custom = userIdentity({ role: 'rol_reviewer', grants: ['memory:read', 'memory:share'] })
    expect([can(custom, 'share', 'memory'), can(custom, 'update', 'memory')]).toEqual([true, false])
    expect(can(userIdentity({ role: 'viewer', grants: ['memory:delete'] }), 'delete', 'memory')).toBe(false)
  })

  test('a refusal says whether signing in would help', () => {
    expect(() => authorize(anonymousIdentity(), 'read', 'memory')).toThrow(
      expect.objectContaining({ code: 'UNAUTHENTICATED' }),
    )
    expect(() => authorize(userIdentity({ role: 'viewer' }), 'create', 'memory')).toThrow(
      expect.objectContaining({ code: 'FORBIDDEN' }),
    )
    expect(() => authorize(serviceIdentity('gm'), 'create', 'memory')).not.toThrow()
  })
})
