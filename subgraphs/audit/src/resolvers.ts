import { scalars } from '@graphmemory/service/scalars.ts'
import { describeLog } from './describe-log.ts'
import { eraseSubject } from './erase-subject.ts'
import { actorKindNames, typeNames } from './event-names.ts'
import { exportLog } from './export-log.ts'
import { findEvent } from './find-event.ts'
import { listEvents } from './list-events.ts'
import { proveConsistency } from './prove-consistency.ts'
import { proveInclusion } from './prove-inclusion.ts'
import { readCheckpoint } from './read-checkpoint.ts'
import type { Resolvers } from './schema.generated.ts'

export const resolvers: Resolvers = {
  ...scalars,
  Query: {
    auditEvents: (_, args, context) => listEvents(args, context),
    auditEvent: (_, { id }, context) => findEvent(id, context),
    auditLog: (_, _args, context) => describeLog(context),
    auditCheckpoint: (_, _args, context) => readCheckpoint(context),
    auditProof: (_, args, context) => proveInclusion(args, context),
    auditConsistency: (_, args, context) => proveConsistency(args, context),
  },
  Mutation: {
    exportAudit: (_, { input }, context) => exportLog(input, context),
    eraseAuditSubject: (_, { input }, context) => eraseSubject(input, context),
  },
  AuditEvent: {
    type: ({ event }) => typeNames[event.type],
    action: ({ event }) => event.action,
    outcome: ({ event }) => event.outcome,
    actorKind: ({ event }) => actorKindNames[event.actor.kind],
    actorId: ({ event }) => event.actor.id,
    actor: ({ event: { actor } }) => (actor.kind === 'user' && actor.id !== null ? { id: actor.id } : null),
    resource: ({ event }) => event.resource ?? null,
    details: ({ event }) => event.details,
    requestId: ({ event }) => event.requestId ?? null,
    sessionId: ({ event }) => event.sessionId ?? null,
    durationMs: ({ event }) => event.durationMs ?? null,
    legalBasis: ({ event }) => event.legalBasis ?? null,
    purpose: ({ event }) => event.purpose ?? null,
    tags: ({ event }) => [...(event.tags ?? [])],
  },
}
