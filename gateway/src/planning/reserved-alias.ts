/** Put before a client's response name where the planner itself may need that name for something else. */
const prefix = 'gm__'

export const reserveAlias = (responseName: string) => `${prefix}${responseName}`

/** The client's response name behind one that was put out of the planner's way. */
export const clientName = (name: string) => (name.startsWith(prefix) ? name.slice(prefix.length) : name)
