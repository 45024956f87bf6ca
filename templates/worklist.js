"use strict";
// Sorting and filtering of the worklist; without it the rows stand in the order of what needs a person first.
(function () {
  const table = document.getElementById("table");
  const body = table.tBodies[0];
  const rows = Array.from(body.rows);
  const byId = (id) => document.getElementById(id);
  const texts = rows.map((row) => row.textContent.toLowerCase());
  const value = (row, column, kind) => {
    const cell = row.cells[column];
    return kind === "num" ? Number(cell.dataset.v || cell.textContent) : cell.textContent;
  };
  const collator = new Intl.Collator(undefined, { numeric: true });
  Array.from(table.tHead.rows[0].cells).forEach((head, column) => {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => {
      const up = head.getAttribute("aria-sort") !== "ascending";
      for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
      head.setAttribute("aria-sort", up ? "ascending" : "descending");
      const kind = head.dataset.sort;
      const keyed = Array.from(body.rows, (row) => [value(row, column, kind), row]);
      keyed.sort((a, b) => (kind === "num" ? a[0] - b[0] : collator.compare(a[0], b[0])) * (up ? 1 : -1));
      body.append(...keyed.map((k) => k[1]));
    });
  });
  const find = byId("find");
  const selects = [["by-overall", 1], ["by-flag", 3], ["by-line", 6]].map(([id, column]) => [byId(id), column]);
  function filter() {
    const words = find.value.toLowerCase().split(/\s+/).filter(Boolean);
    let shown = 0;
    rows.forEach((row, i) => {
      const ok = words.every((w) => texts[i].includes(w)) && selects.every(([select, column]) => {
        const text = row.cells[column].textContent;
        return !select.value || (column === 3 ? text.split(", ").includes(select.value) : text === select.value);
      });
      row.hidden = !ok;
      shown += ok;
    });
    byId("found").textContent = shown === rows.length ? "" : shown + " of " + rows.length + " cases shown";
  }
  const form = byId("controls");
  form.hidden = false;
  form.addEventListener("submit", (event) => event.preventDefault());
  find.addEventListener("input", filter);
  selects.forEach(([select]) => select.addEventListener("change", filter));
  document.addEventListener("keydown", (event) => {
    if (event.key === "/" && !event.target.matches("input, select")) { event.preventDefault(); find.focus(); }
    if (event.key === "Escape" && event.target === find) { find.value = ""; filter(); find.blur(); }
  });
})();
