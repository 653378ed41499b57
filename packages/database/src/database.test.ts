import { describe, expect, test } from 'vitest'
import { tenantOf, type Identity } from '@graphmemory/identity/identity.ts'
import { endConnections, takeDatabaseAway } from '@graphmemory/testing/take-database-away.ts'
import { testConnection, testDatabase, testDatabaseUrl } from '@graphmemory/testing/test-database.ts'
import { anonymousIdentity, userIdentity } from '@graphmemory/testing/test-identity.ts'
import { openDatabase } from './database.ts'
import { migrate, pendingMigrations, revert } from './migrate.ts'
import { defineMigration, type DatabaseModule } from './module.ts'
import { openEmbedded } from './open-embedded.ts'
import { confinedFunction, crossTenantPolicy, doorRole, tenantTable } from './tenant-table.ts'

const notes: DatabaseModule = {
  name: 'notes',
  entities: [],
  migrations: [
    defineMigration({
      name: '0001-notes',
      up: [
        'create schema notes',
        'grant usage on schema notes to gm_app',
        'create table notes.note (tenant_id text not null, id text not null, text text not null, primary key (tenant_id, id))',
        ...tenantTable('notes.note'),
        ...doorRole('gm_notes_reader'),
        'grant usage on schema notes to gm_notes_reader',
        'grant select on notes.note to gm_notes_reader',
        crossTenantPolicy('notes.note', 'gm_notes_reader'),
        ...confinedFunction({
          name: 'notes.add_note',
          parameters: ['owner text', 'note text'],
          returns: 'table (role text, texts text[])',
          body: `insert into notes.note values (owner, gen_random_uuid()::text, note);
            return query select current_user::text, array_agg(text order by text) from notes.note;`,
        }),
      ],
      down: ['drop function notes.add_note(text, text, text)', 'drop table notes.note', 'drop schema notes'],
    }),
  ],
}

