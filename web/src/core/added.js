/** A plan with one more command, put together from what it was and what the server says is new. */

/** @typedef {import('./contract.js').Added} Added */
/** @typedef {import('./contract.js').GridChange} GridChange */
/** @typedef {import('./contract.js').Moved} Moved */
/** @typedef {import('./contract.js').Plan} Plan */
/** @typedef {import('./contract.js').Result} Result */

/** @type {Moved} */
const NOTHING = {
    buildings: 0,
    households: 0,
    households_unknown: 0,
    subscribers: 0,
    subscribers_unknown: 0,
    revenue: 0,
    revenue_unknown: 0,
    items: [],
};

/**
 * Its grids are exact. Land that changed hands before and does so again is told of twice, and findings are those from before,
 * until the plan is read.
 * @param {Plan} plan @param {Added} added @returns {Plan}
 */
export function withCommand(plan, { plan: words, command, result }) {
    const { conflict: _, ...rest } = plan;
    return {
        ...rest,
        ...words,
        commands: [...plan.commands.filter(c => !c.undone), command],
        result: plan.result ? together(plan.result, result) : { ...result, findings: result.findings ?? [] },
    };
}

/** @param {Result} before @param {Result} added @returns {Result} */
function together(before, added) {
    const grids = new Map(before.grids.map(g => [g.id, g]));
    for (const now of added.grids) {
        const then = grids.get(now.id);
        if (!then) grids.set(now.id, now);
        else if (then.change === 'new' && now.change === 'gone') grids.delete(now.id);
        else grids.set(now.id, sinceThen(then, now));
    }
    return {
        grids: [...grids.values()].sort((a, b) => (a.code < b.code ? -1 : a.code > b.code ? 1 : 0)),
        strips: [...before.strips, ...added.strips],
        moved: sum(before.moved ?? NOTHING, added.moved ?? NOTHING),
        flows: [...before.flows, ...added.flows],
        findings: before.findings,
    };
}

/** @param {GridChange} then @param {GridChange} now @returns {GridChange} */
const sinceThen = (then, now) => ({
    ...now,
    before: then.before,
    attributes_before: then.attributes_before,
    change:
        then.change === 'new' || (then.change === 'reshaped' && now.change !== 'gone') || now.change === 'vertices'
            ? then.change
            : now.change,
});

/** @param {Moved} a @param {Moved} b @returns {Moved} */
function sum(a, b) {
    const buildings = a.buildings + b.buildings;
    const unknown = (/** @type {'households' | 'subscribers' | 'revenue'} */ key) => a[`${key}_unknown`] + b[`${key}_unknown`];
    const known = (/** @type {'households' | 'subscribers' | 'revenue'} */ key) =>
        buildings && unknown(key) === buildings ? null : (a[key] ?? 0) + (b[key] ?? 0);
    return {
        buildings,
        households: known('households'),
        households_unknown: unknown('households'),
        subscribers: known('subscribers'),
        subscribers_unknown: unknown('subscribers'),
        revenue: known('revenue'),
        revenue_unknown: unknown('revenue'),
        items: [...a.items, ...b.items].slice(0, 50),
    };
}
