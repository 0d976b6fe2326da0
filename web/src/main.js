/**
 * Starts the page: texts, state from the address, data, map, and the change feed.
 *
 * For tests and the console, `window.wangge` holds `map` (Leaflet's), `ready` (true once tiles of the first view are painted,
 * which was at `readyAt`, in milliseconds of the page),
 * `state()` (a copy of the reference to the state), `toPage(lon, lat)` → `{x, y}` in pixels of the page, and
 * `toLonLat(x, y)` back.
 */

import { store, noteFailure, paint, gridsById, formats, may } from './data/state.js';
import { api, loadTexts, whenRefused } from './data/api.js';
import { chooseLanguage, t } from './core/i18n.js';
import { format, parse } from './core/url.js';
import { createView } from './map/view.js';
import { createShell } from './shell/shell.js';
import { createPanel } from './shell/panel.js';
import { createControl } from './shell/control.js';
import { announce, reasonOf, toast } from './parts/status.js';
import { ratioWords } from './parts/figures.js';
import { byId, h, phone } from './parts/dom.js';

/** @typedef {import('./map/view.js').MapView} MapView */

/** @param {string} lang */
async function changeLanguage(lang) {
    await loadTexts(lang);
    byId('progress').setAttribute('aria-label', t('loading'));
    localStorage.setItem('wangge.lang', lang);
    store.set({ lang });
}

/** @type {Promise<void> | null} */
let listing = null;
let again = false;

/**
 * The list of grids with their figures, or what has changed in it; one request at a time, and one more if something changed
 * meanwhile.
 * @returns {Promise<void>}
 */
function reloadList() {
    if (listing) {
        again = true;
        return listing;
    }
    const { revision, list: known } = store.get();
    // a past state has no position, and does not change
    const reading =
        revision === null && known?.position
            ? import('./data/list.js').then(({ changedList }) => changedList(known))
            : api.grids(revision);
    listing = reading
        .then(
            list => {
                noteFailure('grids', null);
                if (revision === store.get().revision) store.set({ list });
            },
            error => noteFailure('grids', new Error(reasonOf(error)), reloadList),
        )
        .finally(() => {
            listing = null;
            if (again) {
                again = false;
                reloadList();
            }
        });
    return listing;
}

/** Applies what an address says. @param {string} search @param {MapView | null} view */
function applyAddress(search, view) {
    const linked = parse(search);
    const planId = linked.plan;
    const { plan, comparison } = store.get();
    const { compared } = linked;
    const same = compared !== null && compared.from === comparison?.from && compared.to === comparison.to;
    store.set({
        layers: linked.layers,
        metric: linked.metric,
        mode: linked.mode,
        level: linked.level,
        classing: linked.classing,
        only: linked.only,
        bandwidth: linked.bandwidth,
        basemap: linked.basemap,
        grid: linked.grid,
        table: linked.table,
        planId,
        plan: planId === plan?.id ? plan : null,
        revision: linked.revision,
        compared,
        comparison: same ? comparison : null,
        placed: linked.view && (compared ? `compare ${compared.from}-${compared.to}` : `plan ${planId}`),
        thing: null,
    });
    if (view && linked.view) view.map.setView([linked.view.lat, linked.view.lon], linked.view.zoom, { animate: false });
    return linked;
}

/**
 * Writes the state into the address: a step of the history for what one chose, none for a moved view or for what isn't there.
 * @param {MapView} view
 */
