/**
 * The change feed. Keeps the position up to which it was told everything, whichever server told it: where an event does not
 * follow on that, and whenever it comes back, it asks from there on, and the server tells what was missed. Comes back by itself,
 * ever more slowly and not at the same moment as all the others; a server that has no room says how long to stay away, and one
 * that is not there is not waited for long by a page that somebody looks at.
 */

/** The server says something every 15 seconds; a line that is silent for so long is dead, whatever the network thinks. */
const SILENCE = 45_000;
const FIRST_WAIT = 1000;
const LONGEST_WAIT = 60_000;
/** Until a server that is away is asked again by a page in sight: its restart takes seconds. */
const LONGEST_IN_SIGHT = 7000;

/** @typedef {import('../core/contract.js').Change} Change */
/**
 * @typedef {object} Listener
 * @property {(change: Change) => void} change
 * @property {(now: {day: string}) => void} day another day has begun
 * @property {(now: {plan: number, editors: import('../core/contract.js').Editor[]}) => void} presence
 * @property {(now: import('../core/contract.js').PlanChange) => void} plan
 * @property {(now: import('../core/contract.js').Job) => void} job one that this page may see goes on or has ended
 * @property {(state: 'live' | 'connecting' | 'lost' | 'paused') => void} state connecting: again, since another listens now;
 *     paused: the server has no room, or does not let this page listen
 * @property {() => void} anew nobody knows what was missed
 */

/**
 * Takes text in pieces and gives whole events.
 * @param {(name: string, data: any) => void} tell
 */
export function eventParser(tell) {
    let rest = '';
    let name = '';
    let data = '';
    /** @param {string} piece */
    return piece => {
        const lines = (rest + piece).split('\n');
        rest = /** @type {string} */ (lines.pop());
        for (const line of lines.map(l => l.replace(/\r$/, ''))) {
            if (line === '') {
                if (data) tell(name, JSON.parse(data));
                name = data = '';
            } else if (line.startsWith('event:')) name = line.slice(6).trim();
            else if (line.startsWith('data:')) data += line.slice(5);
        }
    };
}

/**
 * Milliseconds until the next try: half as long again at most, so that those who were lost together do not come back together.
 * @param {number} failures in a row @param {number} asked seconds that the server asks for, 0 for none
 * @param {number} chance 0 to 1 @param {boolean} [away] whether the server is not there, and somebody waits for it
 */
export const waitBefore = (failures, asked, chance, away = false) =>
    Math.max(asked * 1000, Math.min(away ? LONGEST_IN_SIGHT : LONGEST_WAIT, FIRST_WAIT * 2 ** (failures - 1))) * (1 + chance / 2);

/**
 * @typedef {object} Options
 * @property {typeof globalThis.fetch} [fetch]
 * @property {string} [url]
 * @property {string | null} [since] the position of what is shown already; null: from now on
 * @property {(act: () => void, milliseconds: number) => unknown} [later]
 * @property {() => boolean} [seen] whether somebody looks at the page
 */

/**
 * @typedef {object} Feed
 * @property {() => void} end
 * @property {() => void} again opens another line, in the name of whoever is signed in now, from where this one was
 * @property {() => void} hurry asks at once where the server was away; one that has no room is left alone
 */

/** @typedef {{previous: string, position: string, more?: boolean}} Step */

/**
 * @param {Listener} on @param {Options} [options]
 * @returns {Feed}
 */
export function followChanges(
    on,
    {
        fetch = globalThis.fetch,
        url = '/api/events',
        since = null,
        later = setTimeout,
        seen = () => !globalThis.document?.hidden,
    } = {},
) {
    /** Everything up to there was told; null: nothing yet. */
    let at = since;
    let failures = 0;
    let ended = false;
    /** Whether the server was not there when it was asked last, and is going to be asked again. */
    let away = false;
    let controller = new AbortController();

    /** @param {Step & {anew?: boolean}} now */
    function hello(now) {
        failures = 0;
        on.state('live');
        if (now.anew) on.anew();
        if (!now.more) at = now.position;
    }

    /**
     * Several events may lead to one position; with the last of them it is reached.
     * @param {Step} now @returns {boolean} whether it follows on what was told before
     */
    function follows({ previous, position, more }) {
        if (at !== null && previous !== at && position !== at) {
            controller.abort();
            return false;
        }
        if (!more) at = position;
        return true;
    }

    /** @param {string} name @param {any} data */
    function take(name, data) {
        if (name === 'hello') hello(data);
        else if (name === 'presence') on.presence(data);
        else if (name === 'job') on.job(data);
        else if (!follows(data)) return;
        else if (name === 'change') on.change(data);
        else if (name === 'day') on.day(data);
        else if (name === 'plan') on.plan(data);
    }

    /** A fault of whoever hears it is no broken line. @param {string} name @param {any} data */
    function tell(name, data) {
        try {
            take(name, data);
        } catch (error) {
            queueMicrotask(() => {
                throw error;
            });
        }
    }

    /**
     * @param {AbortController} mine gives it up
     * @returns {Promise<number>} when it is over: for how many seconds the server asks to stay away
     */
    async function listen(mine) {
        let silence = setTimeout(() => mine.abort(), SILENCE);
        try {
            const response = await fetch(at === null ? url : `${url}?since=${at}`, {
                headers: { Accept: 'text/event-stream' },
                cache: 'no-store',
                signal: mine.signal,
            });
            if (mine !== controller) return 0;
            if (!response.ok || !response.body) {
                // What a proxy says while the server is away is no refusal of the server's.
                if ([400, 410].includes(response.status) && at !== null) {
                    at = null;
                    on.anew();
                    return 0;
                }
                const refused = response.headers.get('Content-Type')?.startsWith('application/problem+json');
                away = !refused;
                on.state(refused ? 'paused' : 'lost');
                return Number(response.headers.get('Retry-After')) || 0;
            }
            // what still comes of a line that was given up is not heard
            const parse = eventParser((name, data) => mine === controller && !mine.signal.aborted && tell(name, data));
            const text = new TextDecoder();
            const reader = response.body.getReader();
            for (let piece = await reader.read(); !piece.done; piece = await reader.read()) {
                clearTimeout(silence);
                silence = setTimeout(() => mine.abort(), SILENCE);
                parse(text.decode(piece.value, { stream: true }));
            }
        } catch {
            // the line broke; that is said below
        } finally {
            clearTimeout(silence);
        }
        if (ended || mine !== controller) return 0;
        away = true;
        on.state('lost');
        return 0;
    }

    /** Does it wait for its next try? */
    let waiting = false;

    async function open() {
        waiting = false;
        if (ended) return;
        away = false;
        const mine = (controller = new AbortController());
        const asked = await listen(mine);
        // another line has taken its place
        if (ended || mine !== controller) return;
        failures++;
        waiting = true;
        later(() => mine === controller && open(), waitBefore(failures, asked, Math.random(), away && seen()));
    }

    function anew() {
        if (ended) return;
        failures = 0;
        controller.abort();
        open();
    }

    /** The way is open again: why wait? */
    const online = () => waiting && anew();

    /** Nothing comes through any more, though the line may seem to hold. */
    const offline = () => controller.abort();

    globalThis.addEventListener?.('online', online);
    globalThis.addEventListener?.('offline', offline);
    open();
    return {
        end() {
            ended = true;
            globalThis.removeEventListener?.('online', online);
            globalThis.removeEventListener?.('offline', offline);
            controller.abort();
        },
        again() {
            if (!ended) on.state('connecting');
            anew();
        },
        hurry() {
            if (away) anew();
        },
    };
}
