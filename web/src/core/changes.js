/**
 * What a plan changes, made ready to be read and drawn: who gives land to whom, how its commands are called, which step comes
 * next.
 */

import { ringsOf, sharedBorder, snap, without } from './border.js';
import { contains } from './partition.js';

/** @typedef {import('./border.js').Areal} Areal */
/** @typedef {import('./border.js').Point} Point */
/** @typedef {import('./contract.js').Command} Command */
/** @typedef {import('./contract.js').Flow} Flow */
/** @typedef {import('./contract.js').Plan} Plan */
/** @typedef {import('./contract.js').PlanCommand} PlanCommand */
/** @typedef {import('./contract.js').Result} Result */
/** @typedef {import('./contract.js').Strip} Strip */
/**
 * Land that goes from one grid to another (null: nobody), with the sums of its buildings; no sums: no building stands on it.
 * @typedef {{from: number | null, to: number | null, strips: Strip[], flow: Flow | null, colour: string}} Direction
 */

/**
 * Told apart from each other and from the classes of the map, also by those who don't see red and green; dark enough for a white
 * casing. Used again when there are more directions than colours.
 */
export const COLOURS = ['#d95f02', '#7b2a6a', '#005de8', '#cc5075', '#0e4b2f', '#5d4300', '#3b26ff', '#d47055'];

/** Grids that are only previewed have ids from here on. */
const PROVISIONAL = 4e15;
/** Grids that one is said to work on. */
const NAMED = 50;

/**
 * Those that are others than before; a vertex on the border of a grid changes nothing of it.
 * @param {Pick<Result, 'grids'>} result
 */
export const changedGrids = ({ grids }) => grids.filter(g => g.change !== 'vertices');

/**
 * Who gives to whom, most households first, then most buildings.
 * @param {Pick<Result, 'strips' | 'flows'>} result @returns {Direction[]}
 */
export function directions({ strips, flows }) {
    /** @type {Map<string, Omit<Direction, 'colour'>>} */
    const pairs = new Map();
    const of = (/** @type {number | null} */ from, /** @type {number | null} */ to) => {
        const key = `${from} ${to}`;
        const pair = pairs.get(key) ?? { from, to, strips: [], flow: null };
        pairs.set(key, pair);
        return pair;
    };
    for (const strip of strips) of(strip.from, strip.to).strips.push(strip);
    for (const flow of flows) of(flow.from, flow.to).flow = flow;
    return [...pairs.values()]
        .sort(
            ({ flow: a }, { flow: b }) =>
                (b?.households ?? 0) - (a?.households ?? 0) || (b?.buildings ?? 0) - (a?.buildings ?? 0),
        )
        .map((pair, i) => ({ ...pair, colour: COLOURS[i % COLOURS.length] }));
}

/**
 * How thick an area is, as long as it is: that of the strip with the same size and the same length around.
 * @param {Areal} area @param {(p: Point) => Point} at where a point lies in the unit that is wanted
 */
export function thickness(area, at) {
    let [twice, around] = [0, 0];
    for (const polygon of area.type === 'Polygon' ? [area.coordinates] : area.coordinates) {
        polygon.forEach((ring, i) => {
            const points = ring.map(at);
            let sum = 0;
            for (let k = 0; k + 1 < points.length; k++) {
                const [[ax, ay], [bx, by]] = [points[k], points[k + 1]];
                sum += (ax - points[0][0]) * (by - points[0][1]) - (bx - points[0][0]) * (ay - points[0][1]);
                around += Math.hypot(bx - ax, by - ay);
            }
            twice += i ? -Math.abs(sum) : Math.abs(sum);
        });
    }
    return around ? twice / around : 0;
}

/** A place inside an area: the middle of its widest stretch at half its height. @param {Areal} area @returns {Point | null} */
export function insidePoint(area) {
    const polygons = area.type === 'Polygon' ? [area.coordinates] : area.coordinates;
    /** @type {{width: number, point: Point} | null} */
    let best = null;
    for (const rings of polygons) {
        const ys = rings.flat().map(p => p[1]);
        if (!ys.length) continue;
        const y = (ys.reduce((a, b) => Math.min(a, b)) + ys.reduce((a, b) => Math.max(a, b))) / 2;
        const xs = [];
        for (const ring of rings) {
            for (let i = 0; i + 1 < ring.length; i++) {
                const [a, b] = [ring[i], ring[i + 1]];
                if (a[1] > y !== b[1] > y) xs.push(a[0] + ((y - a[1]) / (b[1] - a[1])) * (b[0] - a[0]));
            }
        }
        xs.sort((a, b) => a - b);
        for (let i = 0; i + 1 < xs.length; i += 2) {
            const width = xs[i + 1] - xs[i];
            if (!best || width > best.width) best = { width, point: [(xs[i] + xs[i + 1]) / 2, y] };
        }
    }
    return best?.point ?? null;
}