describe('the doors of a database', () => {
  test('a tenant reads, changes and deletes its own rows and no others', async () => {
    await using database = await testDatabase([notes])
    const [ada, eve] = [userIdentity(), userIdentity()]
    await database.withTenant(ada, (em) =>
      em.execute('insert into notes.note values (?, ?, ?)', [ada.tenantId, 'n1', 'of Ada']),
    )
    await database.withTenant(eve, async (em) => {
      expect(await em.execute('select * from notes.note')).toEqual([])
      await em.execute(`update notes.note set text = 'changed'`)
      await em.execute('delete from notes.note')
    })
    const rows = await database.withTenant(ada, (em) => em.execute('select id, text from notes.note'))
    expect(rows).toEqual([{ id: 'n1', text: 'of Ada' }])
  })

  test('a row for another tenant is refused by the database itself', async () => {
    await using database = await testDatabase([notes])
    const writing = database.withTenant(userIdentity(), (em) =>
      em.execute(`insert into notes.note values ('another', 'n1', '')`),
    )
    await expect(writing).rejects.toThrow(/row-level security/)
  })

  test('a function that confines itself sees and writes the rows of its tenant, as a transaction of its own', async () => {
    await using database = await testDatabase([notes])
    const [ada, eve] = [userIdentity(), userIdentity()]
    const add = (as: Identity, owner: Identity, text: string) =>
      database.callWithTenantId(tenantOf(as), 'notes.add_note', [tenantOf(owner), text])
    await add(eve, eve, 'of Eve')
    await add(ada, ada, 'of Ada')
    const rows = await Promise.all([
      add(ada, ada, 'of Ada too'),
      database.withTenant(eve, (em) => em.execute('select text from notes.note')),
    ])
    expect(rows).toEqual([[{ role: 'gm_app', texts: ['of Ada', 'of Ada too'] }], [{ text: 'of Eve' }]])
    await expect(add(ada, eve, 'for another')).rejects.toThrow(/row-level security/)
    await expect(database.withTenant(ada, () => add(ada, ada, 'inside'))).rejects.toThrow(/inside/)
    expect(await database.withTenant(eve, (em) => em.execute('select text from notes.note'))).toHaveLength(1)
  })

  test('lists and dates come as the same values from either engine', async () => {
    await using database = await testDatabase([notes])
    const values = {
      'array[true, null]': [true, null],
      "array['a', 'b,c']": ['a', 'b,c'],
      "array['a']::varchar[]": ['a'],
      'array[1, 2]': [1, 2],
      'array[1::smallint]': [1],
      'array[1.5::double precision]': [1.5],
      'array[1.5::real]': [1.5],
      [`array['{"a":1}'::jsonb]`]: [{ a: 1 }],
      [`array['{"a":1}'::json]`]: [{ a: 1 }],
      "timestamptz '2026-01-31 12:00+00'": expect.stringMatching(/^2026-01-31/),
    }
    const list = Object.keys(values).map((value, n) => `${value} as v${n}`)
    const [row] = await database.withTenant(userIdentity(), (em) => em.execute<object[]>(`select ${list.join(', ')}`))
    expect(Object.values(row ?? {})).toEqual(Object.values(values))
  })

  test('work that throws leaves nothing behind', async () => {
    await using database = await testDatabase([notes])
    const ada = userIdentity()
    const failing = database.withTenant(ada, async (em) => {
      await em.execute('insert into notes.note values (?, ?, ?)', [ada.tenantId, 'n1', ''])
      throw new Error('changed my mind')
    })
    await expect(failing).rejects.toThrow('changed my mind')
    expect(await database.withTenant(ada, (em) => em.execute('select * from notes.note'))).toEqual([])
  })

  test('parallel transactions of two tenants never see each other', async () => {
    await using database = await testDatabase([notes])
    const people = Array.from({ length: 4 }, () => userIdentity())
    await Promise.all(
      Array.from({ length: 40 }, async (_, i) => {
        const person = people[i % people.length] ?? userIdentity()
        await database.withTenant(person, async (em) => {
          await em.execute('insert into notes.note values (?, ?, ?)', [person.tenantId, `n${i}`, person.userId])
          const seen = await em.execute<{ text: string }[]>('select distinct text from notes.note')
          expect(seen).toEqual([{ text: person.userId }])
        })
      }),
    )
  })

  test('a door across tenants may do what its migration grants and nothing else', async () => {
    await using database = await testDatabase([notes])
    for (const person of [userIdentity(), userIdentity()]) {
      await database.withTenant(person, (em) =>
        em.execute('insert into notes.note values (?, ?, ?)', [person.tenantId, 'n1', '']),
      )
    }
    const rows = await database.withRole('gm_notes_reader', (em) => em.execute<object[]>('select * from notes.note'))
    expect(rows).toHaveLength(2)
    const writing = database.withRole('gm_notes_reader', (em) => em.execute('delete from notes.note'))
    await expect(writing).rejects.toThrow(/permission denied/)
  })

  test('a role that no migration made cannot be taken', async () => {
    await using database = await testDatabase([notes])
    await expect(database.withRole('gm_made_up', (em) => em.execute('select 1'))).rejects.toThrow(/role "gm_made_up"/)
  })

  test('without a tenant there is no way in', async () => {
    await using database = await testDatabase([notes])
    const work = () => Promise.reject(new Error('reached the data'))
    expect(() => database.withTenant(anonymousIdentity(), work)).toThrow('Sign in first')
    expect(() => database.withTenant(userIdentity({ tenantId: null }), work)).toThrow('Choose a tenant first')
    expect(await database.withTenantId('', (em) => em.execute('select * from notes.note'))).toEqual([])
  })

  test('a door inside a door is an error, not a deadlock', async () => {
    await using database = await testDatabase([notes])
    const ada = userIdentity()
    const nested = database.withTenant(ada, () => database.withTenant(ada, (em) => em.execute('select 1')))
    await expect(nested).rejects.toThrow(/inside another/)
  })
})

