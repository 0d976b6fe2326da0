/** Keeps the page in step with the server; loaded after the first picture. */

import { followChanges } from '../data/live.js';
import { store } from '../data/state.js';

/** How long what arrives is gathered: one publication is a burst of changes. */
const BURST = 30;

/** After how long what failed is tried again while the server is there; twice as long after each time that it fails again. */
const FIRST_RETRY = 1000;
const LAST_RETRY = 60_000;

/** Changes of these are changes of the plan at hand, or of what its figures rest on. */
const OF_PLANS = ['grids', 'persons', 'assignments', 'buildings', 'ports', 'sightings'];

/** Who hears it, and as what. */
const listener = () => JSON.stringify([store.get().session?.account?.id ?? null, store.get().session?.roles ?? []]);

/**
 * Takes in what others, and this page, have changed.
 * @param {Pick<import('./view.js').MapView, 'refresh'>} view @param {() => Promise<void>} reloadList
 * @param {() => unknown} readPlan reads the plan at hand anew
 * @param {(on: import('../data/live.js').Listener, options: {since: string | null}) =>
 *     Pick<import('../data/live.js').Feed, 'again' | 'hurry'>} [connect]
 */
export function follow(view, reloadList, readPlan, connect = followChanges) {
    /** @type {{layer: string, bbox: import('../core/mercator.js').Bbox | null}[]} */
    let arrived = [];
    let gathering = false;
    /** @param {typeof arrived} changes */
    const take = async changes => {
        arrived.push(...changes);
        if (gathering) return;
        gathering = true;
        await new Promise(resolve => {
            setTimeout(resolve, BURST);
        });
        gathering = false;
        const burst = arrived;
        arrived = [];
        reloadList();
        await view.refresh(burst);
        if (store.get().planId !== null && burst.some(c => OF_PLANS.includes(c.layer))) readPlan();
    };
    const everything = () => take(['base', 'grids', 'buildings', 'ports'].map(layer => ({ layer, bbox: null })));
    /** What failed while the server, or the way to it, was away. */
    const again = () => Object.values(store.get().failures).forEach(f => f.retry());
    let wait = FIRST_RETRY;
    let retrying = false;
    // one request may be lost while the line holds
    store.watch(['failures', 'live'], ({ failures, live }) => {
        if (!Object.keys(failures).length) wait = FIRST_RETRY;
        else if (live === 'live' && !retrying) {
            retrying = true;
            setTimeout(() => {
                retrying = false;
                wait = Math.min(LAST_RETRY, 2 * wait);
                again();
            }, wait);
        }
    });
    // the line may have outlived a short break
    globalThis.addEventListener?.('online', again);
    // from the list on: what changed between the first answers and the feed would be missed otherwise
    const feed = connect(
        {
            change: change => take([change]),
            // who is in charge today
            day: () => take([{ layer: 'assignments', bbox: null }]),
            plan: told => store.set({ told }),
            job: job => store.set({ job }),
            presence: ({ plan, editors }) => store.set({ heard: { plan, editors } }),
            state(live) {
                store.set({ live });
                if (live === 'live') again();
            },
            anew: everything,
        },
        { since: store.get().list?.position ?? null },
    );
    globalThis.addEventListener?.('online', () => {
        // the line may have outlived a short break
        again();
        feed.hurry();
    });
    globalThis.document?.addEventListener('visibilitychange', () => document.hidden || feed.hurry());
    // what one is told, and in whose name one listens, is another's matter now
    let listens = listener();
    store.on(['session'], () => {
        if (listens === listener()) return;
        listens = listener();
        feed.again();
    });
}