/**
 * Whether some of an area lies outside another one: its middle, or a corner that is no corner or place of the other's rings.
 * @param {Areal} around @param {Areal} area @param {number} beside how far a corner may be off a ring and still be on it
 */
export function reachesBeyond(around, area, beside) {
    const middle = insidePoint(area);
    if (middle && !contains(around, middle)) return true;
    const rings = ringsOf(around);
    return ringsOf(area).some(ring => ring.some(p => !contains(around, p) && snap(rings, p, beside) === null));
}

/**
 * Which way the land of a strip goes: from the new border, which cuts it off its old grid, to the old one.
 * @param {Areal} strip @param {Areal | null | undefined} to the area of the grid that gets it, as it will be
 * @returns {Point | null} a vector in degrees; null when the strip says nothing, such as a whole grid that is merged
 */
export function heading(strip, to) {
    if (!to) return null;
    const rings = ringsOf(strip);
    const outer = sharedBorder(strip, to);
    const inner = without(rings, outer);
    const [a, b] = [middle(outer), middle(inner)];
    return a && b ? [b[0] - a[0], b[1] - a[1]] : null;
}

/** The mean of lines, each segment by its length. @param {Point[][]} lines @returns {Point | null} */
function middle(lines) {
    let [x, y, total] = [0, 0, 0];
    for (const line of lines) {
        for (let i = 0; i + 1 < line.length; i++) {
            const length = Math.hypot(line[i + 1][0] - line[i][0], line[i + 1][1] - line[i][1]);
            x += ((line[i][0] + line[i + 1][0]) / 2) * length;
            y += ((line[i][1] + line[i + 1][1]) / 2) * length;
            total += length;
        }
    }
    return total ? [x / total, y / total] : null;
}

/**
 * Borders that differ between two states, told apart: those that the present areas have, and the others.
 * @param {Point[][]} arcs @param {Areal[]} present @returns {{then: Point[][], now: Point[][]}}
 */
export function tellApart(arcs, present) {
    const borders = present.flatMap(ringsOf);
    const then = without(arcs, borders);
    return { then, now: without(arcs, then) };
}

/**
 * What a command is called: the end of the key of a text, and its values.
 * @param {Command} command @param {(id: number | null) => string} name of a grid
 * @returns {{key: string, values: Record<string, string | number>}}
 */
export function commandWords(command, name) {
    const id = (/** @type {unknown} */ v) => (typeof v === 'number' ? v : null);
    const list = (/** @type {unknown} */ v) => (v instanceof Array ? v : []);
    const say = (/** @type {string} */ key, /** @type {Record<string, string | number>} */ values = {}) => ({
        key,
        values,
    });
    switch (command.type) {
        case 'reshape': {
            const [a, b] = command.between ?? [null, null];
            if (b !== null) return say('reshape', { a: name(a), b: name(b) });
            return say(command.outside ? 'reshape_outside' : 'reshape_outer', { a: name(a) });
        }
        case 'moveNode':
            return say(command.outside ? 'move_node_outside' : 'move_node');
        case 'split': {
            const made = list(command.parts).length;
            return say('split', { a: name(id(command.grid)), n: Math.max(1, made) + 1 });
        }
        case 'merge': {
            const into = id(command.into);
            const others = list(command.grids).filter(g => g !== into);
            return say('merge', { grids: others.map(g => name(id(g))).join(', '), into: name(into) });
        }
        case 'transfer': {
            const to = id(command.to);
            const buildings = list(command.buildings).length;
            if (to === null && command.outside && !buildings) return say('outside_area');
            if (buildings)
                return to === null ? say('free_buildings', { n: buildings }) : say('buildings', { n: buildings, to: name(to) });
            return to === null ? say('free_area') : say('area', { to: name(to) });
        }
        case 'create':
            return say('create', { name: String(command.name ?? '–') });
        case 'delete': {
            const to = id(command.to);
            const a = name(id(command.grid));
            return to === null ? say('delete', { a }) : say('delete_to', { a, to: name(to) });
        }
        case 'setAttributes':
            return say('attributes', { a: name(id(command.grid)) });
        case 'restore':
            return say('restore', { revision: String(command.revision) });
        default:
            return say('other', { type: /** @type {Command} */ (command).type });
    }
}

