// What the charts of this console have in common.
export const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();

export const font = () => ({ fontFamily: getComputedStyle(document.body).fontFamily });

export const wholeNumbers = (lang) => new Intl.NumberFormat(lang, { maximumFractionDigits: 0 });

export const timeAxis = (periods) => ({
  type: "category",
  data: periods,
  boundaryGap: false,
  axisLine: { lineStyle: { color: colour("line-strong") } },
  axisTick: { show: false },
  axisLabel: { color: colour("ink-3"), hideOverlap: true },
});

export const valueAxis = (formatter) => ({
  type: "value",
  splitLine: { lineStyle: { color: colour("line") } },
  axisLabel: { color: colour("ink-3"), formatter },
});

// Elements, not markup: the content-security policy allows no inline style, and no name can become a tag.
export const tooltip = (formatter) => ({
  trigger: "axis",
  confine: true,
  transitionDuration: 0,
  backgroundColor: colour("surface"),
  borderColor: colour("line-strong"),
  textStyle: { color: colour("ink"), fontSize: 12 },
  axisPointer: { lineStyle: { color: colour("ink-3") } },
  formatter,
});

/** A line of the given colour; with an area under it where lines are stacked. */
export const line = (entry, periods, stack) => ({
  type: "line",
  name: entry.name,
  stack,
  data: entry.values,
  symbol: "circle",
  symbolSize: periods.length === 1 ? 8 : 0,
  showSymbol: periods.length === 1,
  lineStyle: { width: stack ? 1 : 2, color: colour(`c-${entry.colour}`) },
  itemStyle: { color: colour(`c-${entry.colour}`) },
  areaStyle: stack ? { color: colour(`c-${entry.colour}`), opacity: 0.78 } : undefined,
  emphasis: { disabled: true },
});

/** What a legend's element says of a series. */
export const legendEntry = (element, periods) => ({
  colour: element.dataset.colour,
  name: element.querySelector(".label").textContent,
  values: periods.map(() => 0),
});

export function readout(points, entries, text, sum) {
  const box = document.createElement("div");
  box.className = "readout";
  const head = document.createElement("strong");
  head.textContent = points[0].axisValue;
  const table = document.createElement("table");
  for (const point of points.toReversed()) {
    const row = table.insertRow();
    row.className = `k-${entries[point.seriesIndex].colour}`;
    const name = row.insertCell();
    const swatch = document.createElement("span");
    swatch.className = "swatch";
    name.append(swatch, point.seriesName);
    row.insertCell().textContent = text(point.value);
  }
  if (sum) {
    const row = table.insertRow();
    row.className = "sum";
    sum.forEach((cell) => (row.insertCell().textContent = cell));
  }
  box.append(head, table);
  return box;
}
