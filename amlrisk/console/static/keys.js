// ? shows the keys of a page, Esc leaves a field, a button prints. Without it the pages work with pointer and tab key.
"use strict";

(() => {
  const help = document.getElementById("keys");
  document.querySelectorAll("[data-keys-help]").forEach((button) => {
    button.hidden = !help;
    button.addEventListener("click", () => help.showModal());
  });
  document.querySelectorAll("[data-print]").forEach((button) => {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  });
  document.addEventListener("keydown", (event) => {
    const field = event.target.closest("input, select, textarea");
    if (event.key === "Escape" && field) {
      const around = field.closest("[tabindex='-1']");
      if (around) around.focus(); else field.blur();
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey || (field && !field.matches("[type=checkbox], [type=radio]"))) return;
    if (event.key === "?" && help && !help.open) { help.showModal(); event.preventDefault(); }
    if (event.key === "/") {
      const search = document.querySelector("input[type=search]");
      if (search) { search.focus(); event.preventDefault(); }
    }
  });
})();
