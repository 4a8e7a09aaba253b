// The queue by keyboard, and counts that follow what others do. Without it links, forms and filters work as they are.
"use strict";

(() => {
  const rows = [...document.querySelectorAll("[data-row]")];
  const bulk = document.querySelector("[data-bulk]");
  const boxes = rows.map((row) => row.querySelector("input[name=case]"));
  let at = -1;

  function go(to) {
    if (!rows.length) return;
    at = Math.max(0, Math.min(rows.length - 1, to));
    rows.forEach((row, place) => row.classList.toggle("is-here", place === at));
    rows[at].querySelector("[data-open]").focus();
    rows[at].scrollIntoView({ block: "nearest" });
  }

  function tell() {
    const chosen = boxes.filter((box) => box && box.checked).length;
    rows.forEach((row, place) => row.classList.toggle("is-selected", Boolean(boxes[place] && boxes[place].checked)));
    if (bulk) {
      bulk.querySelector("[data-selected]").textContent = chosen;
      bulk.classList.toggle("has-selected", chosen > 0);
    }
  }

  function all(checked) {
    boxes.forEach((box) => { if (box) box.checked = checked; });
    tell();
  }

  const keys = {
    j: () => go(at + 1),
    k: () => go(at - 1),
    Enter: () => at >= 0 && rows[at].querySelector("[data-open]").click(),
    x: () => {
      if (at < 0) go(0);
      if (boxes[at]) { boxes[at].checked = !boxes[at].checked; tell(); }
    },
    X: () => all(!boxes.every((box) => !box || box.checked)),
    a: () => bulk && bulk.querySelector("select").focus(),
    n: () => { const next = document.querySelector("[data-key=n]"); if (next) next.click(); },
    g: () => { const first = document.querySelector(".filters select"); if (first) first.focus(); },
  };

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input:not([type=checkbox]), select, textarea, dialog[open]")) return;
    if (event.key === "Enter" && event.target.closest("a, button, summary")) return;
    const act = keys[event.key];
    if (act) { act(); event.preventDefault(); }
  });
  rows.forEach((row, place) => row.addEventListener("focusin", () => {
    at = place;
    rows.forEach((other, number) => other.classList.toggle("is-here", number === place));
  }));
  document.addEventListener("change", (event) => {
    if (event.target.matches("[data-all]")) all(event.target.checked);
    else if (event.target.matches("input[name=case]")) tell();
  });
  tell();

  // What others do shows in the counts; the list itself stays as it is under the eyes until it is asked for anew.
  const tabs = document.querySelector("[data-counts]");
  const listed = document.querySelector(".listed [data-count]");
  const before = listed ? listed.textContent : "0";
  async function count() {
    if (document.hidden) return;
    try {
      const answer = await fetch(tabs.dataset.counts, { headers: { Accept: "application/json" }, redirect: "error" });
      if (!answer.ok) return;
      const counts = await answer.json();
      document.querySelectorAll("[data-count]").forEach((place) => {
        if (place.dataset.count in counts) place.textContent = counts[place.dataset.count];
      });
      document.querySelector("[data-moved]").hidden = String(counts.listed) === before;
    } catch { /* The connection is gone or the sign-in has ended: the next click tells. */ }
  }
  if (tabs) {
    setInterval(count, 10000);
    document.addEventListener("visibilitychange", count);
  }
})();
