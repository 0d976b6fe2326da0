/** A small drawing for each tool and panel: what it is for at a glance. Strokes by the role that they play, 120 by 64 units. */

import { svg } from '../parts/dom.js';

/** Two grids side by side, with the border between them. */
const PAIR = 'M8 8h104v48H8z';

/**
 * What is drawn, from back to front, each as its class in the style and its path: `line` a border that is there, `new` what one
 * draws, `old` what it was, `area` and `more` filled land, `dot` places, `soft` what stands around.
 * @type {Record<string, [string, string][]>}
 */
const DRAWINGS = {
    select: [['area', 'M8 8h52v48H8z'], ['line', `${PAIR} M60 8v48`], ['dot', 'M36 26l14 14-6 1 4 8-4 2-4-8-4 4z']],
    reshape: [['more', 'M60 16c22 2 22 30 0 32z'], ['line', `${PAIR} M60 8v8 M60 48v8`], ['old', 'M60 16v32'],
        ['new', 'M60 16c22 2 22 30 0 32']],
    vertex: [['line', `${PAIR} M60 8l-6 14 M64 44l-4 12`], ['old', 'M54 22l10 22'], ['new', 'M54 22l24 8-14 14'],
        ['dot', 'M75 27h6v6h-6z M51 19h6v6h-6z M61 41h6v6h-6z']],
    split: [['area', 'M8 8h48L40 56H8z'], ['line', PAIR], ['new', 'M62 2L34 62']],
    merge: [['area', PAIR], ['line', PAIR], ['old', 'M60 8v48'], ['new', 'M36 32h16 M84 32H68 M46 26l6 6-6 6 M74 26l-6 6 6 6']],
    lasso: [['area', 'M8 8h44v48H8z'], ['more', 'M52 20c22-8 40 0 38 14S66 52 52 46z'], ['line', `${PAIR} M52 8v48`],
        ['new', 'M46 22c20-14 48-4 46 12S62 60 46 46z'], ['dot', 'M62 26h8v8h-8z M74 34h8v8h-8z']],
    hole: [['line', `${PAIR} M60 8v48`], ['area', 'M40 20h44l-6 26H44z'], ['new', 'M40 20h44l-6 26H44z']],
    measure: [['soft', PAIR], ['new', 'M20 46L56 20l42 18'], ['dot', 'M17 43h6v6h-6z M53 17h6v6h-6z M95 35h6v6h-6z']],
    legend: [['area', 'M10 10h18v9H10z'], ['more', 'M10 28h18v9H10z'],
        ['line', 'M10 10h18v9H10z M10 28h18v9H10z M10 46h18v9H10z'],
        ['soft', 'M38 14h60 M38 32h40 M38 50h22']],
    overview: [['line', PAIR], ['area', 'M16 16h26v14H16z M48 16h26v14H48z M80 16h24v14H80z'], ['soft', 'M16 40h88 M16 48h60']],
    grid: [['area', 'M8 14l34-6 12 24-18 24H8z'], ['line', 'M8 14l34-6 12 24-18 24H8z'],
        ['soft', 'M66 16h44 M66 28h30 M66 40h38'],
        ['new', 'M66 52h24']],
    thing: [['line', 'M20 56V20h26v36z M46 56V30h20v26'], ['area', 'M26 26h6v6h-6z M36 26h6v6h-6z M26 38h6v6h-6z M36 38h6v6h-6z'],
        ['soft', 'M78 24h30 M78 36h22 M78 48h28']],
    table: [['area', 'M8 8h104v12H8z'], ['line', `${PAIR} M8 20h104 M8 32h104 M8 44h104 M46 8v48 M82 8v48`]],
    plan: [['line', 'M16 6h34l10 10v42H16z M50 6v10h10'], ['soft', 'M24 26h26 M24 36h26 M24 46h16'],
        ['new', 'M72 32h34 M98 24l8 8-8 8']],
    plans: [['soft', 'M30 6h50v40'], ['line', 'M18 14h54v44H18z'], ['soft', 'M28 26h34 M28 36h34 M28 46h20'],
        ['new', 'M84 38l8 8 16-20']],
    compare: [['area', 'M8 12h46v40H8z'], ['line', 'M8 12h46v40H8z M66 12h46v40H66z'], ['old', 'M30 12v40'],
        ['new', 'M96 12L84 52'],
        ['dot', 'M56 30h8v4h-8z']],
    past: [['line', 'M60 8a24 24 0 1 1-22 14 M60 18v14l10 8'], ['new', 'M30 14l8 8 10-4']],
    admin: [['line', 'M24 30a9 9 0 1 0 0-18a9 9 0 0 0 0 18z M8 54c1-12 8-18 16-18s15 6 16 18'],
        ['soft', 'M56 18h52 M56 32h40 M56 46h46'],
        ['new', 'M90 40l6 6 12-14']],
};

/** Those that are there, for a test. */
export const TOPICS = Object.keys(DRAWINGS);

/** @param {string} topic a tool or panel */
export const drawing = topic =>
    svg(
        'svg',
        { viewBox: '0 0 120 64', class: 'sketch', 'aria-hidden': 'true' },
        ...(DRAWINGS[topic] ?? []).map(([role, d]) => svg('path', { class: role, d })),
    );
