/**
 * The grids as a plan has them: the published ones with what it changes, and what that comes to in those above. Map, legend,
 * table, labels and cards all take them from here.
 */

import { boxAround } from './border.js';
import { isPercent } from './format.js';
import { squareMetres } from './mercator.js';
import { ratioOf } from './ratio.js';

/** @typedef {import('./contract.js').Figures} Figures */
/** @typedef {import('./contract.js').GridChange} GridChange */
/** @typedef {import('./contract.js').Result} Result */
/** `draft`: it isn't published yet. @typedef {import('./contract.js').Grid & {draft?: boolean}} Grid */

/** More levels than any tree has: a draft and what others have published meanwhile may make a loop together. */
const DEEP = 32;

/**
 * @param {Grid[]} grids as they are without it @param {Pick<Result, 'grids' | 'strips'>} result of a plan or of a gesture
 * @param {number} version that grids in another shape have from then on, so that nothing is kept of the old one
 * @returns {Grid[]} the same objects where nothing changes
 */
export function withResult(grids, { grids: changes, strips }, version) {
    const before = new Map(grids.map(g => [g.id, g]));
    const after = new Map(before);
    for (const change of changes) {
        const live = before.get(change.id);
        if (!change.attributes_after) after.delete(change.id);
        else after.set(change.id, live ? redrawn(live, change, before, version) : made(change, before, strips));
    }
    sumUp(before, after, changes);
    return [...after.values()];
}

/** @param {Grid} live @param {GridChange} change @param {Map<number, Grid>} others @param {number} version @returns {Grid} */
function redrawn(live, { change, geometry, after, attributes_after: now }, others, version) {
    if (!now) return live;
    const { person } = now;
    const { persons: all } = live;
    const first = all[0]?.code === person?.code;
    // whoever else looks after it stays
    const rest = all.slice(1).filter(p => p.code !== person?.code);
    const taker = all.find(p => p.code === person?.code);
    const parent = others.get(now.parent ?? -1);
    const reshaped = change === 'reshaped' && geometry;
    return {
        ...live,
        version: reshaped ? version : live.version,
        name: now.name,
        kind: now.kind,
        parent_id: now.parent,
        parent: parent?.code ?? null,
        level: now.parent === live.parent_id ? live.level : (parent?.level ?? 0) + 1,
        persons: first || !person ? all.slice(first ? 0 : 1) : [taker ?? unknown(person), ...rest],
        person: first ? live.person : (person?.name ?? null),
        target_new_subscribers: now.target_new_subscribers,
        target_renewal_rate: now.target_renewal_rate,
        yellow_cards: now.yellow_cards,
        area_km2: reshaped ? squareKilometres(geometry) : live.area_km2,
        bbox: (reshaped && boxAround([geometry])) || live.bbox,
        figures: live.leaf ? after : live.figures,
    };
}

/** @param {GridChange} change of a grid that isn't there yet @param {Map<number, Grid>} grids @param {Result['strips']} strips */
function made({ id, code, name, after, geometry, attributes_after: now }, grids, strips) {
    const parent = grids.get(now?.parent ?? -1);
    const person = now?.person ?? null;
    // a gesture tells only of the land that it gets
    const areas = geometry ? [geometry] : strips.filter(s => s.to === id).map(s => s.geometry);
    return /** @type {Grid} */ ({
        id,
        code,
        name,
        version: 0,
        draft: true,
        leaf: true,
        level: (parent?.level ?? 0) + 1,
        branch: parent?.branch ?? '',
        parent: parent?.code ?? null,
        parent_id: now?.parent ?? null,
        kind: now?.kind ?? null,
        person: person?.name ?? null,
        persons: person ? [unknown(person)] : [],
        target_new_subscribers: now?.target_new_subscribers ?? null,
        target_renewal_rate: now?.target_renewal_rate ?? null,
        yellow_cards: now?.yellow_cards ?? null,
        area_km2: areas.reduce((sum, area) => sum + squareKilometres(area), 0),
        bbox: boxAround(areas) ?? [Infinity, Infinity, -Infinity, -Infinity],
        figures: after,
    });
}

