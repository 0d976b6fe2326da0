/** One object holds the state; whoever needs a part of it hears when that part is replaced. Values are never changed in place. */

/**
 * @template {Record<string, any>} S
 * @param {S} initial
 */
export function createStore(initial) {
    let state = initial;
    /** @type {{keys: (keyof S)[], hear: (state: S) => void}[]} */
    const listeners = [];
    return {
        get: () => state,
        /** Listeners hear once however many of their keys changed. @param {Partial<S>} patch */
        set(patch) {
            const changed = /** @type {(keyof S)[]} */ (Object.keys(patch)).filter(key => patch[key] !== state[key]);
            if (!changed.length) return;
            state = { ...state, ...patch };
            for (const { keys, hear } of [...listeners]) if (keys.some(key => changed.includes(key))) hear(state);
        },
        /** @param {(keyof S)[]} keys @param {(state: S) => void} hear called now and at each change */
        watch(keys, hear) {
            listeners.push({ keys, hear });
            hear(state);
        },
        /** Like watch, but not called now. @param {(keyof S)[]} keys @param {(state: S) => void} hear */
        on(keys, hear) {
            listeners.push({ keys, hear });
        },
    };
}