/**
 * The grids that a command names; a moved vertex and a grid made of unassigned land name none.
 * @param {Command} command @returns {number[]}
 */
export function namedGrids(command) {
    // the `to` of a vertex is a place
    if (command.type === 'moveNode') return [];
    const { between, grids, grid, to, into } = /** @type {Record<string, any>} */ (command);
    return [...new Set([between, grids, grid, to, into].flat().filter(id => typeof id === 'number'))];
}

/** What was drawn for a command, as lines; none where nothing is drawn. @param {Command} command @returns {Point[][]} */
export function drawnLines(command) {
    const { path, line, area } = /** @type {Record<string, any>} */ (command);
    const drawn = path ?? line;
    return drawn ? [drawn.coordinates] : area ? ringsOf(area) : [];
}

/** Commands that name every grid whose land or words they change. */
const SELF_CONTAINED = ['reshape', 'split', 'merge', 'setAttributes'];

/**
 * Whether a step can be added to a plan that somebody else has changed, without touching what they did: theirs and this one name
 * all grids that they change, and none of them is the same.
 * @param {Command} command @param {PlanCommand[]} before of the plan when the step was drawn @param {PlanCommand[]} now
 */
export function apartFrom(command, before, now) {
    const state = new Map(before.map(c => [c.position, JSON.stringify([c.command, c.undone])]));
    const theirs = now.filter(c => state.get(c.position) !== JSON.stringify([c.command, c.undone])).map(c => c.command);
    const gone = before.filter(c => !now.some(n => n.position === c.position)).map(c => c.command);
    const others = [...theirs, ...gone];
    if (!others.length) return true;
    if (![command, ...others].every(c => SELF_CONTAINED.includes(c.type))) return false;
    const mine = namedGrids(command);
    return !others.flatMap(namedGrids).some(id => mine.includes(id));
}

/**
 * The grids that somebody works on: those of the gesture under way, else of their last step and what is selected for the tool in
 * hand. None: they only look.
 * @param {object} now
 * @param {Plan} now.plan
 * @param {number | null} now.account who that is
 * @param {(number | null)[]} now.drawn the grids of the gesture
 * @param {boolean} now.drawing whether a tool that draws is in hand
 * @param {boolean} now.lately whether their last step is fresh
 * @param {number | null} now.grid the selected one
 * @returns {number[]}
 */
export function gridsInHand({ plan, account, drawn, drawing, lately, grid }) {
    const all = plan.result?.grids.map(g => g.id) ?? [];
    const last = lately ? plan.commands.filter(c => !c.undone && c.author?.id === account).pop() : undefined;
    const named = [...(last ? namedGrids(last.command) : []), ...(drawing && grid !== null ? [grid] : [])];
    const known = drawn.filter(id => id !== null);
    const hand = known.length ? known : drawing || last ? (named.length ? named : all) : [];
    return [...new Set(hand)].filter(id => id < PROVISIONAL).slice(0, NAMED);
}

/**
 * What somebody may do with a plan now, and why not what one would expect.
 * @param {Plan} plan @param {{account: number | null, planner: boolean, approver: boolean}} who
 * @returns {{edit: boolean, submit: boolean, withdraw: boolean, approve: boolean, publish: boolean, remove: boolean,
 *     why: string | null}}
 *     `why`: the key of the text that says why one who approves plans can't approve this one
 */
export function allowed(plan, { account, planner, approver }) {
    const open = plan.status === 'draft' || plan.status === 'returned';
    const drew = plan.commands.some(c => !c.undone && c.author !== null && c.author.id === account);
    const own = plan.author !== null && plan.author.id === account;
    const waits = plan.status === 'submitted';
    return {
        edit: open && planner,
        submit: open && planner && plan.commands.some(c => !c.undone),
        withdraw: planner && (own || drew) && (waits || plan.status === 'approved'),
        approve: waits && approver && !own && !drew,
        publish: plan.status === 'approved' && (approver || planner),
        remove: open && planner,
        why: !waits ? null : !approver ? 'review.no_approver' : own ? 'review.own' : drew ? 'review.drew' : null,
    };
}