/** Of whom only this is known until the plan is published. @param {import('./contract.js').PersonRef} person */
const unknown = ({ code, name }) => ({ code, name: name ?? code, phone: null, role: null, contract: null });

/** @param {import('./border.js').Areal} area */
const squareKilometres = area =>
    (area.type === 'Polygon' ? [area.coordinates] : area.coordinates).reduce((sum, rings) => sum + squareMetres(rings), 0) / 1e6;

/**
 * Gives the grids above what their leaves have now.
 * @param {Map<number, Grid>} before @param {Map<number, Grid>} after is changed @param {GridChange[]} changes
 */
function sumUp(before, after, changes) {
    // who moves a grid with all that is below it moves leaves that are not changed themselves
    const moves = changes.some(({ id }) => {
        const then = before.get(id);
        return then?.leaf === false && then.parent_id !== after.get(id)?.parent_id;
    });
    const ids = moves ? new Set([...before.keys(), ...after.keys()]) : changes.map(c => c.id);
    /** @type {Map<number, {gained: Figures[], lost: Figures[]}>} */
    const sums = new Map();
    const of = (/** @type {number} */ id) => {
        const sum = sums.get(id) ?? { gained: [], lost: [] };
        sums.set(id, sum);
        return sum;
    };
    for (const id of ids) {
        const [then, now] = [before.get(id), after.get(id)];
        if (then?.leaf) above(before, then).forEach(up => of(up).lost.push(then.figures));
        if (now?.leaf) above(after, now).forEach(up => of(up).gained.push(now.figures));
    }
    for (const [id, { gained, lost }] of sums) {
        const grid = after.get(id);
        const had = new Set(lost);
        const same = gained.length === lost.length && gained.every(figures => had.has(figures));
        if (grid && !same) after.set(id, { ...grid, figures: changed(grid.figures, gained, lost) });
    }
}

/** The ids of the grids above one. @param {Map<number, Grid>} grids @param {Grid} grid @returns {number[]} */
function above(grids, grid) {
    const ids = [];
    for (let up = grids.get(grid.parent_id ?? -1); up && ids.length < DEEP; up = grids.get(up.parent_id ?? -1)) ids.push(up.id);
    return ids;
}

/** @param {Figures} figures @param {Figures[]} gained @param {Figures[]} lost @returns {Figures} */
function changed(figures, gained, lost) {
    /** @param {(of: Figures) => number | null | undefined} part */
    const sum = part => {
        const had = part(figures) ?? null;
        const more = gained.map(part).filter(v => v !== null && v !== undefined);
        if (had === null && !more.length) return null;
        return lost.map(part).reduce((/** @type {number} */ s, v) => s - (v ?? 0), more.reduce((s, v) => s + v, had ?? 0));
    };
    const counts = Object.keys(figures).filter(key => key !== 'ratios' && key !== 'as_of');
    const now = Object.fromEntries(counts.map(key => [key, sum(f => /** @type {any} */ (f)[key])]));
    // what is left is known in none of them
    if (now.buildings && now.households_unknown === now.buildings) now.households = null;
    const ratios = Object.keys(figures.ratios).map(key => {
        const members = (/** @type {Figures} */ f) => (key === 'port_utilisation' ? f.ports : f.buildings);
        const known = sum(f => (f.ratios[key].known_share ?? 0) * members(f)) ?? 0;
        // what one manager looks after is no sum
        const denominator = key === 'workload' ? figures.ratios[key].denominator : (sum(f => f.ratios[key].denominator) ?? 0);
        const numerator = sum(f => f.ratios[key].numerator) ?? 0;
        const base = key === 'port_utilisation' ? now.ports : now.buildings;
        return [key, ratioOf(numerator, denominator, Math.round(known), base ?? 0, isPercent(key))];
    });
    return /** @type {any} */ ({ ...figures, ...now, ratios: Object.fromEntries(ratios) });
}
