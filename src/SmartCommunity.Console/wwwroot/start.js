// @ts-check
// Starts the circuit. A link that is lost without a word is seen within ten seconds, and connected again for as long as it takes: a wall runs for days without anybody near it.

/** The server says something every three seconds at least (ConsoleHost.cs); after three of them missed the link is gone. */
const silentMs = 9000;
const pingMs = 3000;
/** At first again and again, then less often; never for the last time. */
const quickTries = 10, quickMs = 1000, slowMs = 5000;

/** @type {any} */ (window).Blazor.start({
  circuit: {
    configureSignalR: (/** @type {any} */ builder) => builder.withServerTimeout(silentMs).withKeepAliveInterval(pingMs),
    reconnectionOptions: { maxRetries: Number.MAX_SAFE_INTEGER, retryIntervalMilliseconds: (/** @type {number} */ tries) => (tries < quickTries ? quickMs : slowMs) },
  },
});
