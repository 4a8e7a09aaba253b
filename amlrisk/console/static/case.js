// A case by keyboard. Without it every form works with pointer and tab key as it is.
"use strict";

(() => {
  const hits = [...document.querySelectorAll("[data-hit]")];
  const WRITTEN = "input:not([type=radio]):not([type=checkbox]), textarea";
  const TYPED = `${WRITTEN}, select`;

  // Which form the keys mean: the one that has the focus, or the hit that does.
  function form() {
    const here = document.activeElement;
    const own = here.closest("form.decide");
    if (own) return own;
    const hit = here.closest("[data-hit]");
    const around = hit || here.closest(".step");
    return around ? around.querySelector("form.decide") : null;
  }

  function show(node) {
    for (let up = node; up; up = up.parentElement) if (up.tagName === "DETAILS") up.open = true;
    node.scrollIntoView({ block: "nearest" });
  }

  function toStep(action) {
    const found = document.getElementById(`form-${action}`);
    if (!found) return false;
    show(found);
    const first = found.querySelector("input[type=radio]:checked, select, textarea");
    (first || found).focus();
    found.scrollIntoView({ block: "nearest" });
    return true;
  }

  function toHit(step) {
    if (!hits.length) return;
    const here = hits.indexOf(document.activeElement.closest("[data-hit]"));
    const open = hits.findIndex((hit) => hit.querySelector(":scope > form.decide"));
    const to = here < 0 ? Math.max(open, 0) : Math.max(0, Math.min(hits.length - 1, here + step));
    hits[to].focus();
    hits[to].scrollIntoView({ block: "start" });
  }

  function choose(key) {
    const own = form() || (hits.length && hits[0].querySelector(":scope > form.decide"));
    const choice = own && own.querySelector(`input[data-key="${key}"]:not(:disabled)`);
    if (!choice) return false;
    show(choice);
    choice.checked = true;
    choice.dispatchEvent(new Event("change", { bubbles: true }));
    const reason = [...own.querySelectorAll("select")].find((each) => each.offsetParent !== null);
    (reason || choice).focus();
    return true;
  }

  const steps = { p: "propose", c: "confirm", d: "differ", s: "settle", v: "approve", r: "return", m: "comment", a: "assign" };

  document.addEventListener("keydown", (event) => {
    if (event.target.closest("dialog[open]")) return;
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      const own = form();
      if (!own) return;
      event.preventDefault();
      const next = event.shiftKey ? own.querySelector("button[name=then]") : null;
      own.requestSubmit(next || own.querySelector("button:not([name])"));
      return;
    }
    const key = event.key;
    // Digits choose in a list of reasons too: none of these begins with one.
    const typing = event.target.closest(/^[1-4]$/.test(key) ? WRITTEN : TYPED);
    if (event.ctrlKey || event.metaKey || event.altKey || typing) return;
    let taken = true;
    if (/^[1-4]$/.test(key)) taken = choose(key);
    else if (key in steps) taken = toStep(steps[key]);
    else if (key === "h" || key === "j") toHit(1);
    else if (key === "k") toHit(-1);
    else if (key === "n" || key === "u") document.querySelector(`[data-key=${key}]`).click();
    else taken = false;
    if (taken) event.preventDefault();
  });

  // A form is sent once; going back to the page makes it usable again.
  document.addEventListener("submit", (event) => {
    const own = event.target.closest("form.decide");
    if (!own) return;
    if (own.dataset.sent) { event.preventDefault(); return; }
    own.dataset.sent = "yes";
    own.classList.add("is-sent");
  });
  window.addEventListener("pageshow", () => document.querySelectorAll("form.decide").forEach((own) => {
    delete own.dataset.sent;
    own.classList.remove("is-sent");
  }));

  document.querySelectorAll("[data-grows]").forEach((area) => {
    const grow = () => { area.rows = Math.min(14, Math.max(2, area.value.split("\n").length + Math.floor(area.value.length / 60))); };
    area.addEventListener("input", grow);
    grow();
  });
  if (location.hash === "#next-hit") {
    const anchor = document.getElementById("next-hit");
    if (anchor) anchor.closest("[data-hit]").focus();
  }
})();
