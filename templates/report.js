"use strict";
// Adds the keyboard, the word filter and copying; everything it reaches is also there without it.
(function () {
  const all = (selector, root = document) => Array.from(root.querySelectorAll(selector));
  const byId = (id) => document.getElementById(id);
  const record = byId("record");
  if (!record) return;
  const help = byId("help");
  const find = byId("find");
  const found = byId("found");
  const visible = (node) => node.getClientRects().length > 0;
  let last = null;

  function open(node) {
    for (let up = node.parentElement; up; up = up.parentElement) if (up.tagName === "DETAILS") up.open = true;
  }
  function wide() { return matchMedia("(min-width: 1100px)").matches; }
  function show(id) {
    const target = byId(id);
    if (!target) return false;
    all(".mark.now, .on-page .now").forEach((m) => m.classList.remove("now"));
    target.classList.add("now");
    const hit = target.querySelector(".hit") || target;
    hit.scrollIntoView({ block: "center", inline: "nearest" });
    return true;
  }
  function evidence() {
    return all("main a.go").filter((a) => { const e = a.closest(".row"); return e && !e.hidden && visible(e); });
  }
  function step(items, at, by) {
    const next = at < 0 ? (by > 0 ? 0 : items.length - 1) : Math.min(Math.max(at + by, 0), items.length - 1);
    return items[next];
  }
  function choose(link) {
    if (!link) return;
    open(link);
    all(".ev.now").forEach((e) => e.classList.remove("now"));
    link.closest(".ev").classList.add("now");
    link.focus({ preventScroll: true });
    link.closest(".ev").scrollIntoView({ block: "nearest" });
    last = link;
    if (wide()) show(link.hash.slice(1));
  }
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href^='#']");
    if (!link) return;
    if (link.matches(".go, .strip")) {
      const ev = link.closest(".ev");
      last = ev.querySelector("a.go");
      all(".ev.now").forEach((e) => e.classList.remove("now"));
      ev.classList.add("now");
    }
    const target = byId(link.hash.slice(1));
    if (!target) return;
    open(target);
    if (link.matches(".back")) {
      event.preventDefault();
      history.pushState(null, "", link.hash);
      choose(target.querySelector("a.go"));
    } else if (target.closest(".pages") && link.hash.startsWith("#m")) {
      event.preventDefault();
      history.pushState(null, "", link.hash);
      show(link.hash.slice(1));
    }
  });
  addEventListener("popstate", () => { if (location.hash.startsWith("#m")) show(location.hash.slice(1)); });

  function filter() {
    const words = find.value.toLowerCase().split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const row of all(".row")) {
      const text = words.length ? row.textContent.toLowerCase() : "";
      row.hidden = !words.every((w) => text.includes(w));
      if (!row.hidden && visible(row)) shown += 1;
    }
    for (const criterion of all(".criterion")) {
      const rows = all(".row", criterion);
      criterion.classList.toggle("empty", words.length > 0 && rows.every((r) => r.hidden));
    }
    found.textContent = words.length ? shown + (shown === 1 ? " element" : " elements") + " shown" : "";
  }
  if (find) {
    find.closest("label").hidden = false;
    find.addEventListener("input", filter);
    all("input[name=status]").forEach((r) => r.addEventListener("change", filter));
    find.form.addEventListener("submit", (event) => event.preventDefault());
  }
  const keys = document.querySelector(".keys");
  if (keys && help) {
    keys.hidden = false;
    byId("help-open").addEventListener("click", () => help.showModal());
  }
  const copy = byId("copy");
  if (copy) {
    copy.hidden = false;
    copy.addEventListener("click", () => {
      const range = document.createRange();
      range.selectNodeContents(byId("letter"));
      const selection = getSelection();
      selection.removeAllRanges();
      selection.addRange(range);
      const done = () => { copy.textContent = "Copied"; };
      if (navigator.clipboard) navigator.clipboard.writeText(byId("letter").textContent).then(done, () => {});
      else if (document.execCommand("copy")) done();
    });
  }
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || (help && help.open)) return;
    const typing = event.target.matches("input[type=search], textarea, select");
    if (event.key === "Escape") {
      if (find && (typing || find.value)) { find.value = ""; filter(); find.blur(); }
      else if (last) { all(".mark.now").forEach((m) => m.classList.remove("now")); choose(last); }
      return;
    }
    if (typing) return;
    const items = evidence();
    const at = items.indexOf(document.activeElement.matches("a.go") ? document.activeElement : last);
    const criteria = all(".criterion").filter(visible);
    const here = criteria.findIndex((c) => c.contains(document.activeElement));
    if (event.key === "j" || event.key === "k") choose(step(items, at, event.key === "j" ? 1 : -1));
    else if (event.key === "n" || event.key === "p") {
      const to = step(criteria, here, event.key === "n" ? 1 : -1);
      if (to) { to.focus({ preventScroll: true }); to.scrollIntoView({ block: "start" }); }
    } else if (event.key === "/" && find) { find.focus(); find.scrollIntoView({ block: "nearest" }); }
    else if (event.key === "?" && help) help.showModal();
    else return;
    event.preventDefault();
  });
  // Browsers without ::details-content print closed details closed.
  let closed = [];
  addEventListener("beforeprint", () => {
    closed = all("main details:not([open])");
    closed.forEach((d) => { d.open = true; });
  });
  addEventListener("afterprint", () => closed.forEach((d) => { d.open = false; }));
})();
