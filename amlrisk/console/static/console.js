// What a script adds to every page: keys, filters that are sent when a choice changes, counts that follow what others do.
// Without it links, forms and filters work as they are.
"use strict";

(() => {
  const FIELDS = "input:not([type=checkbox]):not([type=radio]), select, textarea";
  const help = document.getElementById("frame-keys");

  // A page with keys of its own has its own help (#keys) and its own "/".
  function onKey(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (document.getElementById("keys") || event.target.closest(FIELDS)) return;
    if (event.key === "?" && help && !help.open) { event.preventDefault(); help.showModal(); }
    if (event.key === "/") {
      const search = document.querySelector("[data-find]");
      if (search) { event.preventDefault(); search.focus(); search.select(); }
    }
  }

  // Choices only: what is typed is sent by Enter, and a reader of the screen is not carried off by an arrow key.
  function autosubmit(form) {
    let byKey = false;
    form.addEventListener("keydown", () => { byKey = true; });
    form.addEventListener("pointerdown", () => { byKey = false; });
    form.addEventListener("change", (event) => {
      if (event.target.matches("select") && !byKey) form.requestSubmit();
    });
  }

  // An address without what was not asked for.
  function leaveOutBlanks(form) {
    form.addEventListener("submit", () => {
      form.querySelectorAll("input[name], select[name]").forEach((field) => { field.disabled = field.value === ""; });
    });
    // Back again: the browser shows the page as it was left.
    window.addEventListener("pageshow", () => {
      form.querySelectorAll("[disabled]").forEach((field) => { field.disabled = false; });
    });
  }

  const EVERY_MS = 20000;
  function follow(place) {
    let asking = false;
    async function ask() {
      if (document.hidden || asking) return;
      asking = true;
      try {
        const answer = await fetch(place.dataset.live, { headers: { Accept: "application/json" }, redirect: "error" });
        if (answer.ok) tell(await answer.json());
      } catch { /* The connection is gone or the sign-in has ended: the next click tells. */ }
      asking = false;
    }
    function tell(counts) {
      place.querySelectorAll("[data-count]").forEach((each) => {
        const number = counts[each.dataset.count];
        if (number === undefined) return;
        each.textContent = number.toLocaleString("en-US");
        each.closest("div").classList.toggle("is-some", number > 0);
      });
    }
    setInterval(ask, EVERY_MS);
    document.addEventListener("visibilitychange", ask);
  }

  // A form that is on its way is not sent twice by an impatient hand; the server would take it once all the same.
  function sendOnce(form) {
    form.addEventListener("submit", (event) => {
      if (form.dataset.sent) event.preventDefault();
      form.dataset.sent = "yes";
    });
    window.addEventListener("pageshow", () => { delete form.dataset.sent; });
  }

  document.addEventListener("keydown", onKey);
  document.querySelectorAll("form[data-autosubmit]").forEach((form) => { autosubmit(form); leaveOutBlanks(form); });
  document.querySelectorAll("form[data-once]").forEach(sendOnce);
  document.querySelectorAll("[data-live]").forEach(follow);
  const focus = document.querySelector("[data-focus]");
  if (focus) focus.focus();
})();