function keepAddress(view) {
    let restoring = false;
    const write = () => {
        if (restoring) return;
        const s = store.get();
        const shown = {
            view: s.view,
            layers: s.layers,
            metric: s.metric,
            mode: s.mode,
            level: s.level,
            classing: s.classing,
            bandwidth: s.bandwidth,
            basemap: s.basemap,
            grid: s.grid,
            plan: s.planId,
            revision: s.revision,
            compared: s.compared,
            only: s.only,
            lang: s.lang,
            table: s.table,
        };
        const address = format(shown);
        if (address === location.search) return;
        const before = parse(location.search);
        const chosen = format({ ...shown, view: null }) !== format({ ...before, view: null });
        const step = chosen && before.lang !== null && !s.astray;
        history[step ? 'pushState' : 'replaceState'](null, '', address || location.pathname);
    };
    const looks = /** @type {const} */ (['view', 'layers', 'metric', 'mode', 'level', 'classing', 'bandwidth', 'basemap']);
    store.on([...looks, 'only', 'grid', 'table', 'lang', 'planId', 'revision', 'compared'], write);
    addEventListener('popstate', () => {
        restoring = true;
        const linked = applyAddress(location.search, view);
        restoring = false;
        if (linked.lang && linked.lang !== store.get().lang) changeLanguage(linked.lang);
        if (store.get().planId !== null) readPlan();
    });
}

/**
 * On a phone the panel is a sheet over the lower half of the map.
 * @param {MapView['map']} map @param {[number, number]} latLon
 */
function keepClear(map, latLon) {
    if (phone.matches)
        map.panInside(latLon, { paddingTopLeft: [40, 140], paddingBottomRight: [40, map.getSize().y * 0.56] });
}

/**
 * Selects what is at a place: a building or another thing, else the grid.
 * @param {MapView} view @param {[number, number]} lonLat
 */
function choose({ map, thingAt, gridAt }, [lon, lat]) {
    const at = map.latLngToContainerPoint([lat, lon]);
    const thing = thingAt(at);
    const grid = gridAt(at);
    if (thing) store.set({ thing, panel: true });
    else store.set({ grid, thing: null, ...(grid === null ? {} : { panel: true }) });
    const found = grid === null ? undefined : gridsById().get(grid);
    if (found || thing) keepClear(map, [lat, lon]);
    if (found && !thing) announce(t('selected', { name: found.name ?? found.code }));
}

/** Click, hover and their tooltip. @param {MapView} view */
function answerPointer(view) {
    const { map } = view;
    const tip = byId('tip');
    let frame = 0;
    map.on('click', (/** @type {import('leaflet').LeafletMouseEvent} */ e) => {
        if (store.get().tool === 'select') choose(view, [e.latlng.lng, e.latlng.lat]);
    });
    const hovers = matchMedia('(hover: hover)');
    map.on('mousemove', (/** @type {import('leaflet').LeafletMouseEvent} */ e) => {
        if (!hovers.matches) return;
        cancelAnimationFrame(frame);
        frame = requestAnimationFrame(() => {
            const { moving } = /** @type {{moving?: () => boolean}} */ (map.dragging);
            const still = !moving?.call(map.dragging);
            const id = still ? view.gridAt(e.containerPoint) : null;
            view.hover(id);
            const grid = id === null ? undefined : view.grid(id);
            const { metric, tool, gesture } = store.get();
            const ratio = grid?.figures.ratios[metric];
            const thing = still && tool === 'select' ? view.thingWords(e.containerPoint) : null;
            byId('map').classList.toggle('on-thing', thing !== null);
            const cell = thing ?? view.cellWords(e.containerPoint);
            tip.hidden = !(grid || cell) || !paint() || gesture !== null || tool !== 'select';
            if (tip.hidden) return;
            const ofGrid = grid && [
                h('strong', {}, grid.name ?? grid.code),
                h('span', {}, ratio ? `${t(`metric.${metric}`)} ${ratioWords(metric, ratio)}` : t('unknown')),
            ];
            tip.replaceChildren(...(cell ?? ofGrid ?? []));
            const left = Math.min(e.containerPoint.x + 14, map.getSize().x - tip.offsetWidth - 8);
            const top = Math.max(8, e.containerPoint.y - tip.offsetHeight - 10);
            tip.style.transform = `translate(${left}px, ${top}px)`;
        });
    });
    map.on('mouseout', () => {
        cancelAnimationFrame(frame);
        tip.hidden = true;
        view.hover(null);
    });
    map.on('moveend', () => {
        const { lat, lng } = map.getCenter();
        store.set({ view: { lat, lon: lng, zoom: map.getZoom() } });
    });
    map.on('zoomend', () => announce(t('zoom.level', { zoom: map.getZoom() })));
}

