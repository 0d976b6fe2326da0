/** The tools besides reshape; each is loaded when it is first taken up. */

import { store } from '../../data/state.js';
import { createSnapping } from '../snapping.js';
import { createDrawing } from './drawing.js';

/** @typedef {import('./drawing.js').Drawing} Drawing */
/** @typedef {import('./drawing.js').DrawingTool} DrawingTool */

/** @type {Partial<Record<import('../../data/state.js').Tool, () => Promise<(drawing: Drawing) => DrawingTool>>>} */
const LOAD = {
    reshape: async () => (await import('./outer.js')).createOuterChoice,
    vertex: async () => (await import('./vertex.js')).createVertex,
    split: async () => (await import('./split.js')).createSplit,
    merge: async () => (await import('./merge.js')).createMerge,
    lasso: async () => (await import('./lasso.js')).createLasso,
    hole: async () => (await import('./hole.js')).createHole,
    measure: async () => (await import('./measure.js')).createMeasure,
};

/** @param {import('../kit.js').Kit} kit @param {ReturnType<typeof import('../borders.js').createBorders>} borders */
export function createTools(kit, borders) {
    const drawing = createDrawing(kit, borders, createSnapping(kit, borders));
    /** @type {Map<string, DrawingTool>} */
    const made = new Map();
    store.watch(['tool'], async ({ tool: name }) => {
        const load = LOAD[name];
        if (load && !made.has(name)) {
            const create = await load();
            if (!made.has(name)) made.set(name, create(drawing));
        }
        // another one may have been taken up meanwhile
        if (store.get().tool === name) drawing.take(made.get(name) ?? null);
    });
    store.on(['lang', 'wan'], drawing.refresh);
}
