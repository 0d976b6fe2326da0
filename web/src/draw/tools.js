/** Drafts and the tools on the map; each tool is loaded when it is first taken up. */

import { t } from '../core/i18n.js';
import { loadTexts } from '../data/api.js';
import { gridsById, store } from '../data/state.js';
import { toast } from '../parts/status.js';
import { layDownTools } from './armed.js';
import { createBorders } from './borders.js';
import { createDraft } from './draft.js';
import { createKit } from './kit.js';
import { createSnapping } from './snapping.js';
import { createDrawing } from './drawing.js';

/** @typedef {import('./drawing.js').Drawing} Drawing */
/** @typedef {import('./tool.d.ts').DrawingTool} DrawingTool */

await loadTexts(store.get().lang, 'draw');

/** @type {Record<import('../data/state.js').Tool, () => Promise<(drawing: Drawing) => DrawingTool>>} */
const LOAD = {
    select: async () => (await import('./select.js')).createSelect,
    reshape: async () => (await import('./reshape.js')).createReshape,
    vertex: async () => (await import('./vertex.js')).createVertex,
    split: async () => (await import('./split.js')).createSplit,
    merge: async () => (await import('./merge.js')).createMerge,
    lasso: async () => (await import('./lasso.js')).createLasso,
    hole: async () => (await import('./hole.js')).createHole,
    measure: async () => (await import('./measure.js')).createMeasure,
};
/** Grids in view whose borders are fetched ahead, so that they catch, and a finger finds them without hovering first. */
const AHEAD = 24;

/** What could not be fetched is not in hand. @param {import('../data/state.js').Tool} tool */
function notThere(tool) {
    toast(t('unreachable'), { kind: 'error' });
    if (store.get().tool === tool) store.set({ tool: 'select' });
}

/**
 * @param {import('../map/view.js').MapView} view
 * @param {(p: import('../core/border.js').Point) => void} choose selects what is there
 * @returns {Promise<Drawing>} when the first tool is in hand
 */
export async function createTools(view, choose) {
    const kit = createKit(view, choose);
    const borders = createBorders(() => {
        draft.redraw();
        drawing.redraw();
    });
    const draft = createDraft(view, borders);
    const drawing = createDrawing(kit, borders, createSnapping(kit, borders));
    /** @type {Map<string, DrawingTool>} */
    const made = new Map();
    /** @param {Pick<import('../data/state.js').State, 'tool'>} state */
    const take = async ({ tool: name }) => {
        if (!made.has(name)) {
            const create = await LOAD[name]().catch(() => null);
            if (!create) return notThere(name);
            if (!made.has(name)) made.set(name, create(drawing));
        }
        // another one may have been taken up meanwhile
        if (store.get().tool === name) drawing.take(made.get(name) ?? null);
    };
    store.on(['tool'], take);
    layDownTools();
    store.on(['lang', 'wan'], drawing.refresh);

    function lookAhead() {
        const { tool, grid } = store.get();
        if (tool === 'select') return;
        const near = [...gridsById().values()].filter(g => g.leaf && kit.sees(g.bbox));
        if (grid !== null && gridsById().get(grid)?.leaf) borders.learn(grid);
        if (near.length <= AHEAD) near.forEach(g => borders.learn(g.id));
    }
    view.map.on('moveend', lookAhead);
    store.watch(['tool', 'grid', 'list', 'plan'], lookAhead);
    await take(store.get());
    return drawing;
}
