// Numbers and the line of a run that is at work follow it; when its state changes, the page is asked for anew.
// Without a script the page itself comes again every few seconds.
"use strict";

(() => {
  const EVERY_MS = 2000;

  function follow(place) {
    let asking = false;
    let timer = 0;

    function tell(run) {
      if (run.state !== place.dataset.state) {
        clearInterval(timer);
        if ("reload" in place.dataset) location.reload();
        return;
      }
      place.querySelectorAll("[data-run-number]").forEach((each) => {
        const number = run[each.dataset.runNumber];
        if (number !== undefined) each.textContent = Math.floor(number).toLocaleString("en-US");
      });
      const part = place.querySelector(".progress-line .part");
      if (part) part.setAttribute("width", run.share);
    }

    async function ask() {
      if (document.hidden || asking) return;
      asking = true;
      try {
        const answer = await fetch(place.dataset.run, { headers: { Accept: "application/json" }, redirect: "error" });
        if (answer.ok) tell(await answer.json());
      } catch { /* The connection is gone or the sign-in has ended: the next click tells. */ }
      asking = false;
    }

    timer = setInterval(ask, EVERY_MS);
    document.addEventListener("visibilitychange", ask);
  }

  document.querySelectorAll("[data-run]").forEach(follow);
})();
