"use strict";
(() => {
  const byId = (id) => document.getElementById(id);
  const tables = JSON.parse(byId("data").textContent);
  const frame = byId("frame"), grid = byId("grid"), search = byId("search"), all = byId("all");
  const [columns, head, body] = ["colgroup", "thead", "tbody"].map((name) => grid.querySelector(name));
  const narrow = matchMedia("(max-width: 720px)");
  const STATES = {
    poweredOn: ["on", "good"], poweredOff: ["off", "idle"], suspended: ["suspended", "warn"],
    green: ["green", "good"], yellow: ["yellow", "warn"], red: ["red", "bad"], gray: ["gray", "idle"],
    connected: ["connected", "good"], disconnected: ["disconnected", "bad"], notResponding: ["not responding", "bad"],
    toolsOk: ["current", "good"], toolsOld: ["out of date", "warn"], toolsNotRunning: ["not running", "warn"], toolsNotInstalled: ["not installed", "idle"],
    guestToolsRunning: ["running", "good"], guestToolsNotRunning: ["not running", "idle"],
  };
  const WORDS = { guestToolsCurrent: "current", guestToolsNotInstalled: "not installed", guestToolsUnmanaged: "the guest's own",
    guestToolsNeedUpgrade: "out of date", guestToolsSupportedOld: "out of date", guestToolsTooOld: "too old", guestToolsSupportedNew: "newer than the host" };
  const SHORT = { "Primary IP Address": "IP", "Powerstate": "State", "IPv4 Address": "IPv4", "in Maintenance Mode": "Maintenance" };
  const ON_A_CARD = 9;
  const SPARE = 12;
  let table, shown = [], rows = [], sorted = null, words = [], everything = false, printing = false, drawn = "";

  // --- values ------------------------------------------------------------------------------------

  const unpack = (held) => Array.isArray(held) ? held : held.i.map((number) => held.d[number]);
  const valuesOf = (number) => table.values[number] ??= unpack(table.data[number]);

  function size(mib) {
    const units = ["MiB", "GiB", "TiB", "PiB"];
    let unit = 0;
    while (Math.abs(mib) >= 1000 && unit < 3) { mib /= 1024; unit += 1; }
    return `${mib >= 100 || Number.isInteger(mib) ? Math.round(mib) : mib.toFixed(1)} ${units[unit]}`;
  }

  function text(column, value) {
    if (value === null || value === undefined) return "";
    if (column.k === "boolean") return value ? "yes" : "no";
    if (column.k === "moment") return new Date(value * 1000).toISOString().slice(0, 16).replace("T", " ");
    if (column.k === "integer" || column.k === "number") {
      if (column.u === "MiB" && value >= 0) return size(value);
      const number = value.toLocaleString("en-US");
      return column.u ? `${number} ${column.u}` : number;
    }
    return WORDS[value] ?? STATES[value]?.[0] ?? String(value);
  }

  const isNumber = (column) => column.k === "integer" || column.k === "number";
  const titleOf = (column) => column.u === "MiB" ? column.t.replace(/ MiB\b/, "") : column.t;

  // --- which rows, in which order ------------------------------------------------------------------

  const plain = (title) => title.toLowerCase().replace(/[^a-z0-9]+/g, "");

  function haystack() {
    return table.haystack ??= Array.from({ length: table.count }, (_, row) =>
      table.columns.map((column, number) => text(column, valuesOf(number)[row])).join("\n").toLowerCase());
  }

  function matcher(word) {
    const at = word.indexOf(":");
    const named = at > 0 ? plain(word.slice(0, at)) : "";
    const number = named ? table.columns.findIndex((column) => plain(column.t).startsWith(named)) : -1;
    if (number < 0) return (row) => haystack()[row].includes(word);
    const wanted = word.slice(at + 1), column = table.columns[number], values = valuesOf(number);
    return (row) => text(column, values[row]).toLowerCase().includes(wanted);
  }

  function choose() {
    const tests = words.map(matcher);
    rows = Array.from({ length: table.count }, (_, row) => row).filter((row) => tests.every((test) => test(row)));
    if (sorted) {
      const values = valuesOf(sorted.number), sign = sorted.down ? -1 : 1;
      const compare = isNumber(table.columns[sorted.number]) || ["boolean", "moment"].includes(table.columns[sorted.number].k)
        ? (one, other) => one - other
        : new Intl.Collator("en", { numeric: true, sensitivity: "base" }).compare;
      rows.sort((one, other) => {
        const [a, b] = [values[one], values[other]];
        if (a === null || b === null) return (a === null) - (b === null) || one - other;
        return sign * compare(a, b) || one - other;
      });
    }
    const few = rows.length < table.count;
    byId("count").textContent = `${few ? `${rows.length.toLocaleString("en-US")} of ` : ""}${table.count.toLocaleString("en-US")} rows`;
    byId("none").hidden = rows.length > 0 || table.count === 0;
  }

  // --- drawing -------------------------------------------------------------------------------------

  function element(name, className = "", content = "") {
    const made = document.createElement(name);
    if (className) made.className = className;
    if (content) made.textContent = content;
    return made;
  }

  function meter(percent, free) {
    const space = "http://www.w3.org/2000/svg";
    const used = free ? 100 - percent : percent;
    const svg = document.createElementNS(space, "svg");
    svg.setAttribute("viewBox", "0 0 100 8");
    svg.setAttribute("preserveAspectRatio", "none");
    svg.setAttribute("aria-hidden", "true");
    for (const [kind, width] of [["track", 100], [used >= 90 ? "bad" : used >= 80 ? "warn" : "good", Math.min(Math.max(used, 0), 100)]]) {
      const rect = document.createElementNS(space, "rect");
      rect.setAttribute("class", kind);
      rect.setAttribute("width", width);
      rect.setAttribute("height", 8);
      svg.append(rect);
    }
    return svg;
  }

  function cell(column, value) {
    const made = element("td", isNumber(column) ? "number" : "");
    made.append(element("span", "name", SHORT[column.t] ?? titleOf(column)));
    const held = element("span", "value");
    const told = text(column, value);
    const state = column.k === "text" ? STATES[value] : undefined;
    if (state) held.append(element("span", `dot ${state[1]}`));
    if (column.u === "%" && value !== null) {
      held.classList.add("meter");
      held.append(meter(value, column.t.startsWith("Free")));
    }
    if (column.k === "boolean" && value === 0) held.classList.add("no");
    held.append(column.u === "%" ? element("span", "figure", told) : told);
    made.append(held);
    if (told.length > 24) made.title = told;
    return made;
  }

  function line(row) {
    const made = element("tr", "line");
    made.dataset.row = row;
    made.tabIndex = 0;
    for (const number of shown) made.append(cell(table.columns[number], valuesOf(number)[row]));
    return made;
  }

  function gap(height) {
    const made = element("tr", "gap");
    const inner = element("td");
    inner.colSpan = shown.length;
    inner.style.height = `${height}px`;
    made.append(inner);
    made.hidden = height <= 0;
    return made;
  }

  const cardLines = () => 1 + Math.ceil((shown.length - 1) / 2);
  const rowHeight = () => narrow.matches ? 27 + 23 * (cardLines() - 1) + 22 + 8 : 36;

  function range() {
    if (printing) return [0, rows.length];
    const height = rowHeight(), own = body.getBoundingClientRect(), view = frame.getBoundingClientRect();
    const top = narrow.matches ? 0 : Math.max(view.top, 0);
    const bottom = narrow.matches ? innerHeight : Math.min(view.bottom, innerHeight);
    const from = Math.floor((top - own.top) / height) - SPARE;
    const to = Math.ceil((bottom - own.top) / height) + SPARE;
    return [Math.min(Math.max(from, 0), rows.length), Math.min(Math.max(to, SPARE * 2), rows.length)];
  }

  function draw(force) {
    const [from, to] = range();
    if (!force && drawn === `${from} ${to}`) return;
    drawn = `${from} ${to}`;
    const height = rowHeight();
    document.documentElement.style.setProperty("--card-height", `${height - 8}px`);
    body.replaceChildren(gap(printing ? 0 : from * height), ...rows.slice(from, to).map(line),
      gap(printing ? 0 : (rows.length - to) * height));
  }

  function width(number) {
    const column = table.columns[number], values = valuesOf(number);
    let longest = titleOf(column).length + 2;
    for (const value of Array.isArray(table.data[number]) ? values : table.data[number].d) {
      longest = Math.max(longest, text(column, value).length + (STATES[value] ? 3 : 0) + (column.u === "%" ? 7 : 0));
    }
    return Math.min(longest, 34) * (number === 0 ? 8.7 : 7.6) + 26;
  }

  function frameTable() {
    const isMain = (column) => everything || column.m;
    shown = [...table.columns.keys()].filter((number) => isMain(table.columns[number]));
    if (narrow.matches) shown = [...table.columns.keys()].filter((number) => table.columns[number].m).slice(0, ON_A_CARD);
    const widths = shown.map(width);
    grid.style.width = `${widths.reduce((sum, each) => sum + each, 0)}px`;
    columns.replaceChildren(...widths.map((each) => {
      const made = element("col");
      made.style.width = `${each}px`;
      return made;
    }));
    const made = element("tr");
    for (const number of shown) {
      const column = table.columns[number];
      const th = element("th", isNumber(column) ? "number" : "");
      th.scope = "col";
      if (sorted?.number === number) th.setAttribute("aria-sort", sorted.down ? "descending" : "ascending");
      const button = element("button", "", titleOf(column));
      button.type = "button";
      button.title = column.t;
      button.addEventListener("click", () => {
        const down = sorted?.number === number ? !sorted.down : isNumber(column);
        sorted = { number, down };
        refresh();
      });
      th.append(button);
      made.append(th);
    }
    head.replaceChildren(made);
    all.textContent = everything ? "Main columns" : `All ${table.columns.length} columns`;
    all.setAttribute("aria-pressed", String(everything));
    all.hidden = table.columns.every((column) => column.m);
  }

  function refresh() {
    choose();
    frameTable();
    draw(true);
  }

  // --- what is looked at ---------------------------------------------------------------------------

  function open(name) {
    table = tables.find((each) => each.name === name) ?? tables[0];
    table.values ??= [];
    sorted = null;
    frame.scrollTop = frame.scrollLeft = 0;
    for (const tab of byId("tabs").children) {
      if (tab.dataset.name === table.name) {
        tab.setAttribute("aria-current", "page");
        if (narrow.matches) tab.parentElement.scrollLeft = tab.offsetLeft - 40;
      } else tab.removeAttribute("aria-current");
    }
    byId("help").textContent = `${table.name}: ${table.help}`;
    refresh();
  }

  function show(row) {
    const dialog = byId("row"), list = dialog.querySelector("dl");
    dialog.querySelector("h2").textContent = text(table.columns[0], valuesOf(0)[row]) || table.title;
    const pairs = table.columns.flatMap((column, number) => {
      const told = text(column, valuesOf(number)[row]);
      return told ? [element("dt", "", titleOf(column)), element("dd", "", told)] : [];
    });
    list.replaceChildren(...pairs);
    dialog.showModal();
    dialog.scrollTop = 0;
  }

  for (const each of tables) {
    const tab = element("a", each.count ? "" : "empty", each.title);
    tab.href = `#${each.name}`;
    tab.dataset.name = each.name;
    tab.append(element("small", "", each.count.toLocaleString("en-US")));
    byId("tabs").append(tab);
  }
  search.addEventListener("input", () => {
    words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    frame.scrollTop = 0;
    choose();
    draw(true);
  });
  all.addEventListener("click", () => { everything = !everything; frameTable(); draw(true); });
  body.addEventListener("click", (event) => {
    const row = event.target.closest("tr.line");
    if (row && !String(getSelection())) show(Number(row.dataset.row));
  });
  body.addEventListener("keydown", (event) => {
    const row = event.key === "Enter" && event.target.closest("tr.line");
    if (row) show(Number(row.dataset.row));
  });
  byId("row").addEventListener("click", (event) => { if (event.target === byId("row")) byId("row").close(); });
  let waiting = false;
  const soon = () => {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => { waiting = false; draw(false); });
  };
  document.addEventListener("scroll", soon, { capture: true, passive: true });
  addEventListener("resize", soon);
  narrow.addEventListener("change", () => { frameTable(); draw(true); });
  addEventListener("beforeprint", () => { printing = true; draw(true); });
  addEventListener("afterprint", () => { printing = false; draw(true); });
  addEventListener("hashchange", () => {
    open(location.hash.slice(1));
    document.querySelector(".tables").scrollIntoView({ block: "start" });
  });
  open(location.hash.slice(1));
  document.documentElement.dataset.ready = String(Math.round(performance.now()));
})();