/**
 * What is made once, when it is first asked for; another time again if that failed.
 * @template T @param {() => Promise<T>} make @returns {() => Promise<T>}
 */
function once(make) {
    /** @type {Promise<T> | null} */
    let made = null;
    return () =>
        (made ??= make().catch(error => {
            made = null;
            throw error;
        }));
}

/** Takes in that one was signed out, or lost a role, elsewhere: in another tab, by an admin. */
async function lookWhoIsHere() {
    const now = await api.session().catch(() => null);
    const { session } = store.get();
    const who = (/** @type {typeof session} */ s) => JSON.stringify([s?.account?.id ?? null, s?.roles ?? []]);
    if (now && who(now) !== who(session)) store.set({ session: now });
}

/** Reads the plan that the address names; the code for drafts is loaded when the first is met. */
const readPlan = async () => (await import('./plan/read.js')).readPlan();

/** @param {MapView} view @param {HTMLElement} root */
async function loadPlanning(view, root) {
    const [{ createPlanning }, { createChanges }] = await Promise.all([
        import('./plan/planning.js'),
        import('./map/changes.js'),
        loadTexts(store.get().lang, 'plans'),
    ]);
    const planning = createPlanning(view, root);
    createChanges(view);
    return planning;
}

async function start() {
    const linked = applyAddress(location.search, null);
    const lang = chooseLanguage(linked.lang ?? localStorage.getItem('wangge.lang'), navigator.languages);
    const session = api.session();
    await loadTexts(lang);
    byId('progress').setAttribute('aria-label', t('loading'));
    store.set({ lang, wan: localStorage.getItem('wangge.wan') === 'true', panel: !phone.matches || linked.grid !== null });
    const slow = setTimeout(() => {
        byId('progress').hidden = false;
    }, 300);
    try {
        const { basemaps } = await session;
        whenRefused(lookWhoIsHere);
        store.set({ session: await session, covered: basemaps && linked.basemap !== 'none' });
        if (!may('viewer')) {
            const { createAccountButton, letIn } = await import('./access/account.js');
            createAccountButton();
            await letIn();
            return;
        }
        const list = reloadList();
        const metrics = api.metrics();
        const tileJson = api.tileJson('base,branches,grids,buildings,ports,sightings');
        /** @type {() => void} */
        let shown = () => {};
        const firstPaint = new Promise(resolve => {
            shown = () => resolve(null);
        });
        const view = createView(byId('map'), await tileJson, () => {
            hook.ready = true;
            hook.readyAt = performance.now();
            clearTimeout(slow);
            byId('progress').hidden = true;
            shown();
        });
        if (basemaps) {
            import('./map/basemap.js')
                .then(({ followBasemaps }) => followBasemaps(view))
                .catch(error => {
                    store.set({ covered: false });
                    throw error;
                });
        }
        const hook = {
            map: view.map,
            ready: false,
            readyAt: 0,
            state: store.get,
            toPage(/** @type {number} */ lon, /** @type {number} */ lat) {
                const p = view.map.latLngToContainerPoint([lat, lon]);
                const box = byId('map').getBoundingClientRect();
                return { x: box.x + p.x, y: box.y + p.y };
            },
            toLonLat(/** @type {number} */ x, /** @type {number} */ y) {
                const box = byId('map').getBoundingClientRect();
                const { lat, lng } = view.map.containerPointToLatLng([x - box.x, y - box.y]);
                return [lng, lat];
            },
        };
        /** @type {any} */ (window).wangge = hook;
        store.set({ metrics: await metrics });
        answerPointer(view);
        createShell(view, changeLanguage);
        const control = createControl();
        const panel = createPanel(view);
        new ResizeObserver(() => view.map.invalidateSize({ pan: false })).observe(byId('map'));
        await list;
        const extent = view.extent();
        if (linked.view) view.map.setView([linked.view.lat, linked.view.lon], linked.view.zoom);
        else if (extent) view.show(extent, { fly: false });
        else view.map.setView([32, 112], 4);
        const box = gridsById().get(linked.grid ?? -1)?.bbox;
        if (box) keepClear(view.map, [(box[1] + box[3]) / 2, (box[0] + box[2]) / 2]);
        // what to do where there is nothing to see stands in the panel
        if (!extent) store.set({ panel: true });
        keepAddress(view);
        // the rest waits for the first picture, or for that it doesn't come
        await Promise.race([
            firstPaint,
            new Promise(resolve => {
                setTimeout(resolve, 3000);
            }),
        ]);
        import('./shell/distribution.js').then(({ distribution }) => control.bring({ distribution }));
        import('./shell/layer-notes.js').then(({ bringNotes }) => bringNotes(control));
        import('./shell/explain.js').then(({ explain }) => explain());
        if (extent && !localStorage.getItem('wangge.hints')) import('./shell/hints.js').then(({ showHints }) => showHints());
        import('./shell/sheet.js').then(({ createSheet }) => createSheet());
        import('./map/follow.js').then(({ follow }) => follow(view, reloadList, readPlan));
        import('./data/stale.js').then(({ followStaleness }) => followStaleness(stale => store.set({ stale })));
        store.on(['revision'], reloadList);
        const { createSearch } = await import('./shell/search.js');
        createSearch(view);
        const { createAccountButton, tellArrival } = await import('./access/account.js');
        createAccountButton(view);
        tellArrival();
        const bringPlanning = once(() => loadPlanning(view, panel.plan));
        store.watch(['session', 'planId', 'revision', 'compared', 'tool'], ({ session, planId, revision, compared, tool }) => {
            if (session?.account || planId !== null || revision !== null || compared !== null || tool !== 'select')
                bringPlanning();
        });
        // who draws finds the tools at hand when they are taken up
        store.watch(['session'], () => may('planner') && bringPlanning().then(() => import('./draw/tools.js')));
        byId('plan-state').addEventListener('click', async () => (await bringPlanning()).showPlans());
        if (linked.plan !== null) await bringPlanning().then(readPlan);
        let atHand = false;
        const bringTools = once(async () => {
            const { createTools } = await import('./draw/tools.js');
            const made = await createTools(view, p => choose(view, p));
            atHand = true;
            return made;
        });
        store.watch(['tool', 'plan'], ({ tool, plan }) => {
            if (tool !== 'select' || plan) {
                bringTools().catch(error => {
                    store.set({ tool: 'select' });
                    throw error;
                });
            }
        });
        // who selects by keyboard needs the cursor of the tools
        byId('map').addEventListener('keydown', async e => {
            if (e.key === 'Enter' && e.target === e.currentTarget && !atHand) (await bringTools()).showCursor();
        });
    } catch (error) {
        byId('map').append(
            h(
                'div',
                { class: 'failure fatal', role: 'alert' },
                h('strong', {}, t('start.failed')),
                h('span', {}, reasonOf(error)),
                h('button', { type: 'button', 'data-key': 'again', onclick: () => location.reload() }, t('retry')),
            ),
        );
    } finally {
        clearTimeout(slow);
    }
}

// whatever is fetched when it is first needed may not be there then
addEventListener('unhandledrejection', event => {
    const { reason } = event;
    if (!(reason instanceof TypeError) || !/module|fetch|load/i.test(reason.message)) return;
    event.preventDefault();
    if (!byId('toasts').textContent?.includes(t('unreachable'))) toast(t('unreachable'), { kind: 'error' });
});
start();