// The embedded database lies in the process: it cannot go.
test.skipIf(testDatabaseUrl === undefined)(
  'connections that end in the midst of transactions are replaced, however many times that happens',
  async () => {
    await using database = await testDatabase([notes])
    for (let round = 0; round < 2; round++) {
      const begun = Array.from({ length: 4 }, () => Promise.withResolvers<void>())
      const broken = begun.map(({ resolve }) =>
        database.withTenantId('t', async (em) => {
          await em.execute('select 1')
          resolve()
          await em.execute('select pg_sleep(60)')
        }),
      )
      await Promise.all(begun.map(({ promise }) => promise))
      const outcomes = Promise.allSettled(broken)
      const bringBack = await takeDatabaseAway(database, 'gone')
      expect((await outcomes).map(({ status }) => status)).toEqual(broken.map(() => 'rejected'))
      const asked = database.withTenantId('t', (em) => em.execute('select 1'))
      await expect(asked).rejects.toMatchObject({ code: 'UNAVAILABLE' })
      expect(await database.isHealthy()).toBe(false)
      await bringBack()
      await database.withTenantId('t', (em) => em.execute('select 1'))
    }
  },
)

test.skipIf(testDatabaseUrl === undefined)('nobody meets a connection that the server has just ended', async () => {
  await using database = await testDatabase([notes])
  const atOnce = (sql: string) =>
    Promise.allSettled(Array.from({ length: 4 }, () => database.withTenantId('t', (em) => em.execute(sql))))
  for (let round = 0; round < 10; round++) {
    await atOnce('select pg_sleep(0.01)')
    await endConnections(database)
    expect((await atOnce('select 1')).filter(({ status }) => status === 'rejected')).toEqual([])
  }
})

test('migrations apply once, say what is pending, and go all the way back', async () => {
  const pglite = await openEmbedded({})
  const connection = { kind: 'embedded', pglite } as const
  expect(await pendingMigrations(connection, [notes])).toEqual(['base/0001-roles', 'notes/0001-notes'])
  await migrate(connection, [notes])
  await migrate(connection, [notes])
  expect(await pendingMigrations(connection, [notes])).toEqual([])
  await revert(connection, [notes])
  const { rows } = await pglite.query(`select 1 from pg_namespace where nspname = 'notes'`)
  expect(rows).toEqual([])
  await pglite.close()
})

test.skipIf(testDatabaseUrl === undefined)(
  'a server that is away, or lacks steps of the schema, is told of at the start',
  async () => {
    const connection = await testConnection([notes])
    if (connection.kind !== 'server') throw new Error('the tests have no server')
    const newer = {
      ...notes,
      migrations: [...notes.migrations, defineMigration({ name: '0002-more', up: [], down: [] })],
    }
    await expect(openDatabase(connection, [newer])).rejects.toThrow(
      'The database lacks notes/0002-more: run `gm migrate`.',
    )
    await expect(openDatabase(connection, [{ ...notes, name: 'others' }])).rejects.toThrow('lacks others/0001-notes')
    const away = { ...connection, url: connection.url.replace(/:\d+\//, ':1/') }
    await expect(openDatabase(away, [notes])).rejects.toThrow('The database does not answer.')
    const unknown = { ...connection, url: connection.url.replace(/\/\/[^@]*@/, '//nobody@') }
    await expect(openDatabase(unknown, [notes])).rejects.toThrow(/^The database cannot be used: .*nobody/)
  },
)

test('the login of the tests owns nothing and cannot bypass row-level security', async () => {
  const connection = await testConnection([notes])
  await using database = await openDatabase(connection, [notes])
  const [role] = await database.withRole('gm_app', (em) =>
    em.execute<object[]>('select rolsuper, rolbypassrls from pg_roles where rolname = current_user'),
  )
  expect(role).toEqual({ rolsuper: false, rolbypassrls: false })
})
